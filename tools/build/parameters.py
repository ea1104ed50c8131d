"""Write the section Parameters of the docstrings of metrics and pictures.

What a parameter means that several functions share is typed once, in
tools/typed/parameters.toml; what only one function has stays in its docstring. The build puts
both into the order of the signature, with the type and the default that the signature has.
"""

from __future__ import annotations

import importlib
import inspect
import re
import textwrap
import tomllib
from functools import partial
from pathlib import Path
from types import FunctionType

from build.docstrings import INDENT, WIDTH, encoded, rewrite
from build.page import RULES, BuildError, Files

MODULES = ("growth", "shares", "inequality", "divide", "plot")
NAME = "tools/typed/parameters.toml"

#: Text by the name of a parameter, or of a type.
Texts = dict[str, str]


def public_functions() -> dict[str, FunctionType]:
    """Return the metrics and pictures by the names that the table has: "divide.catch_up"."""
    found = {}
    for name in MODULES:
        module = importlib.import_module(f"neadigital.{name}")
        found |= {f"{name}.{each}": getattr(module, each) for each in module.__all__}
    return found


def parameters_of(function: FunctionType) -> dict[str, inspect.Parameter]:
    """Return a function's parameters by their names, `**options` with its stars."""
    signature = inspect.signature(function)
    found = {}
    for each in signature.parameters.values():
        name, _, _ = str(each).partition(":")
        found[name] = each
    return found


def shared_texts(
    table: dict[str, Texts], functions: dict[str, FunctionType]
) -> dict[str, Texts]:
    """Return what the table says of each function's parameters.

    A key of the table is a function, a module, "all", or several of these; the first of these three
    that is there counts. `{all}` stands for the text for all.

    Raises
    ------
    BuildError
        If a text is for a function that has no such parameter.
    """
    found: dict[str, Texts] = {name: {} for name in functions}
    for parameter, texts in table.items():
        by_scope = {
            scope: text.replace("{all}", texts.get("all", ""))
            for scopes, text in texts.items()
            for scope in scopes.split(", ")
        }
        unused = set(by_scope)
        for name, function in functions.items():
            scopes = (name, name.partition(".")[0], "all")
            known = [scope for scope in scopes if scope in by_scope]
            if known and parameter in parameters_of(function):
                found[name][parameter] = by_scope[known[0]]
                unused.discard(known[0])
        if unused:
            where = ", ".join(sorted(unused))
            raise BuildError(f"{NAME}, {parameter}: no function needs that of {where}")
    return found


def type_in_words(parameter: inspect.Parameter, words: Texts) -> str:
    """Return a parameter's type and default as numpydoc writes them.

    Raises
    ------
    BuildError
        If `words` lacks a member of the annotation.
    """
    found = []
    # The members of a union, but not of one in brackets.
    for member in re.split(r" \| (?![^\[]*\])", parameter.annotation):
        if member.startswith("Literal["):
            found.append(f"{{{member[8:-1]}}}")
        elif member in words:
            found.append(words[member])
        else:
            raise BuildError(f"{NAME}, types: there are no words for {member}")
    kind = " or ".join(found)
    if parameter.default is parameter.empty:
        return kind
    if parameter.default is None:
        return f"{kind.removesuffix(' or None')}, optional"
    return f"{kind}, default {parameter.default!r}"


def section(function: FunctionType, shared: Texts, words: Texts, written: str) -> str:
    """Return a docstring's section Parameters, below its heading.

    Raises
    ------
    BuildError
        If a parameter has no meaning, or the docstring describes one that does not exist.
    """
    here = f"{function.__module__}.{function.__name__}()"
    entries = re.findall(
        r"^    (\S.*)\n((?:(?: {8}.*)?\n)+)",
        written + "\n",
        re.M,
    )
    own = {}
    for head, text in entries:
        name, _, _ = head.partition(" : ")
        own[name] = text.rstrip()
    parameters = parameters_of(function)
    if unknown := own.keys() - parameters.keys():
        raise BuildError(f"{here} has no parameter {min(unknown)}; one entry has one")
    lines = []
    for name, parameter in parameters.items():
        if name in shared:
            text = textwrap.fill(
                shared[name], WIDTH, initial_indent=INDENT, subsequent_indent=INDENT
            )
        elif name in own:
            text = own[name]
        else:
            raise BuildError(f"neither {here} nor {NAME} says what {name} is")
        kind = type_in_words(parameter, words)
        entry = name if "*" in name else f"{name} : {kind}"
        lines += [f"    {entry}", text]
    return "\n".join(lines)


def build() -> Files:
    """Make the source files of metrics and pictures, with complete sections Parameters.

    Raises
    ------
    BuildError
        If the table and the functions do not fit, or a docstring lacks its section.
    """
    table = tomllib.loads((RULES / "parameters.toml").read_text(encoding="utf-8"))
    words = table.pop("types")
    functions = public_functions()
    shared = shared_texts(table, functions)
    sources: dict[Path, str] = {}
    for name, function in functions.items():
        path = Path(function.__code__.co_filename)
        write = partial(section, function, shared[name], words)
        rewrite(sources, path, function.__name__, "Parameters", write)
    return encoded(sources)

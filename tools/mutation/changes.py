"""The changes of a file: those that mutmut makes, also where its own way of running them cannot."""

from __future__ import annotations

import ast
import random
from difflib import SequenceMatcher
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_NAMES, Mutation, MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import get_ignored_lines

PACKAGE = "src/neadigital"


class Change(NamedTuple):
    """A change of one file: the function, the lines as they are and as they become, where, and the whole text."""

    function: str
    before: str
    after: str
    # The statement's first line and last one, and the function's; the same where there is none.
    statement: tuple[int, int]
    body: tuple[int, int]
    text: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others, as `survivors.csv` has it."""
        return self.function, self.before, self.after


def is_cast(node: cst.CSTNode) -> bool:
    """Whether an expression names a type that is not looked at when it runs."""
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in ("cast", "TypeVar")


class Visitor(MutationVisitor):
    """Makes the changes of decorated functions too, and of what stands outside of functions, and none of types only."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return node.name.value in NEVER_MUTATE_FUNCTION_NAMES
        # What is imported for type checkers, and the type that a cast names, which is not looked at when it runs.
        if isinstance(node, cst.If) and isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING":
            return True
        if is_cast(node):
            self.named = [*getattr(self, "named", []), node.args[0]]  # type: ignore[attr-defined]
        if any(node is one for one in getattr(self, "named", [])):
            return True
        return bool(super()._skip_node_and_children(node))


def without_effect(one: Mutation) -> bool:
    """Whether a change is of the type that a cast names."""
    if not is_cast(one.original_node) or not isinstance(one.mutated_node, cst.Call):
        return False
    before, after = one.original_node.args, one.mutated_node.args  # type: ignore[attr-defined]
    return len(before) == len(after) and before[-1].deep_equals(after[-1])


def module_of(path: str) -> str:
    """Return how the reasons name a file."""
    inside = path.removeprefix(f"{PACKAGE}/").removeprefix("tools/").removesuffix(".py")
    return inside.removesuffix("/__init__").replace("/", ".")


def functions(module: cst.Module, path: str) -> dict[cst.CSTNode, str]:
    """Name the functions and methods of a file as the reasons do."""
    found: dict[cst.CSTNode, str] = {}
    for node in module.body:
        if isinstance(node, cst.FunctionDef):
            found[node] = f"{module_of(path)}.{node.name.value}"
        if isinstance(node, cst.ClassDef):
            for method in node.body.body:
                if isinstance(method, cst.FunctionDef):
                    found[method] = f"{module_of(path)}.{node.name.value}.{method.name.value}"
    return found


def header(node: ast.stmt) -> tuple[int, int]:
    """Return the first line of a statement and the last, without the block that it may have."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    if not body:
        return first, node.end_lineno or node.lineno
    inner = body[0].pattern if isinstance(body[0], ast.match_case) else body[0]
    return first, max(first, inner.lineno - 1)


def spans(tree: ast.Module, first: int, last: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where the smallest statement around some lines is, and the outermost function around them."""
    statement, function = (first, last), None
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or not node.lineno <= first <= (node.end_lineno or 0):
            continue
        begin, end = header(node)
        # Walked from the outside to the inside.
        if begin <= first <= end:
            statement = begin, max(end, last)
        if function is None and isinstance(node, ast.FunctionDef):
            function = node.lineno, node.end_lineno or node.lineno
    return statement, function or statement


def sample(path: str, code: str, number: int, seed: int) -> tuple[int, list[Change]]:
    """Return how many changes of a file there are, and some of them.

    Lines that raise an error are left alone, as pyproject.toml asks mutmut to do: messages are for people.
    """
    wrapper = MetadataWrapper(cst.parse_module(code))
    visitor = Visitor(mutation_operators, get_ignored_lines(path, code, wrapper), None)
    module = wrapper.visit(visitor)
    named, tree = functions(module, path), ast.parse(code)
    every = [one for one in visitor.mutations if not without_effect(one)]
    found = []
    for one in random.Random(f"{seed} {path}").sample(every, min(number, len(every))):  # noqa: S311
        text = module.deep_replace(one.original_node, one.mutated_node).code  # type: ignore[arg-type]
        old, new = code.splitlines(), text.splitlines()
        parts = [part for part in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if part[0] != "equal"]
        before = " ".join(line.strip() for _, i, j, _, _ in parts for line in old[i:j])
        after = " ".join(line.strip() for _, _, _, i, j in parts for line in new[i:j])
        first, last = parts[0][1] + 1, max(parts[-1][2], parts[0][1] + 1)
        name = named.get(one.contained_by_top_level_function, module_of(path))  # type: ignore[arg-type]
        found.append(Change(name, before, after, *spans(tree, first, last), text))
    return len(every), found

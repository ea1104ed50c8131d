"""Mutation testing of the metrics: change one operator or number at a time and see whether a test notices.

    python tools/mutate.py --sample 60 --seed 1 growth _levels

A mutant is one change of the syntax tree: a comparison, an arithmetic or logical operator, a number, a truth value,
a dropped `not`. Docstrings, annotations and messages are left alone. Each mutant is written into a copy of the
package and the module's own tests are run until the first failure; a mutant that no test notices is printed with its
line.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
TESTS = {
    "growth": ["test_growth"],
    "_levels": ["test_growth", "test_recovered"],
    "_spans": ["test_growth"],
    "shares": ["test_shares"],
    "kernels": ["test_kernels", "test_oracles"],
    "_grouped": ["test_kernels", "test_divide", "test_oracles"],
    "divide": ["test_divide"],
    "_convergence": ["test_divide"],
    "_composite": ["test_divide"],
}
COMPARE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
SECONDS = 120


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Give what a node may be changed into."""
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare) and type(new.ops[0]) in COMPARE:
        new.ops[0] = COMPARE[type(new.ops[0])]()
        yield new
    elif isinstance(new, ast.BinOp | ast.AugAssign) and type(new.op) in ARITHMETIC:
        new.op = ARITHMETIC[type(new.op)]()
        yield new
    elif isinstance(new, ast.BoolOp):
        new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
        yield new
    elif isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not | ast.Invert | ast.USub):
        yield new.operand
    elif isinstance(new, ast.Constant) and isinstance(new.value, bool | int | float):
        new.value = not new.value if isinstance(new.value, bool) else new.value + 1
        yield new


def spots(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Give every place that holds an expression to change: its parent, the field, and the index in a list."""
    skipped = {"annotation", "returns", "decorator_list", "type_params"}
    # Messages, and `strict=` of a zip over what is of one length by construction.
    silent = isinstance(tree, ast.AnnAssign | ast.Raise | ast.JoinedStr) or getattr(tree, "arg", None) == "strict"
    for field, value in () if silent else ast.iter_fields(tree):
        if field in skipped:
            continue
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(item, ast.AST):
                yield tree, field, index if isinstance(value, list) else None
                yield from spots(item)


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Give line, description and source of every mutant."""
    tree = ast.parse(source)
    for parent, field, index in list(spots(tree)):
        holder = getattr(parent, field)
        node = holder if index is None else holder[index]
        for new in changes(node):
            before = ast.unparse(node)
            if index is None:
                setattr(parent, field, new)
            else:
                holder[index] = new
            yield getattr(node, "lineno", 0), f"{before}  ->  {ast.unparse(new)}", ast.unparse(tree)
            if index is None:
                setattr(parent, field, node)
            else:
                holder[index] = node


def killed(module: str, source: str) -> bool:
    """Tell whether the module's tests notice a mutant; one that never ends is noticed."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(
            REPOSITORY / "src" / "neadigital", Path(folder) / "neadigital", ignore=shutil.ignore_patterns("__pycache__")
        )
        (Path(folder) / "neadigital" / f"{module}.py").write_text(source, encoding="utf-8")
        tests = [str(REPOSITORY / "tests" / f"{name}.py") for name in TESTS[module]]
        options = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutation"]
        environment = os.environ | {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            run = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "pytest", *options, *tests],
                cwd=REPOSITORY,
                env=environment,
                capture_output=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return True
        return run.returncode != 0


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("modules", nargs="*", default=list(TESTS), metavar="MODULE")
    parser.add_argument("--sample", type=int, help="test so many mutants of each module, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for module in arguments.modules:
        source = (REPOSITORY / "src" / "neadigital" / f"{module}.py").read_text(encoding="utf-8")
        if killed(module, ast.unparse(ast.parse(source))):
            sys.exit(f"{module}: its tests fail without any change")
        every = list(mutants(source))
        drawn = every
        if arguments.sample and arguments.sample < len(every):
            drawn = random.Random(arguments.seed).sample(every, arguments.sample)  # noqa: S311
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            fates = list(pool.map(lambda mutant: killed(module, mutant[2]), drawn))  # noqa: B023
        survivors = [mutant for mutant, fate in zip(drawn, fates, strict=True) if not fate]
        share = 100 * (1 - len(survivors) / len(drawn))
        print(f"{module}: {len(drawn)} of {len(every)} mutants, {share:.1f} % killed", flush=True)
        for line, change, _ in sorted(survivors):
            print(f"  line {line}: {change}", flush=True)


if __name__ == "__main__":
    main()

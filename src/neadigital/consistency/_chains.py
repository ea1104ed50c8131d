"""Find lines that run on: a number is the one before or after it, and some lines more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import log2

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from neadigital._engine.arrays import Bools, Ints
from neadigital._engine.words import adds_up
from neadigital.consistency._lines import Finder, Lines
from neadigital.consistency._relations import Relation, add_up

# Chains are looked for among so many lines, and have steps of so many consecutive lines.
_MOST_LINES = 40
_MOST_STEPS = 3


def find_chains(found: Finder, lines: Lines) -> None:
    """Find running sums and balances, and lines that begin with what another one ended with."""
    if len(lines.cells) > _MOST_LINES or lines.within or lines.cells.shape[1] < 3:
        return
    before = lines.cells[:, :-1]
    after = lines.cells[:, 1:]
    for own, beside, word in ((after, before, "before"), (before, after, "after")):
        chains = _Chains(found, lines.names, own, beside, word)
        chains.find_steps()
        chains.find_openings()


class _Chains:
    """Finds the relations between lines and what stands beside them in one direction."""

    def __init__(
        self, found: Finder, names: Sequence[str], own: Ints, beside: Ints, word: str
    ) -> None:
        self.found = found
        self.names = names
        self.own = own
        self.beside = beside
        self.word = word
        self.numbers = found.numbers(own)
        self.numbers_beside = found.numbers(beside)
        self.cost = 1 + 2 * log2(max(len(names), 2))

    def find_steps(self) -> None:
        """Find lines of which a number is the one beside it and the steps of other lines."""
        steps = self.numbers.plus(self.numbers_beside.turned())
        for length in range(1, min(_MOST_STEPS, len(self.names) - 1) + 1):
            runs = sliding_window_view(np.arange(len(self.names)), length)
            for factors in product((1, -1), repeat=length):
                sums = self.numbers.at(runs.T).added_up(factors)
                # Beside the lines, it is the signs that are chosen.
                cost = self.cost + length - 1
                for target, run in _often(steps.for_each().meets(sums)):
                    self._keep(target, runs[run].tolist(), factors, cost)

    def _keep(
        self, target: int, parts: list[int], factors: Sequence[int], cost: float
    ) -> None:
        """Keep a line that runs on by the steps of other lines."""
        names = [self.names[part] for part in parts]
        # A step in per cent is no amount.
        if target in parts or not all(map(adds_up, [self.names[target], *names])):
            return
        cells = [self.own[target], self.beside[target], *self.own[parts]]
        steps = add_up({"": 1} | dict(zip(names, factors, strict=True)))
        text = f"{self.names[target]} is the one {self.word}{steps}"
        self.found.keep(self._relation(text, target, cells, (1, *factors)), cost)

    def find_openings(self) -> None:
        """Find lines of which each number is the one of another line beside it."""
        for target, other in _often(self.numbers.for_each().meets(self.numbers_beside)):
            if target != other:
                cells = [self.own[target], self.beside[other]]
                text = f"{self.names[target]} is {self.names[other]} {self.word}"
                relation = self._relation(text, target, cells, (1,))
                self.found.keep(relation, self.cost)

    def _relation(
        self, text: str, target: int, cells: Sequence[Ints], factors: Sequence[int]
    ) -> Relation:
        """Return the relation of a line that runs on."""
        beside = self.beside[target][:, np.newaxis]
        return Relation(text, np.stack(cells, axis=1), factors, beside=beside)


def _often(holds: Bools) -> list[list[int]]:
    """Return the pairs of lines of which more than half of the places hold."""
    pairs: list[list[int]] = np.argwhere(holds.mean(axis=2) > 0.5).tolist()
    return pairs

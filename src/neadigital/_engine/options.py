"""What the measures of inequality depend on, checked before anything is computed."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from typing import Literal

import numpy as np

from neadigital._engine.terms import FloatArray


@dataclass(frozen=True)
class Options:
    """What some of the measures depend on, each as in `neadigital.kernels`; improper ones raise."""

    ddof: int = 0
    corrected: bool = False
    epsilon: float = 0.5
    alpha: float = 2.0
    normalised: bool = False
    top: float = 0.1
    bottom: float = 0.4
    count: Literal["weights", "kish"] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.ddof, bool) or not isinstance(self.ddof, numbers.Integral) or self.ddof < 0:
            raise ValueError(f"ddof must be a whole number, 0 or more, not {self.ddof!r}.")
        for name in ("epsilon", "alpha", "top", "bottom"):
            number = getattr(self, name)
            if isinstance(number, bool) or not isinstance(number, numbers.Real) or not math.isfinite(number):
                raise ValueError(f"{name} must be a finite number, not {number!r}.")
        if self.epsilon < 0:
            raise ValueError(f"epsilon must be 0 or more, not {self.epsilon!r}.")
        for name, part in (("top", self.top), ("bottom", self.bottom)):
            if not 0 < part <= 1:
                raise ValueError(f"{name} must be above 0 and at most 1, not {part!r}.")
        for name in ("corrected", "normalised"):
            if not isinstance(getattr(self, name), (bool, np.bool_)):
                raise ValueError(f"{name} must be True or False, not {getattr(self, name)!r}.")
        if self.count is not None and not (isinstance(self.count, str) and self.count in ("weights", "kish")):
            raise ValueError(f"count must be 'weights' or 'kish', not {self.count!r}.")


DEFAULTS = Options()


def check_count(options: Options, weights: FloatArray | None) -> None:
    """Raise if a correction for the number of units is asked for, and weights leave open how many there are."""
    if weights is not None and (options.ddof or options.corrected) and options.count is None:
        raise ValueError(
            "With weights, ddof and corrected depend on how many units there are, and a change of the weights' unit "
            "would change the result. Say count='weights' (each weight is a number of units, as if every value were "
            "repeated so often) or count='kish' (the effective number, (sum w)^2 / sum w^2)."
        )

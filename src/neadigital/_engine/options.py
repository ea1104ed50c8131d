"""What the measures of inequality depend on, checked before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from neadigital._engine import door
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
        door.whole("ddof", self.ddof, 0)
        door.finite("epsilon", self.epsilon, 0)
        door.finite("alpha", self.alpha)
        for name in ("top", "bottom"):
            if not 0 < door.finite(name, getattr(self, name)) <= 1:
                raise ValueError(f"{name} must be above 0 and at most 1, not {getattr(self, name)!r}.")
        for name in ("corrected", "normalised"):
            door.flag(name, getattr(self, name))
        if self.count is not None:
            door.choice("count", self.count, ("weights", "kish"))


DEFAULTS = Options()


def check_count(options: Options, weights: FloatArray | None) -> None:
    """Raise if a correction for the number of units is asked for, and weights leave open how many there are."""
    if weights is not None and (options.ddof or options.corrected) and options.count is None:
        raise ValueError(
            "With weights, ddof and corrected depend on how many units there are, and a change of the weights' unit "
            "would change the result. Say count='weights' (each weight is a number of units, as if every value were "
            "repeated so often) or count='kish' (the effective number, (sum w)^2 / sum w^2)."
        )

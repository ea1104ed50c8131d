"""A metric as users find it, which says what helps where memory runs out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def public(metric: Callable[Arguments, Result], module: str) -> Callable[Arguments, Result]:
    """Return a metric as one of the module where users look for it, not of the file that it is written in."""

    @wraps(metric)
    def told(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            return metric(*args, **kwargs)
        except MemoryError as error:
            cause = f" ({error})" if str(error) else ""
            raise MemoryError(
                f"There is not memory enough for {module}.{metric.__name__} of this frame{cause}. Call it on one part "
                "after the other, where a part holds together what the metric compares: all years of a member, or "
                "all members of a year. 'Data larger than memory' in the documentation shows how."
            ) from error

    told.__module__ = module
    return told

"""Where memory is scarce a metric does without threads, and where it runs out it says what helps."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from neadigital import divide, growth, shares

METRICS = [getattr(module, name) for module in (growth, shares, divide) for name in module.__all__]


class Full:
    """Whatever is asked of it, there is no memory for the answer."""

    def __getattribute__(self, name: str) -> Any:
        raise MemoryError("Unable to allocate 8.00 TiB")


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.__name__)
def test_a_metric_out_of_memory_says_what_helps(metric: Callable[..., Any]) -> None:
    """It names itself and what could not be had, and sends its user to the page on data larger than memory."""
    _, *others = [each for each in inspect.signature(metric).parameters.values() if each.default is each.empty]
    given = {each.name: "usd_bn" if "str" in str(each.annotation) else 2000 + i for i, each in enumerate(others)}
    with pytest.raises(MemoryError) as caught:
        metric(Full(), **given)

    assert f"{metric.__module__}.{metric.__name__} of this frame (Unable to allocate 8.00 TiB)" in str(caught.value)
    assert "Data larger than memory" in str(caught.value)
    assert isinstance(caught.value.__cause__, MemoryError)


def test_what_could_not_be_had_is_told_if_it_is_known() -> None:
    """An error that says nothing leaves no brackets behind."""

    class Silent:
        def __getattribute__(self, name: str) -> Any:
            raise MemoryError

    with pytest.raises(MemoryError, match=r"growth\.yoy of this frame\. Call it"):
        growth.yoy(Silent(), "usd_bn")  # type: ignore[arg-type]


def test_no_thread_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives no more threads the result is the same."""
    rows = 600_000
    data = pd.DataFrame({"economy": range(rows), "year": 2000, "usd_bn": [1.0, 2.0, 5.0] * (rows // 3)})
    data["indicator"] = data["economy"] % 7
    expected = divide.dispersion(data, "usd_bn", within="indicator")

    def start(thread: threading.Thread) -> None:
        asked.append(thread)
        raise RuntimeError("can't start new thread")

    asked: list[threading.Thread] = []
    monkeypatch.setattr(threading.Thread, "start", start)
    found = divide.dispersion(data, "usd_bn", within="indicator")

    assert asked
    pd.testing.assert_frame_equal(found, expected)

"""The command line as a process and as a function: streams, an interrupt, statuses."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import neadigital
from neadigital import __main__ as program
from neadigital.__main__ import main

posix = pytest.mark.skipif(os.name != "posix", reason="a shell and its signals")
FULL = OSError(28, "No space left on device")


def shell(line: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = line.replace("neadigital", f"{sys.executable} -m neadigital")
    # Streams are buffered, as they are for users, whatever runs the tests.
    buffered = {
        name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"
    }
    options = {"env": buffered, **options}
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, **options
    )


def raises(error: BaseException) -> Callable[[], int]:
    """Return a stand-in for `main` that raises an error."""

    def end() -> int:
        raise error

    return end


# as a function


def test_main_writes_where_it_is_told_and_leaves_the_streams_alone() -> None:
    """Called in a program, `main` writes in its encoding and returns the exit status."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    err = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        statuses = main(["cite", "ict_industry"]), main(["show", "narnia"])

        assert sys.stdout == out
        assert sys.stderr == err
    assert statuses == (0, 2)
    assert out.encoding == "ascii"
    assert out.errors == "strict"
    assert b"ICT \\uc0b0\\uc5c5" in out.buffer.getvalue()
    assert "narnia" in err.getvalue()


def test_an_interrupt_in_main_is_the_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Called in a program, Ctrl-C during `main` raises KeyboardInterrupt there."""
    monkeypatch.setattr(neadigital, "datasets", raises(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        main(["list"])


def test_nowhere_to_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without standard output a command fails with a message, if there is where to say it."""
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["list"]) == 2
    assert capsys.readouterr().err == (
        "neadigital: there is nowhere to write to, the standard output is closed.\n"
    )
    closed = io.StringIO()
    closed.close()
    for stream in (None, closed):
        monkeypatch.setattr(sys, "stderr", stream)
        assert main(["list"]) == 2


# as a process


@posix
@pytest.mark.parametrize(
    ("line", "status", "lines"),
    [
        # A reader that has gone ends the writer by SIGPIPE, like any program: status 141 in a
        # pipeline.
        ("set -o pipefail; neadigital notes | true", 141, 0),
        ("neadigital list > /dev/full", 2, 1),
        ("neadigital show narnia 2>&-", 2, 0),
    ],
)
def test_streams_that_are_closed_or_full(line: str, status: int, lines: int) -> None:
    """If a stream is closed or full, a failure prints at most one line, no traceback."""
    run = shell(line)

    assert len(run.stderr.splitlines()) == lines, run.stderr
    assert "Traceback" not in run.stderr
    assert run.returncode == status


@posix
def test_a_file_is_utf8(tmp_path: Path) -> None:
    """Pipes and files get UTF-8 in any locale, like the data files."""
    locale = "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"
    run = shell(f"{locale} neadigital cite ict_industry > out", cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert "ICT 산업 규모" in (tmp_path / "out").read_text(encoding="utf-8")


@posix
@pytest.mark.slow
def test_an_interrupt_ends_quietly(tmp_path: Path) -> None:
    """Ctrl-C ends a command silently, and leaves no files."""
    waiting = """
import pathlib, signal, sys, time
# Where the tests run in the background, their children are born ignoring Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
pathlib.Path.write_bytes = lambda path, content: (print("writing", flush=True), time.sleep(60))
from neadigital.__main__ import script
sys.argv = ["neadigital", "export", "out"]
sys.exit(script())
"""
    with subprocess.Popen(
        [sys.executable, "-c", waiting],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGINT)
        _, error = process.communicate()

    assert process.returncode == -signal.SIGINT
    assert error == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
@pytest.mark.slow
def test_a_limit_on_files_leaves_nothing(tmp_path: Path) -> None:
    """If files may not grow large enough for an export, it says so and leaves nothing."""
    code = (
        "import resource, sys; from neadigital.__main__ import script;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000));"
        "sys.argv = ['neadigital', 'export', 'out']; sys.exit(script())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )

    assert run.returncode == 2, run.stderr
    assert "Nothing there was changed" in " ".join(run.stderr.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("raised", "status", "told"),
    [
        (SystemExit(0), 0, ""),
        (SystemExit(2), 2, ""),
        (FULL, 2, "neadigital: cannot write the output: No space left on device\n"),
    ],
)
def test_a_script_ends_with_a_status(
    raised: BaseException,
    status: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An error that ends the command line sets the status; a full disk prints its reason."""
    monkeypatch.setattr(program, "main", raises(raised))

    assert program.script() == status
    assert capsys.readouterr().err == told

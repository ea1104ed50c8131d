"""The command line as a process and as a function: streams, signals and statuses."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import neadigital
from neadigital import __main__ as program
from neadigital.__main__ import main
from neadigital._shell import commands

posix = pytest.mark.skipif(os.name != "posix", reason="a shell and its signals")


def shell(line: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = line.replace("neadigital", f"{sys.executable} -m neadigital")
    # Streams are buffered, as users have them, whatever the tests run under.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    options = {"env": buffered, **options}
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, **options)  # type: ignore[call-overload,no-any-return]


def test_main_writes_where_it_is_told() -> None:
    """Called in a program, `main` writes to the output that the program has redirected, and returns its status."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status, wrong = main(["cite"]), main(["show", "narnia"])

    assert (status, wrong) == (0, 2)
    assert out.getvalue().split() == neadigital.cite().split()
    assert "narnia" in err.getvalue()


def test_main_leaves_the_streams_alone(python) -> None:  # type: ignore[no-untyped-def]
    """After `main`, the process's output is the same object with the same encoding and error handler."""
    code = """
import sys
from neadigital.__main__ import main
before = sys.stdout, sys.stdout.encoding, sys.stdout.errors, sys.stderr, sys.stderr.errors
statuses = main(["sources"]), main(["show", "narnia"])
after = sys.stdout, sys.stdout.encoding, sys.stdout.errors, sys.stderr, sys.stderr.errors
print(before == after, statuses)
"""
    assert python(code).stdout.splitlines()[-1] == "True (0, 2)"


def test_main_writes_what_the_output_can_take() -> None:
    """An output that cannot take Korean gets it written out, not an error."""
    raw = io.BytesIO()
    narrow = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    with contextlib.redirect_stdout(narrow):
        status = main(["cite", "ict_industry"])

    assert status == 0
    assert b"ICT \\uc0b0\\uc5c5" in raw.getvalue()


def test_an_interrupt_in_main_is_the_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a program, Ctrl-C during `main` arrives at the program."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "datasets", interrupt)
    with pytest.raises(KeyboardInterrupt):
        main(["list"])


@posix
@pytest.mark.parametrize(
    ("line", "status", "lines"),
    [
        # A reader that is gone ends the writer by SIGPIPE, as it does any program: 141 in a pipeline's status.
        ("set -o pipefail; neadigital notes | true", 141, 0),
        ("set -o pipefail; neadigital --help | true", 141, 0),
        ("neadigital notes | head -1 > /dev/null", 0, 0),
        ("neadigital list > /dev/full", 2, 1),
        ("neadigital list >&-", 2, 1),
        ("neadigital show narnia 2>&-", 2, 0),
        ("neadigital show narnia 2>/dev/full", 2, 0),
        ("neadigital frob 2>&-", 2, 0),
        ("neadigital frob 2>/dev/full", 2, 0),
        ("neadigital list >/dev/full 2>&1", 2, 0),
        ("neadigital list >&- 2>&-", 2, 0),
        ("neadigital list > /dev/null 2>&-", 0, 0),
        ("neadigital --help > /dev/full", 2, 1),
        ("neadigital show growth_rates <&- > /dev/null", 0, 0),
    ],
)
def test_streams_that_are_closed_or_full(line: str, status: int, lines: int) -> None:
    """Whatever is closed or full, a failure is at most one line and no traceback, with the status it should have."""
    run = shell(line)

    assert len(run.stderr.splitlines()) == lines, run.stderr
    assert "Traceback" not in run.stderr
    assert run.returncode == status


@posix
@pytest.mark.parametrize(
    ("setting", "command"),
    [
        ("PYTHONIOENCODING=cp1252", "cite ict_industry --style csl"),
        ("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0", "cite ict_industry"),
        ("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0", "sources"),
    ],
)
def test_a_file_is_utf8(setting: str, command: str, tmp_path: Path) -> None:
    """Whatever the locale, a pipe or file gets UTF-8, as the data files are."""
    run = shell(f"{setting} neadigital {command} > out", cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert "ICT 산업 규모" in (tmp_path / "out").read_text(encoding="utf-8")


@posix
def test_an_interrupt_ends_quietly(tmp_path: Path) -> None:
    """Ctrl-C ends a command without a word, as the signal that it is, and an export leaves nothing."""
    waiting = """
import sys, time
from neadigital._shell import exporting
exporting._write = lambda path, content: (print("writing", flush=True), time.sleep(60))
from neadigital.__main__ import script
sys.argv = ["neadigital", "export", "out"]
sys.exit(script())
"""
    with subprocess.Popen(
        [sys.executable, "-c", waiting], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGINT)
        _, error = process.communicate()

    assert process.returncode == -signal.SIGINT
    assert error == ""
    assert list(tmp_path.iterdir()) == []


def test_damaged_data_end_with_status_1(damaged: Path, python) -> None:  # type: ignore[no-untyped-def]
    """A damaged file ends with status 1 and a message that says what to do."""
    (damaged / "neadigital" / "data" / "built" / "growth_rates.csv").write_text("economy\n")
    result = python("from neadigital.__main__ import main; sys.exit(main(['validate']))", path=damaged)

    assert result.returncode == 1
    assert "growth_rates.csv" in result.stderr
    assert "1 failure" in result.stderr
    assert "1 failures" not in result.stderr
    assert "Traceback" not in result.stderr


class EndError(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize(
    ("raised", "status", "told"),
    [
        (SystemExit(0), 0, ""),
        (SystemExit(2), 2, ""),
        (OSError(28, "No space left on device"), 2, "neadigital: cannot write the output: No space left on device\n"),
    ],
)
def test_a_script_ends_with_a_status(
    raised: BaseException, status: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What ends the command line gives the process its status, and a full disk its reason."""

    def end() -> int:
        raise raised

    monkeypatch.setattr(program, "main", end)

    assert (program.script(), capsys.readouterr().err) == (status, told)


@posix
@pytest.mark.parametrize(
    ("raised", "number"), [(KeyboardInterrupt(), signal.SIGINT), (BrokenPipeError(), signal.SIGPIPE)]
)
def test_a_script_ends_as_by_the_signal(
    raised: BaseException, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interrupt and a closed pipe end the process by their own signal, with its usual action restored."""
    done: list[object] = []

    def end() -> int:
        raise raised

    def leave(status: int) -> None:
        done.append(status)
        raise EndError

    monkeypatch.setattr(program, "main", end)
    monkeypatch.setattr(signal, "signal", lambda *pair: done.append(pair))
    monkeypatch.setattr(os, "kill", lambda process, sent: done.append((process, sent)))
    monkeypatch.setattr(os, "_exit", leave)
    with pytest.raises(EndError):
        program.script()

    assert done == [(number, signal.SIG_DFL), (os.getpid(), number), 128 + number]


def test_a_closed_pipe_is_no_failure_where_there_is_no_such_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without SIGPIPE, as on Windows, a reader that has seen enough leaves a status of success."""

    def end() -> int:
        raise BrokenPipeError

    monkeypatch.setattr(program, "main", end)
    monkeypatch.delattr(signal, "SIGPIPE", raising=False)

    assert program.script() == 0

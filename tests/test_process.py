"""The command line as a process and as a function: streams, signals and statuses."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
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


class Shown(io.TextIOWrapper):
    """An output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("kind", "encoding"), [(io.TextIOWrapper, "utf-8"), (Shown, "ascii")])
def test_a_script_sets_the_encoding_of_a_pipe_only(
    kind: type[io.TextIOWrapper], encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a program of its own it writes UTF-8 to a pipe or file, and leaves a terminal as it is."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", kind(raw, encoding="ascii"))
    monkeypatch.setattr(sys, "argv", ["neadigital", "cite", "ict_industry"])

    assert program.script() == 0
    assert sys.stdout.encoding == encoding
    # It is all there when the program ends.
    assert ("ICT 산업" if encoding == "utf-8" else "ICT \\uc0b0\\uc5c5") in raw.getvalue().decode(encoding)


def test_the_module_runs_as_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Run as a program, the file takes the process's arguments, and its status is the process's."""
    for arguments, status in ((["list"], 0), (["show", "narnia"], 2)):
        monkeypatch.setattr(sys, "argv", ["neadigital", *arguments])
        with pytest.raises(SystemExit) as left:
            runpy.run_path(program.__file__, run_name="__main__")
        assert left.value.code == status

    assert "growth_rates" in capsys.readouterr().out


def test_an_error_that_cannot_be_flushed_keeps_the_status(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the messages cannot be written at the end, they go nowhere, and the status stays what it was."""

    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

        def fileno(self) -> int:
            return target.fileno()

    with (tmp_path / "messages").open("w") as target:
        monkeypatch.setattr(sys, "stderr", Full())
        monkeypatch.setattr(program, "main", lambda: 1)

        assert program.script() == 1
        target.write("lost")
    assert (tmp_path / "messages").read_text() == ""


def test_a_full_output_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the output is full, what is left of it goes nowhere, so that nothing complains once more at the end."""
    with (tmp_path / "out").open("w") as target:

        def full() -> int:
            target.write("left over")
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(sys, "stdout", target)
        monkeypatch.setattr(program, "main", full)

        assert program.script() == 2
    assert (tmp_path / "out").read_text() == ""
    assert capsys.readouterr().err == "neadigital: cannot write the output: No space left on device\n"


def test_a_process_that_has_no_signals_leaves_by_a_status(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where processes are not ended by signals, as on Windows, the status says which it was."""

    def leave(status: int) -> None:
        raise EndError(status)

    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("no signal is sent"))
    monkeypatch.setattr(os, "_exit", leave)
    with pytest.raises(EndError, match=r"^130$"):
        program._leave_by(signal.SIGINT)


def test_messages_go_where_argparse_sends_them(capsys: pytest.CaptureFixture[str]) -> None:
    """Help goes to the output as it is, a complaint to the messages with one end of line, and harmless."""
    parser = program._Parser(prog="p", usage="%(prog)s")
    other = io.StringIO()
    parser.print_help(other)
    parser.print_usage()
    with pytest.raises(SystemExit):
        parser.error("no \x1b")

    assert other.getvalue() == parser.format_help()
    assert capsys.readouterr() == ("usage: p\n", "usage: p\np: error: no \\x1b\n")


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_script_without_a_stream_has_its_status(stream: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a stream is closed from the start there is nothing to flush, and the status is that of the command."""
    monkeypatch.setattr(sys, stream, None)
    monkeypatch.setattr(program, "main", lambda: 1)

    assert program.script() == 1

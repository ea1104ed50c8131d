"""The command line as a process and as a function: streams, signals and statuses."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
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
        ("set -o pipefail; neadigital --help | true", 141, 0),
        ("neadigital notes | head -1 > /dev/null", 0, 0),
        ("neadigital list > /dev/full", 2, 1),
        ("neadigital list >&-", 2, 1),
        ("neadigital show narnia 2>&-", 2, 0),
        ("neadigital show narnia 2>/dev/full", 2, 0),
        ("neadigital frob 2>/dev/full", 2, 0),
        ("neadigital list >/dev/full 2>&1", 2, 0),
        ("neadigital list >&- 2>&-", 2, 0),
        ("neadigital list > /dev/null 2>&-", 0, 0),
        ("neadigital --help > /dev/full", 2, 1),
        ("neadigital show growth_rates <&- > /dev/null", 0, 0),
    ],
)
def test_streams_that_are_closed_or_full(line: str, status: int, lines: int) -> None:
    """If a stream is closed or full, a failure prints at most one line, no traceback."""
    run = shell(line)

    assert len(run.stderr.splitlines()) == lines, run.stderr
    assert "Traceback" not in run.stderr
    assert run.returncode == status


@posix
@pytest.mark.parametrize(
    "setting",
    ["PYTHONIOENCODING=cp1252", "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"],
)
def test_a_file_is_utf8(setting: str, tmp_path: Path) -> None:
    """Pipes and files get UTF-8 in any locale, like the data files."""
    run = shell(f"{setting} neadigital cite ict_industry > out", cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert "ICT 산업 규모" in (tmp_path / "out").read_text(encoding="utf-8")


@posix
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_quietly(number: int, tmp_path: Path) -> None:
    """Ctrl-C or a request to end ends a command silently, and leaves no files."""
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
        process.send_signal(number)
        _, error = process.communicate()

    assert process.returncode == -number
    assert error == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "sqlite"])
def test_a_limit_on_files_leaves_nothing(form: str, tmp_path: Path) -> None:
    """If files may not grow large enough for an export, it says so and leaves nothing."""
    code = (
        "import resource, sys; from neadigital.__main__ import script;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000));"
        f"sys.argv = ['neadigital', 'export', 'out', '--format', {form!r}]; sys.exit(script())"
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


def test_an_interrupt_has_a_status_where_no_signal_can_be_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a process cannot end by a signal, as on Windows, its status says which it was."""
    monkeypatch.setattr(program, "main", raises(KeyboardInterrupt()))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(os, "_exit", sys.exit)
    monkeypatch.setattr(os, "name", "nt")
    with pytest.raises(SystemExit) as left:
        program.script()

    assert left.value.code == 128 + signal.SIGINT


def test_a_closed_pipe_is_no_failure_where_there_is_no_such_signal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without SIGPIPE, as on Windows, a reader that closes early leaves a status of success."""
    monkeypatch.setattr(program, "main", raises(BrokenPipeError()))
    monkeypatch.delattr(signal, "SIGPIPE", raising=False)

    assert program.script() == 0


class Shown(io.TextIOWrapper):
    """An output that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        (io.TextIOWrapper, "utf-8"),
        (Shown, "ascii"),
    ],
)
def test_a_script_sets_the_encoding_of_a_pipe_only(
    kind: type[io.TextIOWrapper], encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a program of its own it writes UTF-8 to pipes, and leaves a terminal as it is."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", kind(raw, encoding="ascii"))
    monkeypatch.setattr(sys, "argv", ["neadigital", "cite", "ict_industry"])

    assert program.script() == 0
    assert sys.stdout.encoding == encoding
    # All output is written when the program ends.
    assert (
        "ICT 산업" if encoding == "utf-8" else "ICT \\uc0b0\\uc5c5"
    ) in raw.getvalue().decode(encoding)


def test_the_module_runs_as_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run as a program, the file takes the process's arguments and sets its exit status."""
    for arguments, status in (
        (["list"], 0),
        (["show", "narnia"], 2),
    ):
        monkeypatch.setattr(sys, "argv", ["neadigital", *arguments])
        with pytest.raises(SystemExit) as left:
            runpy.run_path(program.__file__, run_name="__main__")
        assert left.value.code == status

    assert "growth_rates" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("stream", "status"),
    [
        ("stdout", 2),
        ("stderr", 1),
    ],
)
def test_what_cannot_be_written_at_the_end_goes_nowhere(
    stream: str, status: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """If a stream is full, the rest is discarded, so that Python does not fail at exit."""
    with (tmp_path / "stream").open("w") as target:

        class Full(io.StringIO):
            def flush(self) -> None:
                raise FULL

            def fileno(self) -> int:
                return target.fileno()

        monkeypatch.setattr(sys, stream, Full())
        monkeypatch.setattr(program, "main", lambda: 1)

        assert program.script() == status
        target.write("left over")
    assert (tmp_path / "stream").read_text() == ""


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_script_without_a_stream_has_its_status(
    stream: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a stream is closed from the start nothing is flushed, and the status is the command's."""
    monkeypatch.setattr(sys, stream, None)
    monkeypatch.setattr(program, "main", lambda: 1)

    assert program.script() == 1

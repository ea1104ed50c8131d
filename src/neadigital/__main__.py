"""Run the command line."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from neadigital import _check
from neadigital._cli.terminal import echo, echo_error, escape_controls, wrap
from neadigital.errors import DataIntegrityError, NeadigitalError

OK, FAILED, USAGE = 0, 1, 2

# the parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Report a usage error, with control characters escaped."""
        super().error(escape_controls(message))

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse would ignore an output that cannot be written.
        if file is sys.stderr:
            echo_error(message.rstrip("\n"))
        else:
            echo(message, end="", stream=file)


def _parser() -> _Parser:
    """Return the parser of all commands."""
    # Imported here and in `main`, so that `script` handles an interrupt of the import.
    from neadigital import _store
    from neadigital._cli.commands import COMMANDS

    parser = _Parser(
        prog="neadigital",
        description="The digital economy of Northeast Asia: one paper's data, "
        "corrected and as printed.",
    )
    parser.add_argument(
        "--version", action="version", version=f"neadigital {_store.version()}"
    )
    # argparse aligns the list of commands by this text, so it must be longer than any of them.
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND [NAME]", dest="command"
    )
    for name, command in COMMANDS.items():
        about = command.about
        added = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=f"example:\n  neadigital {command.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for flags, options in command.arguments:
            added.add_argument(*flags, **options)
    _check.add_arguments(commands.add_parser("check", help=_check.ABOUT))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and print its answer, without changing the process.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments after `neadigital` in a shell; by default those of the process.

    Returns
    -------
    int
        0; 1 if the bundled files failed a check; 2 for bad usage, or a place that cannot be
        written.

    Raises
    ------
    SystemExit
        As argparse: after help and version, and for unknown commands and options.
    """
    from neadigital._cli.commands import COMMANDS

    parser = _parser()
    asked = parser.parse_args(arguments)
    if sys.stdout is None:
        echo_error(
            "neadigital: there is nowhere to write to, the standard output is closed."
        )
        return USAGE
    if asked.command == "check":
        text, status = _check.run(asked)
        if status == USAGE:
            echo_error(text)
        else:
            echo(text.rstrip("\n"))
        return status
    try:
        command = COMMANDS.get(asked.command)
        text = command.run(asked) if command else parser.format_help()
        echo(text.rstrip("\n"))
    except NeadigitalError as error:
        lines = f"neadigital: {error}".split("\n")
        wrapped = [wrap(escape_controls(line)) for line in lines]
        echo_error("\n".join(wrapped))
        return FAILED if isinstance(error, DataIntegrityError) else USAGE
    return OK


# the process


class _Terminated(KeyboardInterrupt):
    """A request to end, by SIGTERM. It is an exception, so that an export can clean up."""


def script() -> int:
    """Run as a program, which may change its streams and end the process."""
    signal.signal(signal.SIGTERM, _terminate)
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        # Pipes and files get UTF-8 whatever the locale; a terminal keeps its encoding.
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        try:
            status = main()
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        if sys.stdout is not None:
            sys.stdout.flush()
    except _Terminated:
        _end_by(signal.SIGTERM)
    except KeyboardInterrupt:
        _end_by(signal.SIGINT)
    except BrokenPipeError:
        # The reader, such as head, has seen enough.
        if hasattr(signal, "SIGPIPE"):
            _end_by(signal.SIGPIPE)
        status = OK
    except OSError as error:
        echo_error(f"neadigital: cannot write the output: {error.strerror}")
        _discard(sys.stdout)
        status = USAGE
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except (OSError, ValueError):
        # Otherwise Python would fail at exit, with another status.
        _discard(sys.stderr)
    return status


def _terminate(*_: object) -> NoReturn:
    raise _Terminated


def _end_by(number: signal.Signals) -> NoReturn:
    """End quietly, with the status of a program that was ended by a signal."""
    if os.name == "posix":
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(128 + number)


def _discard(stream: Any) -> None:
    """Discard what a stream still holds, so that Python does not fail at exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())


if __name__ == "__main__":
    sys.exit(script())

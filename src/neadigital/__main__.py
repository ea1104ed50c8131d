"""The command line: the same questions as the library, asked from a shell."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from neadigital._shell.terminal import complain, harmless, say, wrap
from neadigital.errors import DataIntegrityError, NeadigitalError

OK, FAILED, USAGE = 0, 1, 2

# --- the parser --------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Refuse, without a character that would act on the terminal."""
        super().error(harmless(message))

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse is silent where the output is full; the caller is to know.
        if file is None or file is sys.stderr:
            complain(message.rstrip("\n"))
        else:
            say(message, end="", stream=file)


class _Completion(argparse.Action):
    """Print what a shell needs to complete commands, options and names of datasets, and leave."""

    def __call__(
        self, parser: argparse.ArgumentParser, asked: argparse.Namespace, shell: Any, option: str | None = None
    ) -> None:
        """Print the script of shtab, which the extra `completion` installs."""
        from neadigital import _store

        try:
            import shtab
        except ImportError:
            parser.error("completion is made by shtab, which is not installed: pip install shtab")
        say(shtab.complete(_parser(names=_store.names("dataset")), shell=shell))
        parser.exit()


def _parser(names: list[str] | None = None) -> _Parser:
    """Return the parser; with the names of datasets as choices only for a shell that completes them.

    To a person who mistypes one, the package's own error says which is nearest.
    """
    # Here and in `main`, so that an interrupt while they are imported finds `script` awake.
    from neadigital import _store
    from neadigital._shell.commands import COMMANDS

    parser = _Parser(
        prog="neadigital",
        description="The digital economy of Northeast Asia: one paper's data, corrected and as printed.",
    )
    parser.add_argument("--version", action="version", version=f"neadigital {_store.version()}")
    parser.add_argument(
        "--print-completion",
        action=_Completion,
        choices=["bash", "zsh", "tcsh"],
        help="print a script that makes a shell complete commands and names",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for name, command in COMMANDS.items():
        added = commands.add_parser(
            name,
            help=command.about,
            description=f"{command.about[0].upper()}{command.about[1:]}.",
            epilog=f"example:\n  {command.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for argument in command.arguments:
            action = added.add_argument(*argument.flags, **argument.options)
            if argument.dataset and names:
                action.choices = names
        if command.frame:
            added.add_argument("--format", choices=["csv", "json"], help="for pipes, instead of for people")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and print its answer; the streams stay as they are, so that any program may call this.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after `neadigital` in a shell; by default this process's own arguments.

    Returns
    -------
    int
        0; 1 if the bundled files failed a check; 2 for bad usage.

    Raises
    ------
    SystemExit
        After help and version, and for what is no command or option, as argparse does.
    """
    from neadigital._shell.commands import answer

    parser = _parser()
    asked = parser.parse_args(arguments)
    if sys.stdout is None:
        complain("neadigital: there is nowhere to write to, the standard output is closed.")
        return USAGE
    try:
        say(answer(asked) if asked.command else parser.format_help().rstrip("\n"))
    except DataIntegrityError as error:
        complain("\n".join(map(harmless, f"neadigital: {error}".split("\n"))))
        return FAILED
    except NeadigitalError as error:
        complain(wrap(harmless(f"neadigital: {error}")))
        return USAGE
    return OK


# --- the process -------------------------------------------------------------------------------------------------


def _leave_by(number: signal.Signals) -> NoReturn:
    """End as a program does that a signal ends: quietly, with the status that a shell expects of it."""
    if os.name == "posix":
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(128 + number)


def _abandon(stream: Any) -> None:
    """Send what is left in a stream that cannot be written to nowhere, so that nothing complains once more at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def script() -> int:
    """Run as a program of its own, which may set its streams and end itself."""
    status = _run()
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except (OSError, ValueError):
        # Python would fail to flush it at exit, and end with a status of its own.
        _abandon(sys.stderr)
    return status


def _run() -> int:
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        # A pipe or file gets what the data files are in, whatever the locale; a terminal what it can show.
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        try:
            status = main()
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        _leave_by(signal.SIGINT)
    except BrokenPipeError:
        # The reader, such as head, has seen enough. Where there is no such signal, it is no failure either.
        if not hasattr(signal, "SIGPIPE"):
            return OK
        _leave_by(signal.SIGPIPE)
    except OSError as error:
        complain(f"neadigital: cannot write the output: {error.strerror}")
        _abandon(sys.stdout)
        return USAGE
    return status


if __name__ == "__main__":
    sys.exit(script())

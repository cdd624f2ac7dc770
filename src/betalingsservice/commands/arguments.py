"""What every command takes, and how a command fails: words for people, an exit code for machines."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, NoReturn

from betalingsservice.calendar import Calendar
from betalingsservice.commands.progress import CountedStream
from betalingsservice.deadlines import COPENHAGEN
from betalingsservice.fik import is_digits
from betalingsservice.identifiers import Verdict, pbs_number
from betalingsservice.overlay import OverlayError, read_overlay
from betalingsservice.words import LANGUAGES, Language, Words

FINE, FOUND, FAILED = 0, 1, 2
CLOSED = 141  # as a shell tells of a program whose output nobody read to the end
STDIN = "-"
_LANGUAGE = Words("dansk eller engelsk", "Danish or English")
_PROGRESS = Words("fortæl på stderr, hvor langt en lang fil er læst", "tell on stderr how far a long file is read")


class CommandError(Exception):
    """The command cannot do what was asked; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Common:
    """What stands before or after any command."""

    language: Language
    loud: bool  # tell progress on standard error


class Parser(argparse.ArgumentParser):
    """An argument parser that fails with a short word and exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and stop."""
        sys.stderr.write(f"{self.prog}: {message}\n{self.format_usage()}")
        raise SystemExit(FAILED)


def language_of(arguments: list[str]) -> Language:
    """The language asked for anywhere on the line, Danish unless English: the help itself must speak it."""
    for before, after in zip([*arguments, ""], [*arguments[1:], "", ""], strict=False):
        asked = after if before == "--language" else before.removeprefix("--language=")
        if asked in LANGUAGES and (before == "--language" or before.startswith("--language=")):
            return "en" if asked == "en" else "da"
    return "da"


def add_common(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options that every command has."""
    parser.add_argument("--language", choices=LANGUAGES, default=language, help=_LANGUAGE.into(language))
    parser.add_argument(
        "--progress",
        action=argparse.BooleanOptionalAction,
        default=sys.stderr.isatty(),
        help=_PROGRESS.into(language),
    )


def common(arguments: argparse.Namespace) -> Common:
    """The common options of parsed arguments."""
    return Common(language="en" if arguments.language == "en" else "da", loud=arguments.progress)


@contextmanager
def opened(name: str, options: Common) -> Iterator[BinaryIO]:
    """A file for reading, `-` for standard input, with progress told. Raises CommandError."""
    with ExitStack() as stack:
        try:
            stream = sys.stdin.buffer if name == STDIN else stack.enter_context(Path(name).open("rb"))
            total = None if name == STDIN else Path(name).stat().st_size
        except (OSError, ValueError) as error:
            raise _failed(_READ, name, error) from None
        counted = CountedStream(stream, total=total, language=options.language, loud=options.loud)
        try:
            yield counted.buffered()
        except OSError as error:
            if error is not counted.failure:  # what fails in writing is no fault of the file that is read
                raise
            raise _failed(_READ, name, error) from None
        counted.finish()


@contextmanager
def output(name: str | None, *, unlike: str = STDIN) -> Iterator[BinaryIO]:
    """A file for writing, standard output when none is named; a file is there whole or not at all. Raises CommandError.

    `unlike` is the file that is read, which is never written over.
    """
    if name is None or name == STDIN:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with ExitStack() as stack:
        try:
            path = Path(name).resolve()  # what a link names is written, not the link
            if unlike != STDIN and path.exists() and path.samefile(unlike):
                raise CommandError(Words(f"{name} er filen, der læses", f"{name} is the file that is read"))
            as_it_is = path.exists() and not path.is_file()  # a device, a pipe
            part = path if as_it_is else path.with_name(f"{path.name}.part")
            stream = stack.enter_context(part.open("wb"))
        except (OSError, ValueError) as error:
            raise _failed(_WRITTEN, name, error) from None
        if as_it_is:
            yield stream
            return
        stack.callback(part.unlink, missing_ok=True)
        yield stream
        stream.close()
        part.replace(path)


def _failed(what: Words, name: str, error: OSError | ValueError) -> CommandError:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return CommandError(Words(what.da.format(name=name, why=why), what.en.format(name=name, why=why)))


_READ = Words("{name} kan ikke læses: {why}", "{name} cannot be read: {why}")
_WRITTEN = Words("{name} kan ikke skrives: {why}", "{name} cannot be written: {why}")


def calendar_of(name: str | None) -> Calendar:
    """The calendar with the corrections of a table, the computed one when none is named. Raises CommandError."""
    if name is None:
        return Calendar()
    try:
        return Calendar(read_overlay(Path(name).read_text("utf-8")))
    except (OSError, OverlayError, UnicodeDecodeError) as error:
        raise CommandError(
            Words(f"kalendertabellen {name} kan ikke læses: {error}", f"calendar table {name} cannot be read: {error}")
        ) from None


def a_day(text: str) -> date:
    """An argument that is a day in ISO 8601. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DD, 2027-01-20") from None


def a_moment(text: str) -> datetime:
    """An argument that is a moment in ISO 8601, Danish time where no zone is told. Raises ArgumentTypeError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DDTHH:MM, 2027-01-20T09:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)


def a_pbs_number(text: str) -> str:
    """An argument that is a PBS number. Raises ArgumentTypeError."""
    if pbs_number(text) is Verdict.WRONG:
        raise argparse.ArgumentTypeError(f"{text!r}: 8 cifre / 8 digits")
    return text


def a_count(text: str) -> int:
    """An argument that is a whole number, 0 or more. Raises ArgumentTypeError."""
    if not is_digits(text) or len(text) > 18:
        raise argparse.ArgumentTypeError(f"{text!r}: 0, 1, 2 …")
    return int(text)

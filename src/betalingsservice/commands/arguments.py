"""What every command takes, and how a command fails: words for people, an exit code for machines."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, NoReturn

from betalingsservice.calendar import Calendar
from betalingsservice.commands.progress import CountedStream
from betalingsservice.deadlines import COPENHAGEN
from betalingsservice.overlay import OverlayError, read_overlay
from betalingsservice.words import LANGUAGES, Language, Words

FINE, FOUND, FAILED = 0, 1, 2
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
    if name == STDIN:
        counted = CountedStream(sys.stdin.buffer, total=None, language=options.language, loud=options.loud)
        yield counted.buffered()
        counted.finish()
        return
    path = Path(name)
    try:
        with path.open("rb") as stream:
            counted = CountedStream(stream, total=path.stat().st_size, language=options.language, loud=options.loud)
            yield counted.buffered()
            counted.finish()
    except BrokenPipeError:  # of the output
        raise
    except OSError as error:
        raise CommandError(
            Words(f"{name} kan ikke læses: {error.strerror}", f"{name} cannot be read: {error.strerror}")
        ) from None


@contextmanager
def output(name: str | None) -> Iterator[BinaryIO]:
    """A file for writing, standard output when none is named. Raises CommandError."""
    if name is None or name == STDIN:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with Path(name).open("wb") as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(
            Words(f"{name} kan ikke skrives: {error.strerror}", f"{name} cannot be written: {error.strerror}")
        ) from None


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
    """An argument that is a day in ISO 8601."""
    return date.fromisoformat(text)


def a_moment(text: str) -> datetime:
    """An argument that is a moment in ISO 8601, in Danish time where no zone is told."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)

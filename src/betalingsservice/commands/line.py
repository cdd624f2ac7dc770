"""The command line's entrance: which command, in which language, with which exit code."""

import argparse
import io
import os
import sys
from types import ModuleType

from betalingsservice.commands import check, convert, describe, make, tables, year
from betalingsservice.commands.arguments import CLOSED, FAILED, CommandError, Parser, add_common, language_of
from betalingsservice.commands.describe import standard_input
from betalingsservice.words import LANGUAGES, Language, Words

COMMANDS: dict[str, ModuleType] = {
    "check": check,
    "explain": describe,
    "convert": convert,
    "calendar": year,
    "generate": make,
    "tables": tables,
}
ABOUT = Words(
    "Leverancer til og fra Betalingsservice: kontrollér, forklar, omform, dan. "
    "Slutkode 0: i orden. 1: der er fundet fejl. 2: forkert brug eller ulæselig fil.",
    "Deliveries to and from Betalingsservice: check, explain, convert, make. "
    "Exit code 0: fine. 1: faults were found. 2: wrong use or an unreadable file.",
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 fine, 1 faults found, 2 wrong use or unreadable, 130 interrupted."""
    given = sys.argv[1:] if arguments is None else arguments
    language = language_of(given)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without æøå shows their codes and goes on
            stream.reconfigure(errors="backslashreplace")
    parsed = _parser(language).parse_args([standard_input(each) for each in given])
    try:
        code = int(COMMANDS[parsed.command].run(parsed))
        sys.stdout.flush()
        return code
    except CommandError as error:
        sys.stderr.write(f"betalingsservice: {error.words.into(language)}\n")
        return FAILED
    except BrokenPipeError:
        # Whoever read the output has enough; what is still to be flushed goes nowhere instead of failing at exit.
        _into_nothing()
        return CLOSED
    except OSError as error:  # of the output: what is read has been told as a CommandError
        _into_nothing()
        why = Words(f"resultatet kan ikke skrives: {error.strerror}", f"the result cannot be written: {error.strerror}")
        sys.stderr.write(f"betalingsservice: {why.into(language)}\n")
        return FAILED
    except KeyboardInterrupt:
        return 130


def _into_nothing() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(language: Language) -> argparse.ArgumentParser:
    parser = Parser(prog="betalingsservice", description=ABOUT.into(language))
    parser.add_argument("--language", choices=LANGUAGES, default=language)
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(COMMANDS))
    for name, module in COMMANDS.items():
        words: Words = module.HELP
        command = commands.add_parser(name, help=words.into(language), description=words.into(language))
        add_common(command, language)
        module.add(command, language)
    return parser

"""The command ``selvbetjening``."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from selvbetjening.config.lifeline import tie_to_parent


@dataclass(frozen=True)
class Verb:
    """One thing the command does: its name, the module in `selvbetjening.config.commands`, a line of help."""

    name: str
    module: str
    help: str


VERBS = (
    Verb("run", "run", "start the demo: database, web, worker, mailbox and card gateways in one"),
    Verb("serve", "serve", "serve the web"),
    Verb("sftp", "sftp", "serve files over SFTP"),
    Verb("worker", "worker", "do the work that waits in the queue"),
    Verb("migrate", "migrate", "bring the database's tables up to date, as the owner role"),
    Verb("static", "static", "collect the static files into STATIC_ROOT"),
    Verb("roles", "roles", "make the database, its three roles and their rights (needs a superuser)"),
    Verb("import", "import_files", "import accounts, recipients, plans and subscriptions from CSV files"),
    Verb("move-out", "move_out", "write the file of an account that moves to another Selvbetjening"),
    Verb("move-in", "move_in", "bring an account in that comes from another Selvbetjening"),
    Verb("doctor", "doctor", "say in plain words what is missing or wrong in the set-up"),
    Verb("host-key", "host_key", "announce the SFTP server's next key, and see how it stands"),
    Verb("staff-link", "staff_link", "make a login link for a member of the staff"),
    Verb("demo", "demo", "load the demo's companies and people once"),
    Verb("mailserver", "mailserver", "the demo's stand-in for a mail server"),
    Verb("gateways", "gateways", "the demo's stand-ins for the card gateways Stripe and QuickPay"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code: 0 done, 1 an error (one line on stderr), 2 not understood."""
    # First of all: a child of a supervisor must not outlive it, not even while it is starting.
    tie_to_parent()
    words = list(sys.argv[1:] if arguments is None else arguments)
    chosen = next((verb for verb in VERBS if verb.name == next((w for w in words if not w.startswith("-")), "")), None)
    module = importlib.import_module(f"selvbetjening.config.commands.{chosen.module}") if chosen else None
    parser = _parser()
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb in VERBS:
        own = verbs.add_parser(verb.name, help=verb.help, description=verb.help)
        if module is not None and verb is chosen:
            module.add_arguments(own)
    options = parser.parse_args(words)
    if module is None:
        parser.error("no verb given")
    try:
        return int(module.execute(options))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if options.debug:
            raise
        sys.stderr.write(f"selvbetjening: {_line(error)}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="selvbetjening", description="Self-service for recurring payments.")
    parser.add_argument("--debug", action="store_true", help="show where an error came from")
    return parser


def _line(error: Exception) -> str:
    """What the user reads: the text of an error that was written for people, else its kind as well."""
    text = str(error).strip()
    if type(error).__module__.startswith("selvbetjening."):
        return text
    text = " ".join(text.split())
    return f"{type(error).__name__}: {text} (selvbetjening --debug … shows where)"


if __name__ == "__main__":
    sys.exit(main())

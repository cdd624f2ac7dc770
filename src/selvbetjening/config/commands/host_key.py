"""`selvbetjening host-key`: announce the SFTP server's next key, withdraw it, and see how it stands (BM-09)."""

import argparse
from datetime import date
from pathlib import Path

from selvbetjening.config.demo_folder import join_demo, offer_demo
from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django

_WORDS = {
    "too_soon": "A change is announced at least 30 days ahead. Choose a later --from.",
    "known": "That key is in use already. Make a new one: ssh-keygen -t ed25519 -N '' -f host_ed25519_next",
    "weak": "A server's key is of Ed25519, ECDSA, or RSA with 3072 bits or more.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is done, with which key, from when."""
    parser.add_argument("act", choices=["list", "announce", "withdraw"], help="what to do")
    parser.add_argument("key", nargs="?", default="", help="the next key's .pub file; to withdraw, its fingerprint")
    parser.add_argument("--from", dest="starts_on", default="", help="the first day of the new key, as 2027-01-31")
    offer_demo(parser)


def execute(options: argparse.Namespace) -> int:
    """Do it, and print what clients are told from now on."""
    join_demo(options)
    start_django()
    if options.act == "announce":
        _announce(options)
    elif options.act == "withdraw":
        _withdraw(options)
    _list()
    return 0


def _announce(options: argparse.Namespace) -> None:
    from selvbetjening.domain.identity.actions.host_keys import announce_host_key
    from selvbetjening.domain.identity.rules.host_keys import HostKeyRefused
    from selvbetjening.domain.identity.rules.ssh_keys import KeyRefused
    from selvbetjening.kernel import clock

    try:
        starts_on = date.fromisoformat(options.starts_on)
        text = Path(options.key).read_bytes()
    except ValueError:
        raise PlainError("Say from which day: --from 2027-01-31.") from None
    except OSError:
        raise PlainError("Name the file with the next key's public half, such as host_ed25519_next.pub.") from None
    try:
        announce_host_key(text=text, starts_on=starts_on, at=clock.now())
    except KeyRefused:
        raise PlainError("That file holds no public key of OpenSSH. It ends in .pub.") from None
    except HostKeyRefused as refused:
        raise PlainError(_WORDS[refused.code]) from None


def _withdraw(options: argparse.Namespace) -> None:
    from selvbetjening.domain.identity.actions.host_keys import withdraw_host_key
    from selvbetjening.kernel import clock

    if not withdraw_host_key(fingerprint=options.key, at=clock.now()):
        raise PlainError("No announced key has that fingerprint. See: selvbetjening host-key list")


def _list() -> None:
    from selvbetjening.domain.identity.queries.host_keys import published

    for each in published():
        told = f", from {each.starts_on}" if each.starts_on else f", until {each.ends_on}" if each.ends_on else ""
        print(f"{each.key.kind} {each.key.fingerprint}{told}")

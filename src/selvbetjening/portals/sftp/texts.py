"""The two files in the root: who you are and what the rules are, and how things stand (annex C.1)."""

from typing import Final

from django.conf import settings

from selvbetjening.domain.access.queries import SshStanding
from selvbetjening.domain.deliveries.rules.names import TEMPORARY
from selvbetjening.domain.identity.queries.host_keys import Published, published
from selvbetjening.domain.identity.rules.ssh_doors import Account
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.operation import Operation, operation, scanner_is_away
from selvbetjening.portals.sftp.paths import README

_STATUS: Final[dict[Operation, str]] = {
    "up": "i drift / operational",
    "late": "forsinket: filer modtages og behandles senere / delayed: files are received and worked on later",
    "down": "filer modtages, men behandles ikke lige nu / files are received, but not worked on right now",
}

_SCANNER_AWAY: Final = (
    "Virusscanneren svarer ikke: filer modtages og venter, og går selv videre"
    " / The virus scanner is away: files are received and wait, and go on by themselves"
)

_RULES: Final = """\
Mapper / Folders
  {prefix}/ind/<løsning>   læg filer her / put files here
  {prefix}/ud/<løsning>    hent filer her / fetch files here; "slet" skjuler kun filen for dig / delete only hides it
  {prefix}/kvittering      kvitteringer / receipts
{trial}{root}
Regler / Rules
  En fil er modtaget, når din klient har lukket den uden fejl, og den er komplet. Kvitteringen siger resten.
  A file is received once your client has closed it without an error, and it is complete. The receipt says the rest.
  Midlertidige navne ({temporary}) leveres først, når filen får sit rigtige navn.
  Temporary names are delivered once the file gets its real name.
  En sidefil (x.txt.sha256) eller markør (x.txt.ok) kan bevise, at x.txt er hel; den leveres aldrig selv.
  A sidecar (x.txt.sha256) or marker (x.txt.ok) can prove that x.txt is whole; it is never delivered itself.
  Et navn kan kun bruges én gang. Afbrudte filer kan genoptages i et døgn.
  A name can be used once. Interrupted files can be resumed for a day.
  Højst 2 GiB pr. fil, 20 GiB og 1000 filer om dagen pr. virksomhed.
"""


_ROOT: Final = """\
  /                 alt i roden: læg og hent filer her; "slet" skjuler dem / all in the root: put and fetch files here
"""


def text(name: str, *, account: Account, standing: SshStanding) -> bytes:
    """The file's bytes: UTF-8 with the line ends of Windows, since Notepad reads it, too."""
    made = _readme(account, standing) if name == README else _status()
    return made.replace("\n", "\r\n").encode()


def _readme(account: Account, standing: SshStanding) -> str:
    test = account.environment == "test"
    what = "maskinbruger / machine user" if account.is_machine else "personlig bruger / personal user"
    acts = [word for word, may in (("send", standing.may_send), ("hent/fetch", standing.may_fetch)) if may]
    keys = "\n".join(_host_key(each) for each in published())
    lines = [
        f"Du er logget ind som / You are logged in as {account.name} ({what})",
        f"Miljø / Environment: {'TEST' if test else 'produktion / production'}",
        f"Du kan / You may: {', '.join(acts)}",
        "",
        _RULES.format(
            prefix="/test" if test else "",
            temporary=", ".join(account.habits.temporary or TEMPORARY),
            root=_ROOT if account.habits.all_in_root else "",
            trial="" if test else "  /proev           prøvekørsel / dry run: leveres aldrig\n",
        ),
        "Serverens nøgler / Host keys",
        keys,
        "",
        f"Hjælp / Help: {settings.MAIL_FROM}",
    ]
    return "\n".join(lines) + "\n"


def _host_key(found: Published) -> str:
    """With what was announced of it (BM-09)."""
    line = f"  {found.key.kind} {found.key.fingerprint}"
    if found.starts_on is not None:
        line += f"  fra / from {format_day(found.starts_on, 'da')}"
    return f"{line}  til / until {format_day(found.ends_on, 'da')}" if found.ends_on is not None else line


def _status() -> str:
    lines = [f"My File Transfer: {_STATUS[operation()]}"]
    if scanner_is_away(at=clock.now()):
        lines.append(_SCANNER_AWAY)
    return "\n".join(lines) + "\n"

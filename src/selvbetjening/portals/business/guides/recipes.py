"""The commands of the guides, as data: shown with the reader's own names, and run by the tests (BP-51)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SSH: Final = "-i selvbetjening -o UserKnownHostsFile=known_hosts"
_SFTP: Final = f"sftp -b - {_SSH} -P {{port}} {{user}}@{{host}}"
_CURL: Final = "curl -sS --key selvbetjening --pubkey selvbetjening.pub -u {user}:"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One command: what it does, with which program, and whether it is a shell's (else it is typed elsewhere)."""

    program: str
    does: Promise
    line: str
    is_shell: bool = True

    def filled(self, values: Mapping[str, object]) -> str:
        """With the reader's names in it."""
        return self.line.format_map(dict(values))


RECIPES: Final = (
    Recipe("OpenSSH", _("Make a key pair, once"), 'ssh-keygen -q -t ed25519 -N "" -C "$(hostname)" -f selvbetjening'),
    Recipe("OpenSSH", _("Look what is there"), f"echo 'ls -l /' | {_SFTP}"),
    Recipe("OpenSSH", _("Send a file"), f"echo 'put leverance.txt {{ind}}/' | {_SFTP}"),
    Recipe("OpenSSH", _("Go on with a file that was cut off"),
           f"echo 'reput leverance.txt {{ind}}/leverance.txt' | {_SFTP}"),
    Recipe("OpenSSH", _("Fetch all files"), f"echo 'get {{ud}}/* .' | {_SFTP}"),
    Recipe("OpenSSH", _("Fetch the receipts"), f"echo 'get {{receipts}}/* .' | {_SFTP}"),
    Recipe("scp", _("Send a file"), f"scp {_SSH} -P {{port}} leverance.txt {{user}}@{{host}}:{{ind}}/"),
    Recipe("curl", _("Let curl know our server, once"),
           "mkdir -p ~/.ssh && cat known_hosts >> ~/.ssh/known_hosts"),
    Recipe("curl", _("Send a file"), f'{_CURL} -T leverance.txt "sftp://{{host}}:{{port}}{{ind}}/"'),
    Recipe("curl", _("Go on with a file that was cut off"),
           f'{_CURL} -C - -T leverance.txt "sftp://{{host}}:{{port}}{{ind}}/"'),
    Recipe("curl", _("See which files lie ready"), f'{_CURL} -l "sftp://{{host}}:{{port}}{{ud}}/"'),
    Recipe("lftp", _("Send a file"),
           "lftp -c 'set net:max-retries 1; set net:timeout 20;"
           f" set sftp:connect-program \"ssh -a -x {_SSH}\"; open -p {{port}} sftp://{{user}}:@{{host}};"
           " put -O {ind} leverance.txt'"),
    Recipe("lftp", _("Fetch all files"),
           "lftp -c 'set net:max-retries 1; set net:timeout 20;"
           f" set sftp:connect-program \"ssh -a -x {_SSH}\"; open -p {{port}} sftp://{{user}}:@{{host}};"
           " mget {ud}/*'"),
    Recipe("WinSCP", _("Send a file"),
           'winscp.com /command "open sftp://{user}@{host}:{port}/ -privatekey=selvbetjening.ppk'
           ' -hostkey=""{fingerprint}""" "put leverance.txt {ind}/" "exit"', is_shell=False),
    Recipe("FileZilla", _("In the Site Manager"),
           "Protocol: SFTP\nHost: {host}\nPort: {port}\nLogon Type: Key file\nUser: {user}\nKey file: selvbetjening",
           is_shell=False),
)  # fmt: skip

"""What the demo's companies need to send files: an agreement with a PBS number, and an SFTP user with its key (BP-85).

The key's private half lies in the demo's own folder, beside the server's keys: `sftp -i` with it works at once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from selvbetjening.config.demo.companies import COMPANIES
from selvbetjening.config.demo_folder import sftp_users_file
from selvbetjening.config.ssh_host_keys import make_missing
from selvbetjening.domain.access.actions.production import open_production
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.directdebit.actions.agreements import open_agreement
from selvbetjening.domain.directdebit.queries import agreement_for
from selvbetjening.domain.directdebit.rules.agreements import Terms
from selvbetjening.domain.identity.actions.ssh_accounts import open_for_machine
from selvbetjening.domain.identity.actions.ssh_keys import add_key
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

ERP: Final = "ERP"
#: The demo's data supplier, an invented CVR number.
SUPPLIER: Final = "99999993"
#: Invented PBS numbers with a sound check digit.
PBS_NUMBERS: Final[Mapping[str, str]] = {one.slug: one.pbs_number for one in COMPANIES if one.pbs_number}
#: Sound collections count without those that have errors, and a file of the demo counts at once.
_CHOICES: Final = {"files_accept": "sound_ones", "files_undo_minutes": 0}


@dataclass(frozen=True, slots=True)
class SftpUser:
    """An SFTP user of the demo and the file with its private key."""

    slug: str
    name: str
    key: Path


def send_files(organization: OrganizationId, *, slug: str, folder: Path, at: datetime) -> SftpUser | None:
    """Agree on a PBS number and let the company's ERP system in; done already, it changes nothing."""
    if slug not in PBS_NUMBERS:
        return None
    path = key_file(folder, slug)
    was_made = bool(make_missing([path]))
    with within(organization):
        agree(organization, pbs_number=PBS_NUMBERS[slug], at=at)
        manager = Membership.objects.filter(organization_id=organization, role=ACCESS_MANAGER).earliest("joined_at")
        account = next((one for one in ssh.accounts(organization) if one.label == ERP), None)
        if account is None:
            open_production(organization, tested=None, by=None, approved_by=None, at=at)
            account = open_for_machine(
                organization, label=ERP, responsible=manager.id, environment="production", actor=SYSTEM, at=at
            )
            was_made = True
        if was_made:
            text = path.with_name(f"{path.name}.pub").read_bytes()
            add_key(organization, account=account.id, text=text, label=ERP, by=manager.id, actor=SYSTEM, at=at)
    return SftpUser(slug, account.name, path)


def agree(organization: OrganizationId, *, pbs_number: str, at: datetime) -> None:
    """Agree on the company's PBS number, where it has one; done already, it changes nothing."""
    if not pbs_number:
        return
    with within(organization):
        if agreement_for(organization, pbs_number=pbs_number) is not None:
            return
        choose(organization, values=_CHOICES, actor=SYSTEM, at=at)
        terms = Terms(
            pbs_number=pbs_number, data_supplier=SUPPLIER, product="basis", on_repeat="replace",
            bank_name="Prøvebanken",
        )  # fmt: skip
        open_agreement(organization, terms=terms, actor=SYSTEM, at=at)


def key_file(folder: Path, slug: str) -> Path:
    """Where the private key of a company's ERP system lies."""
    return folder / "ssh" / f"erp-{slug}"


def write_users(folder: Path, *, users: list[SftpUser]) -> None:
    """Keep their names for `demo.json`."""
    found = {user.slug: {"name": user.name, "key": str(user.key), "pbs": PBS_NUMBERS[user.slug]} for user in users}
    path = sftp_users_file(folder)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(found), encoding="utf-8")
    beside.replace(path)

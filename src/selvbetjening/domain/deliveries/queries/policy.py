"""What a company has chosen about its files (annex K, BM-04)."""

from dataclasses import dataclass
from typing import Literal

from selvbetjening.domain.deliveries.rules.approval import Policy
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The settings of the subject "files" that decisions need."""

    accept_partly: bool
    undo_minutes: int
    look_back_days: int
    policy: Policy


def choices(organization: OrganizationId) -> Choices:
    """As they are now. Inside the company's transaction."""
    company = Organization.objects.get(id=organization)
    kind: Literal["off", "above", "always"] = company.choice("files_four_eyes")
    return Choices(
        accept_partly=company.choice("files_accept") == "sound_ones",
        undo_minutes=company.choice("files_undo_minutes"),
        look_back_days=company.choice("files_look_back_days"),
        policy=Policy(
            kind=kind, amount_minor=company.choice("files_four_eyes_amount"),
            count=company.choice("files_four_eyes_count"), approvers=company.choice("files_approvers"),
        ),
    )  # fmt: skip

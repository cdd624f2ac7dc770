"""Bring in documents that another system issued, as history under their own numbers (NUM-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import ForeignDocument
from selvbetjening.domain.invoicing.rules.retention import retain_until
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.bulk import Merged, merge_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money

_COLUMNS = (
    "id", "organization_id", "account_id", "source", "foreign_number", "issued_on", "due_on", "currency",
    "total_minor", "retain_until", "imported_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Foreign:
    """One document: the account's code, its number there, its days, and its total incl. VAT (below 0 for a credit)."""

    account_code: str
    number: str
    issued_on: date
    total: Money
    due_on: date | None = None


class UnknownAccounts(Exception):
    """Some accounts are not there; nothing was brought in. `codes` are at most ten of them."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes[:10]))
        self.codes = tuple(codes[:10])


def bring_in_foreign(
    organization: OrganizationId, *, source: str, documents: Sequence[Foreign], at: datetime
) -> Merged:
    """Add what is not there yet, told apart by source and number; the same file twice adds nothing.

    None of our own numbers is used, and none of theirs is ever given to a document of ours: the series do not know
    them. Raises `UnknownAccounts`.
    """
    with within(organization):
        ends = Organization.objects.get(id=organization).choice("financial_year_end")
        accounts = dict(Account.objects.filter(organization_id=organization).values_list("code", "id"))
        if unknown := sorted({each.account_code for each in documents} - set(accounts)):
            raise UnknownAccounts(unknown)
        once = {each.number: each for each in documents}
        return merge_many(
            organization,
            table=ForeignDocument._meta.db_table,
            columns=_COLUMNS,
            key=("source", "foreign_number"),
            update=(),
            rows=(
                (
                    new_id(), organization, accounts[each.account_code], source, each.number, each.issued_on,
                    each.due_on, each.total.currency, each.total.minor,
                    retain_until(on=each.issued_on, financial_year_ends=ends), at,
                )
                for each in once.values()
            ),
        )  # fmt: skip

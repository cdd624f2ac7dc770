"""Rows that addresses of the business portal name, each made anew; a new name wants a line in `ROWS` (test_matrix)."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from selvbetjening.domain.access.actions.invite import invite
from selvbetjening.domain.access.actions.production import open_production
from selvbetjening.domain.access.actions.request_access import request_access
from selvbetjening.domain.access.actions.review import begin_review
from selvbetjening.domain.access.models import Membership, ReviewRow
from selvbetjening.domain.access.permissions import FILE_TRANSFER, SELVBETJENING
from selvbetjening.domain.access.rules.invitations import InvitationDetails
from selvbetjening.domain.billing.models import MandateLink
from selvbetjening.domain.catalog.models import Coupon
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.deliveries.actions.receipts import sign_receipts
from selvbetjening.domain.deliveries.actions.take import take
from selvbetjening.domain.deliveries.actions.writing import Writer
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.queries import receipts
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.directdebit.actions.mandates import enrol
from selvbetjening.domain.directdebit.models import BankFetched
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.identity.actions.create_api_user import create_api_user
from selvbetjening.domain.identity.actions.ssh_accounts import open_for_machine
from selvbetjening.domain.identity.actions.ssh_keys import add_key
from selvbetjening.domain.imports.actions.upload import upload
from selvbetjening.domain.messaging.rules.own_words import KINDS
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.tokens import new_token
from tests import business, make
from tests import directdebit as debit
from tests.external import connected, written
from tests.moves import move_request_of
from tests.second_yes import approval_rule_of, batch_of
from tests.sftp_keys import new_key
from tests.story.portal.world import World, world_in
from tests.story.walls.rows import ROWS as WORLD_ROWS
from tests.webhooks import webhook_delivery_of, webhook_of

_CONVERTER = re.compile(r"<(\w+):(\w+)>")


@dataclass
class Firm:
    """A company with one Access Manager, and the rows that were made for an address."""

    organization: Organization = field(default_factory=make.organization)
    manager: Membership = field(init=False)
    made: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.manager = business.member(self.organization, role="access_manager")
        business.entitle(self.organization, FILE_TRANSFER)

    @cached_property
    def world(self) -> World:
        """The company's own business: a customer, plans, a billed subscription."""
        return world_in(self.organization)

    @property
    def id(self) -> OrganizationId:
        return OrganizationId(self.organization.id)


def _member(firm: Firm) -> UUID:
    firm.made["member"] = business.member(firm.organization)
    return UUID(str(firm.made["member"].id))


def _grant(firm: Firm) -> UUID:
    return UUID(str(business.give(firm.organization, firm.made["member"], SELVBETJENING, []).id))


def _invitation(firm: Firm) -> UUID:
    # Fifty a day at most: the first was sent five days ago, and 36 a day since.
    firm.made["sent"] = firm.made.get("sent", 0) + 1
    details = InvitationDetails(given_name="Kasper", surname="Solbjerg", email=f"{uuid4().hex[:10]}@firma.example")
    at = clock.now() - timedelta(days=5) + timedelta(minutes=40 * firm.made["sent"])
    return UUID(str(invite(firm.id, details=details, by=firm.manager.id, at=at).id))


def _task(firm: Firm) -> UUID:
    asking = business.member(firm.organization)
    asked = request_access(firm.id, solution=SELVBETJENING, reason="Løn", ends_on=None, by=asking.id, at=clock.now())
    return UUID(str(asked.id))


def _review(firm: Firm) -> UUID:
    business.member(firm.organization, grants={SELVBETJENING: []})
    return UUID(str(begin_review(firm.id, by=firm.manager.id, at=clock.now()).id))


def _row(firm: Firm) -> UUID:
    review = _review(firm)
    with within(firm.id):
        # A grant's row: to take a manager's whole access asks for MitID.
        found = ReviewRow.objects.filter(organization_id=firm.id, review_id=review, grant_id__isnull=False).first()
        assert found is not None
        return UUID(str(found.id))


def _of_world(make_row: Callable[[World], UUID]) -> Callable[[Firm], UUID]:
    return lambda firm: UUID(str(make_row(firm.world)))


def _file_import(firm: Firm) -> UUID:
    files = {"plans.csv": b"plan_code;name_da\nbasis;Basis\n"}
    return UUID(str(upload(firm.id, files=files, actor=SYSTEM, at=clock.now()).id))


def _coupon(firm: Firm) -> UUID:
    with within(firm.id):
        made = Coupon.objects.create(organization=firm.organization, code=uuid4().hex[:12], percent_basis_points=1000)
        return UUID(str(made.id))


def _by(firm: Firm) -> By:
    open_production(firm.id, tested=None, by=None, approved_by=None, at=clock.now())  # a page may have closed it
    return By(door="https", actor=Actor("user", str(firm.manager.id)), membership=firm.manager.id)


def _upload(firm: Firm) -> UUID:
    # Four at once at most, and that is seen by the clock: each is a little older than a lease.
    at = clock.now() - timedelta(minutes=1)
    return UUID(str(open_staging(firm.id, by=_by(firm), name="a.txt", size=9, holder=new_id(), at=at).id))


def _waiting_file(firm: Firm) -> UUID:
    """Sent over SFTP, without a provable end."""
    sftp, holder, at = replace(_by(firm), door="sftp", account=uuid4()), new_id(), clock.now()
    made = open_staging(firm.id, by=sftp, name="a.txt", folder="bs", holder=holder, at=at)
    writer = Writer(firm.id, staging=made.id, holder=holder)
    writer.write(0, b"uden ende", at=at)
    writer.close(at=at)
    with within(firm.id):
        Staging.objects.filter(organization_id=firm.id, id=made.id).update(
            state="waiting", found_sha256=hashlib.sha256(b"uden ende").hexdigest()
        )  # fmt: skip
    return UUID(str(made.id))


def _preview(firm: Firm) -> UUID:
    at = clock.now()
    made, _staged = take(firm.id, by=_by(firm), name="a.txt", chunks=[b"x"], size=1, at=at, purpose="preview")
    return UUID(str(ask_preview(firm.id, staging=made.id, by=_by(firm), at=at).id))


def _delivery(firm: Firm) -> UUID:
    content = uuid4().bytes
    made, _done = take(firm.id, by=_by(firm), name="a.txt", chunks=[content], size=len(content), at=clock.now())
    return UUID(str(made.id))


def _receipt(firm: Firm) -> UUID:
    delivery = _delivery(firm)
    sign_receipts(firm.id, at=clock.now())
    with within(firm.id):
        return UUID(str(receipts(firm.id, delivery=delivery)[0].id))


def _out_file(firm: Firm) -> UUID:
    made = keep_output(
        firm.id, output=None, solution="betalingsservice", kind="0602", pbs_number="", name=f"{uuid4().hex}.txt",
        chunks=[b"x"], environment="production", at=clock.now(),
    )  # fmt: skip
    return UUID(str(made.id))


def _ssh_account(firm: Firm) -> UUID:
    made = open_for_machine(
        firm.id, label="ERP", responsible=firm.manager.id, environment="test", actor=SYSTEM, at=clock.now()
    )  # fmt: skip
    return UUID(str(made.id))


def _ssh_key(firm: Firm) -> UUID:
    key = add_key(
        firm.id, account=_ssh_account(firm), text=new_key().public, label="ERP", by=firm.manager.id, actor=SYSTEM,
        at=clock.now(),
    )  # fmt: skip
    return UUID(str(key.id))


def _agreement(firm: Firm) -> UUID:
    return UUID(str(debit.agreement(firm.id, at=clock.now(), role="external", data_supplier=debit.pbs_number()).id))


def _mandate(firm: Firm) -> UUID:
    """Of the world's account, under an agreement of its own."""
    mine, at = debit.agreement(firm.id, at=clock.now()), clock.now()
    made = enrol(firm.id, agreement=mine.id, customer_number=uuid4().hex[:12].upper(), actor=SYSTEM, at=at)
    with within(firm.id):
        MandateLink.objects.create(
            organization_id=firm.id, mandate_id=made.id, account_id=firm.world.account.id, made_at=at
        )
    return UUID(str(made.id))


def _bank_connection(firm: Firm) -> UUID:
    return UUID(str(connected(firm.id, adapter="folder", at=clock.now()).id))


def _bank_sending(firm: Firm) -> UUID:
    """A line that never opened, and the delivery that waits for it."""
    _bank_connection(firm)
    mine = debit.agreement(firm.id, role="external", data_supplier=debit.pbs_number())
    output = written(mine)
    with within(firm.id):
        return UUID(str(next(each.id for each in bank.sendings(firm.id) if each.output_id == output.id)))


def _bank_file(firm: Firm) -> UUID:
    connection = _bank_connection(firm)
    with within(firm.id):
        made = BankFetched.objects.create(
            organization_id=firm.id, connection_id=connection, name=f"{uuid4().hex}.602", size=1, sha256="0" * 64,
            state="held", fetched_at=clock.now(), forget_on=clock.now().date() + timedelta(days=90),
        )  # fmt: skip
        return UUID(str(made.id))


ROWS: dict[str, Callable[[Firm], Any]] = {
    "api_user": lambda firm: create_api_user(firm.id, name=uuid4().hex, actor=SYSTEM, at=clock.now()).id,
    "webhook": webhook_of,
    "webhook_delivery": webhook_delivery_of,
    "organization": lambda firm: firm.organization.id,
    "member": _member,
    "grant": _grant,
    "invitation": _invitation,
    "task": _task,
    "review": _review,
    "row": _row,
    **{name: _of_world(WORLD_ROWS[name]) for name in ("account", "recipient", "invoice", "dispute", "file")},
    **{name: _of_world(WORLD_ROWS[name]) for name in ("plan", "terms", "change", "payment", "gateway_account")},
    "agreement": _agreement,
    "batch": batch_of,
    "mandate": _mandate,
    "bank_connection": _bank_connection,
    "bank_sending": _bank_sending,
    "bank_file": _bank_file,
    "coupon": _coupon,
    "move_request": move_request_of,
    "file_import": _file_import,
    "kind": lambda firm: next(iter(KINDS)),
    "upload": _upload,
    "waiting_file": _waiting_file,
    "preview": _preview,
    "delivery": _delivery,
    "receipt": _receipt,
    "out_file": _out_file,
    "line": lambda firm: 1,
    "ssh_account": _ssh_account,
    "ssh_key": _ssh_key,
    "guide": lambda firm: "sftp",
    "speech": lambda firm: "en",
    "subject": lambda firm: "late_payment",
    "rule": approval_rule_of,
    "broker": lambda firm: "demo",
    "token": lambda firm: new_token(),
}


def filled(address: str, firm: Firm, *, of: Firm | None = None, keep: bool = False) -> str:
    """The address with fresh rows of the company; with `of` the rows below the company are this other one's.

    With `keep` the rows are those of the last such asking: for a request that changes nothing.
    """

    def value(found: "re.Match[str]") -> str:
        owner = firm if found[2] == "organization" or of is None else of
        if not keep:
            return str(ROWS[found[2]](owner))
        # Of the same names together: a grant is that of the member before it.
        key = f"{_CONVERTER.findall(address[: found.end()])}"
        if key not in owner.kept:
            owner.kept[key] = ROWS[found[2]](owner)
        return str(owner.kept[key])

    return _CONVERTER.sub(value, address)

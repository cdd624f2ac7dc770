"""Forged jobs do nothing; the doorway only reads, and writes down who looked and why (SEC-18)."""

import contextlib
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import ProgrammingError, connections, transaction
from django.db.utils import InternalError
from procrastinate.contrib.django import app

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.models import GuestRequest
from selvbetjening.domain.identity.models import LoginRequest
from selvbetjening.domain.imports.actions.upload import upload
from selvbetjening.domain.invoicing.models import EInvoiceDelivery
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.models import DoorwayUse
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.models import WebhookEndpoint
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId, new_id
from tests import make
from tests.business_rows import ROWS, Firm
from tests.moves import waiting_move_of
from tests.story.portal.world import World, world
from tests.story.walls import card_jobs
from tests.story.walls.contents import contents
from tests.story.walls.queue import load_tasks
from tests.story.walls.rows import credit_note_of, data_export_of, price_change_of

pytestmark = pytest.mark.usefixtures("database")


def message_of(owner: World) -> dict[str, str | int]:
    """A mail that waits in the owner's outbox."""
    with within(owner.id):
        made = Message.objects.create(
            organization_id=owner.id, key=str(uuid4()), kind="test", to_address=owner.recipient.email, language="da",
            subject="Hej", text="Hej", html="<p>Hej</p>", next_attempt_at=make.AT, created_at=make.AT,
        )  # fmt: skip
    return {"message": str(made.id)}


def login_request_of(owner: World) -> dict[str, str | int]:
    """A login request that nobody has answered."""
    with within(owner.id):
        made = LoginRequest.objects.create(
            organization_id=owner.id, email=owner.recipient.email, language="da", browser_digest=b"b" * 32,
            requested_at=make.AT, network="192.0.2.1",
        )  # fmt: skip
    return {"login_request": str(made.id)}


def numbers_of(owner: World) -> dict[str, str | int]:
    """The numbers of the owner's invoices, which have no document yet."""
    return {"first": 1, "last": 9_999}


def nothing(owner: World) -> dict[str, str | int]:
    """A job that names its organization and nothing else."""
    return {}


def request_to_end_of(owner: World) -> dict[str, str | int]:
    """A guest's wish to end the contract behind the owner's invoice, not answered yet."""
    with within(owner.id):
        made = GuestRequest.objects.create(
            organization_id=owner.id, email=owner.recipient.email, reference=str(owner.invoice.number), language="da",
            browser_digest=b"b" * 32, requested_at=make.AT, network="192.0.2.1",
        )  # fmt: skip
    return {"guest_request": str(made.id)}


def delivery_of(owner: World) -> dict[str, str | int]:
    """An e-invoice that waits for the access point."""
    with within(owner.id):
        made = EInvoiceDelivery.objects.create(
            organization_id=owner.id, invoice=owner.invoice, kind="bis3", scheme="0184", address="12345674",
            next_try_at=make.AT, created_at=make.AT,
        )  # fmt: skip
    return {"delivery": str(made.id)}


def export_of(owner: World) -> dict[str, str | int]:
    """An export that was asked for and is not made yet."""
    return {"data_export": str(data_export_of(owner, is_ready=False))}


def move_of(owner: World) -> dict[str, str | int]:
    """A file for another side that was asked for and is not made yet."""
    return {"move_request": str(waiting_move_of(owner))}


def credit_of(owner: World) -> dict[str, str | int]:
    """A credit note without a document."""
    return {"credit_note": str(credit_note_of(owner))}


def new_price_of(owner: World) -> dict[str, str | int]:
    """A price change that somebody has to be told of."""
    return {"price_change": str(price_change_of(owner)), "by": str(uuid4())}


def import_of(owner: World) -> dict[str, str | int]:
    """Uploaded files that wait to be checked."""
    files = {"plans.csv": b"plan_code;name_da\nbasis;Basis\n"}
    return {"file_import": str(upload(owner.id, files=files, actor=SYSTEM, at=make.AT).id)}


def file_of(owner: World) -> dict[str, str | int]:
    """A file that was just received."""
    return {"delivery": str(ROWS["delivery"](Firm(owner.organization)))}


def look_of(owner: World) -> dict[str, str | int]:
    """A file of which somebody wants to know what it would do."""
    return {"preview": str(ROWS["preview"](Firm(owner.organization)))}


def held_of(owner: World) -> dict[str, str | int]:
    """A file from the bank that was held until a person said so."""
    return {"file": str(ROWS["bank_file"](Firm(owner.organization)))}


def endpoint_of(owner: World) -> dict[str, str | int]:
    """An endpoint for webhooks that nobody has proven."""
    return {"endpoint": str(ROWS["webhook"](Firm(owner.organization)))}


def host_of(owner: World) -> dict[str, str | int]:
    """The host of an endpoint for which a message waits."""
    firm = Firm(owner.organization)
    endpoint = ROWS["webhook"](firm)
    ROWS["webhook_delivery"](firm)
    with within(firm.id):
        return {"host": WebhookEndpoint.objects.get(id=endpoint).host}


#: Every job and what it carries beside its organization. A job that is not here fails the test below.
CARRIES: dict[str, Callable[[World], dict[str, str | int]]] = {
    "access.collect_notices": nothing,
    "access.tidy": nothing,
    "accounts.warn_accountants": nothing,
    "billing.answer_ending_request": request_to_end_of,
    "billing.carry_out": nothing,
    "billing.charge": card_jobs.charge_of,
    "billing.close_page": card_jobs.page_of,
    "billing.collect": nothing,
    "billing.collect_batch": card_jobs.collection_of,
    "billing.debit_day": nothing,
    "billing.give_back": card_jobs.refund_of,
    "billing.late": nothing,
    "billing.look": card_jobs.charge_of,
    "billing.notice": card_jobs.notice_of,
    "billing.run": nothing,
    "billing.tell_price_change": new_price_of,
    "billing.waiting_debits": nothing,
    "deliveries.advance": file_of,
    "deliveries.advance_large": file_of,
    "deliveries.forget": nothing,
    "deliveries.preview": look_of,
    "deliveries.release": file_of,
    "deliveries.sign": nothing,
    "deliveries.tidy": nothing,
    "deliveries.watch_scanner": nothing,
    "directdebit.bank_line": nothing,
    "directdebit.read_held": held_of,
    "directdebit.settle_day": nothing,
    "history.close_gaps": nothing,
    "history.react": nothing,
    "identity.answer_login_request": login_request_of,
    "identity.host_keys": nothing,
    "identity.purge": nothing,
    "imports.work": import_of,
    "invoicing.document": numbers_of,
    "invoicing.document_credit_note": credit_of,
    "invoicing.send": delivery_of,
    "messaging.deliver": message_of,
    "payments.tell_alarms": nothing,
    "payments.tell_off": card_jobs.disabled_card_of,
    "payments.warn_expiry": nothing,
    "rights.mail_anchors": nothing,
    "rights.make_export": export_of,
    "rights.make_move": move_of,
    "rights.purge": nothing,
    "webhooks.challenge": endpoint_of,
    "webhooks.deliver": host_of,
}


def test_every_job_is_forged_below_sec_18() -> None:
    """SEC-18: a new job has to be forged, too."""
    load_tasks()
    own = {name for name in app.tasks if not name.startswith(("schedule.", "tests.", "builtin:", "procrastinate."))}
    assert own == set(CARRIES)


@pytest.mark.parametrize("name", CARRIES)
def test_a_job_with_another_organizations_rows_does_nothing_sec_18(name: str, posted: list[object]) -> None:
    """SEC-18: the organization of the job is not the one of the rows it names, or no organization at all."""
    load_tasks()
    owner, forger = world(), make.organization()
    values, before = CARRIES[name](owner), contents(owner.id)
    for organization in (str(forger.id), str(uuid4())):
        with contextlib.suppress(ObjectDoesNotExist):  # a job may refuse loudly or quietly; it must not work
            app.tasks[name](organization=organization, **values)
    assert contents(owner.id) == before
    assert posted == []


@pytest.mark.parametrize("organization", ["", "1", "' OR true --", "None"])
def test_a_job_without_a_proper_organization_is_refused_sec_18(organization: str) -> None:
    """SEC-18: what is no id never reaches the database."""
    load_tasks()
    with pytest.raises(ValueError, match="hexadecimal"):
        app.tasks["billing.run"](organization=organization)


def test_the_doorway_sees_across_and_cannot_write_sec_18() -> None:
    """SEC-18: its role reads by a policy of its own; it inserts, changes and removes nothing."""
    accounts = [make.account(make.organization()) for _ in range(2)]
    ids = [one.id for one in accounts]
    with doorway(reason="a test looks across", actor=SYSTEM, at=make.AT) as alias:
        rows = Account.objects.using(alias).filter(id__in=ids)
        assert {one.id for one in rows} == set(ids)
        for write in (lambda: rows.update(name="stolen"), lambda: rows.delete()):
            with pytest.raises((ProgrammingError, InternalError)), transaction.atomic(using=alias):
                write()
    with connections["doorway"].cursor() as cursor:
        cursor.execute("SELECT current_user, session_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = USER")
        assert cursor.fetchone() == ("selvbetjening_doorway", "selvbetjening_doorway", False, False)
        # Even a session that switches its read-only default off has no right to write.
        cursor.execute("SET default_transaction_read_only = off")
        with pytest.raises(ProgrammingError):
            cursor.execute("UPDATE accounts_account SET name = 'stolen'")
    connections["doorway"].close()


def test_each_use_of_the_doorway_is_written_down_with_its_reason_sec_18() -> None:
    """SEC-18: before anything is read, also when the work then fails; without a reason it stays shut."""
    reason = f"test {new_id()}"
    with pytest.raises(ZeroDivisionError), doorway(reason=reason, actor=SYSTEM, at=make.AT):
        raise ZeroDivisionError
    used = DoorwayUse.objects.get(reason=reason)
    assert (used.at, used.actor_kind, used.actor_id) == (make.AT, SYSTEM.kind, SYSTEM.id)
    before = DoorwayUse.objects.count()
    for blank in ("", "  ", "\n"):
        with pytest.raises(ValueError, match="reason"), doorway(reason=blank, actor=SYSTEM, at=make.AT):
            raise AssertionError("it opened")
    assert DoorwayUse.objects.count() == before


def test_nobody_rewrites_the_book_of_the_doorway_sec_18() -> None:
    """SEC-18: a use that is written down can be neither changed nor removed by the services."""
    with doorway(reason="a test looks across", actor=SYSTEM, at=make.AT):
        pass
    rows = DoorwayUse.objects.all()
    for rewrite in (lambda: rows.update(reason="x"), lambda: rows.delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rewrite()


def test_the_doorway_does_not_open_the_wall_for_the_services_connection_sec_18() -> None:
    """SEC-18: while it is open, the services' own connection still sees nothing."""
    holder = make.account(make.organization())
    with doorway(reason="a test looks across", actor=SYSTEM, at=make.AT):
        assert not Account.objects.filter(id=UUID(str(holder.id))).exists()
        with within(OrganizationId(holder.organization_id)):
            assert Account.objects.count() == 1

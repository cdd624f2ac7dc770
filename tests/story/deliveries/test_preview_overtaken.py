"""What a preview showed is what is sent: where anything else has changed since, it is shown anew first (BM-01)."""

from dataclasses import replace

import pytest

from selvbetjening.domain.deliveries.actions.commit import Committed
from selvbetjening.domain.deliveries.actions.preview import ask_preview, send
from selvbetjening.domain.deliveries.models import Preview
from selvbetjening.domain.directdebit.actions.agreements import change_agreement
from selvbetjening.domain.directdebit.actions.ask_collections import ask_collections
from selvbetjening.domain.directdebit.queries.agreements import terms_of
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import deliveries as files
from tests import directdebit as dd
from tests import make
from tests.external import wish

pytestmark = pytest.mark.usefixtures("database")


def previewed(of: files.Sender, data: bytes) -> Preview:
    row, _ = files.upload(of, data, purpose="preview")
    return ask_preview(of.id, staging=row.id, by=of.https, at=files.AT)


def test_other_terms() -> None:
    """A second amount for the day was to take the first one's place; meanwhile the agreement refuses such."""
    of = files.sender()
    files.send(of, files.file(of, [14_900]))
    seen = previewed(of, files.file(of, [20_000], identification="2"))
    assert seen.result["effects"]["changed"] == 1
    with within(of.id):
        terms = terms_of(of.id, agreement=of.agreement.id)
    change_agreement(
        of.id, agreement=of.agreement.id, terms=replace(terms, on_repeat="refuse"), actor=SYSTEM, at=files.AT
    )
    assert isinstance(send(of.id, preview=seen.id, by=of.https, at=files.AT), Preview)


def test_an_invoice_of_the_same_customer_and_day() -> None:
    """Our own invoices are collected meanwhile: the file's line would be refused."""
    of = files.sender()
    dd.mandate(of.agreement, "1000")
    seen = previewed(of, files.file(of, [20_000]))
    assert seen.result["effects"]["new"] == 1
    with within(of.id):
        company = Organization.objects.get(id=of.id)
    payer = make.account(company)
    ask_collections(of.id, agreement=of.agreement.id, asked=[wish("1000", account=payer.id)], at=files.AT)
    assert isinstance(send(of.id, preview=seen.id, by=of.https, at=files.AT), Preview)


def test_nothing_else_has_changed() -> None:
    """Then it is sent."""
    of = files.sender()
    seen = previewed(of, files.file(of, [20_000]))
    assert isinstance(send(of.id, preview=seen.id, by=of.https, at=files.AT), Committed)

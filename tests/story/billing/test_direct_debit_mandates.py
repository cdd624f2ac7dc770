"""Whose mandate is whose, and how the way to pay follows (betalingsservice.md 17.1: 1, 2; CD-06)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from selvbetjening.domain.accounts.actions.set_collection_method import set_collection_method
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions import link_mandates as module
from selvbetjening.domain.billing.actions.debit_day import debit_day
from selvbetjening.domain.billing.actions.link_mandates import NotLinked, link_by_hand, link_mandates
from selvbetjening.domain.billing.queries.enrolling import numbers_to_enrol
from selvbetjening.domain.billing.queries.mandate_links import unlinked
from selvbetjening.domain.billing.rules.debits import customer_number_of, match_key_of
from selvbetjening.domain.directdebit.actions.agreements import end_agreement
from selvbetjening.domain.directdebit.actions.mandates import end_mandate
from selvbetjening.domain.directdebit.models import Mandate
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import directdebit as dd
from tests import make
from tests.debits import ISSUED, Debits, debits, links
from tests.story.billing.deal import ACTOR, deal, noon

pytestmark = pytest.mark.usefixtures("database")
AT = noon(date(2026, 10, 1))


def method(of: Any, account: Any) -> str:
    with within(of):
        return Account.objects.get(organization_id=of, id=account.id).collection_method


def lost(of: Any) -> list[tuple[str, str]]:
    with within(of):
        return [(each.customer_number, each.trouble) for each in unlinked(of) if each.trouble]


@pytest.mark.parametrize(
    ("code", "number"),
    [("S-ABCD2345", "SABCD2345"), ("k 17", "K17"), ("0017", "0017"), ("Ærø-1", "ÆRØ1"), ("a&b", ""), ("000", "")],
)
def test_an_accounts_customer_number_is_its_code(code: str, number: str) -> None:
    """2: upper-case letters and digits, at most 15; what cannot be one is none."""
    assert customer_number_of(code=code) == number
    assert match_key_of(code=code) == number.lstrip("0")
    assert customer_number_of(code="1" * 16) == ""


def test_the_way_to_pay_follows_the_mandate() -> None:
    """CD-06: active, then ended by the bank; both are told, and stand in the account's log."""
    mine = debits()
    make.recipient(mine.deal.account)
    mine.react(AT)
    assert mine.account().collection_method == "betalingsservice"
    assert [each["follows"] for each in mine.facts("billing.mandate_linked")] == ["debit"]
    (told,) = mine.mails("mandate_linked")
    assert mine.agreement.pbs_number in told.text and mine.agreement.debtor_group in told.text
    end_mandate(mine.organization, mandate=mine.mandate.id, by="bank", actor=SYSTEM, at=AT)
    mine.react(AT)
    assert mine.account().collection_method == "invoice"
    changed = [(each["before"], each["after"]) for each in mine.facts("accounts.collection_method_changed")]
    assert changed == [("invoice", "betalingsservice"), ("betalingsservice", "invoice")]
    assert len(mine.mails("mandate_left")) == 1
    link_mandates(mine.organization, at=AT)
    assert len(links(mine)) == 1 and len(mine.facts("billing.mandate_left")) == 1


def test_a_card_payer_goes_on_paying_by_card() -> None:
    """Nothing silently changes a card payer's method; she is told of the mandate."""
    mine = debits(collection_method="payment_card")
    make.recipient(mine.deal.account)
    mine.react(AT)
    assert mine.account().collection_method == "payment_card"
    assert "kort" in mine.mails("mandate_linked")[0].text
    end_mandate(mine.organization, mandate=mine.mandate.id, by="bank", actor=SYSTEM, at=AT)
    mine.react(AT)
    assert mine.account().collection_method == "payment_card"
    assert mine.facts("billing.mandate_left") == [{**mine.facts("billing.mandate_left")[0], "paid_by_it": False}]


def test_zeros_mean_nothing_and_hyphens_neither() -> None:
    """17.1: 2: matched on the number without zeros before it; returned right-aligned from outside."""
    ours = deal(code="00-1017")
    mine = dd.agreement(ours.organization, at=AT)
    found = dd.mandate(mine, "000000000001017", at=AT)
    make.recipient(ours.account)
    assert link_mandates(ours.organization, at=AT).linked == 1
    assert method(ours.organization, ours.account) == "betalingsservice"
    here = Debits(ours, mine, found)
    here.react(AT)
    assert "1017" in here.mails("mandate_linked")[0].text and "01017" not in here.mails("mandate_linked")[0].text


def test_unknown_and_ambiguous_are_listed_and_never_guessed() -> None:
    """17.1: 2: two accounts that come to one number, and a number of nobody; a person says whose it is."""
    ours = deal(code="K-17")
    twin = make.account(ours.owner, code="K17")
    mine = dd.agreement(ours.organization, at=AT)
    shared, nobody = dd.mandate(mine, "K17", at=AT), dd.mandate(mine, "999", at=AT)
    assert link_mandates(ours.organization, at=AT).linked == 0
    assert lost(ours.organization) == [("999", "unknown"), ("K17", "ambiguous")]
    assert method(ours.organization, ours.account) == method(ours.organization, twin) == "invoice"
    with within(ours.organization):
        assert numbers_to_enrol(ours.organization, account=ours.account, today=AT.date()) == []
    stranger = make.account(ours.owner, code="88")
    with pytest.raises(NotLinked, match="number"):
        link_by_hand(ours.organization, mandate=shared.id, account=stranger.id, actor=ACTOR, at=AT)
    assert method(ours.organization, stranger) == "invoice"
    link_by_hand(ours.organization, mandate=shared.id, account=twin.id, actor=ACTOR, at=AT)
    assert method(ours.organization, twin) == "betalingsservice"
    assert method(ours.organization, ours.account) == "invoice"
    with pytest.raises(NotLinked, match="taken"):
        link_by_hand(ours.organization, mandate=shared.id, account=ours.account.id, actor=ACTOR, at=AT)
    assert lost(ours.organization) == [("999", "unknown")]
    link_by_hand(ours.organization, mandate=nobody.id, account=stranger.id, actor=ACTOR, at=AT)
    assert method(ours.organization, stranger) == "betalingsservice" and lost(ours.organization) == []
    other = deal()
    with pytest.raises(Mandate.DoesNotExist):
        link_by_hand(other.organization, mandate=nobody.id, account=other.account.id, actor=ACTOR, at=AT)


def test_however_many_are_nobodys_the_others_find_their_accounts() -> None:
    """17.1: 2: mandates that come by file may have no account here at all; they stand in nobody's way."""
    ours = deal(code="K-17")
    mine = dd.agreement(ours.organization, at=AT)
    for number in ("111", "112", "K17"):
        dd.mandate(mine, number, at=AT)
    with within(ours.organization):
        (sure,) = unlinked(ours.organization, sure_only=True, limit=1)
        assert [each.customer_number for each in unlinked(ours.organization, limit=2)] == ["111", "112"]
    assert (sure.customer_number, sure.accounts, sure.trouble) == ("K17", (ours.account.id,), "")
    assert link_mandates(ours.organization, at=AT).linked == 1
    assert lost(ours.organization) == [("111", "unknown"), ("112", "unknown")]


def test_one_mandate_that_goes_wrong_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """17.1 (2, 12): nor the answers that are taken after it; the next look finds it."""
    ours = deal(code="K-17")
    other = make.account(ours.owner, code="K-18")
    mine = dd.agreement(ours.organization, at=AT)
    for number in ("K17", "K18"):
        dd.mandate(mine, number, at=AT)

    def method_of(*of: Any, **what: Any) -> bool:
        if what["account"] == ours.account.id:
            raise RuntimeError("locked")
        return set_collection_method(*of, **what)

    monkeypatch.setattr(module, "set_collection_method", method_of)
    assert debit_day(ours.organization, at=AT).mandates.linked == 1
    assert (method(ours.organization, ours.account), method(ours.organization, other)) == (
        "invoice", "betalingsservice",
    )  # fmt: skip
    monkeypatch.undo()
    assert debit_day(ours.organization, at=AT).mandates.linked == 1
    assert method(ours.organization, ours.account) == "betalingsservice"


def test_a_neighbours_customer_with_the_same_number_is_nobodys() -> None:
    """SEC-19: two companies' customers may have one number."""
    code = f"K{uuid4().hex[:8].upper()}"
    mine, other = debits(code=code), deal(code=code)
    assert mine.account().collection_method == "betalingsservice"
    assert link_mandates(other.organization, at=AT).linked == 0
    assert method(other.organization, other.account) == "invoice"


def test_a_public_body_pays_its_e_invoices() -> None:
    """EIN-1."""
    mine = debits(party_type="public", ean="5790000000001")
    assert mine.account().collection_method == "invoice"
    assert mine.facts("billing.mandate_linked")[0]["follows"] == "public"


def test_what_is_asked_for_is_withdrawn_when_the_mandate_ends() -> None:
    """Before the deadline nothing is asked for without a mandate; the payer is told to pay herself."""
    mine = debits()
    make.recipient(mine.deal.account)
    invoice = mine.issued()
    end_mandate(mine.organization, mandate=mine.mandate.id, by="bank", actor=SYSTEM, at=noon(ISSUED))
    mine.react(noon(ISSUED))
    assert mine.states(invoice.id) == ["withdrawn"]
    assert [each.state for each in mine.collections()] == ["cancelled"]
    debit_day(mine.organization, at=noon(ISSUED) + timedelta(hours=2))
    assert mine.states(invoice.id) == ["withdrawn"]


def test_an_ended_agreement_ends_its_mandates_here() -> None:
    """The company leaves Betalingsservice: its customers pay by invoice."""
    mine = debits()
    end_agreement(mine.organization, agreement=mine.agreement.id, ends_on=AT.date(), actor=SYSTEM, at=AT)
    debit_day(mine.organization, at=AT)
    assert mine.account().collection_method == "invoice"
    assert invoice_is_by_hand(mine)


def invoice_is_by_hand(of: Debits) -> bool:
    invoice = of.issued()
    return of.tries(invoice.id) == [] and not of.collections()

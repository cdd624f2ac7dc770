"""Orders and cancellations leave proof, in the transaction of the act: contracts, legal acts, receipts (CM-04)."""

import pytest
from django.db import DatabaseError, connection

from selvbetjening.domain.billing.actions.confirm import confirm
from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.models import Contract, LegalAct
from selvbetjening.domain.billing.queries import legal_acts
from selvbetjening.domain.billing.rules.law.declarations import Consents, Declaration, grouped
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.actions.deliver import deliver
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from tests import make
from tests.outbox import POSTED
from tests.story.portal.world import NOW, World, world


def cancelled(ours: World, *, declared: Declaration | None = None) -> LegalAct:
    quote = quote_cancel(ours.id, account=ours.account.id, subscription=ours.subscription.id, at=NOW)
    actor = Actor("recipient", str(ours.recipient.id))
    confirm(ours.id, account=ours.account.id, quote=quote.id, actor=actor, at=NOW, declared=declared)
    with within(ours.id):
        return LegalAct.objects.get(subscription_id=ours.subscription.id)


def ordered(ours: World, *, consents: Consents | None) -> Contract:
    quote = quote_start(ours.id, account=ours.account.id, terms=ours.large.id, quantity=1, at=NOW)
    actor = Actor("recipient", str(ours.recipient.id))
    done = confirm(ours.id, account=ours.account.id, quote=quote.id, actor=actor, at=NOW, declared=consents)
    with within(ours.id):
        return Contract.objects.get(subscription_id=done.subscription)


def mails(ours: World) -> list[Message]:
    react(ours.id, at=NOW)
    with within(ours.id):
        return list(Message.objects.order_by("created_at", "kind"))


def test_a_cancellation_is_written_down_with_its_receipt_can_3(ours: World) -> None:
    """CAN-3, CM-04: who, what, when, until when, which rules; and a receipt that proves it."""
    act = cancelled(ours)
    assert (act.kind, act.channel, act.name) == ("cancel", "portal", ours.recipient.name)
    assert act.submitted_at == act.recorded_at == NOW
    assert act.effective_on == ours.reload().ends_on
    assert act.rule_version
    assert "Basishold" in act.statement
    assert bytes(act.receipt).startswith(b"%PDF")
    assert act.content.refund is None
    found = legal_acts.verified_by_code(ours.id, code=grouped(code=act.code))
    assert found is not None
    assert (found.kind, found.submitted_at) == ("cancel", NOW)
    assert found.contract.startswith("••••")


def test_a_receipt_with_one_sign_or_byte_changed_is_refused_cm_04(ours: World) -> None:
    """ "Must show" 6: the code and the file itself, each with one change, at several places."""
    act = cancelled(ours)
    pdf = bytes(act.receipt)
    assert legal_acts.verified_by_file(ours.id, content=pdf) is not None
    for at in (0, len(pdf) // 2, len(pdf) - 1):
        altered = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
        assert legal_acts.verified_by_file(ours.id, content=altered) is None
    assert legal_acts.verified_by_file(ours.id, content=pdf + b"\n") is None
    for at in range(len(act.code)):
        other = "A" if act.code[at] != "A" else "B"
        assert legal_acts.verified_by_code(ours.id, code=act.code[:at] + other + act.code[at + 1 :]) is None
    assert legal_acts.verified_by_code(ours.id, code="") is None


def test_another_company_does_not_know_the_receipt_cm_04(ours: World) -> None:
    """CM-04, SEC-19: the neighbour's receipts are as unknown as forged ones."""
    act, other = cancelled(ours), world()
    assert legal_acts.verified_by_code(other.id, code=act.code) is None
    assert legal_acts.verified_by_file(other.id, content=bytes(act.receipt)) is None


def test_evidence_is_only_ever_added_to_cm_04(ours: World) -> None:
    """CM-04: no service can change or drop an act or a contract."""
    cancelled(ours)
    for table in ("billing_legalact", "billing_contract"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET language = 'en'"):
            with pytest.raises(DatabaseError), within(ours.id), connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_cancellations_receipt_goes_out_with_its_file_can_3(ours: World) -> None:
    """CAN-3, XB-43: one mail at once, with the very bytes that are verified."""
    act = cancelled(ours)
    (mail,) = [one for one in mails(ours) if one.kind == "subscription_cancelled"]
    assert mail.attachment == act.id
    POSTED.clear()
    deliver(ours.id, message=mail.id, at=NOW)
    (file,) = POSTED[0].attachments
    assert (file.name, file.content) == ("kvittering-opsigelse.pdf", bytes(act.receipt))


def test_the_receipt_reaches_whoever_declared_it_can_3(ours: World) -> None:
    """WDR-5, CAN-3: an address that stands on no account gets the proof, and no link into the portal."""
    cancelled(ours, declared=Declaration(channel="guest", name="Ida", receipt_address="ida@example.com"))
    to = {one.to_address: one for one in mails(ours) if one.kind == "subscription_cancelled"}
    assert set(to) == {"ida@example.com", ours.recipient.email}
    assert "/abonnementer/" not in to["ida@example.com"].text
    assert "/abonnementer/" in to[ours.recipient.email].text


def test_an_order_is_confirmed_on_paper_ord_4(ours: World) -> None:
    """ORD-4, ORD-5, ORD-8, WDR-6, PTY-1: consents with their version, the words as shown, the PDF with the mail."""
    made = ordered(ours, consents=Consents(language="da", asked_to_start=True, said_adult=True))
    assert (made.party_type, made.asked_to_start, made.said_adult) == ("consumer", True, True)
    assert made.text_version and made.informed_on == made.contracted_on
    assert "500,00" in made.words["total"].replace("\xa0", " ")
    assert "fortryd" in made.words["withdrawal"]
    assert f"{ours.organization.slug}.portal.test/opsig-eller-fortryd/" in made.words["where_to_withdraw"]
    (mail,) = [one for one in mails(ours) if one.kind == "subscription_started"]
    assert mail.attachment == made.id
    assert made.words["where_to_withdraw"] in mail.text.replace("\n", " ")
    POSTED.clear()
    deliver(ours.id, message=mail.id, at=NOW)
    assert POSTED[0].attachments[0].content == bytes(made.confirmation)


def test_the_confirmation_reaches_who_ordered_whatever_mails_they_want_ord_4(ours: World) -> None:
    """ORD-4: the switch for news about subscriptions does not keep a contract from who made it."""
    with within(ours.id):
        ours.recipient.receive_subscription_notifications = False
        ours.recipient.save()
    ordered(ours, consents=None)
    assert [one.to_address for one in mails(ours) if one.kind == "subscription_started"] == [ours.recipient.email]


def test_who_the_customer_was_is_frozen_pty_1() -> None:
    """PTY-1: a company is told that it cannot withdraw, and its contract says what it was."""
    firm = world(party_type="business")
    made = ordered(firm, consents=None)
    assert made.party_type == "business"
    assert "ikke fortrydelsesret" in made.words["withdrawal"]
    assert not make.organization().choices

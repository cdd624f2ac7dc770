"""Every mail in both languages, word for word (syrupy), and what holds for all of them (SEC-62)."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from tests import debit_mails, file_mails

from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.mails.alarms import Waiting
from selvbetjening.domain.messaging.rules.letters import Letter, LetterRefused, Sender, plain
from selvbetjening.domain.payments.rules.failures import HAPPENED, SAME_AGAIN
from selvbetjening.kernel.colour import brand
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.money import Money

ORIGIN = "https://nordlys.portal.test"
NORDLYS = Sender(
    name="Nordlys Træning", reply_to="hej@nordlys.example", origin=ORIGIN, logo_url=f"{ORIGIN}/logo.png?v=1",
    brand=brand("#0b6b4f"),
)  # fmt: skip
AT = datetime(2026, 3, 10, 8, 14, tzinfo=UTC)
NEXT_DAY = datetime(2026, 3, 11, 8, 14, tzinfo=UTC)
DKK_250, DKK_80 = Money(25_000, "DKK"), Money(8_065, "DKK")
LAST = date(2026, 2, 28)
PAGE = "/abonnementer/4d0c/"
SELLER = ("Nordlys Træning ApS", "Havnegade 1, 8000 Aarhus C", "12345674")
AMOUNTS = {
    **dict.fromkeys(("principal", "total"), DKK_250),
    **dict.fromkeys(("interest", "fees", "fee", "compensation", "paid", "disputed"), Money(0, "DKK")),
}

VALUES: dict[str, dict[str, Any]] = {
    **debit_mails.VALUES, **file_mails.VALUES,
    "login_link": {"path": "/log-ind/link/[[token]]/", "minutes": 10, "asked_at": AT, "browser": "Firefox, Linux"},
    "signup_link": {"path": "/log-ind/link/[[token]]/", "minutes": 10, "asked_at": AT, "browser": ""},
    "subscription_started": {
        "plan": "Fri træning", "quantity": 2, "starts_on": date(2026, 3, 10), "total": DKK_250,
        "next_on": date(2026, 4, 10), "path": PAGE, "trial_ends_on": date(2026, 3, 24),
        "committed_until": date(2026, 9, 10),
    },
    "subscription_changed": {
        "plan_before": "Basis", "plan": "Fri træning", "quantity": 1, "effective_on": date(2026, 3, 10),
        "charged": DKK_80, "next_on": date(2026, 4, 1), "total": DKK_250, "path": PAGE,
    },
    "change_scheduled": {
        "plan_before": "Fri træning", "plan": "Basis", "quantity": 1, "effective_on": date(2026, 4, 1),
        "total": DKK_250, "path": PAGE,
    },
    "scheduled_change_removed": {"plan": "Fri træning", "path": PAGE},
    "subscription_cancelled": {"plan": "Fri træning", "received_at": AT, "ends_on": date(2026, 4, 1), "path": PAGE},
    "subscription_reactivated": {"plan": "Fri træning", "next_on": date(2026, 4, 1), "total": DKK_250, "path": PAGE},
    "subscription_paused": {
        "plan": "Fri træning", "paused_on": date(2026, 3, 10), "resumes_on": date(2026, 5, 1), "credited": DKK_80,
        "path": PAGE,
    },
    "subscription_resumed": {
        "plan": "Fri træning", "resumed_on": date(2026, 5, 1), "next_on": date(2026, 6, 1), "path": PAGE,
    },
    "discount_given": {
        "plan": "Fri træning", "starts_on": date(2026, 4, 1), "ends_on": date(2026, 7, 1), "path": PAGE,
    },
    "act_undone": {"plan": "Fri træning", "act": "change", "path": PAGE},
    "subscription_ended": {"plan": "Fri træning", "ended_on": date(2026, 4, 1), "path": "/abonnementer/"},
    "invoice_issued": {
        "number": "1001", "total": DKK_250, "due_on": date(2026, 3, 18),
        "instructions": "Overfør til konto 0000 0000000000", "path": "/fakturaer/7b/",
    },
    "payment_received": {
        "number": "1001", "amount": DKK_80, "paid_on": date(2026, 3, 12), "remaining": DKK_250,
        "path": "/fakturaer/7b/",
    },
    "charge_failed": {
        "number": "1001", "amount": DKK_250, "card": "Visa •••• 4242", "happened": HAPPENED["insufficient_funds"],
        "to_do": SAME_AGAIN, "next_on": date(2026, 3, 20), "path": "/fakturaer/7b/betal/",
        "due_on": date(2026, 3, 18), "today": date(2026, 3, 18),
    },
    "charge_to_confirm": {
        "number": "1001", "amount": DKK_250, "card": "Visa •••• 4242", "path": "/fakturaer/7b/betal/",
        "due_on": date(2026, 3, 18), "today": date(2026, 3, 18),
    },
    "collection_given_up": {
        "number": "1001", "amount": DKK_250, "card": "Visa •••• 4242", "happened": HAPPENED["card_expired"],
        "renews": True, "then": "keep",
        "instructions": "Overfør til konto 0000 0000000000", "path": "/fakturaer/7b/betal/",
        "due_on": date(2026, 3, 18), "today": date(2026, 3, 20),
    },
    "card_expiring": {
        "card": "Visa •••• 4242", "expires_on": date(2026, 4, 1), "plans": ["Fri træning"], "path": "/kort/",
    },
    "card_saved": {
        "card": "Visa •••• 4242", "by_itself": True, "plans": ["Fri træning"], "is_default": True,
        "at_once": [("88", DKK_250)], "by_hand": [("91", DKK_80, date(2026, 4, 1))], "pay_path": "/betal/x/",
        "path": "/kort/",
    },
    "card_alarms": {
        "parked": [Waiting("Stripe", DKK_250, "F0000000A1"), Waiting("QuickPay", None)],
        "chargebacks": [Waiting(str(number), DKK_80) for number in range(1, 13)],
        "path": "/v/4d0c/selvbetjening/alarmer/",
    },
    "card_disabled": {"card": "Visa •••• 4242", "by_us": False, "was_last": True, "path": "/kort/"},
    "ended_by_company": {"plan": "Fri træning", "ends_on": date(2026, 4, 1), "path": PAGE},
    "billing_details_changed": {"changed_at": AT, "path": "/oplysninger/"},
    "login_explained": {"reason": "recipient_barred", "asked_at": AT},
    "recipient_invited": {
        "name": "Ea Ejer", "account": "Bageriet ApS", "path": "/log-ind/invitation/[[token]]/",
    },
    "email_change_old": {"asked_at": AT},
    "email_change_new": {"asked_at": AT},
    "email_changed": {"changed_at": AT},
    "people_changed": {
        "what": "A recipient of your account was changed.", "changed_at": AT, "path": "/modtagere/",
    },
    "accountant_invited": {
        "account": "Bageriet ApS", "ends_on": date(2026, 12, 31), "address": "https://bogholder.portal.test/",
    },
    "accountant_expiring": {
        "account": "Bageriet ApS", "ends_on": date(2026, 12, 31), "address": "https://bogholder.portal.test/",
    },
    "contract_withdrawn": {
        "plan": "Fri træning", "statement": "Jeg fortryder aftalen om Fri træning.", "submitted_at": AT,
        "refund": DKK_250, "refund_by": date(2026, 3, 24), "path": PAGE,
    },
    "guest_link": {
        "plan": "Fri træning", "number": "A1B2-C3D4-E5F6", "path": "/opsig-eller-fortryd/link/[[token]]/",
        "minutes": 10,
    },
    "price_changes": {
        "plan": "Fri træning", "number": "A1B2-C3D4-E5F6", "before": DKK_80, "after": DKK_250,
        "effective_on": date(2026, 5, 1),
        "reason": "Huslejen er steget.", "clause": "§ 7 i vores betingelser", "path": PAGE,
        "cancel_url": "/opsig-eller-fortryd/",
    },
    "recipient_added": {"name": "Bo Eksempel", "added_at": AT, "path": "/oplysninger/"},
    "credit_note_issued": {
        "number": "K5", "original": "1001", "total": DKK_80, "left": True, "path": "/fakturaer/kreditnota/9c/",
    },
    "refund_opened": {
        "amount": DKK_80, "reason": "cancellation", "due_on": date(2026, 3, 24), "path": "/fakturaer/til-gode/",
    },
    "reminder": {
        "number": "1001", "letter_number": 1, "is_demand": False, "creditor": SELLER, "debtor": "Anna Eksempel",
        "issued_on": date(2026, 3, 1), "due_on": date(2026, 3, 9), "amounts": AMOUNTS,
        "way_to_pay": "Overfør til konto 0000 0000000000", "deadline_on": date(2026, 3, 23), "path": "/fakturaer/7b/",
    },
    "handed_over": {"number": "1001", "total": DKK_250, "fee": Money(10_000, "DKK"), "path": "/fakturaer/7b/"},
    "invoice_deferred": {"number": "1001", "until_on": date(2026, 3, 16), "path": "/fakturaer/7b/"},
    "plan_made": {
        "number": "1001", "parts": [(date(2026, 4, 1), DKK_80), (date(2026, 5, 1), DKK_80)], "path": "/fakturaer/7b/",
    },
    "plan_broken": {"number": "1001", "left": DKK_80, "path": "/fakturaer/7b/"},
    "dispute_opened": {
        "number": "1001", "line": "Fri træning", "amount": DKK_80, "answer_by_on": date(2026, 3, 24),
        "path": "/indsigelser/3a/",
    },
    "dispute_answered": {"number": "1001", "path": "/indsigelser/3a/"},
    "dispute_accepted": {"number": "1001", "amount": DKK_80, "path": "/fakturaer/7b/"},
    "dispute_partly_accepted": {
        "number": "1001", "amount": DKK_80, "left": DKK_250, "new_due_on": date(2026, 4, 1), "path": "/indsigelser/3a/",
    },
    "dispute_rejected": {
        "number": "1001", "amount": DKK_80, "new_due_on": date(2026, 4, 1), "path": "/indsigelser/3a/",
    },
    "scheduled_change_failed": {
        "customer": "Anna Holm", "plan": "Basis", "quantity": 3, "effective_on": date(2026, 12, 14), "reason": "-",
    },
    "dispute_waits": {"number": "1001", "customer": "Anna Holm", "answer_by_on": date(2026, 3, 24), "is_late": False},
    "card_wanted": {"path": "/kort/tilfoej/"},
    "export_ready": {"ready_at": AT, "expires_at": NEXT_DAY, "path": "/oplysninger/mine-data/"},
    "person_erased": {"erased_at": AT, "kept": [("invoices", 3, date(2032, 1, 1))], "whole_account": False},
    "member_invited": {
        "name": "Bo", "inviter": "Vibe Vinter", "is_manager": False, "solutions": "BS Web, BS Kundeportal",
        "message": "Velkommen.\nVi glæder os.", "expires_at": AT, "path": "/invitation/4d0c/[[token]]/",
        "ends_on": date(2026, 6, 1),
    },
    "member_joined": {"solutions": "BS Web", "path": "/v/4d0c/"},
    "member_told": {"what": "Sætning.", "solution": "BS Web", "changed_at": AT, "path": "/v/4d0c/"},
    "managers_told": {"what": "Sætning.", "changed_at": AT, "path": "/v/4d0c/brugere/"},
    "task_waits": {
        "what": "Sætning.", "until": AT, "path": "/v/4d0c/anmodninger/",
    },
    "task_answered": {"what": "Sætning.", "answer": "Gerne", "path": "/v/4d0c/"},
    "managers_written": {
        "name": "Ib Gæst", "email": "ib@example.com", "message": "Må jeg?", "path": "/v/4d0c/brugere/",
    },
    "access_ending": {
        "solution": "BS Web", "last_on": date(2026, 3, 12), "days": 3, "path": "/v/4d0c/",
    },
    "grant_fading": {"solution": "BS Web", "last_on": date(2026, 3, 23), "path": "/v/4d0c/"},
    "succession_told": {"due_at": AT, "path": "/v/4d0c/access-managers/"},
    "notices_collected": {"count": 3, "rows": [(AT, "Sætning."), (AT, "En til.")], "path": "/v/4d0c/notifikationer/"},
    "managers_advised": {
        "advice": ["Tilføj en til."], "numbers": [("Aktive Access Managere", "1")], "path": "/v/4d0c/",
    },
    "log_anchor": {"seq": 17, "anchor": "5e" * 32, "path": "/log/kontrol/"},
}  # fmt: skip


def draw(name: str, language: Language, **other: Any) -> Letter:
    letter: Letter = getattr(mails, name)(sender=NORDLYS, language=language, **{**VALUES[name], **other})
    return letter


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", mails.__all__)
def test_word_for_word(name: str, language: Language, snapshot: SnapshotAssertion) -> None:
    """Subject, text and HTML; a changed word is a decision."""
    letter = draw(name, language)
    body = re.sub(r"\n\s*\n+", "\n", letter.html[letter.html.index("<body>") :])
    assert f"{letter.subject}\n\n{letter.text}\n{body}" == snapshot


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", mails.__all__)
def test_what_holds_for_every_mail_sec_62(name: str, language: Language) -> None:
    """SEC-62: links to the own host only, no secret in the subject, text and HTML say the same, in one language."""
    letter = draw(name, language)
    addresses = re.findall(r"https?://[^\s\"<]+", letter.text + letter.html)
    own = (f"{ORIGIN}/", "https://bogholder.portal.test/") if name.startswith("accountant_") else (f"{ORIGIN}/",)
    assert addresses and all(address.startswith(own) for address in addresses)
    assert "[[" not in letter.subject
    for line in letter.text.splitlines():
        for word in line.split(": ")[-1].split():
            if word.isalpha():
                assert word in letter.html
    assert f'<html lang="{language}">' in letter.html
    assert letter.kind == name


@pytest.mark.parametrize("language", ["da", "en"])
def test_variants(language: Language, snapshot: SnapshotAssertion) -> None:
    """A receipt without a way back, one of a binding, a payment that settles, an invoice without instructions.

    A link of one minute, a second reminder with everything on it, the demand before collection (COL-1), an answer that
    is late, an account that is erased and keeps nothing.
    """
    letters = [
        draw("subscription_cancelled", language, may_undo=False),
        draw("subscription_cancelled", language, rest=DKK_80),
        draw("payment_received", language, remaining=Money(0, "DKK")),
        draw("invoice_issued", language, instructions=""),
        draw("invoice_issued", language, by_card=True),
        draw("invoice_issued", language, by_card=True, card="Visa •••• 4242", last_on=LAST, cards_path="/kort/"),
        draw("charge_failed", language, today=date(2026, 3, 20)),
        draw("collection_given_up", language, then="none"),
        draw("login_link", language, minutes=1, browser=""),
        draw("reminder", language, letter_number=2, amounts=dict.fromkeys(AMOUNTS, DKK_80)),
        draw("reminder", language, letter_number=3, is_demand=True),
        draw("dispute_waits", language, is_late=True),
        draw("person_erased", language, kept=[], whole_account=True),
    ]
    assert "\n=====\n".join(letter.text for letter in letters) == snapshot


def test_what_others_wrote_stays_plain_sec_62() -> None:
    """SEC-62: no links, no line breaks, no markup, and not without end."""
    bad = 'Basis\r\nBcc: x@evil.example\n<a href="https://evil.example/x">tilbud</a> www.evil.example'
    letter = draw("subscription_ended", "da", plan=bad)
    for part in (letter.subject, letter.text, letter.html):
        assert "https://evil" not in part and "www.evil" not in part
    assert "\r" not in letter.subject and "\n" not in letter.subject
    assert "<a href" not in letter.html.replace(f'<a class="button" href="{ORIGIN}', "")
    assert len(plain(text="x" * 500)) == 80


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_receipt_says_how_it_is_made_up_and_what_for_py_07(language: Language) -> None:
    """PY-07, SEC-62, GDP-5: each part by its sign; lines stay plain, very many are one sum; without amounts no row."""
    parts = [("Already paid or credited", Money(-50_00, "DKK")), ("Reminder fees, no VAT", Money(100_00, "DKK"))]
    made: dict[str, Any] = {"total": DKK_250, "made_up": parts, "vat": Money(50_00, "DKK")}
    few = [("Basis https://evil.example/\nx", Money(200_00, "DKK"))]
    told = draw("payment_received", language, **made, lines=few).text.replace("\N{NO-BREAK SPACE}", " ")
    if language == "da":
        assert "Allerede betalt eller krediteret: −50,00 kr.\nRykkergebyrer, uden moms: 100,00 kr.\n" in told
        assert "Basis x: 200,00 kr.\nMoms: 50,00 kr.\nI alt inkl. moms: 250,00 kr.\n" in told
    else:
        assert "Already paid or credited: −DKK 50.00\nReminder fees, no VAT: DKK 100.00\n" in told
        assert "Basis x: DKK 200.00\nVAT: DKK 50.00\nTotal incl. VAT: DKK 250.00\n" in told
    many = draw("payment_received", language, **made, lines=few * 21).text
    assert "Basis" not in many and "250" in many
    shy = replace(NORDLYS, shows_amounts=False)
    letter = mails.payment_received(sender=shy, language=language, **VALUES["payment_received"], **made, lines=few)
    assert "50" not in letter.text.replace("1001", "") and "200" not in letter.html.split("<body>")[1]


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/\\evil.example", "evil", "/a\r\nb"])
def test_mails_lead_to_the_own_host_only_sec_62(path: str) -> None:
    with pytest.raises(LetterRefused):
        draw("subscription_ended", "da", path=path)


@pytest.mark.parametrize("subject", ["", "one\ntwo", "one\rtwo", "x" * 201, "a\u2028b"])
def test_a_subject_is_one_line_sec_62(subject: str) -> None:
    """SEC-62: header injection is impossible."""
    with pytest.raises(LetterRefused):
        Letter(kind="x", subject=subject, text="", html="")

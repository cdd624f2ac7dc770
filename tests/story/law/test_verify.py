"""The public page that tells genuine receipts from altered ones (CM-04, "Must show" 6)."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from selvbetjening.domain.billing.rules.law.declarations import contract_number, grouped
from tests import portal
from tests.story.law.test_evidence import cancelled
from tests.story.law.test_withdraw import withdraw
from tests.story.portal.world import World, text_of, world

PAGE = "/verificer/"


def asked(ours: World, language: str = "en", **values: object) -> str:
    """What a stranger is told, as the page's words."""
    answer = portal.client(ours.organization, language=language).post(PAGE, values)
    assert answer.status_code == 200
    return text_of(answer).partition("Check a receipt" if language == "en" else "Kontrollér en kvittering")[2]


def pdf(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("kvittering.pdf", content, content_type="application/pdf")


def test_a_stranger_checks_a_receipt_by_its_code_cm_04(ours: World) -> None:
    """CM-04: act, time and masked contract; no name, no address, no plan (SEC-63). A code proves no paper unchanged."""
    act = cancelled(ours)
    words = asked(ours, code=grouped(code=act.code))
    assert "The code is from one of our receipts" in words
    assert "nothing in it was changed" not in words and "and is unchanged" not in words
    assert "With the file you also see whether it is unchanged." in words
    assert "Cancellation of a contract" in words
    number = contract_number(subscription=ours.subscription.id)
    assert number[-4:] in words and number not in words
    for secret in (ours.recipient.name, ours.recipient.email, ours.account.name, "Basishold"):
        assert secret not in words
    assert "The code is from one of our receipts" in asked(ours, code=act.code.lower())


def test_a_code_shows_what_its_receipt_said_so_that_it_can_be_compared_cm_04(ours: World) -> None:
    """CM-04: kind, day and amount as they were printed; only the file itself is told to be unchanged."""
    act = withdraw(ours)
    for given, unchanged in (({"code": act.code}, False), ({"file": pdf(bytes(act.receipt))}, True)):
        words = asked(ours, **given)
        assert "Withdrawal from a contract" in words
        assert "DKK 250.00" in words and "11 March 2026" in words
        assert ("nothing in it was changed" in words) is unchanged


def test_one_character_changed_is_refused_cm_04(ours: World) -> None:
    """ "Must show" 6: in the code, and in one byte of the file."""
    act = cancelled(ours)
    changed = ("B" if act.code[0] != "B" else "C") + act.code[1:]
    assert "The receipt is not valid" in asked(ours, code=changed)
    content = bytes(act.receipt)
    assert "The receipt is valid" in asked(ours, file=pdf(content))
    assert "The receipt is not valid" in asked(ours, file=pdf(content[:-1] + bytes([content[-1] ^ 1])))
    assert "The receipt is not valid" in asked(ours, file=pdf(content[:-1]))


def test_all_that_is_not_valid_is_told_alike_cm_04(ours: World) -> None:
    """SEC-63: an altered code, a neighbour's code and nonsense give the same page; the contract's number opens none."""
    act, other = cancelled(ours), world()
    changed = ("B" if act.code[0] != "B" else "C") + act.code[1:]
    answers = {
        re.sub(r'value="[^"]*"|nonce-[^"]*', "", asked(other, code=code))
        for code in (act.code, changed, "nonsense", contract_number(subscription=ours.subscription.id))
    }
    assert len({answer.replace(other.organization.name, "") for answer in answers}) == 1
    assert "Type the code from the receipt" in asked(ours)


def test_the_page_stays_open_with_the_portal_closed_cm_04(ours: World) -> None:
    """CM-04: a receipt can be checked when self-service is switched off."""
    act = cancelled(ours)
    shut = world(self_service_enabled=False)
    assert "The receipt is not valid" in asked(shut, code=act.code)


def test_guessing_is_slowed_down_cm_04(ours: World) -> None:
    """Rate limit: the sixty-first try in an hour from one network is told to wait, whatever it was (SEC-64)."""
    client = portal.client(ours.organization)
    answers = [client.post(PAGE, {"code": "A" * 24}).status_code for _ in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429

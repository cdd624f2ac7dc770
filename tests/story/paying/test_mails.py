"""The link in mails: there when everything is there, and otherwise not (PY-02, SB-29)."""

from datetime import date
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.late_run import late_run
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.connect_gateway import disconnect_gateway
from selvbetjening.domain.payments.actions.payment_links import url_for_mail
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests.story.invoicing.books import noon
from tests.story.late.debts import RATES
from tests.story.paying.shop import Shop, begin, reference_in, shop
from tests.story.portal.world import text_of


def mails(ours: Shop, kind: str) -> list[str]:
    """The texts of the mails of this kind."""
    react(ours.id, at=clock.now())
    with within(ours.id):
        return list(Message.objects.filter(kind=kind).values_list("text", flat=True))


def test_the_invoice_mail_carries_it_py_02_sb_29(ours: Shop) -> None:
    """PY-02, SB-29: on the company's own host, with the token that opens this very invoice."""
    (text,) = mails(ours, "invoice_issued")
    host = f"https://{ours.world.organization.slug}.portal.test"
    assert f"{host}{ours.link}" in text
    assert ours.stranger().get(ours.link).status_code == 200


def test_the_reminder_carries_it_py_02() -> None:
    """PY-02: the reminder asks for what is owed now, and leads to where that is paid."""
    ours = shop(choices={"send_reminders": True, "claim_interest": False, "reference_rates": RATES})
    today = date(2026, 4, 10)
    assert late_run(ours.id, today=today, at=noon(today)).letters
    (text,) = mails(ours, "reminder")
    assert ours.link in text
    words = text_of(ours.stranger().get(ours.link))
    assert "Betal 350,00 kr." in words, words
    number = ours.invoice.number
    made_up = f"Faktura {number} 250,00 kr. Rykkergebyrer, uden moms 100,00 kr. At betale nu 350,00 kr."
    assert made_up in words, words
    assert made_up in text_of(ours.visitor().get(ours.own))


GONE: dict[str, dict[str, Any]] = {
    "feature": {"features": []},
    "switch": {"self_service_enabled": False},
    "permission": {"allowed_acts": []},
}


@pytest.mark.parametrize("missing", [*GONE, "api_user", "gateway", "paid"])
def test_one_thing_missing_is_no_link_py_02(ours: Shop, missing: str) -> None:
    """PY-02: feature, switch, API user, permission, gateway: all at the moment of sending; and something to pay."""
    asked = {"invoice": ours.invoice.id, "at": clock.now()}
    assert url_for_mail(ours.id, **asked) == ours.link  # type: ignore[arg-type]
    if missing == "gateway":
        disconnect_gateway(ours.id, gateway_account=ours.gateway.id, actor=SYSTEM, at=clock.now())
    elif missing == "paid":
        ours.book.pay(reference_in(begin(ours.stranger(), ours.link)))
        ours.told()
    else:
        with within(ours.id):
            Organization.objects.filter(id=ours.id).update(**GONE.get(missing, {"created_at": clock.now()}))
            if missing == "api_user":
                ApiUser.objects.all().delete()
    assert url_for_mail(ours.id, **asked) == ""  # type: ignore[arg-type]
    with within(ours.id):
        Message.objects.filter(kind="invoice_issued").delete()
    assert all("/betal/" not in text for text in mails(ours, "invoice_issued"))

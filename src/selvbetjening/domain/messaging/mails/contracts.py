"""Mails that prove something: the receipt of a cancellation or withdrawal, and the news of another price."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Button, Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money


def contract_withdrawn(
    *,
    sender: Sender,
    language: Language,
    plan: str,
    statement: str,
    submitted_at: datetime,
    refund: Money | None,
    refund_by: date,
    path: str,
) -> Letter:
    """The receipt of a withdrawal: what was declared, when it was sent, what is paid back by when (WDR-5, WDR-7)."""
    with override(language):
        rows = [
            (_("Subscription"), plain(text=plan)),
            (_("Your message"), plain(text=statement, longest=300)),
            (_("Sent"), moment(submitted_at, language)),
        ]
        if refund is not None:
            rows.append((_("Credited, incl. VAT"), format_money(refund, language)))
            rows.append((_("What you have paid is paid back by"), format_day(refund_by, language)))
        return letter(
            "contract_withdrawn",
            _("Receipt: you have withdrawn from %(plan)s") % {"plan": plain(text=plan)},
            Words(_("We have received your withdrawal. This mail and the file in it are your receipt.")),
            Facts(rows),
            Words(
                _(
                    "What you have paid of it is paid back by the means you paid with, without a fee. "
                    "The rest falls away."
                ),
                "quiet",
            ),
            *way(_("See the subscription"), sender, path),
            sender=sender,
            language=language,
        )


def guest_link(*, sender: Sender, language: Language, plan: str, number: str, path: str, minutes: int) -> Letter:
    """The link by which somebody without a login ends one contract (XB-29). `path` holds the token's place."""
    with override(language):
        return letter(
            "guest_link",
            _("End your contract with %(company)s") % {"company": sender.name},
            Words(_("Open the link, and press the button on the page. Nothing happens before you confirm it there.")),
            Facts([(_("Subscription"), plain(text=plan)), (_("Contract number"), number)]),
            Button(_("Cancel or withdraw"), sender.url(path)),
            Words(_("If you are asked for a code, it is:")),
            Words("[[code]]", "code"),
            Words(_("The link and the code work for %(minutes)s minutes, and only once.") % {"minutes": minutes}),
            Words(_("If it was not you, you need not do anything."), "quiet"),
            sender=sender,
            language=language,
        )


def price_changes(
    *,
    sender: Sender,
    language: Language,
    plan: str,
    number: str,
    before: Money,
    after: Money,
    effective_on: date,
    reason: str,
    clause: str,
    path: str,
    cancel_url: str,
) -> Letter:
    """Another price for a running subscription, told in time, with the way out free of binding (CAN-6).

    `before` and `after` are what one period costs, incl. VAT; `cancel_url` is the path of the way out, which works
    without a login too and asks for `number`, the contract's.
    """
    with override(language):
        from_on, last = (format_day(day, language) for day in (effective_on, effective_on - timedelta(days=1)))
        rows = _price_rows(plan, before, after, from_on, reason, clause, language)
        rows.insert(1, (_("Contract number"), plain(text=number)))
        told = _(
            "If you do not want the new price, you may cancel, whatever you are bound to. "
            "Cancel no later than %(last)s, and you never pay it."
        )
        return letter(
            "price_changes",
            _("New price for %(plan)s from %(day)s") % {"plan": plain(text=plan), "day": from_on},
            Words(_("The price of your subscription changes.")),
            Facts(rows),
            Words(told % {"last": last}),
            Button(_("Cancel subscription"), sender.url(cancel_url)),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )


def _price_rows(
    plan: str, before: Money, after: Money, from_on: str, reason: str, clause: str, language: Language
) -> list[tuple[str, str]]:
    return [
        (_("Subscription"), plain(text=plan)),
        (_("Price per period incl. VAT until now"), format_money(before, language)),
        (_("Price per period incl. VAT from then on"), format_money(after, language)),
        (_("First renewal on or after"), from_on),
        (_("Why"), plain(text=reason, longest=300)),
        (_("Where our terms allow it"), plain(text=clause, longest=200)),
    ]

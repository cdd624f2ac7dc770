"""The mails that let somebody in: to log in, and to sign up. Their secrets are filled in when they are posted."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from selvbetjening.domain.messaging.mails.letter import Button, Words, letter, moment
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language

#: Where the delivery puts the token and the code: no table ever holds them (SEC-55).
TOKEN, CODE = "[[token]]", "[[code]]"


def login_link(
    *,
    sender: Sender,
    language: Language,
    path: str,
    minutes: int,
    asked_at: datetime,
    browser: str,
    for_bookkeepers: bool = False,
) -> Letter:
    """The link and the code of one login (SB-21, LG-09). `path` is the landing page and holds `TOKEN`.

    The bookkeepers' host is no company's (CM-08): its mail names none.
    """
    with override(language):
        return letter(
            "login_link",
            _("Your login link for bookkeepers")
            if for_bookkeepers
            else _("Your login link to %(company)s") % {"company": sender.name},
            Words(_("Open the link, and press the button on the page. Then you are logged in.")),
            Button(_("Log in"), sender.url(path)),
            *_code_and_life(minutes),
            Words(_asked(asked_at, browser, language), "quiet"),
            Words(
                _(
                    "If it was not you, you need not do anything. "
                    "Do not pass this mail on: the link gives access to your details."
                ),
                "quiet",
            ),
            sender=sender,
            language=language,
        )


def signup_link(
    *, sender: Sender, language: Language, path: str, minutes: int, asked_at: datetime, browser: str
) -> Letter:
    """The link to the sign-up form for an address that belongs to no recipient yet (LG-11)."""
    with override(language):
        return letter(
            "signup_link",
            _("Become a customer of %(company)s") % {"company": sender.name},
            Words(
                _("This address is not registered with %(company)s yet. Press the button to create an account with it.")
                % {"company": sender.name}
            ),
            Button(_("Create account"), sender.url(path)),
            *_code_and_life(minutes),
            Words(_asked(asked_at, browser, language), "quiet"),
            Words(_("If it was not you, you need not do anything: nothing has been created."), "quiet"),
            sender=sender,
            language=language,
        )


def _code_and_life(minutes: int) -> tuple[Words, Words, Words]:
    works = ngettext(
        "The link and the code work for %(minutes)s minute, and only once.",
        "The link and the code work for %(minutes)s minutes, and only once.",
        minutes,
    )
    return (
        Words(_("If you are asked for a code, it is:")),
        Words(CODE, "code"),
        Words(works % {"minutes": minutes}),
    )


def _asked(at: datetime, browser: str, language: Language) -> str:
    if not browser:
        return _("It was asked for on %(moment)s.") % {"moment": moment(at, language)}
    asked = _("It was asked for on %(moment)s with %(browser)s.")
    return asked % {"moment": moment(at, language), "browser": plain(text=browser, longest=40)}

"""Mails to a company's own users, from the business portal: invitations, what changed, what waits (BP-14 to BP-33)."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from selvbetjening.domain.messaging.mails.letter import Button, Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day


def member_invited(
    *,
    sender: Sender,
    language: Language,
    name: str,
    inviter: str,
    is_manager: bool,
    solutions: str,
    message: str,
    expires_at: datetime,
    path: str,
    ends_on: date | None = None,
) -> Letter:
    """Somebody may become a user of the company (BP-15). `path` holds the token's place; `solutions` are names;
    `ends_on` is the first day on which the person is no user any more (BP-26).
    """
    with override(language):
        rows = [(_("Company"), sender.name), (_("Role"), _("Access Manager") if is_manager else _("User"))]
        rows += [(_("Access to"), plain(text=solutions, longest=200))] if solutions else []
        rows += [(_("User until"), format_day(ends_on, language))] if ends_on else []
        rows += [(_("Can be used until"), moment(expires_at, language))]
        told = [Words(_("From %(name)s:") % {"name": plain(text=inviter)}), Words(plain(text=message, longest=500))]
        return letter(
            "member_invited",
            _("You are invited to work for %(company)s") % {"company": sender.name},
            Words(_("Hello %(name)s") % {"name": plain(text=name)}),
            Words(
                _("%(inviter)s gives you access to %(company)s’s solutions.")
                % {"inviter": plain(text=inviter), "company": sender.name}
                if inviter
                else _("You get access to %(company)s’s solutions.") % {"company": sender.name}
            ),
            *(told if message and inviter else []),
            Facts(rows),
            Button(_("See the invitation"), sender.url(path)),
            Words(_("You log in with your MitID Erhverv. Nothing happens before you have said yes."), "quiet"),
            Words(_("If you do not know the company, you need not do anything."), "quiet"),
            sender=sender,
            language=language,
        )


def member_joined(*, sender: Sender, language: Language, solutions: str, path: str) -> Letter:
    """A receipt to the new user (BP-17)."""
    with override(language):
        rows = [(_("Company"), sender.name)]
        rows += [(_("Access to"), plain(text=solutions, longest=200))] if solutions else []
        return letter(
            "member_joined",
            _("You are now a user of %(company)s") % {"company": sender.name},
            Words(_("Your access is open. You log in with your MitID Erhverv.")),
            Facts(rows),
            *way(_("Go to the front page"), sender, path),
            Words(_("If it was not you, write to the company at once."), "quiet"),
            sender=sender,
            language=language,
        )


def member_told(
    *, sender: Sender, language: Language, what: str, solution: str, changed_at: datetime, path: str
) -> Letter:
    """Something was changed about the user's own access (BP-20 to BP-24). `what` is a sentence."""
    with override(language):
        rows = [(_("Company"), sender.name)]
        rows += [(_("Solution"), plain(text=solution))] if solution else []
        return letter(
            "member_told",
            _("Your access to %(company)s was changed") % {"company": sender.name},
            Words(what),
            Facts([*rows, (_("Changed"), moment(changed_at, language))]),
            *way(_("Go to the front page"), sender, path),
            Words(_("Do you have a question? Ask one of the company’s Access Managers."), "quiet"),
            sender=sender,
            language=language,
        )


def managers_told(*, sender: Sender, language: Language, what: str, changed_at: datetime, path: str) -> Letter:
    """The company's managers hear what was changed about who has access (BP-28, BP-29). `what` is a sentence.

    Whom it is about stands in the portal: a mail holds no data of others (BP-77), nor do the next ones.
    """
    with override(language):
        return letter(
            "managers_told",
            _("Who has access to %(company)s was changed") % {"company": sender.name},
            Words(what),
            Facts([(_("Changed"), moment(changed_at, language))]),
            *way(_("See who it is about"), sender, path),
            Words(_("If it was not one of you, suspend the user at once."), "quiet"),
            sender=sender,
            language=language,
        )


def task_waits(*, sender: Sender, language: Language, what: str, until: datetime, path: str) -> Letter:
    """Something waits for a manager's yes or no (BP-14, BP-29, BP-09). `what` is a sentence."""
    with override(language):
        return letter(
            "task_waits",
            _("Something waits for an Access Manager of %(company)s") % {"company": sender.name},
            Words(what),
            Facts([(_("Answer before"), moment(until, language))]),
            Button(_("Answer"), sender.url(path)),
            sender=sender,
            language=language,
        )


def task_answered(*, sender: Sender, language: Language, what: str, answer: str, path: str) -> Letter:
    """Who asked hears the answer, or that nobody has answered yet (BP-14). `what` is a sentence."""
    with override(language):
        return letter(
            "task_answered",
            _("About your request at %(company)s") % {"company": sender.name},
            Words(what),
            *([Facts([(_("Answer"), plain(text=answer, longest=300))])] if answer else []),
            *way(_("Go to the front page"), sender, path),
            sender=sender,
            language=language,
        )


def managers_written(*, sender: Sender, language: Language, name: str, email: str, message: str, path: str) -> Letter:
    """A message to the managers from somebody with the company's CVR number (BP-31)."""
    with override(language):
        return letter(
            "managers_written",
            _("A message to the Access Managers of %(company)s") % {"company": sender.name},
            Words(_("Somebody who logged in with your CVR number has written to you:")),
            Words(plain(text=message, longest=500)),
            Facts([(_("Who"), plain(text=name)), (_("E-mail"), plain(text=email, longest=254))]),
            Button(_("See the users"), sender.url(path)),
            Words(_("Who wrote has not seen your names or addresses."), "quiet"),
            sender=sender,
            language=language,
        )


def access_ending(*, sender: Sender, language: Language, solution: str, last_on: date, days: int, path: str) -> Letter:
    """An access ends in some days (BP-26). `solution` is empty where all of it ends."""
    with override(language):
        rows = [(_("Last day"), format_day(last_on, language))]
        rows += [(_("Solution"), plain(text=solution))] if solution else []
        subject = ngettext(
            "An access to %(company)s ends in %(days)d day", "An access to %(company)s ends in %(days)d days", days
        )
        return letter(
            "access_ending",
            subject % {"company": sender.name, "days": days},
            Words(_("An Access Manager can give it more time.")),
            Facts(rows),
            Button(_("See the user"), sender.url(path)),
            sender=sender,
            language=language,
        )


def grant_fading(*, sender: Sender, language: Language, solution: str, last_on: date, path: str) -> Letter:
    """An access that nobody uses ends in a fortnight unless it is kept (BM-05)."""
    with override(language):
        return letter(
            "grant_fading",
            _("An access to %(company)s is not used, and will end") % {"company": sender.name},
            Words(_("It has not been used for a long time. Press the button to keep it.")),
            Facts([(_("Solution"), plain(text=solution)), (_("Last day"), format_day(last_on, language))]),
            Button(_("Keep it"), sender.url(path)),
            sender=sender,
            language=language,
        )


def succession_told(*, sender: Sender, language: Language, due_at: datetime, path: str) -> Letter:
    """Somebody wants to become Access Manager where none is left: everybody hears it and can stop it (BM-11)."""
    with override(language):
        return letter(
            "succession_told",
            _("Somebody wants to become Access Manager of %(company)s") % {"company": sender.name},
            Words(_("No Access Manager has been here for a long time, so another one may take over after a wait.")),
            Facts([(_("Not before"), moment(due_at, language))]),
            Button(_("See it, or stop it"), sender.url(path)),
            Words(_("If this is not right, stop it, or write to us at once."), "quiet"),
            sender=sender,
            language=language,
        )

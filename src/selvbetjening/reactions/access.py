"""Who may act for a company: those concerned hear of it, from the business portal's own address."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, override

from selvbetjening.domain.access import events, queries
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.queries.invitations import mail_key
from selvbetjening.domain.access.rules.invitations import invitation_path
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.mails.login import TOKEN
from selvbetjening.domain.organizations.queries import get as company_of
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.reactions.access_post import (
    actor_in,
    all_managers,
    member_of,
    name_of,
    page_of,
    post,
    solution_names,
    tell_all,
)
from selvbetjening.reactions.access_words import ANSWERED, ASKED, JOINED, MEMBER
from selvbetjening.reactions.post import day_in, id_in


def invite(event: Recorded) -> None:
    """BP-15: the link is mailed, unless the invitation waits for a second manager."""
    found = queries.get_invitation(event.organization, invitation=id_in(event, "invitation"))
    if found is None or event.data.get("is_held") or found.state != "pending":
        return
    language = language_of(found.language)
    post(
        event,
        mails.member_invited,
        key=mail_key(invitation=found),
        to=found.email,
        language=language,
        name=found.given_name,
        inviter=name_of(event.organization, found.invited_by_id),
        is_manager=found.role == Membership.Role.ACCESS_MANAGER,
        solutions=solution_names([grant.solution_id for grant in found.grants.all()], language),
        message=found.message,
        expires_at=found.expires_at,
        path=invitation_path(organization=event.organization, token=TOKEN),
    )


def tell_of_invitation(event: Recorded) -> None:
    """The inviter hears that an invitation was declined or rejected; all managers that somebody waits (INV-04)."""
    found = queries.get_invitation(event.organization, invitation=id_in(event, "invitation"))
    outcome = event.data.get("outcome", "waits")
    if found is None or outcome not in ("declined", "rejected", "waits"):
        return
    name = f"{found.given_name} {found.surname}"
    only = {found.invited_by_id} if outcome != "waits" else None
    tell_all(event, f"invitation_{outcome}", name=name, path="invitationer/", only=only)


def welcome(event: Recorded) -> None:
    """BP-17: a receipt to the new user and to whoever invited."""
    row = member_of(event)
    if row is None:
        return
    language = language_of(row.language)
    grants = queries.members(event.organization, today=copenhagen_day(event.at), search=row.email)[1]
    solutions = [grant.solution for person in grants if person.id == row.id for grant in person.grants]
    post(
        event,
        mails.member_joined,
        key=f"{event.id}:{row.id}",
        to=row.email,
        language=language,
        solutions=solution_names(solutions, language),
        path=page_of(event),
    )
    everybody = row.role == Membership.Role.ACCESS_MANAGER
    tell_all(
        event, JOINED, name=row.full_name, path="brugere/", only=None if everybody else {row.invited_by_id}, but=row.id
    )


def tell_member(event: Recorded) -> None:
    """The user hears what was changed about the own access."""
    row = member_of(event)
    if row is None or not row.email or event.actor_id == str(row.id):
        return
    language = language_of(row.language)
    with override(language):
        what = gettext(MEMBER[event.name])
    open_door = row.state == "active"
    post(
        event,
        mails.member_told,
        key=f"{event.id}:{row.id}",
        to=row.email,
        language=language,
        what=what,
        solution=solution_names([event.data["solution"]], language) if "solution" in event.data else "",
        changed_at=event.at,
        path=page_of(event) if open_door else "",
    )


def tell_managers(event: Recorded) -> None:
    """The other managers hear of everything about managers, and of who is let in or out (BP-28, BP-29)."""
    row = member_of(event)
    tell_all(event, event.name, name=row.full_name if row else "", path="brugere/", but=actor_in(event))


def tell_of_review(event: Recorded) -> None:
    """BM-05: every manager hears that a review waits."""
    tell_all(event, event.name, name="", path="gennemgang/")


def tell_both(event: Recorded) -> None:
    """The user and the managers."""
    tell_member(event)
    tell_managers(event)


def ask_managers(event: Recorded) -> None:
    """BP-14, BP-29, BP-09: every manager but who asked is told that something waits."""
    task = queries.get_task(event.organization, task=id_in(event, "task"))
    if task is None or task.state != "open":
        return
    asked = name_of(event.organization, task.asked_by_id)
    name = task.wanted.get("name", "") or asked or (task.about.full_name if task.about else "")
    for manager in all_managers(event.organization, but=task.asked_by_id):
        language = language_of(manager.language)
        with override(language):
            what = gettext(ASKED[task.kind])
        post(
            event,
            mails.task_waits,
            key=f"{event.id}:{manager.id}",
            to=manager.email,
            language=language,
            what=what,
            name=name,
            reason=task.reason,
            until=task.expires_at,
            path=page_of(event, "adgang/"),
        )
    if event.name == events.TaskReminded.name:
        _tell_asker(event, task, "reminded", "")


def tell_answer(event: Recorded) -> None:
    """Who asked hears the answer."""
    task = queries.get_task(event.organization, task=id_in(event, "task"))
    if task is not None and event.data["outcome"] != "withdrawn":
        _tell_asker(event, task, event.data["outcome"], task.answer)


def _tell_asker(event: Recorded, task: Any, outcome: str, answer: str) -> None:
    if task.asked_by_id is None:
        return
    row = Membership.objects.filter(organization_id=event.organization, id=task.asked_by_id).first()
    if row is None or not row.email or row.state != "active":
        return
    language = language_of(row.language)
    with override(language):
        what = gettext(ANSWERED[outcome])
    post(
        event, mails.task_answered, key=f"{event.id}:{row.id}:asker", to=row.email, language=language, what=what,
        answer=answer, path=page_of(event),
    )  # fmt: skip


def pass_on(event: Recorded) -> None:
    """BP-31: the managers get the message; the answer goes to who wrote, without them being named before."""
    found = queries.get_message(event.organization, message=id_in(event, "message"))
    if found is None:
        return
    for manager in all_managers(event.organization):
        post(
            event,
            mails.managers_written,
            key=f"{event.id}:{manager.id}",
            to=manager.email,
            language=language_of(manager.language),
            reply_to=found.email,
            name=found.sender,
            email=found.email,
            message=found.text,
            path=page_of(event, "brugere/"),
        )


def warn_of_end(event: Recorded) -> None:
    """BP-26, BM-05: the user and the managers hear that an access ends."""
    row = member_of(event)
    if row is None:
        return
    fading = event.name == events.GrantFading.name
    last_on = day_in(event, "ends_on") - timedelta(days=1)
    readers = {each.id: each for each in [row, *all_managers(event.organization)]}
    for reader in readers.values():
        language = language_of(reader.language)
        own = "" if reader.id == row.id else f"brugere/{row.id}/"
        values: dict[str, Any] = {} if fading else {"days": int(event.data["days"])}
        post(
            event,
            mails.grant_fading if fading else mails.access_ending,
            key=f"{event.id}:{reader.id}",
            to=reader.email,
            language=language,
            name=row.full_name,
            solution=solution_names([event.data["solution"]], language) if event.data["solution"] else "",
            last_on=last_on,
            path=page_of(event, own),
            **values,
        )


def tell_everybody(event: Recorded) -> None:
    """BM-11: managers, users and the company's own address hear of a succession, and can stop it."""
    found = queries.get_succession(event.organization, succession=id_in(event, "succession"))
    if found is None or found.state != "open":
        return
    name = found.membership.full_name if found.membership else ""
    company = company_of(event.organization)
    people = Membership.objects.filter(organization_id=event.organization, state="active").exclude(email="")
    readers = [(str(row.id), row.email, row.language) for row in people]
    if company.email:
        readers.append(("company", company.email, company.language))
    for key, address, language in readers:
        post(
            event, mails.succession_told, key=f"{event.id}:{key}", to=address, language=language_of(language),
            name=name, due_at=found.due_at, path=page_of(event, "access-managers/"),
        )  # fmt: skip


SUBSCRIPTIONS = (
    (events.MemberInvited, invite),
    (events.InvitationResent, invite),
    (events.InvitationEnded, tell_of_invitation),
    (events.InvitationWaits, tell_of_invitation),
    (events.MemberJoined, welcome),
    (events.MemberSuspended, tell_both),
    (events.MemberRestored, tell_both),
    (events.MemberDeleted, tell_both),
    (events.MemberExpired, tell_both),
    (events.ManagerPromoted, tell_both),
    (events.ManagerDemoted, tell_both),
    (events.GrantGiven, tell_member),
    (events.GrantRemoved, tell_member),
    (events.GrantExpired, tell_member),
    (events.GrantFading, warn_of_end),
    (events.EndReminded, warn_of_end),
    (events.TaskAsked, ask_managers),
    (events.TaskReminded, ask_managers),
    (events.TaskAnswered, tell_answer),
    (events.ManagersWritten, pass_on),
    (events.DeputyNamed, tell_both),
    (events.SuccessionAsked, tell_everybody),
    (events.MemberElsewhere, tell_managers),
    (events.SessionsEnded, tell_member),
    (events.ReviewReminded, tell_of_review),
)

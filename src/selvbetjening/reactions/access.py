"""Who may act for a company: those concerned hear of it, from the business portal's own address."""

from datetime import timedelta
from typing import Any

from selvbetjening.domain.access import events, queries
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.queries.invitations import mail_key
from selvbetjening.domain.access.queries.notice_words import ANSWERED, ASKED, COMPANY, INVITED, JOINED, MEMBER
from selvbetjening.domain.access.rules.invitations import invitation_path
from selvbetjening.domain.access.rules.notices import NewNotice
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
    told,
)
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
        why=INVITED,
        source=found.id,
        name=found.given_name,
        inviter=name_of(event.organization, found.invited_by_id),
        is_manager=found.role == Membership.Role.ACCESS_MANAGER,
        solutions=solution_names([grant.solution_id for grant in found.grants.all()], language),
        message=found.message,
        expires_at=found.expires_at,
        ends_on=found.membership_ends_on,
        path=invitation_path(organization=event.organization, token=TOKEN),
    )


def tell_of_invitation(event: Recorded) -> None:
    """The inviter hears that an invitation was declined or rejected; all managers that somebody waits (INV-04)."""
    found = queries.get_invitation(event.organization, invitation=id_in(event, "invitation"))
    outcome = event.data.get("outcome", "waits")
    if found is None or outcome not in ("declined", "rejected", "waits"):
        return
    only = {found.invited_by_id} if outcome != "waits" else None
    tell_all(event, f"invitation_{outcome}", source=found.id, path="invitationer/", only=only)


def tell_of_bounce(event: Recorded) -> None:
    """BP-18: the inviter hears that the mail did not arrive; all managers where the inviter is none any more."""
    found = queries.get_invitation(event.organization, invitation=id_in(event, "invitation"))
    if found is not None:
        writer = {row.id for row in all_managers(event.organization)} & {found.invited_by_id}
        tell_all(event, "invitation_bounced", source=found.id, path="invitationer/", only=set(writer) or None)


def welcome(event: Recorded) -> None:
    """BP-17: a receipt to the new user and to whoever invited."""
    row = member_of(event)
    if row is None:
        return
    grants = queries.members(event.organization, today=copenhagen_day(event.at), search=row.email)[1]
    solutions = [grant.solution for person in grants if person.id == row.id for grant in person.grants]
    told(
        event,
        row,
        NewNotice("own_access", f"member:{JOINED}"),
        mails.member_joined,
        key=f"{event.id}:{row.id}",
        solutions=lambda language: solution_names(solutions, language),
    )
    everybody = row.role == Membership.Role.ACCESS_MANAGER
    only = None if everybody else {row.invited_by_id}
    tell_all(event, JOINED, about=row.id, path=f"brugere/{row.id}/", only=only, but=row.id)


def tell_member(event: Recorded) -> None:
    """The user hears what was changed about the own access."""
    row = member_of(event)
    if row is None or not row.email or event.actor_id == str(row.id):
        return
    solution = event.data.get("solution", "")
    told(
        event,
        row,
        NewNotice("own_access", f"member:{event.name}", solution=solution),
        mails.member_told,
        key=f"{event.id}:{row.id}",
        what=MEMBER[event.name],
        solution=lambda language: solution_names([solution], language) if solution else "",
        changed_at=event.at,
    )


def tell_managers(event: Recorded) -> None:
    """The other managers hear of everything about managers, and of who is let in or out (BP-28, BP-29)."""
    row = member_of(event)
    about = row.id if row else None
    path = f"brugere/{about}/" if about else "brugere/"
    tell_all(event, event.name, about=about, path=path, but=actor_in(event))


def tell_of_review(event: Recorded) -> None:
    """BM-05: every manager hears that a review waits."""
    tell_all(event, event.name, path="gennemgang/")


def tell_both(event: Recorded) -> None:
    """The user and the managers."""
    tell_member(event)
    tell_managers(event)


def ask_managers(event: Recorded) -> None:
    """BP-14, BP-29, BP-09: every manager but who asked is told that something waits."""
    task = queries.get_task(event.organization, task=id_in(event, "task"))
    if task is None or task.state != "open":
        return
    about = task.asked_by_id or task.about_id
    for manager in all_managers(event.organization, but=task.asked_by_id):
        told(
            event,
            manager,
            NewNotice("tasks", f"asked:{task.kind}", "anmodninger/", about=about, solution=_solution_of(task)),
            mails.task_waits,
            key=f"{event.id}:{manager.id}",
            what=ASKED[task.kind],
            until=task.expires_at,
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
    notice = NewNotice("answers", f"answered:{outcome}", "adgang/", solution=_solution_of(task))
    key = f"{event.id}:{row.id}:asker"
    told(event, row, notice, mails.task_answered, key=key, what=ANSWERED[outcome], answer=answer)


def _solution_of(task: Any) -> str:
    return task.subject if task.kind == "request_access" else ""


def pass_on(event: Recorded) -> None:
    """BP-31: the managers get the message; the answer goes to who wrote, without them being named before."""
    found = queries.get_message(event.organization, message=id_in(event, "message"))
    if found is None:
        return
    for manager in all_managers(event.organization):
        told(
            event,
            manager,
            NewNotice("messages", "other:written", "brugere/", source=found.id),
            mails.managers_written,
            key=f"{event.id}:{manager.id}",
            reply_to=found.email,
            name=found.sender,
            email=found.email,
            message=found.text,
        )


def warn_of_end(event: Recorded) -> None:
    """BP-26, BM-05: the user and the managers hear that an access ends."""
    row = member_of(event)
    if row is None:
        return
    fading = event.name == events.GrantFading.name
    last_on = day_in(event, "ends_on") - timedelta(days=1)
    readers = {each.id: each for each in [row, *all_managers(event.organization)]}
    word, solution = "fading" if fading else "end", event.data["solution"]
    for reader in readers.values():
        mine = reader.id == row.id
        values: dict[str, Any] = {} if fading else {"days": int(event.data["days"])}
        told(
            event,
            reader,
            NewNotice(
                "ends", f"other:{'own_' if mine else ''}{word}", "adgang/" if mine else f"brugere/{row.id}/",
                about=None if mine else row.id, solution=solution, last_on=last_on,
            ),
            mails.grant_fading if fading else mails.access_ending,
            key=f"{event.id}:{reader.id}",
            solution=lambda language: solution_names([solution], language) if solution else "",
            last_on=last_on,
            **values,
        )  # fmt: skip


def tell_everybody(event: Recorded) -> None:
    """BM-11: managers, users and the company's own address hear of a succession, and can stop it."""
    found = queries.get_succession(event.organization, succession=id_in(event, "succession"))
    if found is None or found.state != "open":
        return
    company = company_of(event.organization)
    path = "access-managers/ny/"
    people = Membership.objects.filter(organization_id=event.organization, state="active").exclude(email="")
    for row in people.order_by("id"):
        told(
            event, row, NewNotice("succession", "other:succession", path, about=found.membership_id),
            mails.succession_told, key=f"{event.id}:{row.id}", due_at=found.due_at,
        )  # fmt: skip
    if company.email:
        post(
            event, mails.succession_told, key=f"{event.id}:company", to=company.email,
            language=language_of(company.language), why=COMPANY, source=found.id, due_at=found.due_at,
            path=page_of(event, path),
        )  # fmt: skip


SUBSCRIPTIONS = (
    (events.MemberInvited, invite),
    (events.InvitationResent, invite),
    (events.InvitationEnded, tell_of_invitation),
    (events.InvitationWaits, tell_of_invitation),
    (events.InvitationBounced, tell_of_bounce),
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
    (events.MemberEmailSet, tell_member),
    (events.ReviewReminded, tell_of_review),
)

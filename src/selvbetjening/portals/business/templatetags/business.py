"""`{% load business %}`: names of solutions and of what may be done in them, and states as badges."""

from django.template import Library
from django.utils.safestring import SafeString

from selvbetjening.portals.business import words
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.ui.components.values import badge

register = Library()


@register.simple_tag
def solution_name(code: str) -> str:
    """A solution's name in the reader's language."""
    return name_of(code)


@register.simple_tag
def role_name(role: str) -> str:
    """A role in words."""
    return str(words.ROLES[role])


@register.simple_tag
def actions_named(actions: list[str]) -> str:
    """What may be done, as one line."""
    return ", ".join(str(words.ACTIONS.get(action, action)) for action in actions)


@register.simple_tag
def member_state(state: str) -> SafeString:
    """A user's state as a badge."""
    kind, text = words.MEMBER_STATES[state]
    return badge(kind, str(text))


@register.simple_tag
def invitation_state(state: str) -> SafeString:
    """An invitation's state as a badge."""
    kind, text = words.INVITATION_STATES[state]
    return badge(kind, str(text))


@register.simple_tag
def grant_state(state: str) -> SafeString:
    """An access's state as a badge."""
    kind, text = words.GRANT_STATES[state]
    return badge(kind, str(text))

"""One page: when this has happened, do that.

A reaction runs after the fact, in a transaction of its own, exactly once (`history.actions.react`). What must hold
together with the fact is a call in its action instead. It may run long after: what was agreed is read from the fact,
since the subscription may have moved on meanwhile. Each subject says in `SUBSCRIPTIONS` which fact leads to which
function, and in `ATTACHMENTS` what a mail takes along.
"""

from selvbetjening.domain.history.subscribers import subscribe
from selvbetjening.domain.messaging.ports import register_attachments
from selvbetjening.reactions import (
    accounts,
    contracts,
    credits,
    disputes,
    invoices,
    late,
    people,
    rights,
    subscriptions,
)

SUBJECTS = (
    accounts,
    contracts,
    disputes,
    credits,
    invoices,
    late,
    people,
    rights,
    subscriptions,
)


def register() -> None:
    """Plug the reactions into the book. Called once, when every app is ready."""
    for subject in SUBJECTS:
        for fact, reaction in subject.SUBSCRIPTIONS:
            subscribe(fact, reaction)
        for purpose, attach in getattr(subject, "ATTACHMENTS", {}).items():
            register_attachments(purpose, attach)

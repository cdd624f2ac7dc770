"""One page: when this has happened, do that.

A reaction runs after the fact, in a transaction of its own, exactly once (`history.actions.react`). What must hold
together with the fact is a call in its action instead. It may run long after: what was agreed is read from the fact,
since the subscription may have moved on meanwhile. Each subject says in `SUBSCRIPTIONS` which fact leads to which
functions (several subjects may react to one fact), and in `ATTACHMENTS` what a mail takes along.
"""

from selvbetjening.domain.history.subscribers import Reaction, subscribe
from selvbetjening.domain.messaging.ports import register_attachments
from selvbetjening.kernel.facts import Fact
from selvbetjening.reactions import (
    access,
    accounts,
    acts,
    cards,
    contracts,
    credits,
    debit_notices,
    direct_debit,
    disputes,
    files,
    host_keys,
    invoices,
    late,
    mandates,
    people,
    production,
    rights,
    ssh_keys,
    subscriptions,
    webhooks,
)

SUBJECTS = (
    access,
    accounts,
    acts,
    cards,
    contracts,
    disputes,
    credits,
    debit_notices,
    direct_debit,
    files,
    host_keys,
    invoices,
    late,
    mandates,
    people,
    production,
    rights,
    ssh_keys,
    subscriptions,
    webhooks,
)


def register() -> None:
    """Plug the reactions into the book. Called once, when every app is ready."""
    wanted: dict[type[Fact], list[Reaction]] = {}
    for subject in SUBJECTS:
        for fact, reaction in subject.SUBSCRIPTIONS:
            wanted.setdefault(fact, []).append(reaction)
        for purpose, attach in getattr(subject, "ATTACHMENTS", {}).items():
            register_attachments(purpose, attach)
    for fact, reactions in wanted.items():
        subscribe(fact, *reactions)
    webhooks.register_captures()

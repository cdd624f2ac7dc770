"""No relation points upward or sideways: what import-linter cannot see, since foreign keys are lazy strings."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Model
from django.test.utils import isolate_apps

from tests.house.layers import rank
from tests.house.models import app_of, domain_models, relations

# The operator's staff are Django's own users: the one framework table that a model of ours may point to.
FRAMEWORK = {("identity", "django.contrib.auth.models")}


def upward(found: Iterable[type[Model]]) -> list[str]:
    """The relations that point to an app on a higher layer, on the same layer, or outside the domain."""
    faults = []
    for model, field, target in relations(found):
        own, other = app_of(model), app_of(target)
        if own == other or (own, target.__module__) in FRAMEWORK:
            continue
        try:
            downward = rank(other) < rank(own)
        except KeyError:
            downward = False
        if not downward:
            faults.append(f"{own}.{model.__name__}.{field.name} -> {other}.{target.__name__}")
    return faults


def test_every_relation_points_downward() -> None:
    assert domain_models()
    assert upward(domain_models()) == []


def domain_model(app: str, name: str, **fields: object) -> type[Model]:
    """A model as if it stood in that app."""
    body = {"__module__": f"selvbetjening.domain.{app}.models", "Meta": type("Meta", (), {"app_label": app}), **fields}
    return type(name, (Model,), body)


@isolate_apps()
def test_planted_relations_are_seen() -> None:
    event = domain_model("history", "Event")
    invoice = domain_model("invoicing", "Invoice", event=models.ForeignKey(event, models.CASCADE))
    payment = domain_model("payments", "Payment", invoices=models.ManyToManyField(invoice))
    plan = domain_model("subscriptions", "Subscription", payment=models.ForeignKey(payment, models.CASCADE))
    low = domain_model("catalog", "Plan", invoice=models.OneToOneField(invoice, models.CASCADE))
    stranger = type(
        "Group", (Model,), {"__module__": "strange.models", "Meta": type("M", (), {"app_label": "strange"})}
    )
    outside = domain_model("identity", "User", group=models.ForeignKey(stranger, models.CASCADE))
    assert upward([event, invoice, payment]) == []
    assert upward([plan, low, outside]) == [
        "subscriptions.Subscription.payment -> payments.Payment",
        "catalog.Plan.invoice -> invoicing.Invoice",
        "identity.User.group -> strange.Group",
    ]

"""The walk's way out of the API: webhooks, the link into self-service, and the description."""

from typing import Any

from tests.api.fenerum_client import Fenerum
from tests.api.fenerum_shapes import LINK, TEXT, WEBHOOK

STANDARD = {
    "account.created", "account.updated", "plan_terms.created", "plan_terms.updated", "new_invoice", "paid_invoice",
    "new_activity", "cancel_subscription", "renew_subscription_soon",
}  # fmt: skip
LINKS = ("self-service/initiate-organization/", "/api/self-service/initiate-organization/")


def webhooks(api: Fenerum, *, receiver: str) -> None:
    """An endpoint with every standard event and one with its own; changed, and taken away."""
    body = {"endpoint": receiver, "basic_auth_username": "us", "basic_auth_password": "secret", "enabled": True}
    wrong = {"endpoint": "no address", "enabled": "perhaps", "events": ["no.such"]}
    made = api.write(
        "POST", "webhooks/", body, {**WEBHOOK, "signing_secret": TEXT}, wrong=wrong, required=("endpoint",)
    )
    assert set(made["events"]) == STANDARD and made["basic_auth_password"] == "secret" and made["signing_secret"]
    named = {"endpoint": receiver + "2/", "basic_auth_username": None, "events": ["new_invoice", "payment.declined"]}
    other = api.ask("POST", "webhooks/", WEBHOOK, named)
    assert set(other["events"]) == {"new_invoice", "payment.declined"} and other["enabled"] is True
    at = f"webhooks/{other['uuid']}/"
    put = api.write("PUT", at, {"events": ["paid_invoice"]}, WEBHOOK, wrong={"events": ["no.such"]})
    assert (put["events"], put["endpoint"]) == (["paid_invoice"], named["endpoint"])
    api.write("PATCH", at, {"enabled": "false"}, WEBHOOK, wrong={"enabled": "perhaps"})
    assert api.read(at, WEBHOOK)["enabled"] is False
    assert {row["uuid"] for row in api.every("webhooks/", WEBHOOK, page_size=1)} >= {made["uuid"], other["uuid"]}
    api.delete(at)


def self_service(api: Fenerum, *, email: str, return_url: str, subscription: str) -> list[Any]:
    """A link straight in, at both addresses. Returns the answers."""
    answers = []
    for path in LINKS:
        wrong = {"email": "nobody", "expires_in": "soon", "locale": "klingon", "target": "nowhere",
                 "return_url": "https://elsewhere.example/", "delivery": "pigeon"}  # fmt: skip
        link = api.write("POST", path, {"email": email}, LINK, wrong=wrong, required=("email",), status=200)
        assert link["url"] == link["link"]
        api.field_error("POST", path, {"email": ""}, "email")
        assert api.refusal("POST", path, 400, {"email": "nobody@example.com"})["code"] == "unknown_email"
        more = {"account": "CUST001", "return_url": return_url, "locale": "da", "target": f"plan:{subscription}",
                "expires_in": 60, "delivery": "redirect"}  # fmt: skip
        answers.append(api.ask("POST", path, LINK, {"email": email} | more, status=200))
    return answers


def description(api: Fenerum) -> None:
    """The OpenAPI description, and the console for people."""
    assert api.read("/api/schema/", {"openapi": TEXT})["openapi"].startswith("3.")
    console = api.call("GET", "/api/swagger/")
    assert console.status_code == 200
    api.walked.add("GET /api/swagger/")

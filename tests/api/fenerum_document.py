"""The endpoints of Fenerum's public API, one line each, as its document lists them.

"PUT, PATCH" stand on every resource that can be changed: "both verbs accepted on every updatable resource". Both card
spellings and both places of the self-service link are addresses of their own.
"""

import re

DOCUMENT = """
GET POST                accounts/
GET PUT PATCH           accounts/{code}/
POST                    accounts/{code}/subscribe/
POST                    accounts/{code}/generate_invoice/
GET POST                accounts/{code}/contracts/
GET PUT PATCH DELETE    accounts/{code}/contracts/{uuid}/
GET POST                accounts/{code}/contracts/{uuid}/tiers/
GET PUT PATCH DELETE    accounts/{code}/contracts/{uuid}/tiers/{id}/
GET                     plans/
GET                     plans/{uuid}/
POST                    plans/calculate/
GET POST                plans/{uuid}/terms/
GET PUT PATCH           plans/{uuid}/terms/{uuid}/
GET POST                subscriptions/
GET PUT PATCH           subscriptions/{uuid}/
POST                    subscriptions/{uuid}/cancel/
GET POST                subscriptions/{uuid}/changes/
GET                     subscriptions/{uuid}/changes/{id}/
POST                    subscriptions/{uuid}/changes/{id}/cancel/
POST                    self-service/initiate-organization/
POST                    /api/self-service/initiate-organization/
GET POST                recipients/
GET PUT PATCH DELETE    recipients/{uuid}/
GET POST                paymentcards/
GET                     paymentcards/{uuid}/
POST                    paymentcards/{uuid}/disable/
GET POST                paymentscards/
GET                     paymentscards/{uuid}/
POST                    paymentscards/{uuid}/disable/
GET POST                draftinvoicelines/
GET PUT PATCH DELETE    draftinvoicelines/{uuid}/
GET                     invoices/
GET PUT PATCH           invoices/{uuid}/
GET                     invoicelines/
GET                     invoicelines/{id}/
GET                     cash-flow/{MM-YYYY}/
GET POST                webhooks/
GET PUT PATCH DELETE    webhooks/{uuid}/
GET                     /api/schema/
GET                     /api/swagger/
"""

#: Their body is `{}`: there is no field that could be wrong.
EMPTY_BODIES = {
    "POST accounts/{code}/generate_invoice/",
    "POST subscriptions/{uuid}/changes/{id}/cancel/",
    "POST paymentcards/{uuid}/disable/",
    "POST paymentscards/{uuid}/disable/",
}


def endpoints() -> list[str]:
    """`"POST accounts/{code}/subscribe/"` and so on, every one."""
    rows = [line.split() for line in DOCUMENT.strip().splitlines()]
    return [f"{method} {path}" for *methods, path in rows for method in methods]


def writable() -> set[str]:
    """Those that take a body."""
    return {endpoint for endpoint in endpoints() if endpoint.split()[0] in {"POST", "PUT", "PATCH"}}


def endpoint_of(method: str, path: str) -> str:
    """The line of the document that a call belongs to. Raises LookupError for one that is not documented."""
    for endpoint in endpoints():
        verb, template = endpoint.split()
        if verb == method and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path):
            return endpoint
    raise LookupError(f"the document lists no {method} {path}")

"""A machine that calls the API: JSON in, JSON out, by token."""

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from selvbetjening.domain.identity.actions.create_api_user import create_api_user
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

HOST = "api.portal.test"


class Machine:
    """Calls with one organization's token. `answer` is Django's, `answer.json()` what came."""

    def __init__(self, organization: Organization, **token: Any) -> None:
        self.organization, self.here = organization, OrganizationId(organization.id)
        made = create_api_user(self.here, name=f"m-{uuid4().hex[:8]}", actor=SYSTEM, at=clock.now(), **token)
        self.api_user, self.token = made.id, made.token
        self.client = Client()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """`path` under /api/v1/, or the whole address of a `next`; headers with underscores for hyphens."""
        address = path if path.startswith(("/", "https://")) else f"/api/v1/{path}"
        address = address.replace(f"https://{HOST}", "")
        content = body if isinstance(body, bytes | str) else b"" if body is None else json.dumps(body)
        given = {"Authorization": f"Token {self.token}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        kind = given.pop("Content-Type", "application/json")
        return self.client.generic(
            method, address, content, content_type=kind, secure=True, headers=given, HTTP_HOST=HOST
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("PUT", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.call("DELETE", path, **headers)


#: A whole account as clients send it (fenerum-api.md section 5).
ACCOUNT = {
    "company_name": "Fjord Cykler ApS", "legal_address": "Havnegade 1", "legal_zipcode": "8000",
    "legal_city": "Aarhus C", "legal_country": "DK", "legal_vat_number": None,
}  # fmt: skip


def account_body(**values: Any) -> dict[str, Any]:
    """A body for POST accounts/, with a code of its own."""
    return {**ACCOUNT, "code": f"CUST-{uuid4().hex[:8]}", **values}

"""The OpenAPI 3.1 document: what ninja makes of the operations, put right where it says too much or too little."""

from functools import cache
from typing import Any, Final

from ninja import NinjaAPI

FORM: Final = "application/x-www-form-urlencoded"
_HEADERS: Final = (
    ("X-Client-System", "The name of your application."),
    ("X-User", "Who uses your application; kept in the log."),
)
_KEY: Final = ("Idempotency-Key", "The same key and body within 24 hours replays the answer.")
_MATCH: Final = ("If-Match", "The ETag of what you read: 412 if it has changed since.")
_ABOUT: Final = (
    "Compatible with clients of Fenerum's public API. Send `Authorization: Token <token>`. "
    "Lists are in pages; `next` can be followed until it is null."
)


@cache
def document(api: NinjaAPI) -> dict[str, Any]:
    """The whole description as plain data."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    made["openapi"] = "3.1.0"
    made["info"] = {"title": "Selvbetjening", "version": api.version, "description": _ABOUT}
    made["components"] = {**made["components"], "securitySchemes": {"Token": _SECURITY}}
    made["security"] = [{"Token": []}]
    made.pop("servers", None)
    made["paths"] = {path: _methods(methods) for path, methods in sorted(made["paths"].items())}
    for name, schema in made["components"]["schemas"].items():
        # `fields` leaves any of them out (section 3).
        if name.endswith("Out"):
            schema.pop("required", None)
    return made


_SECURITY: Final = {
    "type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token <token>`",
}  # fmt: skip


def _methods(methods: dict[str, Any]) -> dict[str, Any]:
    done = {}
    for method, details in methods.items():
        own = {**details, "parameters": [*details.get("parameters", []), *_parameters(method)]}
        if method == "put" and "patch" in methods:
            own["operationId"] = f"{own['operationId']}_put"
        if body := own.get("requestBody"):
            content = body["content"]
            own["requestBody"] = {**body, "content": {**content, FORM: next(iter(content.values()))}}
        done[method] = own
    return done


def _parameters(method: str) -> list[dict[str, Any]]:
    named = [*_HEADERS]
    if method == "post":
        named.append(_KEY)
    if method in {"put", "patch", "delete"}:
        named.append(_MATCH)
    found = [
        {"in": "header", "name": name, "required": False, "description": words, "schema": {"type": "string"}}
        for name, words in named
    ]
    if method == "get":
        found.append(
            {"in": "query", "name": "fields", "required": False, "schema": {"type": "string"},
             "description": "Show only these fields, with commas between."}
        )  # fmt: skip
    return found

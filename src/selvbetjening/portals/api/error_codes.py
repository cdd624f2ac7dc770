"""The codes of refusals, and what to do about each; `/api/errors/` shows them."""

from typing import Final

CODES: Final[dict[str, str]] = {
    "invalid": "A field is missing or wrong. The body names each field with what is wrong.",
    "invalid_filter": "A filter of the address has a value that is none. The body names it.",
    "invalid_page": "There is no such page, or the cursor is none of ours. Start again without it.",
    "unreadable": "The body is not JSON, or not in UTF-8.",
    "bad_request": "The request cannot be read.",
    "not_authenticated": "Send `Authorization: Token <token>`.",
    "authentication_failed": "The token is unknown, has expired or was revoked. Make a new one in the business portal.",
    "organization_inactive": "The organization is closed. Nothing can be done through the API.",
    "permission_missing": "This API user has not the right that the call asks for. An administrator may give it.",
    "read_only_token": "This token can only read. Use another one.",
    "forbidden": "The call is not allowed.",
    "not_found": "There is no such object in this organization.",
    "method_not_allowed": "The address does not offer this method; the header `Allow` says which it does.",
    "unsupported_media_type": "Send JSON or a form.",
    "too_large": "The body is too large. Send less at a time.",
    "throttled": "Too many calls in one minute. Wait for as many seconds as `Retry-After` says.",
    "idempotency_key": "The Idempotency-Key is too long.",
    "idempotency_key_reused": "This Idempotency-Key was sent with another body. Take a new key for a new request.",
    "idempotency_in_progress": "The first call with this key is still running. Ask again shortly.",
    "changed_meanwhile": "The object is not as you read it. Read it again.",
    "server_error": "Our fault. Tell us the reference.",
    "code_taken": "Another account has this code.",
    "unknown_account": "There is no account with this code or id.",
}

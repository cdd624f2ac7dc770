"""The codes of refusals, and what to do about each; `/api/errors/` shows them."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CODES: Final[dict[str, str | Promise]] = {
    "invalid": _("A field is missing or wrong. The body names each field with what is wrong."),
    "invalid_filter": _("A filter of the address has a value that is none. The body names it."),
    "invalid_page": _("There is no such page, or the cursor is none of ours. Start again without it."),
    "unreadable": _("The body is not JSON, or not in UTF-8."),
    "bad_request": _("The request cannot be read."),
    "not_authenticated": _("Send `Authorization: Token <token>`."),
    "authentication_failed": _(
        "The token is unknown, has expired or was revoked. Make a new one in the business portal."
    ),
    "organization_inactive": _("The organization is closed. Nothing can be done through the API."),
    "permission_missing": _("This API user has not the right that the call asks for. An administrator may give it."),
    "read_only_token": _("This token can only read. Use another one."),
    "forbidden": _("The call is not allowed."),
    "not_found": _("There is no such object in this organization."),
    "method_not_allowed": _("The address does not offer this method; the header `Allow` says which it does."),
    "unsupported_media_type": _("Send JSON or a form."),
    "too_large": _("The body is too large. Send less at a time."),
    "throttled": _("Too many calls in one minute. Wait for as many seconds as `Retry-After` says."),
    "idempotency_key": _("The Idempotency-Key is too long."),
    "idempotency_key_reused": _("This Idempotency-Key was sent with another body. Take a new key for a new request."),
    "idempotency_in_progress": _("The first call with this key is still running. Ask again shortly."),
    "changed_meanwhile": _("The object is not as you read it. Read it again."),
    "server_error": _("Our fault. Tell us the reference."),
    "code_taken": _("Another account has this code."),
    "unknown_account": _("There is no account with this code or id."),
    "gone": _("An invoice has the line, or it was dropped."),
    "too_many": _("Too many objects at once. Send less at a time."),
    "last_owner": _("An account needs an owner. Make somebody else one first."),
    "endpoint_form": _("The address of the webhook is none."),
    "endpoint_long": _("The address of the webhook is too long."),
    "endpoint_https": _("The address of the webhook must begin with https://."),
    "endpoint_port": _("The address of the webhook may use port 443 or 8443."),
    "endpoint_user_info": _("User name and password of the webhook have fields of their own."),
    "endpoint_bare_ip": _("The address of the webhook must be a name."),
    "endpoint_host": _("The name in the address of the webhook is none."),
    "endpoint_fragment": _("The address of the webhook must have no fragment."),
    "unknown_event": _("There is no such event of webhooks."),
    "password_characters": _("User name or password of the webhook hold characters that cannot be sent."),
    "too_many_webhooks": _("The company has as many webhooks as it may have."),
}

"""Webhooks in words: events, states, and what was in the way."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

FAMILIES: Final[Words] = {
    "accounts": _("Customers"),
    "plans": _("Plans and prices"),
    "invoices": _("Invoices"),
    "activity": _("Everything that happens to a customer"),
    "subscriptions": _("Subscriptions"),
    "payments": _("Payments"),
    "cards": _("Payment cards"),
    "betalingsservice": _("Betalingsservice"),
    "self_service": _("What customers do in the portal"),
    "disputes": _("Disputes and chargebacks"),
    "files": _("Files"),
}
STATES: Final[Words] = {
    "unverified": _("Waits for the challenge"),
    "active": _("On"),
    "off": _("Off"),
}
OFF: Final[Words] = {
    "person": _("Somebody of your company has switched it off. Nothing that happens meanwhile is kept for it."),
    "failing": _(
        "We have switched it off: the receiver took nothing for a week. What happens meanwhile is kept, and can be "
        "sent again when it is on."
    ),
    "access_ended": _(
        "We have switched it off: the user who made it has no access any more. What happens meanwhile is kept, and can "
        "be sent again when it is on."
    ),
}
DELIVERIES: Final[Words] = {
    "waiting": _("Waits"),
    "delivered": _("Came through"),
    "failed": _("Given up"),
}
#: What was in the way of a try, and the way out.
CODES: Final[Words] = {
    "": _("The receiver said yes."),
    "unknown_host": _("The name of the receiver is not known on the internet. Look at the address."),
    "inner_host": _("The name leads to an address inside a network. It must lead to the open internet."),
    "unreachable": _("Nobody answered at the address. Is the receiver running, and does its firewall let us in?"),
    "timeout": _("The receiver took too long. It must answer within ten seconds: answer first, and work afterwards."),
    "tls": _("The certificate of the receiver does not hold. It must be valid for the name in the address."),
    "answer": _("What the receiver answered is not HTTP."),
    "redirect": _("The receiver sent us elsewhere. We do not follow: write the address it leads to."),
    "refused": _("The receiver did not let us in (401 or 403). Look at the user name and the password."),
    "unwanted": _("The receiver does not want this message (an answer from 400 to 499)."),
    "broken": _("The receiver had a fault of its own (an answer from 500, or too much to do)."),
    "sealed": _("The secret cannot be opened here. Make a new one."),
    "lost": _("Our sending was cut off in the middle. It is sent again; the receiver knows it by its id."),
    "erased": _("The customer was erased, and what was to be told of it with it."),
    "off": _("The webhook was switched off. You can send it again."),
    "removed": _("The webhook was removed."),
    "unproven": _(
        "The receiver answered, but did not show that it wants to be told. Let it repeat the challenge in its answer, "
        "refuse a wrong password with 401 or 403, or write the code from its log below."
    ),
}
#: What is wrong with an address or a word, by its code.
WRONG: Final[Words] = {
    "form": _("This is not an address. Write it as https://example.dk/webhook."),
    "long": _("The address is too long."),
    "https": _("The address must begin with https://."),
    "port": _("The address may use port 443 or 8443."),
    "user_info": _("Write the user name and the password in the fields below, not in the address."),
    "bare_ip": _("Write a name, not a number: the certificate is checked for the name."),
    "host": _("Write the whole name of the receiver, such as hooks.example.dk."),
    "fragment": _("Leave out # and what comes after it."),
    "too_many": _("You have as many webhooks as a company may have. Remove one first."),
    "basic_auth_username": _("A user name has no colon and no control characters."),
    "basic_auth_password": _("A password has no control characters."),
}

"""From our mail to the wire: MIME, with text and HTML as alternatives and files beside them."""

import re
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final

from selvbetjening.domain.messaging.ports import Mail, PostRefused

# Letters and digits of every language, and the signs of RFC 5321 that need no quotes.
_INTERNATIONAL: Final = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")


def as_message(mail: Mail) -> EmailMessage:
    """The mail as a message. Raises `PostRefused` for an address or header that cannot be written down (SEC-62)."""
    message = EmailMessage(policy=policy.SMTP)
    try:
        message["From"] = Address(mail.sender_name, addr_spec=mail.sender)
        message["To"] = _address(mail.to)
        if mail.reply_to:
            message["Reply-To"] = _address(mail.reply_to)
        message["Subject"] = mail.subject
        message["Message-ID"] = mail.message_id
    except (ValueError, IndexError, UnicodeError) as error:
        # Includes every line break: the library refuses it, and so do we.
        raise PostRefused("malformed", permanent=True) from error
    message["Date"] = formatdate(usegmt=True)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    for attachment in mail.attachments:
        maintype, _, subtype = attachment.content_type.partition("/")
        message.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=attachment.name)
    message["Content-Language"] = mail.language  # last: setting the content removes every Content header
    return message


def _address(text: str) -> Address:
    """The library takes letters such as ø before the at sign only when the two sides are given apart (RFC 6531)."""
    local, _, domain = text.rpartition("@")
    if local.isascii() or not _INTERNATIONAL.fullmatch(local):
        return Address(addr_spec=text)
    return Address(username=local, domain=Address(addr_spec=f"x@{domain}").domain)

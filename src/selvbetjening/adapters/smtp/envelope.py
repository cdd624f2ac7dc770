"""From our mail to the wire: MIME, with text and HTML as alternatives and files beside them."""

from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from selvbetjening.domain.messaging.ports import Mail, PostRefused


def as_message(mail: Mail) -> EmailMessage:
    """The mail as a message. Raises `PostRefused` for an address or header that cannot be written down (SEC-62)."""
    message = EmailMessage(policy=policy.SMTP)
    try:
        message["From"] = Address(mail.sender_name, addr_spec=mail.sender)
        message["To"] = Address(addr_spec=mail.to)
        if mail.reply_to:
            message["Reply-To"] = Address(addr_spec=mail.reply_to)
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

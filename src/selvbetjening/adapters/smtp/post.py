"""Post one mail by SMTP, and say in a short code why it was not taken."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email import policy
from email.message import EmailMessage
from typing import Any, Final

from django.conf import settings

from selvbetjening.adapters.smtp.envelope import as_message
from selvbetjening.domain.messaging.ports import Mail, PostRefused

#: Seconds for each step of the talk with the server.
TIMEOUT: Final = 20.0


class SmtpPost:
    """Talks to the server of `settings.EMAIL`, or of the given mapping: host, port, user, password, security.

    `security` is `none`, `tls` or `starttls`; certificates and names are checked (SEC-130).
    """

    def __init__(self, server: Mapping[str, Any] | None = None, *, timeout: float = TIMEOUT) -> None:
        self.server: Mapping[str, Any] = settings.EMAIL if server is None else server
        self.timeout = timeout

    def deliver(self, mail: Mail) -> None:
        """Raises `PostRefused`: permanent for a 5xx answer, for now for 4xx and everything about the line itself.

        An address with letters beyond ASCII before the at sign needs a server that can SMTPUTF8 (RFC 6531); without it
        the mail is refused for good as `not_supported`. A Reply-To of that kind is left out there.
        """
        message = as_message(mail)
        with _as_refusal():
            server = self._connect()
            try:
                self._introduce(server)
                _send(server, mail, message)
            finally:
                # A mail that was taken stays taken, however the server says goodbye.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()

    def try_out(self) -> None:
        """Connect and log in as for a mail, and send none. Raises `PostRefused` with the code of what is wrong."""
        with _as_refusal():
            server = self._connect()
            try:
                server.ehlo()
                self._introduce(server)
            finally:
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()

    def _connect(self) -> smtplib.SMTP:
        host, port = self.server["host"], self.server["port"]
        if self.server["security"] == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=self.timeout, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=self.timeout)

    def _introduce(self, server: smtplib.SMTP) -> None:
        if self.server["security"] == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self.server["user"]:
            server.login(self.server["user"], self.server["password"])


def _send(server: smtplib.SMTP, mail: Mail, message: EmailMessage) -> None:
    if mail.to.isascii() and mail.reply_to.isascii():
        server.send_message(message, from_addr=mail.sender, to_addrs=[mail.to])
        return
    server.ehlo_or_helo_if_needed()
    if server.has_extn("smtputf8"):
        content, options = message.as_bytes(policy=policy.SMTPUTF8), ("SMTPUTF8", "BODY=8BITMIME")
        server.sendmail(mail.sender, [mail.to], content, mail_options=options)
    elif mail.to.isascii():
        del message["Reply-To"]
        server.send_message(message, from_addr=mail.sender, to_addrs=[mail.to])
    else:
        raise PostRefused("not_supported", permanent=True)


@contextmanager
def _as_refusal() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = max(answer[0] for answer in error.recipients.values())
        raise _answered(code, "recipient") from None
    except smtplib.SMTPAuthenticationError as error:
        # Our own set-up is wrong: a person will mend it, and the mail must not be lost meanwhile.
        raise PostRefused(f"login_{error.smtp_code}", permanent=False) from None
    except smtplib.SMTPResponseException as error:
        raise _answered(error.smtp_code, "answer") from None
    except smtplib.SMTPNotSupportedError:
        raise PostRefused("not_supported", permanent=False) from None
    except smtplib.SMTPServerDisconnected:
        raise PostRefused("disconnected", permanent=False) from None
    except ssl.SSLError:
        raise PostRefused("certificate", permanent=False) from None
    except TimeoutError:
        raise PostRefused("timeout", permanent=False) from None
    except OSError:
        raise PostRefused("no_connection", permanent=False) from None


def _answered(code: int, what: str) -> PostRefused:
    """What the server said, without its words: they repeat the address."""
    return PostRefused(f"{what}_{code}", permanent=500 <= code < 600)

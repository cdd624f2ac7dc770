"""Mail by SMTP: `SmtpPost` serves the port `messaging.ports.Post`."""

from selvbetjening.adapters.smtp.post import SmtpPost

__all__ = ["SmtpPost"]

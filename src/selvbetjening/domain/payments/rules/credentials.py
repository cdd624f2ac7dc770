"""The keys of a company's account at a gateway: their shape, and which world they belong to. Pure."""

import json
import re
from dataclasses import dataclass
from typing import Final, Literal

from selvbetjening.domain.payments.ports import Mode

Problem = Literal["api_key", "publishable", "notice_secret", "mode"]
_STRIPE_KEY: Final = re.compile(r"(?:sk|rk)_(test|live)_[A-Za-z0-9_]{8,240}")
_STRIPE_SECRET: Final = re.compile(r"whsec_[A-Za-z0-9+/=_-]{8,240}")
_QUICKPAY: Final = re.compile(r"[A-Za-z0-9_-]{8,200}")


class WrongKeys(Exception):
    """These cannot be the keys; `field` is `api_key`, `notice_secret` or `mode`, `reason` a code for its words."""

    def __init__(self, field: str, reason: Problem) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True)
class Keys:
    """What is sealed: the API key, and the keys that notices are signed with, newest first. `repr` tells neither."""

    api_key: str
    notice_secrets: tuple[str, ...]

    def __repr__(self) -> str:
        return "Keys(…)"

    def as_text(self) -> str:
        """The text that is sealed."""
        return json.dumps({"api_key": self.api_key, "notice_secrets": list(self.notice_secrets)})

    @classmethod
    def from_text(cls, text: str | bytes) -> "Keys":
        """Read what `as_text` wrote."""
        found = json.loads(text)
        return cls(found["api_key"], tuple(found["notice_secrets"]))

    @property
    def hint(self) -> str:
        """The end of the API key, by which people know it again."""
        return "…" + self.api_key[-4:]


def checked(*, gateway: str, api_key: str, notice_secret: str, mode: Mode) -> Keys:
    """The keys as typed, without blanks around. Raises `WrongKeys` at the field that cannot be right.

    A Stripe key says itself whether it is for tests; a publishable one (`pk_`) is refused by name. QuickPay has one
    host for both and its keys look alike: there the mode is what the company says, and every fact is held against it.
    """
    key, secret = api_key.strip(), notice_secret.strip()
    if gateway == "stripe":
        if key.startswith("pk_"):
            raise WrongKeys("api_key", "publishable")
        found = _STRIPE_KEY.fullmatch(key)
        if not found:
            raise WrongKeys("api_key", "api_key")
        if found[1] != mode:
            raise WrongKeys("mode", "mode")
        if not _STRIPE_SECRET.fullmatch(secret):
            raise WrongKeys("notice_secret", "notice_secret")
    else:
        if not _QUICKPAY.fullmatch(key):
            raise WrongKeys("api_key", "api_key")
        if not _QUICKPAY.fullmatch(secret):
            raise WrongKeys("notice_secret", "notice_secret")
    return Keys(key, (secret,))


def with_new_secret(*, old: Keys, new: Keys) -> Keys:
    """The new keys, which still know the latest earlier notice key: notices on their way were signed with it."""
    earlier = tuple(secret for secret in old.notice_secrets[:1] if secret not in new.notice_secrets)
    return Keys(new.api_key, new.notice_secrets + earlier)

"""Who is at the door, as the rows keep it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from selvbetjening.domain.deliveries.rules.names import TEMPORARY
from selvbetjening.kernel.actors import Actor

Door = Literal["https", "sftp", "api"]
Environment = Literal["production", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who acts, through which door.

    `membership` is the person, for a machine's SFTP user the person responsible for it, for an API user whoever made
    the token: she may not approve what it sends (SEC-32). `account` is the id of the SFTP user, or of the API user;
    `key_fingerprint` that of the key that was used. `address` is where the connection came from; it is shown in the
    portal and never stands in a receipt. `pbs_numbers` are those that may be sent for, empty for all of the company's;
    `sftp_user` is the user name that the receipt repeats, `temporary` the patterns of names under which nothing is
    delivered (annex C.4).
    """

    door: Door
    actor: Actor
    membership: UUID | None = None
    account: UUID | None = None
    key_fingerprint: str = ""
    address: str = ""
    pbs_numbers: tuple[str, ...] = ()
    sftp_user: str = ""
    temporary: tuple[str, ...] = TEMPORARY

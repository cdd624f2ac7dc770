"""Which of the server's keys is shown first, and which client has met which (BM-09)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import asyncssh

from selvbetjening.domain.identity.queries.host_keys import changes
from selvbetjening.domain.identity.rules.host_keys import in_order
from selvbetjening.domain.identity.rules.ssh_keys import fingerprint_of

#: The library calls it when a client wants the proof of keys that it is about to learn (UpdateHostKeys).
_PROOF = "_process_hostkeys_prove_00_at_openssh_dot_com_global_request"


def as_announced(keys: Sequence[asyncssh.SSHKey], *, today: date) -> list[asyncssh.SSHKey]:
    """The keys in the order in which they are to be served: of each kind the first one is shown, all are provable."""
    starts = {each.fingerprint: each.starts_on for each in changes()}
    by_print = {key.get_fingerprint(): key for key in keys}
    return [by_print[each] for each in in_order(fingerprints=list(by_print), starts=starts, today=today)]


def shown_to(connection: Any) -> str:
    """The fingerprint of the key that this connection was made with, empty before there is one."""
    pair = connection.get_server_host_key()
    return fingerprint_of(blob=pair.public_data) if pair is not None else ""


def watch_proofs(connection: Any, learned: Callable[[str], None]) -> None:
    """Tell of each key that the client asks the proof of; the library answers as ever."""
    answer = getattr(connection, _PROOF)

    def prove(packet: Any) -> None:
        place = packet._idx
        asked = []
        while packet:
            asked.append(packet.get_string())
        packet._idx = place
        # Whatever else somebody asks about is no key of ours, and not kept.
        for blob in asked:
            if blob in connection._all_server_host_keys:
                learned(fingerprint_of(blob=blob))
        answer(packet)

    setattr(connection, _PROOF, prove)

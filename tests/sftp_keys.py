"""Keys for tests of the SFTP door."""

from dataclasses import dataclass, field

import asyncssh


@dataclass
class TestKey:
    """A new pair, in the forms that tests want it in."""

    __test__ = False
    kind: str = "ssh-ed25519"
    private: asyncssh.SSHKey = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.private = asyncssh.generate_private_key(self.kind)

    @property
    def public(self) -> bytes:
        return self.private.export_public_key()

    @property
    def fingerprint(self) -> str:
        return self.private.get_fingerprint()


def new_key(kind: str = "ssh-ed25519") -> TestKey:
    return TestKey(kind)

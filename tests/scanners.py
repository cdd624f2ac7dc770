"""Scanners for tests that do not answer, and one that finds everything."""

from collections.abc import Iterable

from selvbetjening.domain.deliveries.ports import ScannerDown, Signatures, Verdict


class Down:
    """Nobody there."""

    def scan(self, chunks: Iterable[bytes]) -> Verdict:
        raise ScannerDown("unreached")

    def signatures(self) -> Signatures:
        raise ScannerDown("unreached")


class Suspicious:
    """Finds something in everything."""

    def scan(self, chunks: Iterable[bytes]) -> Verdict:
        for _ in chunks:
            pass
        return Verdict(clean=False, signature="Test.Everything")

    def signatures(self) -> None:
        """None that could grow old."""

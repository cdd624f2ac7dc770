"""What lies beside a file: which names speak of which file, and what they promise (annex C.4, layer 3)."""

import pytest

from selvbetjening.domain.deliveries.rules import markers
from selvbetjening.domain.deliveries.rules.completeness import unproven_step
from selvbetjening.domain.deliveries.rules.markers import Promise

SUM = "a1" * 32
OTHER = "b2" * 32


@pytest.mark.parametrize(
    ("name", "text", "promise"),
    [
        ("x.txt.sha256", f"{SUM}  x.txt\n", Promise(SUM)),
        ("x.txt.SHA256", f"{SUM.upper()} *x.txt\r\n", Promise(SUM)),
        ("x.txt.sha256", SUM, Promise(SUM)),
        ("x.txt.sha256", f"SHA256 (x.txt) = {SUM}\n", Promise(SUM)),
        ("x.txt.sha256", f"{OTHER}  y.txt\n{SUM}  ud/x.txt\n", Promise(SUM)),
        ("x.sha256", f"{OTHER}  y.txt\n{SUM}  x.txt\n", Promise(SUM)),
        ("x.txt.sha256", f"{OTHER}  y.txt\n{SUM}  z.txt\n", None),
        ("x.txt.sha256", "her er filen", None),
        ("x.txt.sha256", SUM[:-1], None),
        ("x.txt.ok", "", Promise()),
        ("x.txt.ok", "4711\n", Promise(size=4711)),
        ("x.txt.done", f"size=4711;sha256={SUM}", Promise(SUM, 4711)),
        ("x.txt.slut", f"SHA-256: {SUM}\r\nstørrelse: 4711\r\n", Promise(SUM, 4711)),
        ("x.txt.ok", "1 2", None),
        ("x.txt.ok", "BS0020123456BS10601", None),
        ("x.txt", SUM, None),
    ],
)
def test_what_is_promised(name: str, text: str, promise: Promise | None) -> None:
    """BP-44, annex C.4: as sha256sum and its BSD sister write it, or size and hash in a marker; all else is a file."""
    assert markers.read(name=name, text=text.encode()) == promise


def test_a_large_or_foreign_one_is_a_file() -> None:
    """Annex C.4."""
    assert markers.read(name="x.ok", text=b" " * 4097) is None
    assert markers.read(name="x.ok", text=b"\xff\xfe") is None
    assert [markers.is_sidecar(name=name) for name in ("x.sha256", ".sha256", "x.ok")] == [True, False, False]


def test_whom_it_speaks_of() -> None:
    """Annex C.4: the whole name goes before the stem; of two files with one stem it speaks of neither."""
    assert markers.speaks_of(name="A.txt.SHA256") == "A.txt"
    assert markers.speaks_of(name="a.txt") == ""
    assert markers.about(key="a.txt", among=["A.TXT", "a.txt.dat"]) == "A.TXT"
    assert markers.about(key="a", among=["a.txt", "b.txt"]) == "a.txt"
    assert markers.about(key="a", among=["a.txt", "a.dat"]) is None
    assert markers.about(key="c.txt", among=["a.txt"]) is None
    assert markers.keys_of(name="a.b.txt") == ("a.b.txt", "a.b")


def test_size_and_hash_both_count() -> None:
    """Annex C.4: what promises nothing proves nothing, and one wrong word is enough."""
    held = {"sha256": SUM, "size": 10}
    assert markers.holds(promise=Promise(), **held) is None  # type: ignore[arg-type]
    assert markers.holds(promise=Promise(SUM, 10), **held) is True  # type: ignore[arg-type]
    assert markers.holds(promise=Promise(SUM, 11), **held) is False  # type: ignore[arg-type]
    assert markers.holds(promise=Promise(OTHER, 10), **held) is False  # type: ignore[arg-type]


def test_what_is_done_without_an_end() -> None:
    """Annex C.4: settle, demand a marker, demand a word, refuse; a missing end record is missing in each."""
    for choice in ("settle", "marker", "confirm", "refuse"):
        for is_marked in (False, True):
            asked = {"choice": choice, "is_marked": is_marked, "settled": False}
            assert unproven_step(proof="missing", **asked) == "incomplete"  # type: ignore[arg-type]
            assert unproven_step(proof="proven", **asked) == "deliver"  # type: ignore[arg-type]
    told = {
        (choice, marked): unproven_step(proof="unknowable", choice=choice, is_marked=marked, settled=False)
        for choice in ("settle", "marker", "confirm", "refuse")
        for marked in (False, True)
    }
    assert told == {
        ("settle", False): "settle", ("settle", True): "deliver",
        ("marker", False): "needs.marker", ("marker", True): "deliver",
        ("confirm", False): "needs.word", ("confirm", True): "needs.word",
        ("refuse", False): "incomplete", ("refuse", True): "incomplete",
    }  # fmt: skip
    assert unproven_step(proof="unknowable", choice="settle", is_marked=False, settled=True) == "deliver"

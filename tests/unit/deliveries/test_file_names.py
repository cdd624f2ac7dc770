"""Names are data and nothing else (SEC-78): which are taken, which are temporary, which are the same."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.refused import Refused


@pytest.mark.parametrize(
    "name",
    ["", " a", "a ", "a.", "..", ".", "a/b",
      "a\\b", "../etc/passwd", "a\0b", "a\nb", "a\u202etxt", "a\u200b", "x" * 201,
     "æ" * 101, "a\u2028b", "\ud800"],
)  # fmt: skip
def test_names_that_could_mislead_are_refused(name: str) -> None:
    """SEC-78, annex C.2."""
    with pytest.raises(Refused, match="bad_name"):
        names.accept(name=name)


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_an_accepted_name_is_accepted_as_it_is_again(name: str) -> None:
    try:
        accepted = names.accept(name=name)
    except Refused:
        return
    assert names.accept(name=accepted) == accepted
    assert not set(accepted) & set("/\\\0\r\n")
    assert len(accepted.encode()) <= 200


@pytest.mark.parametrize(
    "name", ["a.txt.filepart", "a.PART", "a.tmp", "a.temp", "x.cyberducksegment01", ".in.a.txt", "~a", ".hidden"]
)
def test_temporary_names_are_known(name: str) -> None:
    """BP-44, annex C.4."""
    assert names.is_temporary(name=name)
    assert not names.is_temporary(name="D0000001001-601.BS1")


def test_names_that_look_alike_clash() -> None:
    assert names.clash_key(name="Opkræv.TXT") == names.clash_key(name="opkr\u00e6v.txt")
    assert names.clash_key(name="e\u0301.txt") == names.clash_key(name="É.txt")
    assert names.clash_key(name="a.txt") != names.clash_key(name="b.txt")


def test_the_name_of_a_receipt_stays_a_name() -> None:
    """Annex D.2."""
    long = names.accept(name="æ" * 100)
    delivery = "0" * 36
    made = names.receipt_name(original=long, delivery=delivery, kind="K2", issue=2, ending="json")
    assert made.endswith(f".{delivery}.K2-2.json")
    assert len(made.encode()) <= 200
    assert names.receipt_name(original="a.txt", delivery="d", kind="K1", issue=1, ending="sig") == "a.txt.d.K1.sig"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab. æ", min_size=1, max_size=60), st.uuids(), st.sampled_from(["json", "sig", "txt"]))
def test_a_receipts_name_says_which_delivery_it_is_about(original: str, delivery: UUID, ending: str) -> None:
    """D.2: however the file was called, so that one receipt is looked up without the others."""
    for issue in (1, 12):
        name = names.receipt_name(original=original, delivery=str(delivery), kind="K2", issue=issue, ending=ending)
        assert names.named_in_receipt(name=name) == delivery
    for other in (original, f"{delivery}.json", f"a.{delivery}x.K2.json"):
        assert names.named_in_receipt(name=other) is None

"""A receipt as XML says what its JSON says (annex D.2); and which record an error is in."""

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.deliveries.rules.receipt_xml import NAMESPACE, as_xml
from selvbetjening.domain.deliveries.rules.records_in import record_of, records_in

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
SIGNS = st.characters(blacklist_categories=["Cs"], blacklist_characters=[*map(chr, range(32)), "\ufffe", "\uffff"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(SIGNS | st.sampled_from("\r\n\t<>&\"'"), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"\A[a-z_]{1,8}\Z"), inner, max_size=3),
    max_leaves=12,
)


def read(element: ElementTree.Element) -> Any:
    """What an element holds, as far as it can be told without a schema: texts, None, lists and maps."""
    if element.get(NIL) == "true":
        return None
    names = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]
    if not names:
        return element.text or ""
    if set(names) == {"item"}:
        return [read(child) for child in element]
    return dict(zip(names, map(read, element), strict=True))


def plain(value: Any) -> Any:
    """The same of JSON: empty lists and maps, empty texts are one; numbers and truth values are their text."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case dict() if value:
            return {name: plain(each) for name, each in value.items()}
        case list() if value:
            return [plain(each) for each in value]
        case dict() | list():
            return ""
    return str(value)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.from_regex(r"\A[a-z_]{1,8}\Z"), VALUES, min_size=1, max_size=5))
def test_nothing_is_lost_and_nothing_added(said: dict[str, Any]) -> None:
    """D.2: JSON and XML share names and values, whatever signs are in them."""
    assert read(ElementTree.fromstring(as_xml(said=said))) == plain(said)


def test_signs_that_xml_has_not_are_replaced() -> None:
    made = as_xml(said={"name": "a\x00b\x0bc\ufffed"})
    assert read(ElementTree.fromstring(made)) == {"name": "a?b?c?d"}


@pytest.mark.parametrize(
    ("line", "record"),
    [
        (b"BS042012345670280000000000000012345", "042 0280"), (b"BS0120123456701120000000", "012 0112"),
        (b"BS00201234567BS10601000000", "002 0601"), (b"BS99201234567BS10601000000", "992 0601"),
        (b"BS0520123456702410000", "052 0241"), (b"BS042", "042"), (b"BS0420123456", "042"),
        (b"BS042010190123498765", "042"), (b"Hr. Hansen, 0101901234", ""), (b"", ""), (b"BSxyz", ""),
    ],
)  # fmt: skip
def test_a_record_is_named_by_its_type_and_code_alone(line: bytes, record: str) -> None:
    """D.2, BP-46: digits of somebody's number in a line that has slipped are not told."""
    assert record_of(head=line[:20]) == record


@given(st.integers(1, 9), st.sets(st.integers(1, 6)))
def test_lines_are_found_however_the_file_is_cut(size: int, wanted: set[int]) -> None:
    """D.2: over the edges of pieces, without an end of the last line, and no line that is not there."""
    text = b"BS0020123456700106010\r\nBS0420123456702800\r\n\r\nBS0520123456702410\r\nx\nBS99201234567BS10601"
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    known = {1: "002 0601", 2: "042 0280", 3: "", 4: "052 0241", 5: "", 6: "992 0601"}
    known[1] = record_of(head=text[:20])
    assert records_in(pieces=pieces, lines=wanted) == {line: known[line] for line in wanted}

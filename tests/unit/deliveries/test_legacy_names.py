"""The names of old (BP-48, betalingsservice.md 12): a letter, ten digits, the type, the subsystem."""

import re

import pytest

from betalingsservice.file_names import read_file_name
from selvbetjening.domain.deliveries.rules.legacy_names import alias_of_receipt, output_alias, receipt_alias

#: As section 12 has it.
NAME = re.compile(r"[TVFDZ]\d{7,10}(-\d{3})?\.[A-Z0-9]{3}")


def test_receipts() -> None:
    """BP-48, D.2: letter by kind; number and issue, or the place in the chain; read back."""
    told = [receipt_alias(kind=kind, number=12, issue=3, seq=99, is_test=False) for kind in ("K1", "K2", "K3")]
    assert told == ["T0000012003.BS1", "V0000012003.BS1", "F0000012003.BS1"]
    assert receipt_alias(kind="K2", number=None, issue=1, seq=99, is_test=True) == "V9000000099.KR9"
    assert alias_of_receipt(name="V0000012003.BS1") == (12, None)
    assert alias_of_receipt(name="V9000000099.KR9") == (None, 99)
    for other in ("D0000012003.BS1", "V0000012003-602.BS1", "V0012003.BS1", "x.K2.json"):
        assert alias_of_receipt(name=other) is None


def test_every_name_is_another_one() -> None:
    """BP-48: whatever the numbers; beyond what seven digits and three hold the place in the chain goes on."""
    asked = [(number, issue) for number in (1, 11, 111, 8_999_999, 9_000_000, None) for issue in (1, 11, 999, 1000)]
    made = [
        receipt_alias(kind="K2", number=number, issue=issue, seq=place, is_test=False)
        for place, (number, issue) in enumerate(asked)
    ]
    assert len(set(made)) == len(asked) and all(NAME.fullmatch(each) for each in made)


@pytest.mark.parametrize(
    ("name", "number", "is_test", "alias"),
    [
        ("D0000001001-602.BS1", 7, False, "D0000001001-602.BS1"),
        ("D0000001001-602-2.BS1", 7, False, "D9000000007-602.BS1"),
        ("rapport.txt", 7, True, "D9000000007.KR9"),
        ("rapport-0602.zip", 8, False, "Z9000000008.BS1"),
        ("rapport-603.ZIP", 8, False, "Z9000000008-603.BS1"),
        ("gammel.txt", None, False, "gammel.txt"),
    ],
)
def test_outputs(name: str, number: int | None, is_test: bool, alias: str) -> None:
    """BP-48: a name that is such a one stays."""
    assert output_alias(name=name, number=number, is_test=is_test) == alias
    assert read_file_name(alias) is not None or alias == name

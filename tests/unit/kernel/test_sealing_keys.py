"""SEC-124: nothing starts with missing, weak, default or doubly used keys of what is kept sealed."""

import pytest

from selvbetjening.config.environment import Environment, SettingsError, sealing_keys

SECRET = "secret-" + "0123456789" * 5
ONE, TWO = "one-key-" + "abcdefghij" * 5, "two-key-" + "klmnopqrst" * 5


def keys(*, demo: bool = False, **variables: str) -> list[str]:
    return sealing_keys(Environment({"SECRET_KEY": SECRET, **variables}), demo=demo)


def test_the_first_of_several_is_the_newest() -> None:
    assert keys(SEALING_KEYS=ONE) == [ONE]
    assert keys(SEALING_KEYS=f"{TWO}, {ONE}") == [TWO, ONE]


@pytest.mark.parametrize(
    "value", ["", " , ", "short", "a" * 60, f"{ONE},short", f"demo-{ONE}", SECRET, f"{ONE},{SECRET}"]
)
def test_bad_ones_are_refused_by_name(value: str) -> None:
    with pytest.raises(SettingsError, match="SEALING_KEYS"):
        keys(SEALING_KEYS=value)


def test_only_the_demo_does_with_its_secret_key() -> None:
    assert keys(demo=True) == [SECRET]
    assert keys(demo=True, SEALING_KEYS=ONE) == [ONE]
    with pytest.raises(SettingsError, match="SEALING_KEYS"):
        keys()

"""Login brokers from the environment: what is missing or wrong shows at start-up, by its name (annex A.3 no. 1)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from tests.hostile.mitid.forge import client_pem

from selvbetjening.config.brokers import login_brokers, login_pages
from selvbetjening.config.environment import Environment, SettingsError
from selvbetjening.config.guard import check_logins
from selvbetjening.config.plain_error import PlainError
from selvbetjening.domain.identity.queries import brokers

SECRET = "secret-" + "0123456789" * 5


@pytest.fixture
def key(tmp_path: Path) -> str:
    path = tmp_path / "key.pem"
    path.write_text(client_pem(), encoding="ascii")
    return str(path)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    brokers.forget()
    yield
    brokers.forget()


def told(variables: dict[str, str], *, demo: bool = False) -> dict[str, dict[str, Any]]:
    return login_brokers(Environment({"SECRET_KEY": SECRET, **variables}), demo=demo)


def idura(key: str, **more: str) -> dict[str, str]:
    return {
        "LOGIN_BROKERS": "idura", "LOGIN_IDURA_ISSUER": "https://company.idura.example",
        "LOGIN_IDURA_CLIENT_ID": "urn:us", "LOGIN_IDURA_KEYS": key, **more,
    }  # fmt: skip


def test_a_broker_is_made_of_its_variables(key: str) -> None:
    """SEC-37, BP-01: the name chooses the profile; everything uncertain can be said."""
    (one,) = told(
        idura(key, LOGIN_IDURA_LEVELS='{"urn:grn:authn:dk:mitid:business": "substantial"}', LOGIN_LEVEL="HIGH")
    ).values()
    assert (one["profile"], one["level"], one["private_for_business"]) == ("idura", "high", False)
    with override_settings(LOGIN_BROKERS={"idura": one}):
        assert brokers.login(broker="idura").issuer == "https://company.idura.example"
        check_logins()
    assert login_pages({"idura": one}) == ["https://company.idura.example"]
    assert login_pages({"idura": {**one, "hosts": ("pages.idura.example",)}})[1:] == ["https://pages.idura.example"]


def test_several_brokers_stand_beside_each_other_under_names_of_ones_own(key: str) -> None:
    """SEC-50: one callback path for each; the first is the button's."""
    found = told(
        {name.replace("IDURA", "NEW_ONE"): value for name, value in idura(key).items()}
        | {"LOGIN_BROKERS": "new-one, idura", "LOGIN_NEW_ONE_PROFILE": "idura"}
        | {name: value for name, value in idura(key).items() if name != "LOGIN_BROKERS"}
    )
    with override_settings(LOGIN_BROKERS=found):
        assert (brokers.names(), brokers.default()) == (("new-one", "idura"), "new-one")
        assert len({brokers.callback_url(broker=name) for name in brokers.names()}) == 2


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"LOGIN_IDURA_ISSUER": ""}, "LOGIN_IDURA_ISSUER"),
        ({"LOGIN_IDURA_ISSUER": "http://company.idura.example"}, "LOGIN_IDURA_ISSUER"),
        ({"LOGIN_IDURA_CLIENT_ID": ""}, "LOGIN_IDURA_CLIENT_ID"),
        ({"LOGIN_IDURA_KEYS": ""}, "LOGIN_IDURA_KEYS"),
        ({"LOGIN_IDURA_KEYS": "nowhere.pem"}, "LOGIN_IDURA_KEYS"),
        ({"LOGIN_IDURA_PROFILE": "criipto"}, "LOGIN_IDURA_PROFILE"),
        ({"LOGIN_IDURA_PROFILE": "signicat"}, "LOGIN_IDURA_CLAIMS"),
        ({"LOGIN_IDURA_CLAIMS": "cvr=x"}, "LOGIN_IDURA_CLAIMS"),
        ({"LOGIN_IDURA_CLAIMS": '{"cvr": 7}'}, "LOGIN_IDURA_CLAIMS"),
        ({"LOGIN_IDURA_ASSERTION_AUDIENCE": "anyone"}, "LOGIN_IDURA_ASSERTION_AUDIENCE"),
        ({"LOGIN_LEVEL": "low"}, "LOGIN_LEVEL"),
        ({"LOGIN_BROKERS": "i/dura"}, "LOGIN_BROKERS"),
    ],
)
def test_what_is_missing_or_wrong_is_named(key: str, changed: dict[str, str], named: str) -> None:
    """Annex A.3 no. 1, SEC-124: a level below Substantial cannot even be configured."""
    with pytest.raises(SettingsError, match=named):
        told(idura(key, **changed))


def test_a_key_that_is_none_stops_the_start(key: str) -> None:
    """Annex A.3 no. 1: the file is there, and what is in it cannot sign."""
    Path(key).write_text("no key at all", encoding="ascii")
    with override_settings(LOGIN_BROKERS=told(idura(key))), pytest.raises(PlainError, match="idura cannot be used"):
        check_logins()


def test_without_any_nobody_logs_in_and_only_the_demo_has_a_stand_in() -> None:
    """SEC-54: no setting makes the stand-in a broker of a real installation."""
    assert told({}) == {}
    assert login_pages({}) == []
    (one,) = told({}, demo=True).values()
    assert one["on_this_machine"]
    assert told({"MITID_STAND_IN": "http://127.0.0.1:1/mitid"}) == {}

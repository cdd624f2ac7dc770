"""BP-85: the demo starts beside no setting of production."""

import pytest

from selvbetjening.config.environment import Environment, SettingsError, refuse_mixture

SOUND = {"EMAIL_URL": "smtp://127.0.0.1:2525", "LOGIN_BROKERS": ""}


@pytest.mark.parametrize(
    ("name", "value"), [("LOGIN_BROKERS", "idura"), ("EMAIL_URL", "smtp+tls://user:secret@mail.example:587")]
)
def test_the_demo_refuses_to_start_beside_production_bp_85(name: str, value: str) -> None:
    """BP-85: a real broker or a real mail server stops the start, by name and without its value."""
    with pytest.raises(SettingsError, match=name) as refused:
        refuse_mixture(Environment({**SOUND, name: value}), demo=True)
    assert value not in str(refused.value)
    refuse_mixture(Environment({**SOUND, name: value}), demo=False)


def test_the_demo_alone_starts_bp_85() -> None:
    """BP-85: with its own mailbox and its own stand-in for MitID."""
    refuse_mixture(Environment(SOUND), demo=True)
    refuse_mixture(Environment({}), demo=True)

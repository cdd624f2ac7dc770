"""Addresses, events, signatures and gaps: decided without a database (SEC-69, SEC-73, SEC-74, T19)."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from selvbetjening.domain.webhooks.rules import retrying
from selvbetjening.domain.webhooks.rules.addresses import AddressRefused, checked
from selvbetjening.domain.webhooks.rules.catalogue import EVENTS, EventsUnknown, chosen, wants
from selvbetjening.domain.webhooks.rules.challenges import is_echo, knows_password
from selvbetjening.domain.webhooks.rules.envelopes import DataEmpty, envelope
from selvbetjening.domain.webhooks.rules.signing import is_signed, signature

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example.dk/", "https"), ("ftp://hooks.example.dk/", "https"), ("hooks.example.dk", "https"),
        ("https://hooks.example.dk:80/", "port"), ("https://hooks.example.dk:0/", "port"),
        ("https://hooks.example.dk:22/", "port"), ("https://bo:hemmelig@hooks.example/", "user_info"),
        ("https://1.2.3.4/", "bare_ip"), ("https://[2001:4860::1]/", "bare_ip"), ("https://2130706433/", "host"),
        ("https://0x7f.1/", "bare_ip"), ("https://127.1/", "bare_ip"), ("https://localhost/", "host"),
        ("https://hooks..dk/", "host"), ("https://-a.dk/", "host"), ("https:///x", "host"),
        ("https://hooks.example.dk/#x", "fragment"), ("https://hooks.example.dk/a b", "form"),
        ("https://hooks.example.dk\\@evil.dk/", "form"), ("https://hooks.exämple.dk/", "form"),
        ("https://hooks.example.dk:99999/", "form"), ("https://hooks.example.dk/" + "x" * 2000, "long"),
    ],
)  # fmt: skip
def test_where_an_endpoint_may_not_be_sec_69(url: str, code: str) -> None:
    """SEC-69: https, ports 443 and 8443, no user info, a name and no number."""
    with pytest.raises(AddressRefused) as refused:
        checked(url=url, inner=False)
    assert refused.value.code == code


def test_where_it_may_be_and_what_the_demo_lets_pass() -> None:
    """SEC-69; in the demo receivers are on somebody's own machine."""
    assert checked(url=" https://Hooks.Example.dk/in?x=1 ", inner=False).host == "hooks.example.dk"
    assert checked(url="https://hooks.example.dk.:8443/", inner=False).port == 8443
    assert checked(url="http://127.0.0.1:5000/hook", inner=True).port == 5000
    assert checked(url="http://localhost/hook", inner=True).port == 80


def test_named_and_not_named_t19() -> None:
    """T19."""
    assert wants(named=None, event="new_invoice") and not wants(named=None, event="payment.declined")
    assert wants(named=["file.*"], event="file.ready") and not wants(named=["file.*"], event="new_invoice")
    assert not wants(named=[], event="new_invoice")
    assert not wants(named=["account.created"], event="account.updated")
    assert chosen(names=["paid_invoice", "new_invoice", "new_invoice"]) == ["new_invoice", "paid_invoice"]
    with pytest.raises(EventsUnknown) as unknown:
        chosen(names=["new_invoice", "new_money", "account.*"])
    assert unknown.value.names == ("account.*", "new_money")
    assert len(EVENTS) == len(set(EVENTS))


def test_an_envelope_has_four_parts_and_no_empty_data() -> None:
    """fenerum-api.md 15."""
    id_ = uuid4()
    body = json.loads(envelope(id_=id_, event="new_invoice", data={"total": "1.00"}, created=AT))
    assert body == {
        "event": "new_invoice", "data": {"total": "1.00"}, "id": str(id_), "created": "2026-11-22T09:00:00.000000+00:00"
    }  # fmt: skip
    with pytest.raises(DataEmpty):
        envelope(id_=id_, event="new_invoice", data={}, created=AT)


def test_a_signature_that_was_tampered_with_or_is_old_does_not_hold_sec_73() -> None:
    """SEC-73: body, time and secret are all in it; five minutes."""
    header = signature(secrets=["new", "old"], body=b"{}", at=AT)
    assert header.startswith(f"t={int(AT.timestamp())},v1=") and header.count("v1=") == 2
    for secret in ("new", "old"):
        assert is_signed(header=header, secret=secret, body=b"{}", at=AT + timedelta(minutes=5))
    assert not is_signed(header=header, secret="new", body=b"{} ", at=AT)
    assert not is_signed(header=header, secret="other", body=b"{}", at=AT)
    assert not is_signed(header=header, secret="new", body=b"{}", at=AT + timedelta(minutes=5, seconds=1))
    moved = header.replace(f"t={int(AT.timestamp())}", f"t={int(AT.timestamp()) + 60}")
    assert not is_signed(header=moved, secret="new", body=b"{}", at=AT)
    assert not is_signed(header="v1=00", secret="new", body=b"{}", at=AT)


def test_gaps_grow_and_end_after_three_days_sec_74() -> None:
    """Issue 7 (three days) over SEC-74 (24 hours)."""
    at, tries = AT, 1
    while (following := retrying.next_try(tries=tries, at=at)) is not None:
        at, tries = following, tries + 1
    assert (at - AT, tries) == (timedelta(days=3), retrying.TRIES)
    assert all(one < two for one, two in zip(retrying.GAPS, retrying.GAPS[1:], strict=False))
    rests = [retrying.rests_until(failures=count, at=AT) - AT for count in range(1, 10)]
    assert rests == sorted(rests) and rests[-1] == retrying.LONGEST_REST
    week = AT + retrying.OFF_AFTER
    assert retrying.is_long_failure(failed_first_at=AT, failures=10, at=week)
    assert not retrying.is_long_failure(failed_first_at=AT, failures=9, at=week)
    assert not retrying.is_long_failure(failed_first_at=AT, failures=99, at=week - timedelta(seconds=1))
    assert not retrying.is_long_failure(failed_first_at=None, failures=99, at=week)


def test_what_passes_the_challenge_sec_69() -> None:
    """SEC-69: an echo, or a right password told from a wrong one; a yes to everything is no proof."""
    assert is_echo(status=200, echo=b'{"challenge": "abc"}', token="abc")
    assert not is_echo(status=404, echo=b"abc", token="abc")
    assert not is_echo(status=200, echo=b"ok", token="abc")
    assert knows_password(right=404, wrong=403) and knows_password(right=204, wrong=401)
    assert not knows_password(right=200, wrong=200)
    assert not knows_password(right=403, wrong=403)
    assert not knows_password(right=500, wrong=403)

"""To which addresses a company's line may lead (SEC-70, SEC-71)."""

import socket
from ipaddress import ip_address
from typing import Any

import pytest

from selvbetjening.adapters.bankline.addresses import outside
from selvbetjening.domain.directdebit.ports import LineFailed
from selvbetjening.kernel.internet import is_outside

OUTSIDE = ("8.8.8.8", "2a00:1450:400f:80d::200e", "64:ff9b::808:808", "::ffff:8.8.8.8")
INSIDE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "192.88.99.1",
    "0.0.0.0", "255.255.255.255", "203.0.113.1", "198.18.0.1", "::1", "::", "::10.0.0.1", "::ffff:10.0.0.1",
    "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1",
)  # fmt: skip


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_open_internet_may_be_reached(address: str) -> None:
    assert is_outside(ip_address(address))


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_of_our_own_network_is_reached_sec_71(address: str) -> None:
    """SEC-71: also what another version of Python lets pass, and what carries such an address in itself."""
    assert not is_outside(ip_address(address))


def test_one_look_up_and_every_address_is_judged_sec_70(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """SEC-70: a name with one address inside is not reached at all; the address that was judged is connected to."""
    looked: list[str] = []
    answers = {"good.example": ["8.8.8.8"], "half.example": ["8.8.8.8", "127.0.0.1"]}

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        looked.append(host)
        if host not in answers:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in answers[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    settings.BANK_LINE_INNER_HOSTS = False
    assert outside("good.example", 22) == "8.8.8.8" and looked == ["good.example"]
    for host, code in (("half.example", "inner_host"), ("none.example", "unreachable")):
        with pytest.raises(LineFailed) as failed:
            outside(host, 22)
        assert failed.value.code == code
    settings.BANK_LINE_INNER_HOSTS = True
    answers["half.example"].reverse()
    assert outside("half.example", 22) == "127.0.0.1"

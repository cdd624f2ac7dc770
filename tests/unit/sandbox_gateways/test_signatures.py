"""The two vectors of gateways.md 2.5 and 3.5."""

from selvbetjening.portals.sandbox.gateways import signatures
from selvbetjening.portals.sandbox.gateways.merchants import account_id, default_secret


def test_stripes_vector() -> None:
    body = b'{"id":"evt_test_1","object":"event","type":"checkout.session.completed"}'
    expected = "cf3d1afca57145764ac9dba9479266f37367ef2159b7cc39945a2fb207fc0e29"
    made = signatures.stripe(secret="whsec_demo_secret", stamp=1767225600, body=body)
    assert made == f"t=1767225600,v1={expected}"


def test_quickpays_vector() -> None:
    body = b'{"id":1234,"order_id":"F0000000A1","accepted":true,"state":"new","operations":[]}'
    expected = "5c7826ba520e7940d9f4b09b3e5c7e73fc65b0507cf1f52880b1fc17ca22f2af"
    assert signatures.quickpay(private_key="demo-private-key", body=body) == expected


def test_secrets_follow_from_the_key_and_differ() -> None:
    made = {
        default_secret(gateway=gateway, api_key=key) for gateway in ("stripe", "quickpay") for key in ("one", "two")
    }
    assert len(made) == 4
    assert default_secret(gateway="stripe", api_key="one").startswith("whsec_")
    assert "one" not in account_id(gateway="stripe", api_key="one")

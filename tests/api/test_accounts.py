"""Accounts over the API (fenerum-api.md section 5)."""

from tests.api.client import Machine, account_body


def test_an_account_is_made_read_and_changed(machine: Machine) -> None:
    """T1, T2, T3, T4: without X-Client-System, with null, with a country's name; PUT leaves the rest untouched."""
    made = machine.post("accounts/", account_body(legal_country="Denmark", language="da", billing_same_as_legal=False,
                                                  billing_address="Boks 7", billing_zipcode="8200",
                                                  billing_city="Aarhus N", billing_country="DK",
                                                  ean_number="5798009811578"))  # fmt: skip
    assert made.status_code == 201, made.content
    body = made.json()
    assert body["legal_country"] == "DK" and body["legal_vat_number"] is None
    assert "X-Notice" in made.headers
    seven = account_body(code=body["code"], company_name="Nyt navn ApS", legal_country="us")
    changed = machine.put(f"accounts/{body['code']}/", seven)
    assert changed.status_code == 200, changed.content
    after = changed.json()
    assert after["company_name"] == "Nyt navn ApS" and after["legal_country"] == "US"
    for kept in ("language", "billing_address", "billing_city", "ean_number", "uuid"):
        assert after[kept] == body[kept]
    assert machine.get(f"accounts/{body['uuid']}/").json()["code"] == body["code"]

"""A company erases one of its customers' people, or a whole account (GDP-4)."""

from datetime import date

import pytest

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.rights.models import Erasure
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.business import as_manager
from tests.story.rights.people import customer, invoice

pytestmark = pytest.mark.usefixtures("database")


def test_a_person_is_erased_with_the_word_and_not_without() -> None:
    """GDP-4: the page says what stays; the act wants a word that is meant."""
    mine = customer("Oda")
    invoice(mine, number=1, kept_until=date(2031, 12, 31))
    client = as_manager(mine.owner, language="en")
    address = client.path("sb_erase", mine.account.id)
    assert "31" in client.get(address).content.decode() and "2031" in client.get(address).content.decode()
    assert client.post(address, {"whom": "account", "word": "yes"}).status_code == 200
    assert client.post(address, {"whom": str(make.recipient(mine.account).id), "word": "nope"}).status_code == 200
    with within(mine.organization):
        assert not Erasure.objects.exists()
    assert client.post(address, {"whom": "account", "word": "erase"}).status_code == 302
    with within(mine.organization):
        assert Account.objects.get().name == "–"
        assert set(Recipient.objects.values_list("name", flat=True)) == {"–"}
    again = client.post(address, {"whom": "account", "word": "ERASE"})
    assert "erased before" in again.content.decode()


def test_a_neighbours_person_cannot_be_erased_through_another_account() -> None:
    """GDP-4, SEC-12: only who stands on the page."""
    mine, other = customer("Palle"), customer("Rita")
    client = as_manager(mine.owner, language="en")
    address = client.path("sb_erase", mine.account.id)
    assert client.post(address, {"whom": str(other.person.id), "word": "ERASE"}).status_code == 200
    elsewhere = client.path("sb_erase", other.account.id)
    assert client.get(elsewhere).status_code == 404
    with within(other.organization):
        assert Recipient.objects.get(id=other.person.id).name == "Rita Eksempel"

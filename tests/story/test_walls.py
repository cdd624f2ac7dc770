"""The second wall holds by itself: row-level security without any filter of ours (SEC-07 to SEC-12)."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import OrganizationSwitched, within
from selvbetjening.kernel.ids import OrganizationId
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def test_without_an_organization_there_are_no_rows_and_no_inserts_sec_08() -> None:
    """SEC-08, SEC-09: unset means nothing; again after a commit on the same connection, where the setting is ''."""
    mine = make.organization()
    make.account(mine)
    for _ in range(2):
        assert Account.objects.count() == 0
        assert Organization.objects.count() == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Account.objects.create(organization_id=mine.id, code="X", name="X", created_at=make.AT)
        with within(OrganizationId(mine.id)):
            assert Account.objects.count() == 1


def test_the_neighbours_rows_do_not_exist_even_without_a_filter_sec_07() -> None:
    """SEC-07: a query that forgot its organization still sees only its own, and cannot write into the other's."""
    mine, other = make.organization(), make.organization()
    theirs = make.account(other)
    with within(OrganizationId(mine.id)):
        assert not Account.objects.filter(id=theirs.id).exists()
        assert Account.objects.filter(id=theirs.id).update(name="stolen") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Account.objects.create(organization_id=other.id, code="X", name="X", created_at=make.AT)


def test_a_foreign_key_cannot_reach_across_sec_12() -> None:
    """SEC-12: PostgreSQL checks foreign keys past the policy, so the key carries the organization."""
    mine, other = make.organization(), make.organization()
    holder, price = make.account(mine), make.terms(make.plan(other))
    with pytest.raises(IntegrityError):
        make.subscription(holder, price, started_on=date(2026, 3, 1))


def test_no_switch_inside_a_transaction_and_a_savepoint_restores_sec_11() -> None:
    """SEC-11: a second organization is refused; a rolled-back savepoint leaves the first one set."""
    mine, other = make.organization(), make.organization()
    with within(OrganizationId(mine.id)):
        with pytest.raises(OrganizationSwitched), within(OrganizationId(other.id)):
            pass
        with pytest.raises(ZeroDivisionError), within(OrganizationId(mine.id)):
            raise ZeroDivisionError
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.organization', true)")
            assert cursor.fetchone() == (str(mine.id),)

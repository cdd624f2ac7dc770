"""The names of what we send: one file, one name, whoever the data supplier is (2, 12)."""

from dataclasses import replace

import pytest

from selvbetjening.domain.directdebit.actions.agreements import change_agreement
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.directdebit.queries.agreements import terms_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import directdebit as dd
from tests.external import HeldLine, ask, ready, run, sent, wish, written

pytestmark = pytest.mark.usefixtures("database", "line")


@pytest.mark.parametrize("readable", [True, False])
def test_another_data_supplier_has_names_of_its_own(readable: bool) -> None:
    """The number begins anew with another data supplier, and with it the file's name: the second must go out too."""
    company, mine, connection = ready()
    HeldLine.readable = readable
    written(mine, "1017")
    run(connection)
    with within(company):
        terms = terms_of(company, agreement=mine.id)
    change_agreement(
        company, agreement=mine.id, terms=replace(terms, data_supplier=dd.pbs_number()), actor=SYSTEM, at=dd.AT
    )
    ask(mine, wish("1033"))
    assert write_collections(company, agreement=mine.id, at=dd.AT) is not None
    run(connection)
    assert [state for state, _, _ in sent(company)] == ["sent", "sent"]
    assert len(HeldLine.there) == 2

"""Who of the payers of a staged delivery is new: none of hers has come to its payment day before (BM-04)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from selvbetjening.domain.directdebit.lifecycle import STANDING_COLLECTION
from selvbetjening.domain.directdebit.queries.staging import ask
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Payers:
    """How many different payers are asked, or paid, under a PBS number, and how many of them are new."""

    pbs_number: str
    count: int
    new: int


# What was cancelled, replaced or refused asked nobody. The states stand in the text, as the index has them.
_BEFORE: Final = f"""
    SELECT a.pbs_number, a.match_key FROM asked a JOIN mine m USING (pbs_number) WHERE EXISTS (
        SELECT FROM directdebit_collection c WHERE c.organization_id = %s AND c.agreement_id = m.id
            AND c.match_key = a.match_key AND c.pays_on <= %s
            AND c.state IN ({", ".join(f"'{state.value}'" for state in STANDING_COLLECTION)})
"""  # noqa: S608 - constants of this file
_PAYERS: Final = f"""
    WITH asked AS MATERIALIZED (
        SELECT DISTINCT d.pbs_number, w.match_key FROM directdebit_wanted w JOIN directdebit_day d USING (day)
        WHERE w.effect IN ('new', 'changed', 'unchanged')
    ), mine AS MATERIALIZED (
        SELECT id, pbs_number FROM directdebit_creditoragreement WHERE organization_id = %s AND is_test = %s
    ), known AS (
        {_BEFORE} AND c.is_only) UNION {_BEFORE} AND NOT c.is_only)
    )
    SELECT a.pbs_number, count(*), count(*) - count(k.match_key)
    FROM asked a LEFT JOIN known k USING (pbs_number, match_key) GROUP BY a.pbs_number ORDER BY a.pbs_number
"""  # noqa: S608 - constants of this file


def payers(organization: OrganizationId, *, on: date, is_test: bool) -> tuple[Payers, ...]:
    """Of the rows that the open transaction has staged, by PBS number; an earlier agreement with it counts, too."""
    values = [organization, is_test, organization, on, organization, on]
    return tuple(Payers(*row) for row in ask(statement=_PAYERS, values=values))

"""Say which moves may be made from terms, and when each happens (XB-10, SU-02)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.catalog.events import MovesSet
from selvbetjening.domain.catalog.models import PlanMove, PlanTerms
from selvbetjening.domain.catalog.rules.moves import OwnTiming
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def set_moves(
    organization: OrganizationId,
    *,
    terms: UUID,
    limited: bool,
    moves: Mapping[UUID, OwnTiming],
    actor: Actor,
    at: datetime,
) -> None:
    """Make these the moves that are said something about, whatever was said before.

    `limited`: only they are allowed; otherwise every move is, and they only say when. An empty timing leaves it to the
    company's rules. Records `catalog.moves_set`. Raises `PlanTerms.DoesNotExist`, also for terms to move to.
    """
    with within(organization):
        mine = PlanTerms.objects.filter(organization_id=organization)
        found = mine.select_for_update(no_key=True).get(id=terms)
        if mine.filter(id__in=moves).count() != len(moves):
            raise PlanTerms.DoesNotExist
        present = PlanMove.objects.filter(organization_id=organization, from_terms_id=terms)
        stands = dict(present.values_list("to_terms_id", "timing"))
        if found.moves_limited == limited and stands == dict(moves):
            return
        present.delete()
        PlanMove.objects.bulk_create(
            PlanMove(organization_id=organization, from_terms_id=terms, to_terms_id=to, timing=timing)
            for to, timing in moves.items()
        )
        found.moves_limited = limited
        found.save(update_fields=["moves_limited"])
        record(organization, fact=MovesSet(terms=terms, limited=limited, moves=len(moves)), actor=actor, at=at)

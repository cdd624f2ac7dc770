"""Wake-ups of deliveries. Each job stands beside the action that does its work."""

from selvbetjening.domain.deliveries.actions.advance import advance_job, advance_large_job
from selvbetjening.domain.deliveries.actions.preview import preview_job
from selvbetjening.domain.deliveries.actions.receipts import sign_job
from selvbetjening.domain.deliveries.actions.release import release_job

__all__ = ["advance_job", "advance_large_job", "preview_job", "release_job", "sign_job"]

"""Wake-ups of messaging. Delivery's job stands beside its action, which defers it again by itself."""

from selvbetjening.domain.messaging.actions.deliver import deliver_job

__all__ = ["deliver_job"]

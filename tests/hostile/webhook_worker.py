"""A worker of its own, to be killed: sends what is due to one host. `python -m tests.hostile.webhook_worker`."""

import sys
from datetime import datetime
from uuid import UUID

import django

if __name__ == "__main__":
    django.setup()
    from selvbetjening.domain.webhooks.actions.deliver import deliver
    from selvbetjening.kernel.ids import OrganizationId

    organization, host, at = sys.argv[1:]
    deliver(OrganizationId(UUID(organization)), host=host, at=datetime.fromisoformat(at))

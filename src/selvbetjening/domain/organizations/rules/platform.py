"""The installation itself, as the one who stands behind hosts that belong to no company (CM-08)."""

from typing import Final
from uuid import UUID

from selvbetjening.kernel.ids import OrganizationId

#: A tenant of its own for the bookkeepers' host: its logins and sessions lie behind the same two walls as a company's.
PLATFORM: Final = OrganizationId(UUID("00000000-0000-4000-a000-000000000001"))
#: The first label of the bookkeepers' host under the portal's base domain; no company may have it (LG-16).
BOOKKEEPERS: Final = "bogholder"
#: The first label of the business portal's host (BP-01); no company may have it either.
BUSINESS: Final = "erhverv"
#: The first label of the operators' host.
STAFF: Final = "staff"
PLATFORM_NAME: Final = "Selvbetjening"

"""The counter of invoice numbers cannot be set back, whoever asks as the services' role (NUM-1)."""

import pytest
from django.db import IntegrityError
from django.db.models import F
from django.db.utils import ProgrammingError

from selvbetjening.domain.invoicing.models import NumberSeries
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def test_a_series_only_grows_num_1() -> None:
    """NUM-1: neither rewound nor deleted, by accident or on purpose."""
    organization = OrganizationId(make.organization().id)
    with within(organization):
        NumberSeries.objects.create(organization_id=organization, code="invoice", next_number=7)
        NumberSeries.objects.update(next_number=F("next_number") + 1)
    with pytest.raises(IntegrityError, match="only grows"), within(organization):
        NumberSeries.objects.update(next_number=7)
    with pytest.raises(ProgrammingError, match="permission denied"), within(organization):
        NumberSeries.objects.all().delete()

"""VAT rates as they are written in each language."""

import pytest
from django.utils.translation import override

from selvbetjening.portals.customer.invoices.shown import percent


@pytest.mark.parametrize(
    ("basis_points", "language", "text"),
    [(2500, "da", "25 %"), (1250, "da", "12,5 %"), (1250, "en", "12.5 %"), (0, "da", "0 %"), (605, "da", "6,05 %")],
)
def test_percent(basis_points: int, language: str, text: str) -> None:
    with override(language):
        assert percent(basis_points) == text.replace(" ", "\N{NO-BREAK SPACE}")

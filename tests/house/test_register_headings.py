"""Every subject of the settings register has its heading on the company's pages: without one the page is a fault."""

from selvbetjening.domain.organizations.rules.register import SUBJECTS
from selvbetjening.portals.business.selvbetjening.settings.register_forms import HEADINGS


def test_each_subject_has_a_heading() -> None:
    assert set(SUBJECTS) == set(HEADINGS)

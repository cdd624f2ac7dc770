"""The same folder imported by several at once: one brings it in, the others find everything there already."""

import pytest

from tests import make
from tests.hostile.at_once import at_once
from tests.story.importing.folder import EXAMPLE, bring, counts

pytestmark = pytest.mark.usefixtures("database")


def test_four_imports_at_once_are_one() -> None:
    company = make.organization()
    results = at_once([lambda: bring(company, EXAMPLE)] * 4)
    assert not [one for one in results if isinstance(one, BaseException)]
    created = [sum(created for created, _, _ in counts(one).values()) for one in results]
    assert sorted(created) == [0, 0, 0, 17]

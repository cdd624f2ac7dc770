"""Ids are random and of the standard's form, one by one and by the thousand."""

from uuid import RFC_4122, UUID

from selvbetjening.kernel.ids import new_id, new_ids_as_text


def test_ids_by_the_thousand_are_like_any_other() -> None:
    """Version 4, the standard's variant, as PostgreSQL and Python write them; no two alike."""
    ids = new_ids_as_text(3000)
    assert len(set(ids)) == 3000
    for text in ids:
        read = UUID(text)
        assert (str(read), read.version, read.variant) == (text, new_id().version, RFC_4122)
    assert len({text[place] for text in ids for place in (0, 35)}) == 16
    assert new_ids_as_text(0) == []

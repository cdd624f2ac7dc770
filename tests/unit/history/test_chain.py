"""CM-10: changing, dropping or reordering any entry is detected; erasing a personal value is not damage."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.history.rules.chain import (
    BEGINNING,
    Link,
    Verdict,
    canonical,
    opened_text,
    placed,
    seal,
    verify,
)

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ACCOUNT, ORGANIZATION = UUID(int=7), UUID(int=9)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
facts = st.lists(
    st.tuples(st.sampled_from(["accounts.opened", "invoicing.issued"]), st.dictionaries(st.text(max_size=6), plain)),
    min_size=1,
    max_size=12,
)  # fmt: skip


def text_of(number: int, act: str, data: dict[str, object]) -> str:
    return opened_text(
        account=ACCOUNT, act=act, actor=f"p{number}", actor_kind="recipient", at=AT + timedelta(minutes=number),
        data=canonical(value=data), id_=UUID(int=number), organization=ORGANIZATION,
    )  # fmt: skip


def chained(entries: list[tuple[str, dict[str, object]]]) -> list[Link]:
    links, last = [], BEGINNING
    for seq, (act, data) in enumerate(entries, start=1):
        text = text_of(seq, act, data)
        now = placed(text=text, prev_hash=last, seq=seq)
        links.append(Link(text, seq, last, now, {}, {}))
        last = now
    return links


def judged(links: list[Link], whole: list[Link]) -> Verdict:
    """Against the head that was known before anybody touched the entries."""
    return verify(links=links, head_seq=len(whole), head=whole[-1].hash)


@given(facts)
@settings(max_examples=60, deadline=None)
def test_an_untouched_chain_is_whole(entries: list[tuple[str, dict[str, object]]]) -> None:
    """CM-10."""
    links = chained(entries)
    assert judged(links, links) == Verdict(len(links), links[-1].hash)


@given(facts, st.data())
@settings(max_examples=120, deadline=None)
def test_any_change_drop_or_reorder_is_detected(
    entries: list[tuple[str, dict[str, object]]], data: st.DataObject
) -> None:
    """CM-10: whichever entry, whatever is done to it."""
    links = chained(entries)
    where = data.draw(st.integers(0, len(links) - 1))
    match data.draw(st.sampled_from(["change", "drop", "swap", "double", "rewrite the rest"])):
        case "change":
            touched = list(links)
            one = touched[where]
            at = data.draw(st.integers(0, len(one.text) - 1))
            other = "x" if one.text[at] != "x" else "y"
            changed = one.text[:at] + other + one.text[at + 1 :]
            touched[where] = Link(changed, one.seq, one.prev_hash, one.hash, {}, {})
        case "drop":
            touched = links[:where] + links[where + 1 :]
        case "swap" if len(links) > 1:
            touched = list(links)
            beside = (where + 1) % len(links)
            touched[where], touched[beside] = touched[beside], touched[where]
        case "rewrite the rest":
            # Somebody who owns the database computes the whole chain anew: only a head known elsewhere tells.
            touched = chained([*entries[:where], ("invoicing.issued", {"forged": True}), *entries[where + 1 :]])
            if touched == links:
                return
        case _:
            touched = [*links[: where + 1], links[where], *links[where + 1 :]]
    assert not judged(touched, links).whole


def test_a_cut_tail_is_detected() -> None:
    """CM-10, SEC-115: nothing is left that is wrong, so the known end tells."""
    links = chained([("invoicing.issued", {"number": number}) for number in range(5)])
    assert judged(links[:3], links) == Verdict(3, links[2].hash, "tail", 4)


def test_a_personal_value_may_go_but_not_change() -> None:
    """CM-10, SEC-117: the chain holds the digest of salt and value."""
    salt = bytes(range(16))
    sealed = {"email": seal(salt=salt, value="anna@example.com")}
    text = text_of(1, "accounts.recipient_changed", {"sealed": sealed})
    now = placed(text=text, prev_hash=BEGINNING, seq=1)

    def with_values(values: dict[str, tuple[bytes, str]]) -> Verdict:
        return verify(links=[Link(text, 1, BEGINNING, now, sealed, values)], head_seq=1, head=now)

    assert with_values({"email": (salt, "anna@example.com")}).whole
    assert with_values({}).whole
    assert with_values({"email": (salt, "mallory@example.com")}).fault == "value"
    assert with_values({"phone": (salt, "anna@example.com")}).fault == "value"


@given(st.dictionaries(st.text(max_size=6), plain), st.text(max_size=10))
@settings(max_examples=60, deadline=None)
def test_the_text_is_canonical_json(data: dict[str, object], actor: str) -> None:
    """SEC-112: what is hashed is what anybody's JSON library writes with sorted keys and no blanks."""
    text = opened_text(
        account=ACCOUNT, act="invoicing.issued", actor=actor, actor_kind="api", at=AT, data=canonical(value=data),
        id_=UUID(int=1), organization=ORGANIZATION,
    )  # fmt: skip
    body = {
        "organization": str(ORGANIZATION), "account": str(ACCOUNT), "id": str(UUID(int=1)), "act": "invoicing.issued",
        "actor": actor, "actor_kind": "api", "at": "2026-03-10T09:00:00.000000Z", "data": data,
        "prev_hash": BEGINNING.hex(), "seq": 1,
    }  # fmt: skip
    written = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert placed(text=text, prev_hash=BEGINNING, seq=1) == hashlib.sha256(written).digest()

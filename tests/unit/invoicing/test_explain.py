"""CM-01, XB-30: why the amount changed, exactly, and in one plain sentence for each reason."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.invoicing.rules.explain import Item, explain
from selvbetjening.domain.invoicing.rules.explain_changes import is_change
from selvbetjening.domain.invoicing.rules.explain_words import sentence, sentences
from selvbetjening.domain.invoicing.rules.totals import grouped
from selvbetjening.kernel.formatting import Language

ONE, TWO = UUID(int=1), UUID(int=2)
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def item(
    text: str = "Basis",
    price: int = 20000,
    *,
    count: int = 1,
    days: tuple[date, date] | None = (MARCH, APRIL),
    discount: int = 0,
    rate: int = 2500,
    of: UUID | None = ONE,
    outside: bool = False,
) -> Item:
    since, until = days or (None, None)
    return Item(of, text, since, until, count, price, price * count - discount, rate, outside)


def total(items: list[Item]) -> int:
    return grouped(nets=[("S" if each.rate else "Z", each.rate, each.net_minor) for each in items]).total_minor


def told(
    old: list[Item], new: list[Item], language: Language = "da", *, gross: bool = True
) -> tuple[list[str], tuple[str, ...]]:
    deltas = explain(current=new, total_minor=total(new), previous=old, previous_total_minor=total(old))
    assert sum(delta.amount_minor for delta in deltas) == total(new) - (
        0 if is_change(current=new, previous=old) else total(old)
    )
    words = [sentence(delta=delta, language=language, currency="DKK", gross=gross) for delta in deltas] or sentences(
        deltas=(), language=language, currency="DKK", gross=gross
    )
    return [delta.kind for delta in deltas], tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in words)


CASES = {
    "the same": ([item()], [item(days=(APRIL, MAY))], [], ["Samme beløb som sidst."]),
    "another plan": (
        [item()],
        [item("Fri træning", 30000)],
        ["plan"],
        ["Du er skiftet fra Basis til Fri træning: 125,00 kr. mere."],
    ),
    "another quantity": (
        [item(count=3)],
        [item(count=2)],
        ["quantity"],
        ["Antallet af Basis er ændret fra 3 til 2: 250,00 kr. mindre."],
    ),
    "another price": (
        [item()],
        [item(price=22000)],
        ["price"],
        ["Prisen på Basis er steget fra 250,00 kr. til 275,00 kr.: 25,00 kr. mere."],
    ),
    "quantity and price": (
        [item(count=2)],
        [item(count=3, price=18000)],
        ["quantity", "price"],
        [
            "Antallet af Basis er ændret fra 2 til 3: 250,00 kr. mere.",
            "Prisen på Basis er faldet fra 250,00 kr. til 225,00 kr.: 75,00 kr. mindre.",
        ],
    ),
    "the rest of a period, then a whole one": (
        [item("Resten af perioden på Basis", 12903, days=(date(2026, 3, 12), APRIL))],
        [item(days=(APRIL, date(2026, 5, 2)))],
        ["days"],
        ["Basis dækker 31 dage i stedet for 20 dage: 88,71 kr. mere."],
    ),
    "a count in words": (
        [item("Resten af perioden på 3 × Plads", 60000)],
        [item("Plads", 20000, count=3)],
        [],
        ["Samme beløb som sidst."],
    ),
    "a year instead of a month": (
        [item()],
        [item(price=200000, days=(APRIL, date(2027, 4, 1)))],
        ["plan"],
        ["Basis, fra månedsvis til årsvis: 2.250,00 kr. mere."],
    ),
    "a discount begins": (
        [item()],
        [item(discount=4000)],
        ["discount_start"],
        ["Du får rabat på Basis: 50,00 kr. mindre."],
    ),
    "a discount ends": (
        [item(discount=4000)],
        [item()],
        ["discount_end"],
        ["Rabatten på Basis er slut: 50,00 kr. mere."],
    ),
    "a discount changes": (
        [item(discount=4000)],
        [item(discount=2000)],
        ["discount_change"],
        ["Rabatten på Basis er ændret: 25,00 kr. mere."],
    ),
    "no VAT any more": (
        [item()],
        [item(rate=0)],
        ["vat_rate"],
        ["Momsen på Basis er ændret fra 25 % til 0 %: 50,00 kr. mindre."],
    ),
    "something once": (
        [item()],
        [item(), item("Oprettelse", 8000, of=None, days=None)],
        ["one_off"],
        ["Kun på denne faktura: Oprettelse, 100,00 kr. mere."],
    ),
    "once is over": (
        [item(), item("Oprettelse", 8000, of=None, days=None)],
        [item()],
        ["one_off"],
        ["Oprettelse var kun på sidste faktura: 100,00 kr. mindre."],
    ),
    "a fee and interest": (
        [item()],
        [
            item(),
            item("Rykkergebyr", 10000, of=None, days=None, rate=0, outside=True),
            item("Renter", 250, of=None, days=None, rate=0, outside=True),
        ],
        ["fee", "interest"],
        [
            "Et gebyr er lagt til, Rykkergebyr: 100,00 kr. mere.",
            "Der er lagt renter til, Renter: 2,50 kr. mere.",
        ],
    ),
    "given back for a change": (
        [item()],
        [item("Tilbage for Basis (månedsvis)", -10000), item("Resten af perioden på Fri (månedsvis)", 15000)],
        ["plan"],
        ["Fra Basis (månedsvis) til Fri (månedsvis): 62,50 kr."],
    ),
    "a part of the discount's period": (
        [item()],
        [item("Basis, 20 % rabat", 16000)],
        ["discount_start"],
        ["Du får rabat på Basis: 50,00 kr. mindre."],
    ),
    "after a change": (
        [
            item("Tilbage for Team (årsvis), 40 brugere, 10 af 365 dage", -83288),
            item("Resten af perioden på Team (årsvis), 45 brugere, 10 af 365 dage", 93699),
        ],
        [item("Team", 76000, count=45, days=(APRIL, date(2027, 4, 1)))],
        ["days", "days"],
        [
            "Sidste faktura var for en ændring af Team; den er ikke med nu: 130,14 kr. mindre.",
            "Nu er det et helt år af Team, 45 × 950,00 kr.: 42.750,00 kr. mere.",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_reason_is_one_plain_sentence(case: str) -> None:
    old, new, kinds, words = CASES[case]
    found, said = told(old, new)
    assert sorted(found) == sorted(kinds)
    assert sorted(said) == sorted(words)


def test_businesses_read_prices_without_vat_inv_12_and_english_reads_english() -> None:
    _, said = told([item()], [item(price=22000)], "en", gross=False)
    assert said == ("The price of Basis rose from DKK 200.00 to DKK 220.00: DKK 25.00 more.",)


def test_the_first_one_says_so() -> None:
    deltas = explain(current=[item()], total_minor=25000, previous=None)
    assert [(delta.kind, delta.amount_minor) for delta in deltas] == [("first_invoice", 25000)]
    words = sentences(deltas=deltas, language="da", currency="DKK", gross=True)
    assert words == ("Det er den første faktura for Basis.",)
    alone = explain(current=[item("Kursus", of=None)], total_minor=25000, previous=None)
    assert sentences(deltas=alone, language="en", currency="DKK", gross=True) == ("This invoice is for Kursus only.",)


ITEMS = st.lists(
    st.builds(
        lambda of, text, start, days, count, price, discount, rate, sign: Item(
            of,
            text,
            MARCH + timedelta(start),
            MARCH + timedelta(start + days),
            count,
            sign * price,
            sign * price * count - min(discount, price * count),
            rate,
        ),
        st.sampled_from([ONE, TWO, None]),
        st.sampled_from(
            [
                "Basis",
                "Fri",
                "Resten af perioden på Basis",
                "10 af 31 dage på 3 × Fri (månedsvis)",
                "Tilbage for Fri",
                "Tilbage for Team (årsvis), 4 brugere, 10 af 365 dage",
                "Fri, 20 % rabat",
            ]
        ),
        st.integers(0, 400),
        st.integers(1, 366),
        st.integers(1, 40),
        st.integers(1, 999_999),
        st.integers(0, 5000),
        st.sampled_from([2500, 2500, 1234, 0]),
        st.sampled_from([1, 1, 1, -1]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=1000, deadline=None)
@given(history=st.lists(ITEMS, min_size=2, max_size=3))
def test_a_thousand_histories_add_up_exactly(history: list[list[Item]]) -> None:
    """CM-01: the reasons sum to the difference; rounding is at most a minor unit per line (else `NotExplained`)."""
    for old, new in pairwise(history):
        deltas = explain(current=new, total_minor=total(new), previous=old, previous_total_minor=total(old))
        assert sum(delta.amount_minor for delta in deltas) == total(new) - (
            0 if is_change(current=new, previous=old) else total(old)
        )
        for language in ("da", "en"):
            for text in sentences(deltas=deltas, language=language, currency="DKK", gross=True):
                assert text.endswith(".")
                assert "{" not in text
                assert text[0].isupper() or text[0].isdigit()

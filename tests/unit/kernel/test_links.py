"""SEC-62: no link stays in what people type into mails, whatever stands in front of it."""

import pytest

from selvbetjening.domain.access.rules.invitations import without_links
from selvbetjening.domain.messaging.rules.letters import plain
from selvbetjening.domain.messaging.rules.own_words import WordsRefused, checked


@pytest.mark.parametrize("before", ["", "_", "1", "æ", "(", "x-", "\N{FULLWIDTH LATIN SMALL LETTER H}", "://"])
@pytest.mark.parametrize("link", ["https://evil.example/mitid", "HTTP://evil.example", "www.evil.example", "ftp://x"])
def test_no_link_stays_in_anybodys_words_sec_62(before: str, link: str) -> None:
    words = f"Log ind: {before}{link} i dag"
    for left in (without_links(text=words), plain(text=words)):
        assert "evil" not in left and "://" not in left and left.startswith("Log ind:") and left.endswith("i dag")
    with pytest.raises(WordsRefused, match="link"):
        checked(kind="login_link", subject="", words=words)


@pytest.mark.parametrize("link", ["evil.dk/mitid", "_evil.dk/mitid", "1evil.com/"])
def test_an_address_without_scheme_is_refused_in_own_words_sec_62(link: str) -> None:
    with pytest.raises(WordsRefused, match="link"):
        checked(kind="login_link", subject="", words=f"Log ind: {link}")


@pytest.mark.parametrize("words", ["Hej :// dig", "Se www. eller ring", "Kl. 9-16, konto 12/34 og/eller A.B"])
def test_words_that_are_no_link_stay(words: str) -> None:
    assert without_links(text=words) == plain(text=words) == words
    assert checked(kind="login_link", subject="", words=words).words == words


def test_long_words_without_a_link_are_read_in_no_time() -> None:
    assert plain(text="a.b-" * 50_000, longest=10) == "a.b-a.b-a…"

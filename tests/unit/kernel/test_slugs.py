"""LG-16: the company's part of the host name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.kernel.slugs import RESERVED, check_slug, propose_slug

OUR_HOSTS = (
    "erhverv api status staff demo www mail smtp ftp sftp admin ui localhost static assets login hooks help "
    "support test betaling"
)


@pytest.mark.parametrize("slug", ["abc", "a" * 40, "blaa-hus-2", "123", "a-b", "a--b"])
def test_good_slugs(slug: str) -> None:
    """LG-16: a–z, 0–9, hyphen; 3–40 characters."""
    assert check_slug(slug) is None


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        ("", "too_short"),
        ("ab", "too_short"),
        ("a" * 41, "too_long"),
        ("Abc", "bad_characters"),
        ("blå", "bad_characters"),
        ("a_b", "bad_characters"),
        ("a.b", "bad_characters"),
        ("-abc", "bad_characters"),
        ("abc-", "bad_characters"),
        ("abc\n", "bad_characters"),
        ("xn--abc", "bad_characters"),
        ("12３", "bad_characters"),
        ("erhverv", "reserved"),
        ("www", "reserved"),
    ],
)
def test_refused_slugs(slug: str, reason: str) -> None:
    """LG-16: each refusal has its reason code."""
    assert check_slug(slug) == reason


@pytest.mark.parametrize("word", OUR_HOSTS.split())
def test_our_own_hosts_are_reserved(word: str) -> None:
    """LG-16: reserved words."""
    assert word in RESERVED
    assert check_slug(word) is not None


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Æblegården ApS", "aeblegaarden"),
        ("Ærø Sø & Å", "aeroe-soe-aa"),
        ("Nordlys El & Varme A/S", "nordlys-el-varme"),
        ("Café Öst A.M.B.A.", "cafe-oest"),
        ("Support ApS", "support-aps"),
        ("Demo", "demo-portal"),
        ("3F", "3f-portal"),
        ("Grundejerforeningen Solsikkemarken ved Åen Nord", "grundejerforeningen-solsikkemarken-ved-a"),
    ],
)
def test_proposals(name: str, slug: str) -> None:
    """LG-16: proposed from the company name; æ, ø, å spelled out."""
    assert propose_slug(name) == slug
    assert check_slug(slug) is None


@pytest.mark.parametrize("name", ["", "!!!", "株式会社"])
def test_no_proposal_without_letters(name: str) -> None:
    """LG-16."""
    with pytest.raises(ValueError, match="no letter or digit"):
        propose_slug(name)


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[A-Za-zæøåÆØÅ0-9 .&/-]{1,60}", fullmatch=True)))
def test_a_proposal_is_valid_or_refused(name: str) -> None:
    """LG-16: whatever the company is called; a name with a plain letter or digit always has a proposal."""
    try:
        slug = propose_slug(name)
    except ValueError:
        assert not re.search("[A-Za-zæøåÆØÅ0-9]", name)
    else:
        assert check_slug(slug) is None

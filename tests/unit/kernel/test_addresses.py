"""LG-01: one form for one mailbox."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.kernel.addresses import InvalidEmail, normalise_email

pieces = st.sampled_from(
    [*'aZ9.+-_@ßİſΣæÅé½ﬁ。．＠ⓐ\u0301\u0345\u200d\u00ad /\r\n"', "xn--", "dk", ".dk", "blåbær", "@x.dk"]
)
typed = st.one_of(
    st.lists(pieces, max_size=12).map("".join),
    st.lists(pieces, max_size=8).map(lambda parts: "".join(parts) + "@example.dk"),
    st.text(max_size=40).map(lambda text: f"{text}@example.dk"),
    st.text(max_size=40).map(lambda text: f"a@{text}.dk"),
    st.emails(),
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("  Ida@Example.DK ", "ida@example.dk"),
        ("i.da+regning@example.dk", "i.da+regning@example.dk"),
        ("ｉｄａ＠ｅｘａｍｐｌｅ．ｄｋ", "ida@example.dk"),
        ("ida@Blåbær.dk", "ida@xn--blbr-roah.dk"),
        ("ida@bla\u030abær.dk", "ida@xn--blbr-roah.dk"),
        ("ida@xn--blbr-roah.dk", "ida@xn--blbr-roah.dk"),
        ("ida@example。dk", "ida@example.dk"),
        ("SØREN@example.dk", "søren@example.dk"),
        ("J\u030c@example.dk", "ǰ@example.dk"),  # composes only after lower-casing
        ("o'hara@example.dk", "o'hara@example.dk"),
        ("a" * 64 + "@example.dk", "a" * 64 + "@example.dk"),
    ],
)
def test_normal_form(text: str, address: str) -> None:
    """LG-01: trim, NFKC, lower-case, IDN domain to ASCII; no dot or plus folding."""
    assert normalise_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ida",
        "@example.dk",
        "ida@",
        "ida@localhost",
        "ida@@example.dk",
        "ida@a@example.dk",
        ".ida@example.dk",
        "i..da@example.dk",
        "ida.@example.dk",
        "i da@example.dk",
        '"i da"@example.dk',
        "<ida@example.dk>",
        "ida@example.dk,ole@example.dk",
        "ida@exa mple.dk",
        "ida@exa_mple.dk",
        "ida@-example.dk",
        "ida@example..dk",
        "ida@example.dk.",
        "ida@192.0.2.1",
        "ida@[192.0.2.1]",
        "ida@example.dk\r\nBcc: ole@example.dk",
        "ida@example.dk\n",
        "ida\x00@example.dk",
        "ida\u200b@example.dk",
        "ida\ud800@example.dk",
        "a" * 65 + "@example.dk",
        "ø" * 33 + "@example.dk",
        "a@" + "b" * 64 + ".dk",
        "a@" + ("b" * 60 + ".") * 4 + "example.dk",
        "a" * 100_000 + "@example.dk",
    ],
)
def test_bad_syntax(text: str) -> None:
    """LG-01: bad syntax is a form error; the message does not repeat the address."""
    with pytest.raises(InvalidEmail) as refused:
        normalise_email(text)
    assert not text or text not in str(refused.value)


@given(typed)
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    """LG-01: an address that is stored is found again."""
    try:
        address = normalise_email(text)
    except InvalidEmail:
        return
    assert normalise_email(address) == address
    local, _, domain = address.rpartition("@")
    assert domain.isascii()
    assert domain == domain.lower()
    assert len(address.encode()) <= 254
    assert len(local.encode()) <= 64
    assert address.isprintable()
    assert " " not in address

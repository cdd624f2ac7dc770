"""LG-01: one form for one mailbox."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.kernel.addresses import InvalidEmail, normalise_email

pieces = st.sampled_from(
    [*'aZ9.+-_@ßİſΣæÅé½ﬁ。．＠ⓐ\u0301\u0345\u200d\u00ad /\r\n"', "xn--", "example", ".example", "blåbær", "@x.example"]
)
typed = st.one_of(
    st.lists(pieces, max_size=12).map("".join),
    st.lists(pieces, max_size=8).map(lambda parts: "".join(parts) + "@mail.example"),
    st.text(max_size=40).map(lambda text: f"{text}@mail.example"),
    st.text(max_size=40).map(lambda text: f"a@{text}.example"),
    st.emails(),
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("  Ida@Mail.EXAMPLE ", "ida@mail.example"),
        ("i.da+regning@mail.example", "i.da+regning@mail.example"),
        ("ｉｄａ＠ｍａｉｌ．ｅｘａｍｐｌｅ", "ida@mail.example"),
        ("ida@Blåbær.example", "ida@xn--blbr-roah.example"),
        ("ida@bla\u030abær.example", "ida@xn--blbr-roah.example"),
        ("ida@xn--blbr-roah.example", "ida@xn--blbr-roah.example"),
        ("ida@mail。example", "ida@mail.example"),
        ("SØREN@mail.example", "søren@mail.example"),
        ("J\u030c@mail.example", "ǰ@mail.example"),  # composes only after lower-casing
        ("o'hara@mail.example", "o'hara@mail.example"),
        ("a" * 64 + "@mail.example", "a" * 64 + "@mail.example"),
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
        "@mail.example",
        "ida@",
        "ida@localhost",
        "ida@@mail.example",
        "ida@a@mail.example",
        ".ida@mail.example",
        "i..da@mail.example",
        "ida.@mail.example",
        "i da@mail.example",
        '"i da"@mail.example',
        "<ida@mail.example>",
        "ida@mail.example,ole@mail.example",
        "ida@exa mple.example",
        "ida@exa_mple.example",
        "ida@-mail.example",
        "ida@mail..example",
        "ida@mail.example.",
        "ida@192.0.2.1",
        "ida@[192.0.2.1]",
        "ida@mail.example\r\nBcc: ole@mail.example",
        "ida@mail.example\n",
        "ida\x00@mail.example",
        "ida\u200b@mail.example",
        "ida\ud800@mail.example",
        "a" * 65 + "@mail.example",
        "ø" * 33 + "@mail.example",
        "a@" + "b" * 64 + ".example",
        "a@" + ("b" * 60 + ".") * 4 + "mail.example",
        "a" * 100_000 + "@mail.example",
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

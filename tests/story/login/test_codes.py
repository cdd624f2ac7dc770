"""The code in the mail: beside the press in another browser, alone where it was asked for (LG-09, XB-02, XB-03)."""

import pytest

from selvbetjening.domain.organizations.models import Organization
from tests import make, outbox, portal
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")


def asked(posted: list[outbox.Mail]) -> tuple[Organization, portal.PortalClient, steps.Received]:
    """A company, the browser that asked, and the mail."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    return company, client, steps.mailed(company, posted, anna.email)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def test_another_browser_needs_the_code_besides_lg_09(posted: list[outbox.Mail]) -> None:
    """LG-09, SEC-59, XB-03: the press alone is not enough there; with the code it is, blanks and all."""
    company, _, link = asked(posted)
    phone = steps.browser(company)
    phone.get(link.path)
    assert 'name="code"' in phone.get("/log-ind/fortsaet/").content.decode()
    assert phone.post("/log-ind/fortsaet/").status_code == 200
    assert phone.post("/log-ind/fortsaet/", {"code": ""}).status_code == 200
    assert not steps.is_in(phone) and steps.spent_links(company) == 0
    assert phone.post("/log-ind/fortsaet/", {"code": f" {link.code[:4]} {link.code[4:]}"}).status_code == 302
    assert steps.is_in(phone)


def test_five_tries_and_the_code_is_worth_nothing_lg_09(posted: list[outbox.Mail]) -> None:
    """LG-09, SEC-59: the sixth try fails with the right code, too; the browser that asked still gets in."""
    company, client, link = asked(posted)
    phone = steps.browser(company)
    phone.get(link.path)
    for _ in range(5):
        assert phone.post("/log-ind/fortsaet/", {"code": wrong(link.code)}).status_code == 200
    assert phone.post("/log-ind/fortsaet/", {"code": link.code}).status_code == 200
    assert not steps.is_in(phone)
    assert 'name="code"' not in phone.get("/log-ind/fortsaet/").content.decode()
    client.get(link.path)
    assert client.post("/log-ind/fortsaet/").status_code == 302


def test_the_code_alone_works_where_it_was_asked_for_xb_02(posted: list[outbox.Mail]) -> None:
    """XB-02, LG-09: mail read on the phone, code typed under the neutral page; nowhere else it works alone."""
    company, client, link = asked(posted)
    stranger = steps.browser(company)
    assert stranger.post("/log-ind/sendt/", {"code": link.code}).status_code == 200
    assert not steps.is_in(stranger)
    assert client.post("/log-ind/sendt/", {"code": link.code}).status_code == 302
    assert steps.is_in(client)


def test_the_code_of_another_request_is_worth_nothing_lg_09(posted: list[outbox.Mail]) -> None:
    """LG-09: a code belongs to its own login request."""
    company, _, first = asked(posted)
    other = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, other.email)
    steps.mailed(company, posted, other.email)
    assert client.post("/log-ind/sendt/", {"code": first.code}).status_code == 200
    assert not steps.is_in(client)


def test_no_token_and_no_code_stands_in_any_table_sec_55(posted: list[outbox.Mail], superuser_connection) -> None:  # type: ignore[no-untyped-def]
    """SEC-55, LG-07: a scan of every column of every table, as text and as bytes, before and after the press."""
    _, client, link = asked(posted)
    for _ in range(2):
        tables = superuser_connection.execute(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        assert len(tables) > 20
        for (table,) in tables:
            for secret in (link.token, link.token.encode().hex(), rf"\m{link.code}\M", link.code.encode().hex()):
                query = f"SELECT count(*) FROM {table} AS row_of WHERE row_of::text ~ %s"
                assert superuser_connection.execute(query, [secret]).fetchone() == (0,), table
        client.get(link.path)
        client.post("/log-ind/fortsaet/")
    assert steps.is_in(client)
    assert link.token not in link.mail.subject and link.code not in link.mail.subject

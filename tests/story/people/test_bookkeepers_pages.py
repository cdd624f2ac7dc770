"""The bookkeeper's pages: names of files, totals, faults at their fields, and what stands in the footer (CM-08)."""

import pytest

from selvbetjening.kernel.money import Money
from tests import outbox, portal
from tests.story.people.test_bookkeepers import Company, log_in, words
from tests.story.people.test_bookkeepers import now as now  # the fixture that stops the clock


def test_the_file_is_named_by_its_period_and_the_list_has_a_total_cm_08(posted: list[outbox.Mail]) -> None:
    """CM-08: so that the next quarter's file does not overwrite this one's; the sum takes credit notes off."""
    nordlys = Company("Nordlys")
    nordlys.grant(nordlys.accounts[0])
    client = log_in(posted)
    for first, last, name in (
        ("2026-01-01", "2026-03-31", "invoices-2026-Q1.zip"),
        ("2026-01-01", "2026-03-30", "invoices-2026-01-01-2026-03-30.zip"),
        ("2026-02-01", "", "invoices-2026-02-01-2026-04-01.zip"),
    ):
        answer = client.post("/hent/", {"fra": first, "til": last})
        assert f'filename="{name}"' in answer["Content-Disposition"]
    page = client.get("/?fra=2026-01-01&til=2026-03-31")
    (total,) = page.context["sums"]
    assert total.total == Money(sum(each.total_minor for each in nordlys.invoices(nordlys.accounts[0])[:3]), "DKK")
    assert "Total of 3 documents" in words(page)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"fra": "2026-03-31", "til": "2026-03-01"}, "This day lies before the first one."),
        ({"fra": "31/13"}, "Write the day as 31-12-2026."),
        ({"konto": "nonsense"}, "Choose an account from the list."),
    ],
)
def test_a_period_without_meaning_is_told_at_its_field_cm_08(
    asked: dict[str, str], said: str, posted: list[outbox.Mail]
) -> None:
    """CM-08, XB-42: neither everything nor "nothing fits": the field says what is wrong, also when fetching."""
    nordlys = Company("Nordlys")
    nordlys.grant(nordlys.accounts[0])
    client = log_in(posted)
    for page in (client.get("/", asked), client.post("/hent/", asked, follow=True)):
        assert said in words(page) and page.context["rows"] == []
        assert "No invoices fit" not in words(page)


def test_the_neutral_host_has_help_accessibility_and_privacy_acc_2(posted: list[outbox.Mail]) -> None:
    """ACC-2, GDP-1: in the footer of every page, also before the login; no company is named."""
    client = portal.PortalClient("bogholder.portal.test", headers={"accept-language": "en"})
    front = client.get("/log-ind/").content.decode()
    for path in ("/hjaelp/", "/tilgaengelighed/", "/privatliv/"):
        assert f'href="{path}"' in front
        page = client.get(path)
        assert page.status_code == 200 and "self-service of Selvbetjening" not in words(page)

"""People of the tests' own, brought in from CSV files as a company would bring in its customers."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.tale.running import RunningDemo


@dataclass(frozen=True)
class Somebody:
    """A recipient with an account, monthly subscriptions in the midst of a period."""

    name: str
    email: str
    renews_on: date


def month_after(day: date) -> date:
    """The same day of the next month, or its last one."""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


#: The EAN number of the demo's public body; its check digit fits.
EAN = "5798000000001"
PLANS = ("basis-md", "hold-md")


def arrive(
    demo: RunningDemo,
    folder: Path,
    *,
    key: str,
    language: str,
    plans: tuple[str, ...] = PLANS,
    party: str = "privat",
    quantity: int = 1,
    days: int = 11,
    organization: str = "nordlys",
) -> Somebody:
    """Import her; `key` makes her like nobody else, `days` ago her period began."""
    began = demo.today() - timedelta(days=days)
    renews = month_after(began)
    somebody = Somebody(f"Tale {key}", f"tale-{key}@tale.example", renews)
    account, ean = f"t-{key}", EAN if party == "offentlig" else ""
    files = {
        "accounts": [
            "account_code;party_type;name;address_line;postal_code;city;language;ean",
            f"{account};{party};{somebody.name};Gammelvej 1;8000;Aarhus C;{language};{ean}",
        ],
        "recipients": ["account_code;name;email", f"{account};{somebody.name};{somebody.email}"],
        "subscriptions": [
            "subscription_code;account_code;terms_code;quantity;started_on;renews_on",
            *(f"{account}-{plan};{account};{plan};{quantity};{began};{renews}" for plan in plans),
        ],
    }
    folder.mkdir()
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    demo.bring_in(folder, organization=organization)
    return somebody

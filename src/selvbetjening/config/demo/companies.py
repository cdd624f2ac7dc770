"""The three companies of the demo."""

from typing import Any, Final

from selvbetjening.config.demo.cast import (
    ACTS_OF_FJORDBYG,
    Card,
    Company,
    Contract,
    Customer,
    Offer,
    Person,
    Price,
    body,
    firm,
    person,
)
from selvbetjening.domain.organizations.rules.settings import OrganizationSettings


def _(words: str) -> str:
    """Mark what is to be translated. Django's own mark asks for settings, which the start command does not have."""
    return words


_PLANS: Final = (
    Offer(
        "basis", "Basis", "Basic", "Adgang på hverdage før kl. 16", "Access on weekdays before 4 pm",
        (Price("basis-md", "month", 159_20, most=1), Price("basis-aar", "year", 1_592_00, most=1)),
    ),
    Offer(
        "fri", "Fri træning", "All hours", "Adgang døgnet rundt i alle centre", "Access at all hours in every centre",
        (Price("fri-md", "month", 239_20, most=1), Price("fri-aar", "year", 2_392_00, most=1)),
    ),
    Offer(
        "hold", "Holdtræning", "Classes", "Alle hold, book i appen", "All classes, book in the app",
        (Price("hold-md", "month", 79_20, most=1),),
    ),
    Offer(
        "fordel", "Fordelsaftale", "Member deal", "Døgnet rundt og alle hold, med binding",
        "At all hours and all classes, with a binding period",
        (Price("fordel-md", "month", 199_20, binding=6, notice=1, trial=14, most=1),),
    ),
    Offer(
        "firma", "Firmaaftale", "Company plan", "Fri træning for alle medarbejdere", "All hours for every employee",
        (Price("firma-md", "month", 119_00, "medarbejder/medarbejdere", "employee/employees"),), enabled=False,
    ),
)  # fmt: skip

_RATES: Final = [["2026-01-01", 160], ["2026-07-01", 160]]
_CHOICES_OF_NORDLYS: Final[dict[str, Any]] = {
    "send_reminders": True,
    "claim_interest": True,
    "reference_rates": _RATES,
    "fik_creditor_number": "00000000",
    "accessibility_contact": "hej@nordlys.example",
}
_CHOICES_OF_FJORDBYG: Final[dict[str, Any]] = {
    "reference_rates": _RATES,
    "duplicate_email_mode": "chooser",
    "timing_interval": "now",
    "upgrade_full_period": True,
    "accessibility_contact": "hello@fjordbyg.example",
}

_CARD_PAYERS: Final = (
    Customer(
        person("Karen Kort", "Kortvej 1"),
        (Person("Karen Kort", "karen@kort.example", _("pays by card: her invoices are charged by themselves")),),
        (Contract("fri-md", 4, -8),), cards=(Card("stripe", "4242424242424242", 12),),
    ),
    Customer(
        person("Tobias Tokort", "Kortvej 2"),
        (Person("Tobias Tokort", "tobias@tokort.example", _("has two cards, at two payment companies")),),
        (Contract("basis-md", 7, -3), Contract("hold-md", 2, -3)),
        cards=(Card("stripe", "5555555555554444", 12), Card("quickpay", "1000020000000006", 10)),
    ),
    Customer(
        person("Ulla Udløb", "Kortvej 3"),
        (Person("Ulla Udløb", "ulla@udloeb.example", _("her card expires at the end of this month")),),
        (Contract("basis-md", 6, 28),), unpaid=0, cards=(Card("stripe", "4242424242424242", 12, ends_this_month=True),),
    ),
    Customer(
        person("Viggo Afvist", "Kortvej 4"),
        (Person("Viggo Afvist", "viggo@afvist.example", _("his bank declines: mails, new tries, one click to pay")),),
        (Contract("hold-md", 3, -8),), cards=(Card("quickpay", "1000000000000065", 12),),
    ),
)  # fmt: skip

NORDLYS: Final = Company(
    slug="nordlys",
    settings=OrganizationSettings(
        name="Nordlys Træning", cvr="12345674", address_line="Havnegade 1", postal_code="8000", city="Aarhus C",
        email="hej@nordlys.example", phone="+45 00 00 00 00",
        payment_instructions="Bank: reg. 0000 konto 0000000000. Skriv fakturaens nummer.",
    ),
    colour="#0b6b4f",
    logo=True,
    choices=_CHOICES_OF_NORDLYS,
    coupon=("NYTAAR", 2000, 3),
    gateways=("stripe", "quickpay"),
    pbs_number="04001249",
    offers=_PLANS,
    customers=(
        Customer(
            person("Anna Testesen", "Prøvevej 2, 2. tv."),
            (Person("Anna Testesen", "anna@testesen.example", _("two subscriptions, paid invoices and an open one")),),
            (Contract("basis-md", 11, 15), Contract("hold-md", 5, 3)),
        ),
        Customer(
            person("Ben Sample", "Example Street 9", language="en", code="8200", city="Aarhus N"),
            (Person("Ben Sample", "ben@sample.example", _("reads English, pays by the year")),),
            (Contract("fri-aar", 9, 31),), unpaid=0,
        ),
        Customer(
            firm("Eksempelfirmaet ApS", "Havnegade 9", cvr="91111136"),
            (
                Person("Carla Chef", "carla@eksempelfirmaet.example", _("a company with twelve employees on one plan")),
                Person("Bogholderiet", "regnskab@eksempelfirmaet.example"),
            ),
            (Contract("firma-md", 11, 1, quantity=12),),
        ),
        Customer(
            person("Dorte Lukket", "Prøvevej 14"),
            (Person("Dorte Lukket", "dorte@lukket.example", _("barred: gets no login mail"), barred=True),),
            (Contract("basis-md", 6, 10),), unpaid=2,
        ),
        Customer(
            person("Else Delt", "Fællesvej 5"),
            (Person("Else Delt", "familien@delt.example", _("shares her address with Erik: gets no login mail")),),
            (Contract("fri-md", 4, 20),),
        ),
        Customer(person("Erik Delt", "Fællesvej 5"), (Person("Erik Delt", "familien@delt.example"),)),
        Customer(
            person("Frede Farvel", "Slutvej 1"),
            (Person("Frede Farvel", "frede@farvel.example", _("has cancelled, and may regret it")),),
            (Contract("fri-aar", 8, 12, cancelled=1),),
            unpaid=0,
        ),
        Customer(
            person("Lars Langsom", "Ventevej 7"),
            (Person("Lars Langsom", "lars@langsom.example", _("pays late: reminders, and what he can do about them")),),
            (Contract("basis-md", 4, 2),), unpaid=3,
        ),
        *_CARD_PAYERS,
        Customer(
            person("Bente Bankaftale", "Overførselsvej 6"),
            (
                Person(
                    "Bente Bankaftale", "bente@bankaftale.example",
                    _("pays through Betalingsservice: some paid, one under way"),
                ),
            ),
            (Contract("fri-md", 5, -3),), unpaid=2, by_debit=299_00,
        ),
        Customer(
            person("Gry Nystart", "Begynderstien 3"),
            (Person("Gry Nystart", "gry@nystart.example", _("has nothing yet and can choose a plan")),),
        ),
    ),
)  # fmt: skip

WHAT_A_BOOKKEEPER_SEES: Final = _("a bookkeeper: the invoices of three customers, and all of them as one ZIP")
_BOOKKEEPER: Final = ("Bodil Bogholder", "bodil@bogholder.example")

FJORDBYG: Final = Company(
    slug="fjordbyg",
    settings=OrganizationSettings(
        name="Fjordbyg Software", cvr="92222209", address_line="Kajen 40", postal_code="9000", city="Aalborg",
        email="hello@fjordbyg.example", language="en", payment_terms_days=14,
        payment_instructions="Bank: 0000 0000000000.",
    ),
    colour="#f2b705",
    choices=_CHOICES_OF_FJORDBYG,
    acts=ACTS_OF_FJORDBYG,
    gateways=("quickpay",),
    pbs_number="04001257",
    offers=(
        Offer(
            "team", "Team", "Team", "Projekter og tegninger for mindre hold", "Projects and drawings for small teams",
            (
                Price("team-month", "month", 95_00, "bruger/brugere", "user/users"),
                Price(
                    "team-year", "year", 950_00, "bruger/brugere", "user/users",
                    tiers=((9, 950_00), (39, 855_00), (None, 760_00)), most=500,
                ),
            ),
        ),
        Offer(
            "studio", "Studio", "Studio", "Alt i Team, og mængdeberegning", "Everything in Team, and quantities",
            (Price("studio-month", "month", 180_00, "bruger/brugere", "user/users"),),
        ),
    ),
    customers=(
        Customer(
            firm("Harbour Works ApS", "Kajen 12", cvr="93333314", language="en"),
            (Person("Helen Harbour", "helen@harbourworks.example", _("another company's customer, in English")),),
            (Contract("team-month", 8, 1, quantity=30),), bookkeeper=_BOOKKEEPER,
        ),
        Customer(
            body("Prøvekommunen", "Rådhuspladsen 1", ean="5798000000001", reference="Signe Sagsbehandler"),
            (
                Person(
                    "Signe Sagsbehandler", "signe@proevekommunen.example",
                    _("a public body with 40 seats, gets e-invoices to its EAN number"),
                ),
            ),
            (Contract("team-month", 6, 1, quantity=40),), bookkeeper=_BOOKKEEPER,
        ),
        Customer(
            firm("Anlæg & Bro A/S", "Broen 1", cvr="94444403"),
            (Person("Jens Bro", "jens@anlaeg.example"),),
            (Contract("studio-month", 3, 17, quantity=4),), unpaid=0, bookkeeper=_BOOKKEEPER,
        ),
    ),
)  # fmt: skip

YOGA: Final = Company(
    slug="yogahuset",
    settings=OrganizationSettings(
        name="Yogahuset", cvr="95555519", address_line="Stillegade 2", postal_code="5000", city="Odense C",
        email="ro@yogahuset.example",
    ),
    colour="#7a3e9d",
    open=False,
    offers=(
        Offer("ro", "Ro", "Calm", "Alle timer", "All classes", (Price("ro-md", "month", 200_00),), enabled=False),
        Offer(
            "morgen", "Morgenyoga", "Morning yoga", "Hold før kl. 9", "Classes before 9 am",
            (Price("morgen-md", "month", 120_00, most=1),), enabled=False,
        ),
    ),
    customers=(
        Customer(
            person("Ida Inderro", "Stillegade 8", code="5000", city="Odense C"),
            (Person("Ida Inderro", "ida@inderro.example", _("her company has self-service switched off")),),
            (Contract("ro-md", 2, 5),),
        ),
    ),
)  # fmt: skip

COMPANIES: Final = (NORDLYS, FJORDBYG, YOGA)

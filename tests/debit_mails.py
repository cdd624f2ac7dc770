"""Mails about Betalingsservice, with invented values, for the tests of all mails."""

from datetime import UTC, date, datetime
from typing import Any

from selvbetjening.domain.messaging.mails.debits import FailedDebit
from selvbetjening.kernel.money import Money

DKK_250, DKK_80 = Money(25_000, "DKK"), Money(8_065, "DKK")

VALUES: dict[str, dict[str, Any]] = {
    "mandate_linked": {
        "follows": "debit",
        "pbs_number": "01234560",
        "group": "00001",
        "customer": "K1017",
        "path": "/kort/",
    },
    "mandate_asked": {
        "by_company": True,
        "account": "9999 ••••••4567",
        "registered_on": date(2026, 11, 26),
        "undo_until": datetime(2026, 11, 24, 15, tzinfo=UTC),
        "path": "/betalingsservice/",
    },
    "mandate_undone": {"path": "/betalingsservice/"},
    "mandate_refused": {"reason": "Kundens registrerings- eller kontonummer er forkert.", "path": "/betalingsservice/"},
    "mandate_left": {"paid_by_it": True, "path": "/kort/"},
    "debit_asked": {
        "number": "1001",
        "amount": DKK_250,
        "pays_on": date(2026, 12, 1),
        "is_late": True,
        "path": "/fakturaer/7b/",
    },
    "debit_not_asked": {
        "number": "1001",
        "amount": DKK_250,
        "due_on": date(2026, 3, 18),
        "path": "/fakturaer/7b/betal/",
        "instructions": "Overfør til konto 0000 0000000000",
    },
    "debit_failed": {
        "number": "1001",
        "amount": DKK_250,
        "outcome": "rejected",
        "due_on": date(2026, 3, 18),
        "today": date(2026, 3, 20),
        "instructions": "Overfør til konto 0000 0000000000",
        "path": "/fakturaer/7b/betal/",
    },
    "debit_trouble": {
        "trouble": "line_down",
        "detail": "Serveren svarer ikke.",
        "path": "/v/4d0c/selvbetjening/betalingsservice/",
    },
    "debits_failed": {
        "failed": [FailedDebit(str(number), DKK_80, "charged_back") for number in range(1, 13)],
        "without_account": 2,
        "path": "/v/4d0c/selvbetjening/betalingsservice/",
    },
}

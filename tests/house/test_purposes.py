"""GDP-2: every table of the domain says what it is for; what belongs to a person is found by its relations (XB-39)."""

from collections import Counter

from selvbetjening.domain.rights.queries.belongings import BY_RECIPIENT, MAIL, file_columns, path_to_account, tables
from selvbetjening.domain.rights.rules.tables import COMPANY, OPERATION, TABLES, TAKEN_OUT, purpose_of
from tests.house.models import domain_models

#: Tables about people that lead to no account, so that no export finds them, each with the reason.
NOT_OF_AN_ACCOUNT = {
    "billing.GuestRequest": "somebody without a login asked: an address, before it is known whose it is",
    "history.PendingReaction": "an event's id and nothing else",
    "directdebit.InformationLine": "totals of a delivery; an error names a number of the file, of nobody we know",
    "directdebit.UnmatchedAnswer": "an answer that belongs to nobody we know: that is why it is listed",
    "identity.PortalIdentity": "an address alone: it may stand on several accounts",
    "payments.GatewayFact": "an amount and the gateway's numbers; the attempt it is about is exported",
    "payments.GatewayNotice": "a gateway's message as it came, before it is known what it is about",
    "imports.FileImport": "how many lines a company's files had; what they brought in is exported where it is",
    "imports.ImportFile": "sealed files of many customers, gone once they are brought in or after a week",
    "identity.RateCount": "keyed digests, of no use to anybody",
}


def test_every_table_has_one_purpose() -> None:
    """GDP-2: a new table gets its line in domain/rights/rules/tables.py."""
    named = Counter(table for tables_of in TABLES.values() for table in tables_of)
    models = {model._meta.label for model in domain_models()}
    assert models - set(named) == set(), "say in domain/rights/rules/tables.py what these are for"
    assert set(named) - models == set(), "these tables are gone"
    assert [table for table, count in named.items() if count > 1] == []
    assert all(purpose.words and purpose.until for purpose in TABLES)


def test_everything_about_a_person_is_exported() -> None:
    """XB-39, GDP-3: each table leads to an account, or stands on the short list with its reason."""
    lost = {
        model._meta.label
        for model in tables()
        if not path_to_account(model=model) and model._meta.label not in BY_RECIPIENT and model._meta.label != MAIL
    }
    assert lost == set(NOT_OF_AN_ACCOUNT)


def test_no_table_with_a_way_to_an_account_is_left_out() -> None:
    """XB-39: nothing hides as the company's own."""
    without = [model for model in domain_models() if purpose_of(table=model._meta.label) in {COMPANY, OPERATION}]
    assert [model._meta.label for model in without if path_to_account(model=model)] == []
    assert {purpose_of(table=model._meta.label) for model in domain_models()} >= {TAKEN_OUT}


def test_digests_and_salts_are_no_documents() -> None:
    """XB-39, SEC-55: bytes with a length are secrets or hashes; only those without are files."""
    files = {f"{model._meta.label}.{column}" for model in tables() for column in file_columns(model=model)}
    assert {"invoicing.InvoiceDocument.content", "billing.LegalAct.receipt"} <= files
    assert [name for name in files if any(word in name for word in ("digest", "hash", "salt", "token"))] == []

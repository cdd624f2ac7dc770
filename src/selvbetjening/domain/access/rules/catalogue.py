"""The solutions that the portal has or leads to (BP-11, BP-84): what migration `access.0003` puts into the table.

A change here needs a migration that puts them in again. `url_name` is empty for a solution whose pages are not built:
nobody can open it, whatever a company's agreement says.
"""

from dataclasses import dataclass
from typing import Final

from selvbetjening.domain.access.permissions import (
    APPLICATIONS,
    BS_WEB,
    FILE_TRANSFER,
    KUNDEPORTAL,
    SELVBETJENING,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One solution in both languages. `words_*` are what people search for: tasks and synonyms."""

    code: str
    name_da: str
    name_en: str
    lead_da: str
    lead_en: str
    words_da: str
    words_en: str
    icon: str
    url_name: str = ""


SOLUTIONS: Final = (
    Listed(
        SELVBETJENING,
        "Selvbetjening",
        "Self-service",
        "Jeres kunders selvbetjening: abonnementer, fakturaer, betalinger og udseende.",
        "Your customers' self-service: subscriptions, invoices, payments and looks.",
        "abonnement faktura betaling kunde kort logo farve rettigheder priser planer rykker rapport",
        "subscription invoice payment customer card logo colour permissions prices plans reminder report",
        "home",
        "business:selvbetjening",
    ),
    Listed(
        KUNDEPORTAL,
        "BS Kundeportal",
        "BS Kundeportal",
        "Overblik over jeres kunders Betalingsservice-aftaler.",
        "An overview of your customers' Betalingsservice agreements.",
        "aftaler kundenummer debitorgruppe tilmelding afmelding betalingsaftale",
        "agreements customer number debtor group mandates",
        "people",
    ),
    Listed(
        FILE_TRANSFER,
        "My File Transfer",
        "My File Transfer",
        "Send leverancer, og hent filer fra Betalingsservice.",
        "Send deliveries, and fetch files from Betalingsservice.",
        "send fil leverance upload sftp https nøgle hent kvittering mft",
        "send file delivery upload sftp https key fetch receipt mft",
        "upload",
        "business:mft",
    ),
    Listed(
        BS_WEB,
        "BS Web",
        "BS Web",
        "Administrér jeres opkrævninger uden et eget system.",
        "Handle your collections without a system of your own.",
        "opkrævning opkrævninger beløb indtast godkend",
        "collection collections amount enter approve",
        "list",
    ),
    Listed(
        APPLICATIONS,
        "Ansøgningsportal",
        "Applications",
        "Ny aftale, kontoændring, fornyelse og status på ansøgninger.",
        "New agreement, change of account, renewal and where applications stand.",
        "ny aftale kontonummer kontoændring forny ansøgning status underskrift",
        "new agreement account number change of account renew application status signature",
        "document",
    ),
)

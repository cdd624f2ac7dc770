"""What the codes about payments, mandates and information (0602, 0603, 0605, 0621) mean."""

from betalingsservice.meaning import ERROR, REMARK, WARNING, Meaning
from betalingsservice.words import Words

COMPARE = Words("Sammenlign med det, debitor har oplyst.", "Compare with what the debtor has told.")
NOTHING = Words("Du skal ikke gøre noget.", "There is nothing to do.")
LOOK = Words("Gem linjen, og spørg afsenderen, hvad den er.", "Keep the line and ask the sender what it is.")

ANSWER_CODES = {
    "payment.rejected": Meaning(
        WARNING,
        Words(
            "En afvist betaling (0237) har dato eller indbetalt beløb.",
            "A rejected payment (0237) has a date or an amount paid.",
        ),
        LOOK,
    ),
    "payment.undated": Meaning(
        WARNING,
        Words(
            "Betalingen har ingen betalings- eller bogføringsdato.", "The payment has no payment or bookkeeping date."
        ),
        LOOK,
    ),
    "payment.sign": Meaning(
        WARNING,
        Words(
            "En indbetaling med indbetalingskort har en anden fortegnskode end 1.",
            "A payment by slip has another sign code than 1.",
        ),
        LOOK,
    ),
    "payment.card": Meaning(WARNING, Words("Kortarten kendes ikke.", "The card type is not known."), LOOK),
    "mandate.ended": Meaning(
        WARNING, Words("En afmeldt aftale har ingen slutdato.", "A cancelled mandate has no end date."), LOOK
    ),
    "registration.mandate": Meaning(
        WARNING,
        Words(
            "Aftalenummeret skal være nuller; Betalingsservice tildeler det.",
            "The mandate number must be zeros; Betalingsservice assigns it.",
        ),
        Words("Skriv ni nuller.", "Write nine zeros."),
    ),
    "registration.account": Meaning(
        ERROR,
        Words("Debitors registrerings- eller kontonummer mangler.", "The debtor's branch or account is missing."),
        COMPARE,
    ),
    "registration.identity": Meaning(
        ERROR, Words("Debitors CPR- eller CVR-nummer mangler.", "The debtor's CPR or CVR number is missing."), COMPARE
    ),
    "change.same": Meaning(
        ERROR,
        Words("Det nye kundenummer er det gamle.", "The new customer number is the old one."),
        Words("Foranstillede nuller tæller ikke.", "Leading zeros do not count."),
    ),
    "cancellation.mandate": Meaning(
        WARNING,
        Words("Aftalenummeret er ikke oplyst.", "The mandate number is not stated."),
        Words("Skriv nummeret fra 0603.", "Write the number from 0603."),
    ),
    "information.half": Meaning(
        WARNING, Words("Linjen har ikke sin anden halvdel.", "The line has no other half."), LOOK
    ),
    "information.amount": Meaning(
        WARNING, Words("Beløbet er et andet i de to halvdele.", "The amount differs between the two halves."), LOOK
    ),
    "information.class": Meaning(
        REMARK,
        Words(
            "Tekstnummerets slags kendes ikke; den vises som bemærkning.",
            "The class of the text number is not known; it is shown as a remark.",
        ),
        NOTHING,
    ),
}

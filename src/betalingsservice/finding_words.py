"""What each code of a finding means and how to mend it, in Danish and English: lines, fields, frame and totals.

The codes about one debtor's lines stand in `finding_words_entries`, those about bytes in `finding_words_lines`.
Gaps in braces are filled by the finding.
"""

from betalingsservice.finding_words_answers import ANSWER_CODES
from betalingsservice.finding_words_entries import ENTRY_CODES
from betalingsservice.finding_words_lines import LINE_CODES, NOTHING, SYSTEM
from betalingsservice.meaning import ERROR, HOLD, REMARK, WARNING, Meaning
from betalingsservice.words import Words

RESEND = Words("Dan leverancen igen, og send den på ny.", "Make the delivery again and send it anew.")
LOOK = Words("Gem linjen, og spørg afsenderen, hvad den er.", "Keep the line and ask the sender what it is.")
COUNT = Words(
    "Tæl igen, eller find ud af, om linjer mangler eller er der to gange.",
    "Count again, or find out whether lines are missing or there twice.",
)

FIELD_CODES = {
    "field.constant": Meaning(ERROR, Words("{field} skal være {allowed}.", "{field} must be {allowed}."), SYSTEM),
    "field.code": Meaning(
        ERROR, Words("{field} skal være en af {allowed}.", "{field} must be one of {allowed}."), SYSTEM
    ),
    "field.digits": Meaning(
        ERROR,
        Words("{field} skal være {length} cifre.", "{field} must be {length} digits."),
        Words("Skriv tallet højrestillet med nuller foran.", "Write the number right-aligned with leading zeros."),
    ),
    "field.zero": Meaning(
        ERROR,
        Words("{field} må ikke være nuller.", "{field} may not be zeros."),
        Words("Udfyld feltet.", "Fill in the field."),
    ),
    "field.date": Meaning(
        ERROR,
        Words("{field} er ikke en dato ({format}).", "{field} is not a date ({format})."),
        Words("Skriv en dag, der findes.", "Write a day that exists."),
    ),
    "field.customer": Meaning(
        ERROR,
        Words(
            "{field} skal være store bogstaver (også Æ, Ø, Å) og cifre uden mellemrum og ikke kun nuller.",
            "{field} must be capital letters (also Æ, Ø, Å) and digits without blanks, and not only zeros.",
        ),
        Words("Ret kundenummeret alle steder, det står.", "Correct the customer number wherever it stands."),
        from_bs=WARNING,
    ),
    "field.character": Meaning(
        ERROR,
        Words(
            "{field} har et tegn, der ikke findes i ISO 8859-1.",
            "{field} has a character that ISO 8859-1 does not have.",
        ),
        Words("Skriv det med bogstaver, cifre og almindelige tegn.", "Write it with letters, digits and plain signs."),
        from_bs=WARNING,
    ),
    "field.filler": Meaning(
        WARNING,
        Words("Der står noget i positioner, der ikke bruges.", "Something stands in positions that are not used."),
        Words("Se efter, om felterne er forskudt.", "See whether the fields are shifted."),
    ),
}

FRAME_CODES = {
    "file.empty": Meaning(
        ERROR,
        Words("Filen har ingen linjer fra Betalingsservice.", "The file has no lines of Betalingsservice."),
        Words("Se efter, om det er den rette fil.", "See whether it is the right file."),
    ),
    "delivery.start_missing": Meaning(
        ERROR,
        Words("Leverancen begynder ikke med en 002-linje.", "The delivery does not begin with a 002 line."),
        RESEND,
    ),
    "delivery.end_missing": Meaning(
        ERROR,
        Words(
            "Leverancen slutter ikke med en 992-linje; den er måske kun kommet delvist frem.",
            "The delivery does not end with a 992 line; perhaps only a part arrived.",
        ),
        RESEND,
    ),
    "delivery.unknown": Meaning(
        HOLD,
        Words(
            "Leverancetype {number} kendes ikke; linjerne gemmes, som de er.",
            "Delivery type {number} is not known; its lines are kept as they are.",
        ),
        LOOK,
    ),
    "delivery.empty": Meaning(WARNING, Words("Leverancen har ingen sektioner.", "The delivery has no sections."), LOOK),
    "delivery.differs": Meaning(
        ERROR, Words("{field} er en anden end i 002-linjen.", "{field} differs from the 002 line."), SYSTEM
    ),
    "delivery.after_end": Meaning(
        ERROR, Words("Der står en linje efter 992-linjen.", "A line stands after the 992 line."), RESEND
    ),
    "delivery.subsystem": Meaning(
        WARNING, Words("Delsystemet er hverken BS1 eller KR9.", "The subsystem is neither BS1 nor KR9."), SYSTEM
    ),
    "section.missing": Meaning(
        ERROR, Words("Linjen står uden for en sektion.", "The line stands outside a section."), RESEND
    ),
    "section.end_missing": Meaning(
        ERROR, Words("Sektionen slutter ikke med en 092-linje.", "The section does not end with a 092 line."), RESEND
    ),
    "section.unknown": Meaning(
        ERROR,
        Words(
            "Sektion {number} findes ikke i leverance {delivery}.",
            "Section {number} does not exist in delivery {delivery}.",
        ),
        SYSTEM,
        from_bs=WARNING,
    ),
    "section.obsolete": Meaning(
        ERROR, Words("Sektion {number} er udgået.", "Section {number} is obsolete."), SYSTEM, from_bs=WARNING
    ),
    "section.old": Meaning(
        WARNING, Words("Sektion {number} er en ældre form.", "Section {number} is an older form."), SYSTEM
    ),
    "section.off": Meaning(
        ERROR,
        Words("Sektion 0118 er ikke slået til.", "Section 0118 is not switched on."),
        Words("Brug sektion 0117, eller få 0118 slået til.", "Use section 0117, or have 0118 switched on."),
    ),
    "section.differs": Meaning(
        ERROR,
        Words("{field} er en anden end i sektionens 012-linje.", "{field} differs from the section's 012 line."),
        SYSTEM,
    ),
    "record.unknown": Meaning(
        ERROR,
        Words(
            "Linjens type eller kode kendes ikke her; den gemmes, som den er.",
            "The line's type or code is not known here; it is kept as it is.",
        ),
        LOOK,
        from_bs=WARNING,
    ),
    "record.shown": Meaning(
        REMARK,
        Words(
            "Linjen vises som tekst; der bogføres intet fra den.",
            "The line is shown as text; nothing is posted from it.",
        ),
        NOTHING,
    ),
}

AGREEMENT_CODES = {
    "agreement.unknown": Meaning(
        ERROR,
        Words(
            "PBS-nummeret hører ikke til en af virksomhedens kreditoraftaler.",
            "The PBS number does not belong to an agreement of the company.",
        ),
        Words("Ret PBS-nummeret, eller få aftalen oprettet.", "Correct the PBS number, or have the agreement made."),
    ),
    "agreement.group": Meaning(
        ERROR,
        Words("Debitorgruppen hører ikke til PBS-nummeret.", "The debtor group does not belong to the PBS number."),
        Words("Brug gruppen fra kreditoraftalen.", "Use the group of the creditor agreement."),
    ),
    "agreement.pbs_check": Meaning(
        WARNING,
        Words(
            "PBS-nummeret består ikke en sandsynlig kontrol og kan være tastet forkert.",
            "The PBS number fails a probable check and may be mistyped.",
        ),
        Words("Sammenlign med kreditoraftalen.", "Compare with the creditor agreement."),
    ),
    "agreement.supplier_check": Meaning(
        WARNING,
        Words("Dataleverandørnummeret er ikke et CVR-nummer.", "The data supplier number is not a CVR number."),
        Words("Sammenlign med aftalen.", "Compare with the agreement."),
    ),
}

TOTAL_CODES = {
    "total.sections": Meaning(
        ERROR,
        Words(
            "I {end:end} står der {stated} sektioner, men der er {counted}.",
            "{stated} sections are stated in {end:end}, there are {counted}.",
        ),
        COUNT,
    ),
    "total.collections": Meaning(
        ERROR,
        Words(
            "I {end:end} står der {stated} 042-linjer, men der er {counted}.",
            "{stated} 042 lines are stated in {end:end}, there are {counted}.",
        ),
        COUNT,
    ),
    "total.texts": Meaning(
        ERROR,
        Words(
            "I {end:end} står der {stated} tekstlinjer (052 og 062), men der er {counted}.",
            "{stated} text lines (052 and 062) are stated in {end:end}, there are {counted}.",
        ),
        COUNT,
    ),
    "total.names": Meaning(
        ERROR,
        Words(
            "I {end:end} står der {stated} 022-linjer, men der er {counted}.",
            "{stated} 022 lines are stated in {end:end}, there are {counted}.",
        ),
        COUNT,
    ),
    "total.amount": Meaning(
        ERROR,
        Words(
            "I {end:end} står der {stated:kr} i alt, men linjerne giver {counted:kr}",
            "{stated:kr} are stated in all in {end:end}, the lines give {counted:kr}.",
        ),
        COUNT,
    ),
    "total.amount_open": Meaning(
        HOLD,
        Words(
            "I {end:end} står der {stated:kr} i alt; linjerne giver {counted:kr}, eller {net:kr} uden tilbageførsler.",
            "{stated:kr} are stated in all in {end:end}; the lines give {counted:kr}, or {net:kr} less charge-backs.",
        ),
        Words(
            "Se på leverancen, og afgør, om den skal bogføres.", "Look at the delivery and decide whether to post it."
        ),
    ),
    "total.negative": Meaning(
        ERROR,
        Words(
            "Udbetalingerne er større end opkrævningerne ({counted:kr}); det kan ikke skrives.",
            "Disbursements exceed collections ({counted:kr}); that cannot be written.",
        ),
        Words(
            "Flyt udbetalinger til en leverance, hvor summen ikke er negativ.",
            "Move disbursements to a delivery whose net is not negative.",
        ),
    ),
    "total.unexpected": Meaning(
        WARNING,
        Words(
            "Der står et beløb ({stated:kr}), hvor der plejer at stå 0.",
            "An amount ({stated:kr}) is stated where 0 is normal.",
        ),
        LOOK,
    ),
}

CODES: dict[str, Meaning] = (
    LINE_CODES | FIELD_CODES | FRAME_CODES | AGREEMENT_CODES | TOTAL_CODES | ENTRY_CODES | ANSWER_CODES
)

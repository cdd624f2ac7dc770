"""What the codes about one debtor's lines in 0601 mean: order, addresses, texts, amounts, days."""

from betalingsservice.meaning import ERROR, REMARK, WARNING, Meaning
from betalingsservice.words import Words

ORDER = Words(
    "Skriv 022, 042, 052 og 062 i den orden for hver debitor.",
    "Write 022, 042, 052 and 062 in that order for each debtor.",
)
COMPARE = Words("Sammenlign med det, debitor har oplyst.", "Compare with what the debtor has told.")
NOTHING = Words("Du skal ikke gøre noget.", "There is nothing to do.")

ORDER_CODES = {
    "entry.collection_missing": Meaning(
        ERROR, Words("Debitoren har linjer, men ingen 042-linje.", "The debtor has lines, but no 042 line."), ORDER
    ),
    "entry.order": Meaning(
        ERROR,
        Words(
            "Linjen står ikke på sin plads blandt debitorens linjer.",
            "The line is out of its place among the debtor's lines.",
        ),
        ORDER,
    ),
    "entry.mandate": Meaning(
        ERROR,
        Words(
            "Aftalenummeret er ikke det, der skal stå her ({expected}).",
            "The mandate number is not what must stand here ({expected}).",
        ),
        Words("Nuller i 022, det samme som i 042 i tekster.", "Zeros in 022, the same as in 042 in texts."),
    ),
    "entry.alignment": Meaning(
        ERROR,
        Words(
            "Kundenummeret er stillet anderledes end tidligere i leverancen.",
            "The customer number is aligned differently from before in the delivery.",
        ),
        Words(
            "Brug venstrestillet eller nulfyldt, og det samme hele vejen.",
            "Use left-aligned or zero-filled, the same throughout.",
        ),
    ),
    "address.number": Meaning(
        ERROR,
        Words(
            "Adresselinjerne er ikke nummereret 1, 2, 3 … uden huller.",
            "The address lines are not numbered 1, 2, 3 … without gaps.",
        ),
        ORDER,
    ),
    "address.few": Meaning(
        ERROR,
        Words(
            "Der skal være mindst {least} navne- og adresselinjer.",
            "There must be at least {least} name and address lines.",
        ),
        Words("2 i Danmark, 3 i udlandet.", "2 in Denmark, 3 abroad."),
    ),
    "address.postcode_missing": Meaning(
        ERROR,
        Words(
            "022-linje 00009 med postnummer og land mangler.", "022 line 00009 with postcode and country is missing."
        ),
        ORDER,
    ),
    "address.postcode": Meaning(
        ERROR,
        Words(
            "Postnummeret skal i Danmark være 4 cifre og ikke 0000.",
            "In Denmark the postcode must be 4 digits and not 0000.",
        ),
        COMPARE,
    ),
    "address.country": Meaning(
        ERROR,
        Words("Landekoden skal være to store bogstaver.", "The country must be two capital letters."),
        Words("Fx DK, SE eller DE.", "Such as DK, SE or DE."),
    ),
    "address.ean": Meaning(
        WARNING,
        Words(
            "Linjen ligner et EAN-nummer, men EAN er ikke slået til.",
            "The line looks like an EAN number, but EAN is not switched on.",
        ),
        Words("Få EAN slået til, eller brug en adresse.", "Have EAN switched on, or use an address."),
    ),
    "address.option": Meaning(
        WARNING,
        Words("{field} skal være 1, 0 eller blank.", "{field} must be 1, 0 or blank."),
        Words("1 er ja.", "1 is yes."),
    ),
    "address.identity": Meaning(
        WARNING,
        Words("CPR- eller CVR-nummeret ser ikke rigtigt ud.", "The CPR or CVR number does not look right."),
        COMPARE,
    ),
    "text.number": Meaning(
        ERROR,
        Words(
            "Tekstlinjerne er ikke nummereret 1, 2, 3 … uden huller.",
            "The text lines are not numbered 1, 2, 3 … without gaps.",
        ),
        ORDER,
    ),
    "text.many": Meaning(
        ERROR,
        Words(
            "Der er over {most} tekstlinjer til en opkrævning.", "There are over {most} text lines for one collection."
        ),
        Words("Kort teksten ned.", "Shorten the text."),
    ),
}

PRODUCT_CODES = {
    "basis.address": Meaning(
        ERROR,
        Words(
            "Aftalen er uden indbetalingskort (Basis); 022-linjer er ikke tilladt.",
            "The agreement is without payment slip (Basis); 022 lines are not allowed.",
        ),
        Words("Send uden navn og adresse.", "Send without name and address."),
    ),
    "basis.mandate": Meaning(
        ERROR,
        Words(
            "Aftalen er uden indbetalingskort (Basis); aftalenummeret skal være udfyldt.",
            "The agreement is without payment slip (Basis); the mandate number must be filled in.",
        ),
        Words("Opkræv kunder uden aftale på en anden måde.", "Bill customers without a mandate otherwise."),
    ),
    "basis.slip": Meaning(
        ERROR,
        Words(
            "Aftalen er uden indbetalingskort (Basis); sektionen er ikke tilladt.",
            "The agreement is without payment slip (Basis); this section is not allowed.",
        ),
        Words("Brug sektion 0112.", "Use section 0112."),
    ),
    "total.address": Meaning(
        ERROR,
        Words(
            "Navn og adresse (022) mangler; de kræves, når aftalen er med indbetalingskort.",
            "Name and address (022) are missing; the agreement with payment slip requires them.",
        ),
        ORDER,
    ),
}

AMOUNT_CODES = {
    "amount.zero": Meaning(
        ERROR, Words("Beløbet er 0.", "The amount is 0."), Words("Udelad opkrævningen.", "Leave the collection out.")
    ),
    "amount.sign": Meaning(
        ERROR,
        Words("Fortegnskoden er 0, men der står et beløb.", "The sign code is 0, but there is an amount."),
        Words("Brug 1 for opkrævning, 2 for udbetaling.", "Use 1 for a collection, 2 for a disbursement."),
    ),
    "amount.none": Meaning(
        WARNING,
        Words("Fortegnskoden er 0: der opkræves intet.", "The sign code is 0: nothing is collected."),
        Words("Udelad linjen.", "Leave the line out."),
    ),
    "reference.long": Meaning(
        REMARK,
        Words(
            "Referencen er over 9 tegn; fra et indbetalingskort kommer kun de første 9 tilbage.",
            "The reference has over 9 characters; from a slip only the first 9 come back.",
        ),
        Words("Brug entydige referencer på højst 9 tegn.", "Use unique references of at most 9 characters."),
    ),
    "payer_id.section": Meaning(
        WARNING,
        Words("Betaleridentifikation bruges kun i sektion 0118.", "A payer ID is used in section 0118 only."),
        Words("Lad feltet være blankt.", "Leave the field blank."),
    ),
    "payer_id.code": Meaning(
        WARNING,
        Words(
            "Transaktionskoden i sektion 0118 er en anden end den aftalte ({allowed}).",
            "The transaction code in section 0118 is another than the one agreed ({allowed}).",
        ),
        Words("Brug den aftalte kode.", "Use the code that was agreed."),
    ),
    "payer_id.check": Meaning(
        ERROR,
        Words("Betaleridentifikationens kontrolciffer passer ikke.", "The check digit of the payer ID is wrong."),
        Words("15 cifre med kontrolciffer (modulus 10).", "15 digits with a check digit (modulus 10)."),
    ),
    "collection.repeated": Meaning(
        ERROR,
        Words(
            "Kunden har allerede en opkrævning til den dag, i linje {first}.",
            "The customer already has a collection for that day, in line {first}.",
        ),
        Words("Læg beløbene sammen, eller brug den næste bankdag.", "Add the amounts, or use the next banking day."),
    ),
}

DAY_CODES = {
    "day.past": Meaning(
        ERROR,
        Words("Betalingsdatoen er passeret.", "The due date has passed."),
        Words("Vælg en dag, der kommer.", "Choose a day to come."),
    ),
    "day.past_slip": Meaning(
        WARNING,
        Words("Betalingsdatoen er passeret.", "The due date has passed."),
        Words("Vælg en dag, der kommer.", "Choose a day to come."),
    ),
    "day.far": Meaning(
        ERROR,
        Words("Betalingsdatoen er over {days} dage frem.", "The due date is over {days} days ahead."),
        Words("Send opkrævningen senere.", "Send the collection later."),
    ),
    "day.closed": Meaning(
        REMARK,
        Words(
            "Betalingsdatoen er ikke en bankdag; der betales {moved:day}.",
            "The due date is not a banking day; it is paid {moved:day}.",
        ),
        NOTHING,
    ),
    "day.test": Meaning(
        WARNING,
        Words(
            "I en testleverance skal betalingsdatoen ligge i den følgende måned.",
            "In a test delivery the due date must lie in the following month.",
        ),
        Words("Vælg en dag i næste måned.", "Choose a day of next month."),
    ),
    "deadline.passed": Meaning(
        ERROR,
        Words(
            "Fristen for {month:month} er passeret ({at:moment}).",
            "The deadline of {month:month} has passed ({at:moment}).",
        ),
        Words(
            "Vælg en dag i en senere måned, eller send et indbetalingskort (0117).",
            "Choose a day of a later month, or send a slip (0117).",
        ),
    ),
    "deadline.late": Meaning(
        WARNING,
        Words(
            "Den almindelige frist for {month:month} er passeret ({at:moment}); det koster et gebyr pr. opkrævning.",
            "The ordinary deadline of {month:month} has passed ({at:moment}); there is a fee for each collection.",
        ),
        Words("Send nu, eller vælg en senere måned.", "Send now, or choose a later month."),
    ),
    "deadline.soon": Meaning(
        REMARK,
        Words(
            "Fristen for {month:month} er i dag ({at:moment}).", "The deadline of {month:month} is today ({at:moment})."
        ),
        Words("Send nu.", "Send now."),
    ),
}

ENTRY_CODES = ORDER_CODES | PRODUCT_CODES | AMOUNT_CODES | DAY_CODES

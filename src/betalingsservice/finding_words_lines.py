"""What the codes about a line's bytes mean: foreign and endless lines, and the character set."""

from betalingsservice.meaning import ERROR, REMARK, WARNING, Meaning
from betalingsservice.words import Words

SYSTEM = Words(
    "Ret opsætningen i det program, der danner filen.", "Correct the settings of the program that makes the file."
)
NOTHING = Words("Du skal ikke gøre noget.", "There is nothing to do.")

LINE_CODES = {
    "line.foreign": Meaning(
        REMARK,
        Words("Linjen begynder ikke med BS og springes over.", "The line does not begin with BS and is skipped."),
        NOTHING,
    ),
    "line.leverandorservice": Meaning(
        ERROR,
        Words(
            "Det er en fil til Leverandørservice, ikke Betalingsservice.",
            "This is a file of Leverandørservice, not of Betalingsservice.",
        ),
        Words("Send den til Leverandørservice.", "Send it to Leverandørservice."),
    ),
    "line.endless": Meaning(
        ERROR,
        Words("Linjen er over {limit} tegn og læses ikke.", "The line is over {limit} characters and is not read."),
        Words("Slut hver linje med CR LF.", "End each line with CR LF."),
    ),
    "line.long": Meaning(
        ERROR,
        Words("Linjen er {length} tegn, højst 128.", "The line has {length} characters, at most 128."),
        SYSTEM,
        from_bs=WARNING,
    ),
    "line.bom": Meaning(
        ERROR,
        Words("Filen begynder med et Unicode-mærke (BOM).", "The file begins with a Unicode mark (BOM)."),
        Words("Gem filen som ISO 8859-1 uden BOM.", "Save the file as ISO 8859-1 without a BOM."),
    ),
    "line.utf8": Meaning(
        ERROR,
        Words(
            "Linjen er gemt som UTF-8, så felterne flytter sig.", "The line is saved as UTF-8, which moves its fields."
        ),
        Words("Gem filen som ISO 8859-1.", "Save the file as ISO 8859-1."),
        from_bs=WARNING,
    ),
    "line.utf16": Meaning(
        ERROR,
        Words("Filen er gemt som Unicode (UTF-16).", "The file is saved as Unicode (UTF-16)."),
        Words("Gem filen som ISO 8859-1.", "Save the file as ISO 8859-1."),
    ),
    "line.maybe_utf8": Meaning(
        WARNING,
        Words("Bogstaverne ligner UTF-8 og vil se forkerte ud.", "The letters look like UTF-8 and will look wrong."),
        Words("Gem filen som ISO 8859-1.", "Save the file as ISO 8859-1."),
    ),
}

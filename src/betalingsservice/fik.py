"""The Danish payment slip: card types, payment IDs with their check digit, and the OCR line, written and read.

Source: betalingsservice.md section 3. Kortart 71, 73 and 75 are written and read; 01, 04 and 15 are read only (U11).
"""

import re
from dataclasses import dataclass

from betalingsservice.words import Words


class SlipError(ValueError):
    """A payment ID, receiver number or line that cannot be; `words` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class CardType:
    """A kortart. `id_length` counts the check digit and is 0 where there is no payment ID."""

    code: str
    id_length: int
    receiver_lengths: tuple[int, ...]
    use: Words
    free_text: bool
    written: bool = True


CARD_TYPES: dict[str, CardType] = {
    "01": CardType("01", 0, (7, 8), Words("manuelt girokort", "manual giro"), free_text=True, written=False),
    "04": CardType("04", 16, (7, 8), Words("girokort med id", "giro with ID"), free_text=False, written=False),
    "15": CardType(
        "15", 16, (7, 8), Words("girokort med id og tekst", "giro, ID and text"), free_text=True, written=False
    ),
    "71": CardType("71", 15, (8,), Words("privat til virksomhed", "private payer to company"), free_text=False),
    "73": CardType("73", 0, (8,), Words("med meddelelse, uden id", "with message, without ID"), free_text=True),
    "75": CardType("75", 16, (8,), Words("nye medlemmer, indsamlinger", "new members, collections"), free_text=True),
}
_LINE = re.compile(r"\+([0-9]{2})<([0-9]*) ?\+([0-9]{1,8})<")


@dataclass(frozen=True, slots=True)
class Slip:
    """What an OCR line says: kortart, payment ID with its check digit ('' for 01 and 73), receiver number."""

    card_type: str
    payment_id: str
    receiver: str

    @property
    def payload(self) -> str:
        """The payment ID without its check digit, '' where there is none."""
        return self.payment_id[:-1]


def check_digit(payload: str) -> str:
    """The modulus 10 (Luhn) digit of a payload of digits: weights 2, 1, 2, 1 from the right. Raises SlipError."""
    if not is_digits(payload):
        raise SlipError(Words("kun cifre kan have et kontrolciffer", "only digits can have a check digit"))
    products = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(payload)))
    return str(-sum(product // 10 + product % 10 for product in products) % 10)


def payment_id(payload: str, *, card_type: str = "71") -> str:
    """The payment ID of a card type: the payload filled up with zeros on the left, and its check digit.

    `payment_id("1025")` is `000000000010256`. Raises SlipError when the payload is too long, has other characters than
    digits, or the card type carries no payment ID.
    """
    length = _card(card_type).id_length - 1
    if length < 0:
        raise SlipError(Words(f"kortart {card_type} har intet id", f"card type {card_type} has no payment ID"))
    if not is_digits(payload) or len(payload) > length:
        raise SlipError(Words(f"id'et skal være højst {length} cifre", f"the payload has at most {length} digits"))
    filled = payload.zfill(length)
    return filled + check_digit(filled)


def payment_id_is_valid(text: str, *, card_type: str = "71") -> bool:
    """Whether a payment ID has the length of its card type and ends in its check digit ('' for 01 and 73)."""
    card = CARD_TYPES.get(card_type)
    if card is None or len(text) != card.id_length:
        return False
    return not text or (is_digits(text) and check_digit(text[:-1]) == text[-1])


def ocr_line(*, receiver: str, payload: str = "", card_type: str = "71") -> str:
    """The line printed on a slip: `+71<000000000010256 +80000000<`. `receiver`: FI creditor number. Raises SlipError.

    Only card types 71, 73 and 75 are written (U11); 73 takes no payload.
    """
    card = _card(card_type)
    if not card.written:
        raise SlipError(Words(f"kortart {card_type} skrives ikke", f"card type {card_type} is not written"))
    if not creditor_number_is_valid(receiver):
        raise SlipError(
            Words("et FI-kreditornummer er 8 cifre og begynder med 8", "an FI creditor number is 8 digits from 8 on")
        )
    if card.id_length == 0 and payload:
        raise SlipError(Words(f"kortart {card_type} har intet id", f"card type {card_type} has no payment ID"))
    identification = payment_id(payload, card_type=card_type) if card.id_length else ""
    return f"+{card_type}<{identification} +{receiver}<"


def read_ocr_line(line: str) -> Slip:
    """What a line says, with or without the blank before the receiver and around it. Raises SlipError.

    Every card type of the table is read (U11), the check digit is held; the receiver's first digit is not.
    """
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise SlipError(Words("ikke en kortlinje som +71<… +…<", "not a line like +71<… +…<"))
    slip = Slip(*match.groups())
    card = _card(slip.card_type)
    if len(slip.payment_id) != card.id_length:
        raise SlipError(
            Words(
                f"kortart {card.code} har et id på {card.id_length} cifre, ikke {len(slip.payment_id)}",
                f"card type {card.code} has a payment ID of {card.id_length} digits, not {len(slip.payment_id)}",
            )
        )
    if not payment_id_is_valid(slip.payment_id, card_type=card.code):
        right = check_digit(slip.payload)
        raise SlipError(
            Words(f"kontrolcifferet passer ikke, det burde være {right}", f"the check digit is wrong, {right} expected")
        )
    if len(slip.receiver) not in card.receiver_lengths:
        raise SlipError(Words("modtagernummeret har forkert længde", "the receiver number has the wrong length"))
    return slip


def creditor_number_is_valid(text: str) -> bool:
    """Section 2: an FI creditor number has 8 digits, the first is 8. There is no check digit."""
    return is_digits(text) and len(text) == 8 and text[0] == "8"


def is_digits(text: str) -> bool:
    """One or more of 0-9 and nothing else; `str.isdigit` also takes other alphabets' digits."""
    return text.isascii() and text.isdigit()


def _card(code: str) -> CardType:
    if code not in CARD_TYPES:
        raise SlipError(Words(f"kortart {code} kendes ikke", f"card type {code} is not known"))
    return CARD_TYPES[code]

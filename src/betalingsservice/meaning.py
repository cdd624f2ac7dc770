"""What a code of a finding consists of: severity by direction, what is wrong, how to mend it."""

from dataclasses import dataclass

from betalingsservice.words import Words

ERROR, HOLD, WARNING, REMARK = "ERROR", "HOLD", "WARNING", "REMARK"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code. `from_bs` is the severity in deliveries from BS where it differs."""

    severity: str
    what: Words
    mend: Words
    from_bs: str = ""

"""What came as a line: one of Betalingsservice, padded, or a foreign one; and whether its letters are in order."""

from betalingsservice.bytes_in import BOM, LINE_LIMIT
from betalingsservice.findings import Finding, found
from betalingsservice.lines import padded
from betalingsservice.records import WIDTH

_WIDE = (b"\xff\xfe", b"\xfe\xff", b"B\x00S\x00", b"\x00B\x00S")


def arrived(number: int, data: bytes, *, to_bs: bool) -> tuple[str | None, list[Finding]]:
    """The line as text of at least 128 characters, None where it is not one of BS; and what is odd about its bytes.

    Lines that do not begin with BS are passed over (section 4), with a remark unless they are blank or a transport
    wrapper's; those of Leverandørservice are refused (section 10).
    """
    findings = []
    if number == 1 and data.startswith(BOM):
        findings.append(found("line.bom", number, to_bs=to_bs))
        data = data[len(BOM) :]
    if len(data) > LINE_LIMIT:
        findings.append(found("line.endless", number, to_bs=to_bs, values={"limit": str(LINE_LIMIT)}))
        return None, findings
    if not data.startswith(b"BS"):
        if number == 1 and data.startswith(_WIDE):
            findings.append(found("line.utf16", number, to_bs=to_bs))
        elif data[:2] == b"LS" and data[2:5].isdigit():
            findings.append(found("line.leverandorservice", number, to_bs=True))
        elif data.strip(b" \x1a\x00") and not data.startswith(b"PBCNET"):
            findings.append(found("line.foreign", number, to_bs=to_bs))
        return None, findings
    if not data.isascii():
        return _letters(number, data, findings, to_bs=to_bs), findings
    return padded(data.decode("latin-1")), findings


def _letters(number: int, data: bytes, findings: list[Finding], *, to_bs: bool) -> str:
    # Letters of ISO 8859-1 hardly ever are valid UTF-8. A line that only fits as UTF-8 is read as that, so that one
    # finding is told and not one for each shifted field; where both fit, the bytes are taken at their word.
    line = padded(data.decode("latin-1"))
    try:
        text = data.decode("utf-8")
        text.encode("latin-1")
    except UnicodeError:
        return line
    if len(text) <= WIDTH < len(data):
        findings.append(found("line.utf8", number, to_bs=to_bs))
        return padded(text)
    findings.append(found("line.maybe_utf8", number, to_bs=to_bs))
    return line

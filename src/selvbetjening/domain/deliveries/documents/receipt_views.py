"""A receipt as a page and as PDF: the words of its text, with the signed JSON and its signature in them (BM-02)."""

import json
from base64 import b64encode
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias

import typst
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.deliveries.documents.receipt_files import ReceiptFile, legacy_receipt_file, receipt_files
from selvbetjening.domain.deliveries.documents.receipt_text import Gap, Part, Row, Said, Title, parts
from selvbetjening.domain.deliveries.models import DeliveryReceipt
from selvbetjening.domain.invoicing.documents.compiler import compiled
from selvbetjening.domain.invoicing.documents.printable import breakable, each_text, latin_only, printable
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.ids import OrganizationId

_TEMPLATE: Final = Path(__file__).with_name("receipt.typ")
_LONGEST_WORD: Final = 48
Block: TypeAlias = dict[str, Any]
_STYLE: Final = (
    "body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff}"
    "main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem}"
    "dl{display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:.25rem 1.5rem}"
    "dt{color:#565d66}dd{margin:0;overflow-wrap:anywhere}"
    "hr{border:0;border-top:1px solid #d5d9de;margin:1.25rem 0}"
    "@media(max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}"
)


def receipt_html(organization: OrganizationId, *, row: DeliveryReceipt, language: Language) -> ReceiptFile:
    """One file without a script: what the text says, and the signed bytes to be saved out of it.

    Raises ValueError as `receipt_files` does.
    """
    made, words = _read(organization, row, language)
    with override(language):
        html = _page(words, made, language)
    return ReceiptFile(made["json"].name.removesuffix("json") + "html", html.encode())


def receipt_pdf(organization: OrganizationId, *, row: DeliveryReceipt, language: Language) -> ReceiptFile:
    """PDF/A-3a with the signed JSON and its signature attached, byte for byte. Raises ValueError as `receipt_files`."""
    made, words = _read(organization, row, language)
    head, blocks = _blocks(words)
    with override(language):
        content: dict[str, Any] = {
            "language": language, "title": f"{head} · {row.facts['file']['name']}", "heading": head,
            "author": row.facts["company"]["name"], "parts": blocks, "foot": row.facts["receipt_id"],
            "json_about": _("The signed receipt: this is what counts"), "sig_about": _("Its signature (SSHSIG)"),
            "page": _("Page"), "page_of": _("of"),
        }  # fmt: skip
    safe = each_text(each_text(content, printable), lambda text: breakable(text, longest=_LONGEST_WORD))
    names = {"json_name": "kvittering.json", "sig_name": "kvittering.json.sig"}
    attached = {"receipt.json": made["json"].content, "receipt.sig": made["sig"].content}
    try:
        pdf = _drawn(safe | names, attached, row.issued_at)
    except typst.TypstError:
        pdf = _drawn(each_text(safe, latin_only) | names, attached, row.issued_at)
    return ReceiptFile(made["json"].name.removesuffix("json") + "pdf", pdf)


def _read(
    organization: OrganizationId, row: DeliveryReceipt, language: Language
) -> tuple[dict[str, ReceiptFile], list[Part]]:
    made = {file.ending: file for file in receipt_files(organization, row=row)}
    also = legacy_receipt_file(organization, row=row).name
    return made, parts(facts=row.facts, language=language, also=also)


def _drawn(content: dict[str, Any], attached: dict[str, bytes], at: datetime) -> bytes:
    return compiled({"main.typ": _template(), "data.json": json.dumps(content).encode(), **attached}, at=at)


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _blocks(words: list[Part]) -> tuple[str, list[Block]]:
    """The receipt's own title, and the rest with rows that follow each other put together."""
    head, found = "", list[Block]()
    for part in words:
        match part:
            case Title(text) if not head:
                head = text
            case Title(text):
                found.append({"kind": "title", "text": text})
            case Row(label, value):
                if not found or found[-1]["kind"] != "rows":
                    found.append({"kind": "rows", "rows": []})
                found[-1]["rows"].append([label, value])
            case Said(text):
                found.append({"kind": "said", "text": text})
            case Gap():
                found.append({"kind": "gap"})
    return head, found


def _page(words: list[Part], made: dict[str, ReceiptFile], language: Language) -> str:
    head, blocks = _blocks(words)
    policy = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
    saved = format_html_join(
        " · ", '<a download="{}" href="data:{};base64,{}">{}</a>',
        [
            (made["json"].name, "application/json", b64encode(made["json"].content).decode(), _("The signed JSON")),
            (made["sig"].name, "application/octet-stream", b64encode(made["sig"].content).decode(), _("Its signature")),
        ],
    )  # fmt: skip
    return format_html(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="{}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title><{style}>{}</{style}>'
        "</head><body><main><h1>{}</h1>{}<p>{}</p></main></body></html>\n",
        language, policy, head, SafeString(_STYLE), head, SafeString("".join(_html(block) for block in blocks)), saved,
        style="style",
    )  # fmt: skip


def _html(block: Block) -> SafeString:
    match block["kind"]:
        case "title":
            return format_html("<h2>{}</h2>", block["text"])
        case "rows":
            return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", block["rows"]))
        case "gap":
            return SafeString("<hr>")
        case _:
            return format_html("<p>{}</p>", block["text"])

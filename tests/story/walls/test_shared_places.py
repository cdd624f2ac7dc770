"""Places that several companies' requests could share: none holds anything of one (SEC-20)."""

import ast
from pathlib import Path

import pytest

from selvbetjening.domain.identity.models import LoginRequest, RateCount
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make, portal
from tests.house.tree import SRC, dotted, parse, plant, python_files

#: Decorators and calls that remember a result from one request to the next, keyed by arguments alone.
REMEMBERING = {"cache", "lru_cache", "functools.cache", "functools.lru_cache", "cache_page", "cache_control"}
#: What may be remembered for ever: it depends on the program and on nobody's data.
SAME_FOR_ALL: dict[str, str] = {
    "domain/billing/documents/press.py: _template remembers": "the template files of the program",
    "domain/billing/rules/particulars.py: wanted_of remembers": "a pure reading of a text, by the text itself",
    "domain/deliveries/documents/receipt_views.py: _template remembers": "the template file of the program",
    "domain/directdebit/actions/fetch_files.py: tempfile": "a file without a name, closed with the act that wrote it",
    "domain/directdebit/actions/send_files.py: tempfile": "a file without a name, closed with the act that wrote it",
    "domain/directdebit/queries/agreements.py: _calendar remembers": "the installation's banking days, by their file",
    "domain/history/rules/chain.py: _quoted remembers": "a text between quotation marks, by the text itself",
    "domain/history/rules/chain.py: instant remembers": "an instant in letters, by the instant",
    "domain/identity/queries/brokers.py: _made remembers": "the installation's login brokers, by name",
    "domain/invoicing/actions/issue.py: _days remembers": "two days in words, by day and language",
    "domain/invoicing/documents/pdf.py: _has_glyph remembers": "whether the typeface has a letter",
    "domain/invoicing/documents/pdf.py: _template remembers": "the template file of the program",
    "domain/invoicing/documents/compiler.py: _faces remembers": "the typeface files of the program",
    "domain/invoicing/einvoice/checked.py: _compiled remembers": "the official rules, by the rules' name",
    "domain/invoicing/einvoice/checked.py: _processor remembers": "the program that runs the official rules",
    "domain/invoicing/queries/before.py: _days remembers": "two days in words, by day and language",
    "domain/invoicing/rules/explain.py: _differences remembers": "pure sums of two lines, by all of both",
    "domain/invoicing/rules/line_texts.py: read_text remembers": "a pure reading of a line's words, by all of them",
    "domain/invoicing/rules/explain_items.py: _priced remembers": "pure sums of a line, by all of it",
    "domain/invoicing/rules/explain_words.py: _sentence remembers": "the words of a difference, by all of it",
    "domain/rights/queries/belongings.py: path_to_account remembers": "the way between tables of the program",
    "kernel/facts.py: _names remembers": "the fields of a kind of fact",
    "kernel/holidays.py: _other_closed_days remembers": "the closed days of a year",
    "kernel/holidays.py: public_holidays remembers": "the holidays of a year",
    "portals/api/description.py: document remembers": "the API's own description, by the API",
    "portals/business/filetransfer/pieces.py: django.views.decorators.cache": "it says that nothing is to be kept",
    "portals/business/filetransfer/uploads.py: django.views.decorators.cache": "it says that nothing is to be kept",
    "portals/customer/addresses.py: address remembers": "the path of a page, by the page's name",
    "portals/customer/frame.py: stylesheet remembers": "the tokens of a colour, by the colour itself",
    "portals/customer/frame.py: version remembers": "the digest of those tokens, by the colour itself",
    "portals/sftp/to_collect.py: _rendered remembers": "a signed receipt that never changes, by company and receipt",
    "ui/components/values.py: _word remembers": "the word of a badge, by state and language",
    "ui/page.py: head remembers": "the addresses of the program's own style sheets",
}
MODULES = ("django.core.cache", "django.views.decorators.cache", "tempfile")


def faults(root: Path, allowed: dict[str, str]) -> list[str]:
    """Caches, temporary files and mutable "last results" in the product, outside the list."""
    found = []
    for path in python_files(root):
        name = path.relative_to(root).as_posix()
        for node in ast.walk(parse(path)):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
                found += [f"{name}: {module}" for module in modules if module in MODULES]
            elif isinstance(node, ast.FunctionDef):
                names = {dotted(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list}
                found += [f"{name}: {node.name} remembers" for _ in names & REMEMBERING]
            elif isinstance(node, ast.Global):
                found.append(f"{name}: global {', '.join(node.names)}")
    served = [fault for fault in found if not fault.startswith("config/")]  # the command line serves no company
    return [fault for fault in served if fault not in allowed] + sorted(
        f"{one}: gone" for one in set(allowed) - set(served)
    )


def test_nothing_is_remembered_across_companies_sec_20() -> None:
    """SEC-20: no cache, no temporary file and no last result that another company's request could find."""
    assert faults(SRC, SAME_FOR_ALL) == []
    assert all(len(reason.split()) >= 4 for reason in SAME_FOR_ALL.values())


def test_planted_memories_are_seen_sec_20(tmp_path: Path) -> None:
    """SEC-20."""
    plant(
        tmp_path,
        {
            "domain/a.py": "from django.core.cache import cache\n",
            "domain/b.py": "@functools.lru_cache(maxsize=9)\ndef plans(organization): ...\n",
            "portals/c.py": "LAST = None\ndef f():\n    global LAST\n",
            "portals/d.py": "import tempfile\n",
            "config/e.py": "import tempfile\n",
        },
    )
    assert faults(tmp_path, {"ui/f.py: g remembers": "not there any more"}) == [
        "domain/a.py: django.core.cache",
        "domain/b.py: plans remembers",
        "portals/c.py: global LAST",
        "portals/d.py: tempfile",
        "ui/f.py: g remembers: gone",
    ]


@pytest.mark.usefixtures("database")
def test_limits_links_and_looks_are_each_companys_own_sec_20() -> None:
    """SEC-20: the same network, address and path at two companies: counters, links and style sheets stay apart."""
    one, two = (make.organization(brand_colour=colour) for colour in ("#0b6b4f", "#7a1f5c"))
    sheets = {portal.client(owner).get("/brand.css").content for owner in (one, two, one)}
    assert len(sheets) == 2
    for owner in (one, two):
        portal.client(owner).post("/log-ind/", {"email": "samme@example.com"}, REMOTE_ADDR="198.51.100.20")
        with within(OrganizationId(owner.id)):
            assert [row.count for row in RateCount.objects.all()] == [1]
            asked = LoginRequest.objects.get()
            assert asked.organization_id == owner.id

"""Files that are no deliveries: bombs, names that climb out, entities, two kinds at once (SEC-79, SEC-81, SEC-82)."""

import gzip
import io
import json
import zipfile
import zlib

import pytest

from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.deliveries.rules.kinds import foreign_kind, odd_sign
from tests import deliveries as files
from tests.deliveries import AT, Sender

pytestmark = pytest.mark.usefixtures("database")

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">%s]><l>&i;</l>""" % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8)
)
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def hostile(of: Sender) -> dict[str, tuple[bytes, str]]:
    """What is sent, and the code of the refusal."""
    sound = files.file(of)
    bomb = zipped(*((f"{number}.bs1", bytes(2_000_000)) for number in range(5)))
    return {
        "a sound delivery in a ZIP": (zipped(("a.bs1", sound)), "file.kind"),
        "a bomb": (bomb, "file.kind"),
        "a bomb in a bomb": (zipped(("a.zip", bomb), ("b.zip", bomb)), "file.kind"),
        "slip": (zipped(("../../../../tmp/dl-slipped", sound), ("/etc/cron.d/x", b"x")), "file.kind"),
        "a gzip bomb": (gzip.compress(bytes(5_000_000)), "file.kind"),
        "billion laughs": (LAUGHS, "file.kind"),
        "an external entity": (XXE, "file.kind"),
        "the same behind a byte order mark": (b"\xef\xbb\xbf\r\n" + XXE, "file.kind"),
        "the same in UTF-16": (XXE.decode().encode("utf-16"), "file.kind"),
        "a delivery with a ZIP at its end": (sound + zipped(("a", b"x")), "file.not_text"),
        "a ZIP among its lines": (sound.replace(b"\r\n", b"\r\n" + zipped(("a", b"x")) + b"\r\n", 1), "file.not_text"),
        "raw bytes in a line": (sound.replace(b"\r\n", b"\r\n" + zlib.compress(sound) + b"\r\n", 1), "file.not_text"),
    }  # fmt: skip


def test_a_file_of_another_kind_is_refused_unread_by_its_content() -> None:
    """SEC-79, SEC-81, SEC-82: whatever its name says, with the same words in receipt and preview; nothing is booked."""
    of = files.sender(files_accept="sound_ones")
    for name, (data, code) in hostile(of).items():
        done = files.run(of, files.upload(of, data, name=f"{len(data)}.bs1")[1])
        assert (done.state, done.accepted_count) == ("rejected", 0), name
        said = json.loads(files.receipts(of, done.id)[-1].text)
        assert code in {one["code"] for one in said["errors"]}, name
        if code == "file.kind":
            assert [one["line"] for one in said["errors"]] == [1], name
            assert said["errors"][0]["text"]["da"].endswith("Her modtages kun leverancer som ren tekst."), name
        staged, _ = files.upload(of, data, purpose="preview")
        preview = ask_preview(of.id, staging=staged.id, by=of.https, at=AT)
        assert preview.result["errors"] == said["errors"], name
    assert files.collections(of) == []


def test_kinds_are_told_by_their_first_bytes_and_text_is_text() -> None:
    """SEC-79: no delivery is taken for something else, in whatever signs of latin-1 its texts are written."""
    of = files.sender()
    sound = files.file(of)
    letters = bytes([*range(32, 127), *range(128, 256)]) + b"\t\r\n\x1a\0"
    assert (foreign_kind(head=sound), foreign_kind(head=b""), foreign_kind(head=letters)) == ("", "", "")
    assert foreign_kind(head=b"<wrapped>\n" + sound) == ""
    assert (odd_sign(piece=sound), odd_sign(piece=letters), odd_sign(piece=b"ab\x01c\x02")) == (None, None, 2)
    kinds = [foreign_kind(head=head) for head in (b"PK\x05\x06", b"%PDF-1.7", b"\x7fELF\x02", b"  <lolz>", LAUGHS)]
    assert kinds == ["ZIP", "PDF", "ELF", "XML", "XML"]


def test_a_spreadsheet_is_called_one() -> None:
    """SEC-79: what Excel saves is a ZIP, and its sender never packed anything."""
    head = b"PK\x03\x04\x14\x00\x06\x00" + bytes(22) + b"[Content_Types].xml"
    assert foreign_kind(head=head) == "Office (Excel, Word)"
    assert foreign_kind(head=b"PK\x03\x04\x14\x00\x06\x00" + bytes(22) + b"leverance.txt") == "ZIP"

"""A dry run over SFTP: its answer lies beside the file, whatever others have looked at since (BM-01, annex C.1)."""

from datetime import timedelta
from pathlib import Path

import pytest

from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.deliveries.models import Preview
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import new_id
from selvbetjening.portals.sftp import acts
from selvbetjening.portals.sftp.paths import TRIAL
from tests import deliveries as files
from tests.sftp import Sender
from tests.story.sftp.test_what_leaves import by_of, visit_of

pytestmark = pytest.mark.usefixtures("database")


def test_an_answer_is_there_however_many_others_were_made_after_it(tmp_path: Path) -> None:
    sender, at = Sender(tmp_path), clock.now()
    visit, by, holder = visit_of(sender), by_of(sender), new_id()
    row = open_staging(
        sender.id, by=by, name="a.txt", folder=TRIAL, purpose="preview", holder=holder, at=at
    )  # fmt: skip
    files.write(sender.of, row, files.file(sender.of), holder=holder, at=at)
    assert commit(sender.id, staging=row.id, by=by, at=at).outcome == "staged"
    ask_preview(sender.id, staging=row.id, by=by, at=at)
    staged, _ = files.upload(sender.of, files.file(sender.of, identification="2"), purpose="preview", at=at)
    ask_preview(sender.id, staging=staged.id, by=sender.of.https, at=at)
    with within(sender.id):
        theirs = Preview.objects.get(staging=staged)
        for place in range(60):
            theirs.pk, theirs._state.adding = new_id(), True
            theirs.asked_at = at + timedelta(seconds=place + 1)
            theirs.save(force_insert=True)
    assert {entry.name for entry in acts.listed(visit, b"/proev")} == {"a.txt", "a.txt.svar.json"}

"""The same way of a file with a bucket of S3 under it instead of a folder (BP-40, BP-41, BP-48, SEC-78, SEC-87)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.forget import forget
from selvbetjening.domain.deliveries.actions.forget_orphans import forget_orphans
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.actions.resume import resume
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT
from tests.s3 import bucket

pytestmark = pytest.mark.usefixtures("database")


def test_sent_over_both_doors_cut_off_gone_on_with_fetched_and_forgotten(settings: Any) -> None:
    settings.FILE_STORE = "selvbetjening.adapters.s3.S3FileStore"
    with bucket(settings) as client:
        of = files.sender()
        done = files.send(of, files.file(of, [14_900, 9_900]))
        page = files.run(of, files.upload(of, files.file(of, [100], identification="2", customers=["7"]))[1])
        assert (done.state, page.state, len(files.collections(of))) == ("processed", "processed", 3)
        data = files.file(of, [100] * 20, identification="3", customers=map(str, range(1, 21)))
        assert files.put(of, data[:1000], name="a.txt").outcome == "incomplete"
        with within(of.id):
            row = queries.find_open(of.id, by=of.sftp, environment="production", folder="bs", name="a.txt")
        assert row is not None
        holder = new_id()
        assert resume(of.id, staging=row.id, by=of.sftp, holder=holder, at=AT).offset == 1000
        files.write(of, row, data, holder=holder)
        whole = commit(of.id, staging=row.id, by=of.sftp, at=AT)
        assert (whole.sha256, files.run(of, whole).state) == (files.sha256(data), "processed")
        made = keep_output(
            of.id, output=None, solution="betalingsservice", kind="0602", pbs_number="", name="ud.txt",
            chunks=[b"BS0", b"02"], environment="production", at=AT,
        )  # fmt: skip
        assert b"".join(queries.bytes_of(of.id, id=made.id, offset=2, length=2)) == b"00"
        assert forget_orphans(of.id) == 0
        forget(of.id, at=AT + timedelta(days=91))
        left = client.list_objects_v2(Bucket=client.name).get("Contents", [])
        assert [each["Key"] for each in left] == []

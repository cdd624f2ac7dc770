"""Mails about files and SFTP users, with invented values, for the tests of all mails."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from selvbetjening.domain.messaging.mails.deliveries import Fault

_AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

VALUES: dict[str, dict[str, Any]] = {
    "delivery_told": {
        "file": "opkraevninger.txt", "number": 17, "what": "Filen er godkendt uden posterne med fejl.",
        "todo": "Ret posterne med fejl.", "accepted": 2, "refused": 1, "days": [(date(2026, 4, 1), 2)],
        "uncollected": 1,
        "faults": [Fault(4, 54, "Datoen findes ikke. Ret den.")], "fault_count": 1, "until": None, "is_test": False,
        "path": "/v/4d0c/my-file-transfer/leverancer/7b/",
    },
    "upload_incomplete": {
        "file": "opkraevninger.txt", "what": "Filen slutter for tidligt.", "todo": "Genoptag den.", "until": _AT,
        "path": "/v/4d0c/my-file-transfer/send/",
    },
    "delivery_waits": {
        "file": "opkraevninger.txt", "number": 17, "what": "Filen venter på en godkendelse.", "deadline": _AT,
        "path": "/v/4d0c/my-file-transfer/leverancer/7b/",
    },
    "orders_wait": {
        "pbs_number": "12345678", "registered": 40, "ended": 1,
        "path": "/v/4d0c/my-file-transfer/bestillinger/7b/godkend/",
    },
    "files_ready": {"names": ["betalinger.txt"], "path": "/v/4d0c/my-file-transfer/hent/"},
    "scanner_away": {"code": "unreached", "since": _AT, "path": "/organizations/"},
    "scanner_back": {"code": "old", "since": _AT, "until": _AT, "path": "/organizations/"},
    "host_key_told": {
        "what": "Dit program kender kun den nøgle, der går ud.", "name": "p7k2m4q9x",
        "server": "sftp.eksempel.example:22",
        "fingerprint": "SHA256:opfundet", "starts_on": _AT.date(), "path": "/v/4d0c/my-file-transfer/server/",
    },
    "production_told": {
        "what": "Produktion af My File Transfer blev åbnet: rigtige filer modtages fra nu af, og der opkræves.",
        "changed_at": _AT, "path": "/v/4d0c/my-file-transfer/produktion/",
    },
    "sftp_told": {
        "what": "En nøgle blev tilføjet.", "name": "p7k2m4q9x", "label": "ERP", "fingerprint": "SHA256:opfundet",
        "changed_at": _AT, "path": "/v/4d0c/nogler/",
    },
    "move_told": {
        "what": "The file with the account A-1 is ready.", "changed_at": _AT, "until": _AT + timedelta(days=1),
        "path": "/v/4d0c/selvbetjening/konti/7b1e/flyt/",
    },
}  # fmt: skip

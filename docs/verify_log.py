"""Check a log that was fetched from the portal: python3 verify_log.py logbog.json [hash from a mail].

Each entry is canonical JSON (keys sorted, no blanks, UTF-8) and holds the SHA-256 of the entry before it.
"""

import hashlib
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    log = json.load(file)
last, seen = "0" * 64, set()
for number, row in enumerate(log["entries"], start=1):
    entry = row["entry"]
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if entry["seq"] != number or entry["prev_hash"] != last:
        sys.exit(f"Entry {number} is missing or stands in the wrong place.")
    last = hashlib.sha256(text.encode()).hexdigest()
    if last != row["hash"]:
        sys.exit(f"Entry {number} was changed.")
    for key, kept in row["values"].items():
        digest = hashlib.sha256(bytes.fromhex(kept["salt"]) + kept["value"].encode()).hexdigest()
        if entry["data"].get("sealed", {}).get(key) != digest:
            sys.exit(f"The value {key} of entry {number} was changed.")
    seen.add(last)
if (len(log["entries"]), last) != (log["head"]["seq"], log["head"]["hash"]):
    sys.exit("Entries are missing at the end.")
if len(sys.argv) > 2 and sys.argv[2] not in seen:
    sys.exit("The hash from the mail is not in this log: it was changed since.")
sys.stdout.write(f"The log is whole: {len(log['entries'])} entries, last hash {last}.\n")

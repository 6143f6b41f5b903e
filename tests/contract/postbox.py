"""Prints the letters to an address, newest first, as JSON: the suites of other languages ask it for tokens."""

from __future__ import annotations

import json
import os
import sys

import psycopg


def main(address: str) -> None:
    """Read the demo's mailbox in the database that `CONTRACT_DATABASE` names."""
    with psycopg.connect(os.environ["CONTRACT_DATABASE"]) as db:
        rows = db.execute(
            'select subject, text from mail_message where "to" = %s order by created_at desc', (address,)
        ).fetchall()
    print(json.dumps([{"subject": subject, "text": text} for subject, text in rows]))


if __name__ == "__main__":
    main(sys.argv[1])

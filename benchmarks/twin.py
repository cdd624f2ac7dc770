"""The bare write beside a benchmark: the rows that a run has made, written row by row into a copy of its database."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from selvbetjening.config.embedded import EmbeddedPostgres


@dataclass(frozen=True)
class Twin:
    """Two databases of one server: the benchmark's own, and one like it as it was before."""

    server: EmbeddedPostgres
    source: str
    copy: str

    def take(self) -> None:
        """Make the copy; nobody may be connected to the source."""
        with psycopg.connect(self.server.url(), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.source}"'.encode())
            admin.execute("CHECKPOINT")

    def lines(self, query: str) -> list[bytes]:
        """The rows that a query finds in the source now, as COPY writes them; the query says their order."""
        with (
            psycopg.connect(self.server.url(database=self.source)) as connection,
            connection.cursor().copy(f"COPY ({query}) TO STDOUT".encode()) as out,
        ):
            return b"".join(bytes(block) for block in out).splitlines(keepends=True)

    def seconds(self, tables: Sequence[tuple[str, Sequence[bytes]]], *, updates: Sequence[str] = ()) -> float:
        """Seconds to write the n-th line of each table, and to run the n-th of the updates, in one transaction each.

        As superuser on one connection, with every index, constraint and trigger; a commit each, as the product does.
        """
        copies = [(f"COPY {table} FROM STDIN".encode(), lines) for table, lines in tables]
        count = len(tables[0][1])
        with psycopg.connect(self.server.url(database=self.copy)) as superuser:
            begin = time.perf_counter()
            for number in range(count):
                for statement, lines in copies:
                    with superuser.cursor().copy(statement) as into:
                        into.write(lines[number])
                for update in updates[number : number + 1]:
                    superuser.execute(update.encode())
                superuser.commit()
            return time.perf_counter() - begin

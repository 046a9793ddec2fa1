"""The SQLite database: its tables, its one ordering of the queue, and how it is opened.

Connections live for one transaction, because pages come and go on threads of their own. One
idle connection stays open: without it every close would be the last one, and would fold the
write-ahead log into the file at the price of several disk syncs. Writers take their turn with
BEGIN IMMEDIATE, so a check and the write that relies on it are one step.
"""

import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from styletransfer.errors import StorageError

_TABLES = (
    """
    CREATE TABLE jobs (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        owner TEXT NOT NULL,
        tool TEXT NOT NULL,
        title TEXT NOT NULL,
        recipe TEXT NOT NULL,
        roles TEXT NOT NULL,
        parent TEXT,
        state TEXT NOT NULL DEFAULT 'queued'
            CHECK (state IN ('queued', 'running', 'done', 'stopped', 'cancelled', 'failed')),
        step INTEGER NOT NULL DEFAULT 0,
        total INTEGER NOT NULL DEFAULT 0,
        stage TEXT NOT NULL DEFAULT '',
        metrics TEXT NOT NULL DEFAULT '{}',
        error TEXT,
        notes TEXT NOT NULL DEFAULT '[]',
        attempt INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        losses INTEGER NOT NULL DEFAULT 0,
        front INTEGER NOT NULL DEFAULT 0,
        stop_asked INTEGER NOT NULL DEFAULT 0,
        worker TEXT,
        lease REAL,
        created REAL NOT NULL,
        started REAL,
        finished REAL,
        has_preview INTEGER NOT NULL DEFAULT 0,
        has_result INTEGER NOT NULL DEFAULT 0,
        bytes INTEGER NOT NULL DEFAULT 0,
        removed INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX jobs_by_state ON jobs (state)",
    "CREATE INDEX jobs_by_owner ON jobs (owner, seq)",
    """
    CREATE TABLE figures (
        number INTEGER PRIMARY KEY,
        job INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
        body TEXT NOT NULL
    )
    """,
    "CREATE INDEX figures_by_job ON figures (job)",
    "CREATE TABLE turns (owner TEXT PRIMARY KEY, served INTEGER NOT NULL)",
    # Round-robin: everybody's first waiting job comes before anybody's second; among owners the one
    # served longest ago goes first, newcomers before all. Only a job whose worker was lost is put in front.
    """
    CREATE VIEW queue AS
    WITH waiting AS (
        SELECT jobs.seq, front, COALESCE(served, 0) AS served,
            ROW_NUMBER() OVER (PARTITION BY jobs.owner ORDER BY front DESC, jobs.seq) AS turn,
            MIN(jobs.seq) OVER (PARTITION BY jobs.owner) AS earliest
        FROM jobs LEFT JOIN turns ON turns.owner = jobs.owner
        WHERE state = 'queued'
    )
    SELECT seq, ROW_NUMBER() OVER (ORDER BY front DESC, turn, served, earliest) AS position FROM waiting
    """,
)
_MIGRATIONS = (_TABLES,)
"""Statements that lead from one version to the next; the version is their count, kept in `user_version`."""


class StoreBusy(StorageError):
    """The database stayed locked by another process; the same call may succeed later."""

    code = "storage_busy"


class Database:
    """The file `jobs.sqlite3`; safe to share between threads and processes of one machine.

    Raises:
        StorageError: the file is not ours, is from a newer version, or cannot be opened.
    """

    def __init__(self, path: Path, busy_seconds: float = 5.0) -> None:
        """Open or create the file and bring its tables up to date."""
        self.path = path
        self.busy_seconds = busy_seconds
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        with self.write() as connection:
            self._migrate(connection)
        with self.read():
            anchor = sqlite3.connect(path, check_same_thread=False)
            weakref.finalize(self, anchor.close)
            anchor.execute("SELECT seq FROM jobs LIMIT 1").fetchone()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Open one consistent view of the database."""
        with self._connection() as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that is on disk when the block ends, and undone if it raises."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            opened = sqlite3.connect(self.path, timeout=self.busy_seconds, isolation_level=None)
            with closing(opened) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                yield connection
        except sqlite3.Error as error:
            raise self._explain(error) from error

    def _migrate(self, connection: sqlite3.Connection) -> None:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(_MIGRATIONS):
            raise StorageError(
                f"The job list {self.path} was written by a newer version of the studio; update the studio "
                "or choose another data folder."
            )
        for statements in _MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")

    def _explain(self, error: sqlite3.Error) -> StorageError:
        kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreBusy(
                f"The job list is busy and stayed locked for {self.busy_seconds:g} seconds; try again in a moment."
            )
        if kind == sqlite3.SQLITE_FULL:
            return StorageError("The disk is full, so the job list could not be written; free some space.")
        return StorageError(f"The job list {self.path} cannot be used ({error}); check the data folder.")

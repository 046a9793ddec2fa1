"""What a worker may do with the store: claim, beat, report, and end an attempt exactly once.

Every write names the job and the attempt, and changes nothing unless that attempt is the one
running; a worker that was given up for dead can therefore do no harm when it comes back. Files
are moved to their final names inside the same transaction, so the row and the files agree.
"""

import json
import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog

from styletransfer.errors import StorageError
from styletransfer.jobs import files, recovery, space
from styletransfer.jobs.job import Claim, Failure, JobState, LeaseLost, Outcome, Report, StoreLimits
from styletransfer.jobs.schema import Database
from styletransfer.jobs.signals import Signal

log = structlog.get_logger(__name__)


class Claims:
    """The worker's side of the store in one data folder."""

    def __init__(self, root: Path, database: Database, limits: StoreLimits) -> None:
        """Work on the folders below `root` and their rows in `database`."""
        self.root = root
        self.limits = limits
        self.changes = Signal()
        self._database = database

    def folder(self, job_id: str) -> Path:
        """Return the folder of a known job."""
        return self.root / job_id

    def claim(self, worker: str) -> Claim | None:
        """Take the next job in line, or None when nobody waits."""
        with self._database.read() as connection:  # an idle worker asks often, and must not lock the store for it
            if connection.execute("SELECT 1 FROM jobs WHERE state = 'queued' LIMIT 1").fetchone() is None:
                return None
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT seq, id, owner, attempt, recipe FROM jobs JOIN queue USING (seq) ORDER BY position LIMIT 1"
            ).fetchone()
            if row is None:
                return None
            now = time.time()
            connection.execute(
                "UPDATE jobs SET state = 'running', attempt = attempt + 1, worker = ?, lease = ?, started = ?, "
                "finished = NULL, error = NULL, front = 0, step = 0, stage = '', metrics = '{}', has_preview = 0 "
                "WHERE seq = ?",
                (worker, now + self.limits.lease_seconds, now, row["seq"]),
            )
            connection.execute(
                "INSERT INTO turns (owner, served) SELECT ?, COALESCE(MAX(served), 0) + 1 FROM turns WHERE true "
                "ON CONFLICT (owner) DO UPDATE SET served = excluded.served",
                (row["owner"],),
            )
        return Claim(job_id=row["id"], attempt=row["attempt"] + 1, recipe=row["recipe"])

    def inputs(self, claim: Claim) -> dict[str, bytes]:
        """Read what the owner gave, by role.

        Raises:
            LeaseLost: the attempt is no longer this worker's.
            StorageError: a file is gone or cannot be read.
        """
        with self._database.read() as connection:
            roles = json.loads(_own_row(connection, claim)["roles"])
        found = {role: files.read(self.folder(claim.job_id) / files.input_name(role)) for role in roles}
        missing = [role for role, data in found.items() if data is None]
        if missing:
            raise StorageError(f"Pictures of this job are gone from the data folder: {', '.join(missing)}.")
        return {role: data for role, data in found.items() if data is not None}

    def stop_asked(self, claim: Claim) -> bool:
        """Tell whether the owner wants the job to end; a read, cheap enough to poll.

        Raises:
            LeaseLost: the attempt is no longer this worker's.
        """
        with self._database.read() as connection:
            return bool(_own_row(connection, claim)["stop_asked"])

    def heartbeat(self, claim: Claim) -> bool:
        """Prolong the lease; return whether the owner wants the job to end.

        Raises:
            LeaseLost: the attempt is no longer this worker's.
        """
        with self._database.write() as connection:
            row = _own_row(connection, claim)
            self._prolong(connection, row["seq"])
            return bool(row["stop_asked"])

    def report(self, claim: Claim, report: Report) -> bool:
        """Store progress and prolong the lease; return whether the owner wants the job to end.

        Raises:
            LeaseLost: the attempt is no longer this worker's.
            StorageError: the disk refuses.
        """
        fresh = {} if report.preview is None else {files.PREVIEW: report.preview}
        try:
            with files.staged(self.folder(claim.job_id), fresh) as publish, self._database.write() as connection:
                row = _own_row(connection, claim)
                connection.execute(
                    "UPDATE jobs SET step = ?, total = ?, stage = ?, metrics = ?, has_preview = MAX(has_preview, ?) "
                    "WHERE seq = ?",
                    (report.step, report.total, report.stage, _json(report.metrics), len(fresh), row["seq"]),
                )
                _add_figures(connection, row["seq"], report.rows)
                self._prolong(connection, row["seq"])
                publish()
                return bool(row["stop_asked"])
        except FileNotFoundError as error:
            raise LeaseLost(claim) from error
        except OSError as error:
            raise files.refused(error) from error

    def restart(self, claim: Claim) -> None:
        """Forget the progress of this attempt, which begins again with other settings.

        Raises:
            LeaseLost: the attempt is no longer this worker's.
        """
        with self._database.write() as connection:
            row = _own_row(connection, claim)
            connection.execute("DELETE FROM figures WHERE job = ?", (row["seq"],))
            connection.execute("UPDATE jobs SET step = 0, stage = '', metrics = '{}' WHERE seq = ?", (row["seq"],))

    def finish(self, claim: Claim, outcome: Outcome) -> None:
        """Record the end of a job, once, and make room when the store has grown too big.

        Raises:
            LeaseLost: the attempt is no longer this worker's; nothing is recorded.
            StorageError: the disk refuses.
        """
        named = ((files.RESULT, outcome.result), (files.THUMBNAIL, outcome.thumbnail), (files.RESUME, outcome.resume))
        contents = {name: data for name, data in named if data is not None}
        folder = self.folder(claim.job_id)
        try:
            with files.staged(folder, contents) as publish, self._database.write() as connection:
                _own_row(connection, claim)
                publish()
                files.remove_parts(folder)
                self._record(connection, claim, outcome, files.size(folder))
        except FileNotFoundError as error:
            raise LeaseLost(claim) from error
        except OSError as error:
            raise files.refused(error) from error
        self.changes.notify()
        self._make_room(keep=claim.job_id)

    def fail(self, claim: Claim, failure: Failure) -> None:
        """Count a failure of the job's own: it waits for another attempt, or is given up.

        Raises:
            LeaseLost: the attempt is no longer this worker's.
        """
        with self._database.write() as connection:
            row = _own_row(connection, claim)
            again = failure.retry and row["failures"] + 1 < self.limits.max_attempts and not row["stop_asked"]
            connection.execute(
                "UPDATE jobs SET failures = failures + 1, worker = NULL, lease = NULL, error = ?, state = ?, "
                "finished = ? WHERE seq = ?",
                (
                    None if again else failure.sentence,
                    JobState.QUEUED if again else JobState.FAILED,
                    None if again else time.time(),
                    row["seq"],
                ),
            )
            if again:
                recovery.forget_attempt(connection, row["seq"])
        self.changes.notify()

    def release(self, claim: Claim) -> None:
        """Give a job back unharmed because the worker is leaving; it goes to the front of the line.

        Raises:
            LeaseLost: the attempt is no longer this worker's.
        """
        with self._database.write() as connection:
            row = _own_row(connection, claim)
            recovery.requeue(connection, row["seq"], front=True)
        self.changes.notify()

    def requeue_lost(self) -> int:
        """Take jobs from workers that died or fell silent; return how many."""
        taken = recovery.requeue_lost(self._database, self.limits.max_losses)
        if taken:
            self.changes.notify()
        return taken

    def sweep(self) -> None:
        """Remove folders that belong to no job, as a crash in the middle of a submission leaves them."""
        space.sweep(self._database, self.root)

    def _make_room(self, keep: str) -> None:
        """Evict old results; what `keep` names is already safe, so a failure here is only logged."""
        try:
            space.make_room(self._database, self.root, self.limits.max_result_bytes, keep)
        except StorageError as error:
            log.warning("no room made", error=str(error))

    def _record(self, connection: sqlite3.Connection, claim: Claim, outcome: Outcome, size: int) -> None:
        changed = connection.execute(
            "UPDATE jobs SET state = ?, recipe = COALESCE(?, recipe), notes = ?, has_result = ?, bytes = ?, "
            "finished = ?, error = NULL, worker = NULL, lease = NULL "
            "WHERE id = ? AND attempt = ? AND state = 'running'",
            (
                outcome.state, outcome.recipe, json.dumps(outcome.notes), outcome.result is not None, size,
                time.time(), claim.job_id, claim.attempt,
            ),
        )  # fmt: skip
        if changed.rowcount != 1:
            raise LeaseLost(claim)

    def _prolong(self, connection: sqlite3.Connection, seq: int) -> None:
        connection.execute("UPDATE jobs SET lease = ? WHERE seq = ?", (time.time() + self.limits.lease_seconds, seq))


def _own_row(connection: sqlite3.Connection, claim: Claim) -> sqlite3.Row:
    """Return the row of a claim that still holds; within a write transaction it holds to its end."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT seq, roles, stop_asked, failures FROM jobs WHERE id = ? AND attempt = ? AND state = 'running'",
        (claim.job_id, claim.attempt),
    ).fetchone()
    if row is None:
        raise LeaseLost(claim)
    return row


def _add_figures(connection: sqlite3.Connection, seq: int, rows: Sequence[Mapping[str, float]]) -> None:
    connection.executemany("INSERT INTO figures (job, body) VALUES (?, ?)", [(seq, _json(row)) for row in rows])


def _json(metrics: Mapping[str, float]) -> str:
    return json.dumps({name: float(value) for name, value in metrics.items()})

"""The job store: one SQLite file and one folder a job, the only queue and the only truth.

Several processes may share a store on one machine. Whoever has the id of a job may look at it;
only its owner may stop or delete it.
"""

import json
import sqlite3
import time
import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from styletransfer.errors import InputError, JobError, JobForbidden, JobNotFound, QueueFull
from styletransfer.jobs import files, space
from styletransfer.jobs.claims import Claims
from styletransfer.jobs.job import Job, JobState, StoreLimits, StoreUsage
from styletransfer.jobs.schema import Database
from styletransfer.recipes import Recipe

MAX_TITLE = 200
MAX_OWNER = 200
_FLAGS = ("has_preview", "has_result", "stop_asked", "removed")
_PLAIN = (
    "id", "owner", "tool", "title", "recipe", "step", "total", "stage", "error",
    "created", "started", "finished", "parent", "position", "bytes",
)  # fmt: skip


class JobStore(Claims):
    """The jobs below one data folder, as the studio, the command line and the API see them."""

    def __init__(self, folder: Path, limits: StoreLimits) -> None:
        """Open or create the store.

        Args:
            folder: data folder; jobs live in its subfolder `jobs`.
            limits: what the store accepts.

        Raises:
            StorageError: the folder cannot be used.
        """
        root = folder.resolve() / "jobs"
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise files.refused(error) from error
        super().__init__(root, Database(root.parent / "jobs.sqlite3", limits.busy_seconds), limits)

    def submit(
        self, recipe: Recipe, inputs: Mapping[str, bytes], *, owner: str, title: str = "", parent: str | None = None
    ) -> Job:
        """Accept a job: when this returns, it survives a crash of the machine.

        Args:
            recipe: what to do.
            inputs: encoded pictures and other files by role.
            owner: opaque name of who may stop and delete it.
            title: words for people.
            parent: id of the job that it continues.

        Raises:
            InputError: a role or the owner's name cannot be used.
            QueueFull: too many jobs wait.
            StorageError: the disk is too full, or the store is locked.
        """
        files.check_roles(inputs)
        _check_owner(owner)
        if parent is not None:
            self._row(parent)
        size = sum(map(len, inputs.values()))
        files.check_free(self.root, self.limits.min_free_bytes + size)
        with self._database.read() as connection:
            self._check_queue(connection)
        job_id = files.new_id()
        files.write_inputs(self.folder(job_id), inputs)
        try:
            with self._database.write() as connection:
                self._check_queue(connection)
                connection.execute(
                    "INSERT INTO jobs (id, owner, tool, title, recipe, roles, parent, created, bytes) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        job_id, owner, recipe.tool, clean_title(title), recipe.model_dump_json(),
                        json.dumps(sorted(inputs)), parent, time.time(), size,
                    ),
                )  # fmt: skip
        except BaseException:
            files.remove(self.folder(job_id))
            raise
        self.changes.notify()
        self._make_room(keep=job_id)
        return self.get(job_id)

    def get(self, job_id: str) -> Job:
        """Return a job by its id.

        Raises:
            JobNotFound: there is none.
        """
        return _job(self._row(job_id))

    def jobs(
        self, owner: str, *, limit: int = 100, states: Collection[JobState] | None = None, text: str = ""
    ) -> list[Job]:
        """List an owner's jobs, newest first.

        Args:
            owner: whose jobs.
            limit: most jobs to return.
            states: only jobs in one of these; None for all.
            text: only jobs whose title or tool contains this, in any case.
        """
        wanted = None if states is None else json.dumps([str(state) for state in states])
        with self._database.read() as connection:
            connection.create_function("contains", 2, _contains, deterministic=True)
            rows = connection.execute(
                "SELECT jobs.*, position FROM jobs LEFT JOIN queue USING (seq) WHERE owner = :owner "
                "AND (:states IS NULL OR state IN (SELECT value FROM json_each(:states))) "
                "AND contains(title || char(10) || tool, :text) ORDER BY seq DESC LIMIT :limit",
                {"owner": owner, "states": wanted, "text": _printable(text), "limit": max(limit, 0)},
            ).fetchall()
        return [_job(row) for row in rows]

    def metrics(self, job_id: str) -> list[dict[str, float]]:
        """Return the figures of every step reported in the present attempt, in order.

        Raises:
            JobNotFound: there is no such job.
        """
        seq = self._row(job_id)["seq"]
        with self._database.read() as connection:
            rows = connection.execute("SELECT body FROM figures WHERE job = ? ORDER BY number", (seq,)).fetchall()
        return [json.loads(row["body"]) for row in rows]

    def preview(self, job_id: str) -> bytes | None:
        """Return the picture so far as JPEG (<= 640 px), or None when there is none yet."""
        shown = self._row(job_id)["has_preview"]
        return files.read(self.folder(job_id) / files.PREVIEW) if shown else None

    def result(self, job_id: str) -> Path | None:
        """Return where the finished picture lies, a lossless PNG, or None when there is none."""
        return self.folder(job_id) / files.RESULT if self._row(job_id)["has_result"] else None

    def thumbnail(self, job_id: str) -> bytes | None:
        """Return the finished picture as JPEG (<= 512 px), or None when there is none."""
        return files.read(self.folder(job_id) / files.THUMBNAIL) if self._row(job_id)["has_result"] else None

    def state(self, job_id: str) -> bytes | None:
        """Return what another job needs to continue this one, or None."""
        return files.read(self.folder(job_id) / files.RESUME) if self._row(job_id)["has_result"] else None

    def roles(self, job_id: str) -> tuple[str, ...]:
        """Return the roles of the files that the owner gave."""
        return tuple(json.loads(self._row(job_id)["roles"]))

    def input(self, job_id: str, role: str) -> bytes:
        """Return one of the files that the owner gave.

        Raises:
            JobNotFound: there is no such job.
            JobError: the job has no such file, or it was removed to make room.
        """
        if role not in self.roles(job_id):
            raise JobError(f"This job has no picture {role[:40]!r}.")
        return self._input(job_id, role)

    def all_inputs(self, job_id: str) -> dict[str, bytes]:
        """Return all files that the owner gave, by role.

        Raises:
            JobNotFound: there is no such job.
            JobError: they were removed to make room.
        """
        return {role: self._input(job_id, role) for role in self.roles(job_id)}

    def stop(self, job_id: str, owner: str) -> None:
        """Cancel a waiting job at once; ask a running one to end and keep its best picture.

        A finished job stays as it is.

        Raises:
            JobNotFound: there is no such job.
            JobForbidden: it belongs to somebody else.
        """
        with self._database.write() as connection:
            row = self._owned(connection, job_id, owner)
            connection.execute(
                "UPDATE jobs SET state = 'cancelled', finished = ? WHERE seq = ? AND state = 'queued'",
                (time.time(), row["seq"]),
            )
            connection.execute("UPDATE jobs SET stop_asked = 1 WHERE seq = ? AND state = 'running'", (row["seq"],))
        self.changes.notify()

    def delete(self, job_id: str, owner: str) -> None:
        """Remove a job and its files; a running one ends without a trace.

        Raises:
            JobNotFound: there is no such job.
            JobForbidden: it belongs to somebody else.
        """
        with self._database.write() as connection:
            row = self._owned(connection, job_id, owner)
            connection.execute("DELETE FROM jobs WHERE seq = ?", (row["seq"],))
        files.remove(self.folder(job_id))
        self.changes.notify()

    def usage(self) -> StoreUsage:
        """Return the space taken, and how many finished jobs were removed to stay below the cap."""
        return space.usage(self._database)

    def _input(self, job_id: str, role: str) -> bytes:
        """Return the file of a role that the job is known to have."""
        data = files.read(self.folder(job_id) / files.input_name(role))
        if data is None:
            raise JobError("The pictures of this job were removed.")
        return data

    def _row(self, job_id: str) -> sqlite3.Row:
        with self._database.read() as connection:
            return _find(connection, job_id)

    def _owned(self, connection: sqlite3.Connection, job_id: str, owner: str) -> sqlite3.Row:
        row = _find(connection, job_id)
        if row["owner"] != owner:
            raise JobForbidden("This job belongs to somebody else; only its owner may stop or delete it.")
        return row

    def _check_queue(self, connection: sqlite3.Connection) -> None:
        waiting = connection.execute("SELECT COUNT(*) FROM jobs WHERE state = 'queued'").fetchone()[0]
        if waiting >= self.limits.max_queue:
            raise QueueFull(f"{waiting} jobs are waiting already, which is the limit; try again in a few minutes.")


def clean_title(title: str) -> str:
    """Return a title for display: NFC, one line, no control characters, at most 200 characters."""
    return " ".join(_printable(title).split())[:MAX_TITLE]


def _printable(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in normal)


def _check_owner(owner: str) -> None:
    if not 1 <= len(owner) <= MAX_OWNER or not owner.isprintable():
        raise InputError(f"The owner's name must have 1 to {MAX_OWNER} printable characters.")


def _contains(text: str, part: str) -> bool:
    return part.casefold() in text.casefold()


def _find(connection: sqlite3.Connection, job_id: str) -> sqlite3.Row:
    row: sqlite3.Row | None = None
    if files.is_id(job_id):
        row = connection.execute(
            "SELECT jobs.*, position FROM jobs LEFT JOIN queue USING (seq) WHERE id = ?", (job_id,)
        ).fetchone()
    if row is None:
        raise JobNotFound("There is no job with this id; it may have been deleted.")
    return row


def _job(row: sqlite3.Row) -> Job:
    fields: dict[str, Any] = {name: row[name] for name in _PLAIN} | {name: bool(row[name]) for name in _FLAGS}
    return Job(
        **fields,
        state=JobState(row["state"]),
        metrics=json.loads(row["metrics"]),
        notes=tuple(json.loads(row["notes"])),
        attempts=row["attempt"],
    )

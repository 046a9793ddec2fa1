"""Keep the stored jobs below their size cap.

The oldest finished jobs lose their files and keep their row: a link to one still says what it
was, with which recipe, and why the picture is gone.
"""

import json
import time
from pathlib import Path

from styletransfer.jobs import files
from styletransfer.jobs.job import StoreUsage
from styletransfer.jobs.schema import Database

REMOVED_NOTE = "The pictures of this job were removed on {date} to make room for newer ones."


def make_room(database: Database, root: Path, cap: int, keep: str) -> list[str]:
    """Remove the files of the oldest finished jobs until all files take at most `cap` bytes.

    Args:
        database: rows of the jobs.
        root: folder of the jobs' folders.
        cap: bytes.
        keep: id of the job that has just come; it stays, however large it is.

    Returns:
        Ids of the jobs whose files were removed. Waiting and running jobs are never touched.
    """
    if usage(database).bytes <= cap:
        return []
    with database.write() as connection:
        excess = connection.execute("SELECT COALESCE(SUM(bytes), 0) FROM jobs").fetchone()[0] - cap
        oldest = connection.execute(
            "SELECT seq, id, bytes, notes FROM jobs "
            "WHERE state NOT IN ('queued', 'running') AND NOT removed AND bytes > 0 AND id != ? ORDER BY finished, seq",
            (keep,),
        ).fetchall()
        victims = []
        for row in oldest:
            if excess <= 0:
                break
            excess -= row["bytes"]
            notes = [*json.loads(row["notes"]), REMOVED_NOTE.format(date=time.strftime("%Y-%m-%d"))]
            connection.execute(
                "UPDATE jobs SET removed = 1, has_result = 0, has_preview = 0, bytes = 0, notes = ? WHERE seq = ?",
                (json.dumps(notes), row["seq"]),
            )
            connection.execute("DELETE FROM figures WHERE job = ?", (row["seq"],))
            victims.append(row["id"])
    for job_id in victims:
        files.remove(root / job_id)
    return victims


def usage(database: Database) -> StoreUsage:
    """Return the space that the stored jobs take."""
    with database.read() as connection:
        row = connection.execute(
            "SELECT COALESCE(SUM(bytes), 0) AS bytes, COUNT(*) FILTER (WHERE NOT removed) AS jobs, "
            "COUNT(*) FILTER (WHERE removed) AS evicted FROM jobs"
        ).fetchone()
    return StoreUsage(bytes=row["bytes"], jobs=row["jobs"], evicted=row["evicted"])


def sweep(database: Database, root: Path) -> None:
    """Remove folders that belong to no job, and turns of owners who have none."""
    with database.write() as connection:
        connection.execute("DELETE FROM turns WHERE owner NOT IN (SELECT owner FROM jobs)")
        known = {row["id"] for row in connection.execute("SELECT id FROM jobs WHERE NOT removed")}
    for folder in files.strangers(root, known):
        files.remove(folder)

"""Take jobs back from workers that died or fell silent.

Such a loss says little about the job, so it is counted apart from the job's own failures, and
the job goes first again. A job that is lost again and again probably kills its worker: it waits
its turn from the second loss on, and is given up in the end.
"""

import sqlite3
import time

from styletransfer.jobs import processes
from styletransfer.jobs.schema import Database

LOST_TOO_OFTEN = (
    "The studio ended unexpectedly {count} times while it made this picture, so it was given up; "
    "a smaller size may work."
)


def requeue_lost(database: Database, max_losses: int) -> int:
    """Requeue running jobs whose process is dead or whose lease has run out; return how many were taken."""
    with database.read() as connection:
        running = connection.execute("SELECT seq, worker, lease FROM jobs WHERE state = 'running'").fetchall()
    now = time.time()
    lost = [row for row in running if row["lease"] < now or processes.is_dead(row["worker"])]
    return sum(_take_back(database, row, max_losses) for row in lost)


def requeue(connection: sqlite3.Connection, seq: int, front: bool) -> None:
    """Put a job back in line; one whose owner asked it to end is cancelled instead."""
    connection.execute(
        "UPDATE jobs SET worker = NULL, lease = NULL, front = ?, "
        "state = CASE WHEN stop_asked THEN 'cancelled' ELSE 'queued' END, "
        "finished = CASE WHEN stop_asked THEN ? END WHERE seq = ?",
        (front, time.time(), seq),
    )
    forget_attempt(connection, seq)


def forget_attempt(connection: sqlite3.Connection, seq: int) -> None:
    """Drop the progress of an attempt that came to nothing."""
    connection.execute("DELETE FROM figures WHERE job = ?", (seq,))
    connection.execute(
        "UPDATE jobs SET started = NULL, step = 0, stage = '', metrics = '{}', has_preview = 0 WHERE seq = ?", (seq,)
    )


def _take_back(database: Database, seen: sqlite3.Row, max_losses: int) -> int:
    with database.write() as connection:
        row = connection.execute(
            "SELECT seq, losses FROM jobs WHERE seq = ? AND state = 'running' AND worker = ? AND lease = ?",
            (seen["seq"], seen["worker"], seen["lease"]),
        ).fetchone()
        if row is None:  # it gave a sign of life, or another worker was quicker
            return 0
        losses = row["losses"] + 1
        connection.execute("UPDATE jobs SET losses = ? WHERE seq = ?", (losses, row["seq"]))
        if losses < max_losses:
            requeue(connection, row["seq"], front=losses == 1)
        else:
            connection.execute(
                "UPDATE jobs SET state = 'failed', error = ?, finished = ?, worker = NULL, lease = NULL WHERE seq = ?",
                (LOST_TOO_OFTEN.format(count=losses), time.time(), row["seq"]),
            )
        return 1

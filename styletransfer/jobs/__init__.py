"""Jobs: a durable queue and the workers that empty it."""

from styletransfer.jobs.hosts import WorkerThread, embedded, open_store, start_thread
from styletransfer.jobs.job import Job, JobState, StoreLimits, StoreUsage
from styletransfer.jobs.store import JobStore
from styletransfer.jobs.worker import Worker

__all__ = [
    "Job",
    "JobState",
    "JobStore",
    "StoreLimits",
    "StoreUsage",
    "Worker",
    "WorkerThread",
    "embedded",
    "open_store",
    "start_thread",
]

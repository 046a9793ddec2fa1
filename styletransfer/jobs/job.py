"""What the store says about jobs, and what passes between the store and a worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from styletransfer.errors import JobError


class JobState(StrEnum):
    """Where a job stands; the last four are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """Ended early by its owner; the best picture so far is kept."""
    CANCELLED = "cancelled"
    """Stopped by its owner before there was a picture."""
    FAILED = "failed"

    @property
    def final(self) -> bool:
        """Tell whether nothing more will happen to the job."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job as people see it.

    Attributes:
        id: unguessable name; whoever has it may look at the job.
        owner: who may stop or delete it.
        tool: which tool makes the picture.
        title: words for people, cleaned.
        recipe: recipe as JSON; of a finished job, the recipe that really made the picture.
        state: where it stands.
        step, total, stage: progress of the present attempt.
        metrics: latest figures of the run.
        error: sentence for the user when it failed.
        notes: sentences for the user.
        attempts: how often a worker began it.
        created, started, finished: unix seconds; `started` is that of the present attempt.
        parent: id of the job it continues.
        position: 1 = next in line; None unless queued.
        stop_asked: its owner wants it to end, and the worker has not answered yet.
        has_preview, has_result: whether there is a picture to ask for.
        bytes: space its files take.
        removed: its files were removed to make room.
    """

    id: str
    owner: str
    tool: str
    title: str
    recipe: str
    state: JobState
    step: int
    total: int
    stage: str
    metrics: dict[str, float]
    error: str | None
    notes: tuple[str, ...]
    attempts: int
    created: float
    started: float | None
    finished: float | None
    parent: str | None
    position: int | None
    stop_asked: bool
    has_preview: bool
    has_result: bool
    bytes: int
    removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLimits:
    """What the store accepts and how patient it is.

    Attributes:
        max_result_bytes: above this the oldest finished jobs lose their files.
        min_free_bytes: free disk space below which no job is accepted.
        max_queue: most jobs that may wait.
        max_attempts: own failures after which a job is given up.
        max_losses: killed workers after which a job is given up.
        lease_seconds: how long a silent worker keeps its job.
        busy_seconds: how long to wait for a locked database.
    """

    max_result_bytes: int
    min_free_bytes: int
    max_queue: int
    max_attempts: int = 3
    max_losses: int = 5
    lease_seconds: float = 3.0
    busy_seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreUsage:
    """Space taken: bytes of all files, jobs with files, jobs whose files were removed to make room."""

    bytes: int
    jobs: int
    evicted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A worker's right to one attempt of one job; every write under it is fenced by `attempt`."""

    job_id: str
    attempt: int
    recipe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a worker has to tell since its last report.

    Attributes:
        step, total, stage, metrics: the latest progress.
        rows: figures of every step since the last report, in order.
        preview: JPEG of the picture so far, or None when there is no new one.
    """

    step: int
    total: int
    stage: str
    metrics: Mapping[str, float] = field(default_factory=dict)
    rows: tuple[Mapping[str, float], ...] = ()
    preview: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt ended well.

    Attributes:
        state: DONE, STOPPED, or CANCELLED when there is no picture.
        recipe: JSON of the recipe that made the picture.
        result: the file to keep, lossless PNG.
        thumbnail: JPEG, at most 512 px.
        resume: what a later job needs to go on from here.
        notes: sentences for the user.
    """

    state: JobState
    recipe: str | None = None
    result: bytes | None = None
    thumbnail: bytes | None = None
    resume: bytes | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """How an attempt ended badly: a sentence for the user, and whether another attempt may help."""

    sentence: str
    retry: bool


class LeaseLost(JobError):
    """The attempt no longer belongs to this worker: requeued, deleted or finished elsewhere."""

    code = "lease_lost"

    def __init__(self, claim: Claim) -> None:
        """Name the attempt."""
        super().__init__(f"Attempt {claim.attempt} of job {claim.job_id} no longer belongs to this worker.")

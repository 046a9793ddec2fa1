"""What words mean to a generator, measured on this machine: on the Models page, for pairs that do not ship."""

from dataclasses import dataclass
from typing import get_args

import streamlit as st

from styletransfer.checkpoints import bundles
from styletransfer.errors import CheckpointError
from styletransfer.progress import OnProgress, duration
from styletransfer.recipes.faces import FaceClip, FaceGenerator
from styletransfer.ui.background import Task
from styletransfer.ui.faces_settings import CLIPS, GENERATORS
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.wording import escape

Pair = tuple[FaceGenerator, FaceClip]

_SHIPPED: Pair = ("face-generator", "face-clip")
_QUICK, _PUBLISHED = 10, 100


@dataclass(slots=True)
class Measuring:
    """What is measured in this process at present, or was last: one pair at a time.

    Attributes:
        pair: generator and CLIP.
        images: random faces on which every channel is tried.
        estimate: how long it would take, being found out.
        task: the measurement itself.
    """

    pair: Pair = _SHIPPED
    images: int = 0
    estimate: Task[float] | None = None
    task: Task[object] | None = None

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return any(task is not None and task.is_alive() for task in (self.estimate, self.task))


@st.cache_resource(show_spinner=False)
def measuring() -> Measuring:
    """Return the measurement of this process."""
    return Measuring()


def pairs_at_hand() -> list[Pair]:
    """Return the generators and CLIPs on this machine whose relevance does not ship."""
    here = {name for name in (*get_args(FaceGenerator), *get_args(FaceClip)) if bundles.status(name).present}
    pairs = [(one, clip) for one in get_args(FaceGenerator) for clip in get_args(FaceClip)]
    return [pair for pair in pairs if set(pair) <= here and pair != _SHIPPED]


def relevance_card() -> None:
    """Offer to measure what words mean to a generator; renewed every second while that is under way."""
    with st.container(border=True):
        busy = measuring().busy
        st.fragment(_card, run_every=1 if busy else None, key="card.relevance")(busy)


def _card(was_busy: bool) -> None:
    with plain_errors():
        if measuring().busy != was_busy:
            st.rerun()
        st.subheader("What words mean to a generator", anchor=False)
        st.markdown(
            "To edit a face by a description, the studio must know what each channel of its generator does to a "
            "picture, as CLIP sees it. For the compact pair this ships with the studio; for any other it is measured "
            "here, once."
        )
        pairs = pairs_at_hand()
        if not pairs:
            st.caption("Fetch a generator of faces or CLIP ViT-B/32 first; then it can be measured for them.")
            return
        if was_busy:
            _under_way(measuring())
        else:
            _offer(measuring(), pairs)


def _offer(known: Measuring, pairs: list[Pair]) -> None:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        first = pairs.index(known.pair) if known.pair in pairs else 0  # both are gone while something is under way
        pair = st.selectbox("Generator and CLIP", pairs, first, format_func=_named, key="relevance.pair")
    with right:
        images = int(
            st.number_input(
                "Faces",
                _QUICK,
                _PUBLISHED,
                known.images or _QUICK,
                _QUICK,
                key="relevance.images",
                help=f"On so many random faces every channel is tried. {_QUICK} are quick, {_PUBLISHED} as published.",
            )
        )
    st.caption(_present(pair))
    _ended(known, pair, images)
    with st.container(horizontal=True):
        if st.button(_verb(pair), type="primary", icon=":material/query_stats:", key="relevance.start"):
            _start(known, pair, images)
        if st.button("How long will it take?", icon=":material/timer:", key="relevance.estimate"):
            _estimate(known, pair, images)


def _ended(known: Measuring, pair: Pair, images: int) -> None:
    """Say what came of the last act."""
    for task in (known.task, known.estimate):
        if task is not None and task.error:
            st.error(escape(task.error), icon=":material/error:")
    estimate = known.estimate
    if estimate is not None and estimate.result is not None and (known.pair, known.images) == (pair, images):
        st.info(
            f"About {duration(estimate.result)} on this machine, as measured a moment ago.", icon=":material/timer:"
        )


def _under_way(known: Measuring) -> None:
    task = known.task if known.task is not None else known.estimate
    if task is None:
        return
    progress = task.progress
    told = "Measuring the speed …" if known.task is None else "Getting ready …"
    if progress is not None:
        left = progress.metrics.get("seconds_left")
        told = f"{progress.stage}, {duration(left)} left" if left is not None else progress.stage
    st.caption(_named(known.pair))
    st.progress(0.0 if progress is None else progress.fraction, text=escape(told))
    if known.task is None:
        return  # the speed is known in seconds, and nothing is kept of it
    if st.button("Stop", icon=":material/stop_circle:", key="relevance.stop", disabled=task.stopped):
        task.stop()
    st.caption("What is done is kept when it stops, also by a restart, and gone on with later.")


def _start(known: Measuring, pair: Pair, images: int) -> None:
    from styletransfer.run import face_relevance

    def work(on_progress: OnProgress) -> object:
        return face_relevance.compute_relevance(*pair, images, on_progress)

    known.pair, known.images, known.estimate = pair, images, None
    known.task = Task("measurement of relevance", work)
    known.task.start()
    st.rerun()


def _estimate(known: Measuring, pair: Pair, images: int) -> None:
    from styletransfer.run import face_relevance

    known.pair, known.images, known.task = pair, images, None
    known.estimate = Task("estimate of a measurement", lambda _: face_relevance.estimate(*pair, images))
    known.estimate.start()
    st.rerun()


def _verb(pair: Pair) -> str:
    return "Go on measuring" if _partial(pair) else "Measure"


def _present(pair: Pair) -> str:
    """Say what there is for a pair."""
    from styletransfer.checkpoints import build

    if not build.relevance_file(*pair).is_file():
        return "A measurement was stopped; it can be gone on with." if _partial(pair) else "Not measured yet."
    try:
        count = build.relevance(*pair).images
    except CheckpointError as error:
        return escape(str(error))
    return f"Measured on {count} face{'' if count == 1 else 's'}; descriptions can be used with this pair."


def _partial(pair: Pair) -> bool:
    from styletransfer.checkpoints import build
    from styletransfer.run import face_relevance

    return face_relevance.partial_of(build.relevance_file(*pair)).is_file()


def _named(pair: Pair) -> str:
    generator, clip = pair
    return f"{_short(GENERATORS[generator])} with {_short(CLIPS[clip])}"


def _short(words: str) -> str:
    return words.removesuffix(", ships with the studio")

"""Numbers, moments, states and other people's words as the pages show them."""

import re
import time

from styletransfer.jobs.job import JobState

STATE_WORDS = {
    JobState.QUEUED: "Waiting",
    JobState.RUNNING: "Under way",
    JobState.DONE: "Finished",
    JobState.STOPPED: "Stopped early",
    JobState.CANCELLED: "Cancelled",
    JobState.FAILED: "Failed",
}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-!|$~:&.])")


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it as it stands: a file name is never markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def ago(moment: float, now: float | None = None) -> str:
    """Say how long ago a moment in unix seconds was, roughly."""
    passed = max(0.0, (time.time() if now is None else now) - moment)
    if passed < 60:
        return "just now"
    for unit, seconds in (("minute", 3600), ("hour", 86_400), ("day", 30 * 86_400)):
        if passed < seconds:
            count = int(passed // {"minute": 60, "hour": 3600, "day": 86_400}[unit])
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return time.strftime("%d %B %Y", time.localtime(moment))


def size_of(count: int) -> str:
    """Say how many bytes: "820 kB", "4.1 MB", "1.25 GB"."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if count >= factor:
            return f"{count / factor:.3g} {unit}"
    return f"{count / 1e3:.0f} kB"


def file_stem(title: str) -> str:
    """Return a harmless name for a downloaded file."""
    return re.sub(r"[^\w-]+", "-", title, flags=re.UNICODE).strip("-_")[:60] or "picture"

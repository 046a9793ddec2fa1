"""Work beside the page: its progress, its end, and what goes wrong."""

import threading

from styletransfer.errors import PromptError
from styletransfer.progress import OnProgress, Progress
from styletransfer.ui.background import Task


def ended(task: Task[str]) -> Task[str]:
    """Do the work and wait for its end."""
    task.start()
    task.join(timeout=20)
    assert not task.is_alive()
    return task


def test_what_it_made_and_how_far_it_was_can_be_read() -> None:
    def work(tell: OnProgress) -> str:
        tell(Progress(step=1, total=2, stage="half"))
        return "made"

    task = ended(Task("test", work))
    assert (task.result, task.error, task.stopped) == ("made", "", False)
    assert task.progress is not None
    assert task.progress.fraction == 0.5


def test_it_ends_at_the_next_step_once_it_is_stopped() -> None:
    going, stopped = threading.Event(), threading.Event()

    def work(tell: OnProgress) -> str:
        going.set()
        assert stopped.wait(20)
        tell(Progress(step=1, total=2, stage="half"))
        return "made"

    task: Task[str] = Task("test", work)
    task.start()
    assert going.wait(20)
    task.stop()
    stopped.set()
    task.join(timeout=20)
    assert (task.result, task.error, task.stopped) == (None, "", True)


def test_an_error_of_the_projects_own_is_its_sentence_and_any_other_a_reference() -> None:
    def refuse(_: OnProgress) -> str:
        raise PromptError("There is nothing to read.")

    def crash(_: OnProgress) -> str:
        raise ZeroDivisionError("secret")

    assert ended(Task("test", refuse)).error == "There is nothing to read."
    told = ended(Task("test", crash)).error
    assert "quote reference" in told
    assert "secret" not in told

"""Wake whoever waits for a change of the store within the same process."""

import threading


class Signal:
    """A counter of changes one can wait on; a change between two looks is never missed."""

    def __init__(self) -> None:
        """Begin without changes."""
        self._condition = threading.Condition()
        self._count = 0

    @property
    def count(self) -> int:
        """Changes so far."""
        return self._count

    def notify(self) -> None:
        """Count a change and wake everybody."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait(self, seen: int, timeout: float) -> None:
        """Wait for a change after the count `seen`, at most `timeout` seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._count != seen, timeout)

"""Time, memory, and processes of their own for measurements that must not disturb each other."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

_PROGRAM = Path(__file__).resolve().parents[1] / "benchmark.py"

Found = TypeVar("Found")


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """Return what a call returns, and the seconds that it takes."""
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def peak_megabytes() -> float:
    """Return this process's own peak; getrusage would also count what its parent held before exec."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_own_process(*words: str) -> dict[str, Any]:
    """Run a hidden command of the benchmark in a fresh process and return the JSON object that it prints last."""
    text = subprocess.check_output([sys.executable, str(_PROGRAM), *words], text=True)
    found: dict[str, Any] = json.loads(text.strip().splitlines()[-1])
    return found

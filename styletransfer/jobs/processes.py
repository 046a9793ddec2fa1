"""Tell whether the process that claimed a job is still there.

A worker's name begins with host:pid:start. The start time, in clock ticks since boot, tells a
process from a later one with the same number; the host carries the process namespace, so that
containers that share a host name do not judge each other. Where there is no /proc nothing is
known, and the lease alone decides.
"""

import os
import secrets
import socket
from pathlib import Path

_PROC = Path("/proc")


def worker_name() -> str:
    """Return a name for a worker of this process, unique for each worker."""
    pid = os.getpid()
    return f"{_host()}:{pid}:{_started(pid)}:{secrets.token_hex(3)}"


def is_dead(worker: str) -> bool:
    """Tell whether the process of a worker has certainly ended; False when it cannot be known."""
    host, _, rest = worker.partition(":")
    pid, _, rest = rest.partition(":")
    started = rest.partition(":")[0]
    if host != _host() or not pid.isdecimal() or not _started(os.getpid()):
        return False
    return _started(int(pid)) != started


def _host() -> str:
    try:
        namespace = os.readlink(_PROC / "self/ns/pid").strip("pid:[]")
    except OSError:
        namespace = ""
    return f"{socket.gethostname().replace(':', '-')}/{namespace}"


def _started(pid: int) -> str:
    """Return a process's start time in ticks since boot; empty for a dead one or without /proc."""
    try:
        # The command's name, in brackets, may hold anything; the state and the numbers follow its last bracket.
        fields = (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    state, started = fields[0], fields[19]
    return "" if state in "ZX" else started

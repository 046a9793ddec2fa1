"""Dead and living workers, told apart by pid and start time."""

import os
import subprocess
import sys

import pytest

from styletransfer.jobs import processes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


def named(*, host=None, pid=None, started=None):
    own_host, own_pid, own_start, tail = processes.worker_name().split(":")
    return ":".join((host or own_host, str(pid or own_pid), started or own_start, tail))


def test_names_differ_between_workers_of_one_process():
    first, second = processes.worker_name(), processes.worker_name()
    assert first != second
    assert first.rpartition(":")[0] == second.rpartition(":")[0]
    assert first.split(":")[1] == str(os.getpid())


def test_the_living_and_the_unknown_are_not_dead():
    assert not processes.is_dead(processes.worker_name())
    assert not processes.is_dead(named(host="elsewhere/1", pid=999_999_999))
    for nonsense in ("", "worker", ":::", named(pid="x1")):
        assert not processes.is_dead(nonsense)


def test_a_reused_number_is_another_process():
    assert processes.is_dead(named(started="1"))


def test_dead_before_and_after_it_is_reaped():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        worker = named(pid=child.pid, started=processes._started(child.pid))
        assert not processes.is_dead(worker)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert processes.is_dead(worker)
        child.wait()
        assert processes.is_dead(worker)

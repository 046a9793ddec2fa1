"""Where and how tensors are computed."""

import pytest
import torch
from torch import nn

from styletransfer import devices

CPU = torch.device("cpu")


@pytest.mark.parametrize(("precision", "dtype"), [("float32", torch.float32), ("bfloat16", torch.bfloat16)])
def test_autocast_sets_the_precision_of_convolutions(precision: devices.Precision, dtype: torch.dtype) -> None:
    convolution = nn.Conv2d(3, 4, 3)
    with devices.autocast(CPU, precision):
        assert convolution(torch.rand(1, 3, 8, 8)).dtype == dtype
    assert convolution(torch.rand(1, 3, 8, 8)).dtype == torch.float32


@pytest.mark.parametrize(("fast", "dtype"), [(False, torch.float32), (True, torch.bfloat16)])
def test_auto_asks_the_processor(monkeypatch: pytest.MonkeyPatch, fast: bool, dtype: torch.dtype) -> None:
    monkeypatch.setattr(devices, "has_fast_bfloat16", lambda device_type: fast)
    with devices.autocast(CPU):
        assert nn.Conv2d(3, 4, 3)(torch.rand(1, 3, 8, 8)).dtype == dtype


def test_probing_bfloat16_answers_for_both_kinds() -> None:
    assert devices.has_fast_bfloat16("cpu") in (True, False)
    if not torch.cuda.is_available():
        assert devices.has_fast_bfloat16("cuda") is False


@pytest.mark.parametrize(("error", "expected"), [
    (MemoryError(), True),
    (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."), True),
    (RuntimeError("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory: you tried"), True),
    (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
    (ValueError("can't allocate memory"), False),
    (OSError("No space left on device"), False),
    (KeyboardInterrupt(), False),
])  # fmt: skip
def test_out_of_memory(error: BaseException, expected: bool) -> None:
    assert devices.is_out_of_memory(error) is expected


def test_a_real_failure_to_allocate_is_recognised() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**50, dtype=torch.uint8)  # a million gigabytes
    assert devices.is_out_of_memory(caught.value)


@pytest.mark.parametrize(("wanted", "present", "expected"), [
    ("cpu", True, "cpu"), ("auto", False, "cpu"), ("auto", True, "cuda"), ("cuda:1", False, "cuda:1"),
])  # fmt: skip
def test_pick_device(monkeypatch: pytest.MonkeyPatch, wanted: str, present: bool, expected: str) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: present)
    assert str(devices.pick_device(wanted)) == expected


def test_describe_names_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert devices.describe() == f"CPU, {torch.get_num_threads()} threads"


def test_describe_names_the_accelerator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "Model 7")
    assert devices.describe() == "GPU: Model 7"


@pytest.mark.parametrize(("library", "preloaded"), [("musl", ""), ("glibc", "/usr/lib/libtcmalloc.so.4")])
def test_a_foreign_allocator_is_left_alone(monkeypatch: pytest.MonkeyPatch, library: str, preloaded: str) -> None:
    monkeypatch.setattr("platform.libc_ver", lambda: (library, "2"))
    monkeypatch.setenv("LD_PRELOAD", preloaded)
    monkeypatch.setattr("ctypes.CDLL", lambda name: pytest.fail("must not be touched"))
    assert devices.tune_allocator.__wrapped__() is False


def test_every_setting_of_the_allocator_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    class Library:
        @staticmethod
        def mallopt(name: int, value: int) -> int:
            given.append((name, value))
            return 0

    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.delenv("LD_PRELOAD", raising=False)
    monkeypatch.setattr("ctypes.CDLL", lambda name: Library)
    assert devices.tune_allocator.__wrapped__() is False
    assert len(given) == 3


def test_memory_can_be_given_back() -> None:
    before = torch.ones(4)
    devices.release_memory()
    assert before.sum() == 4

"""How a training process is set up."""

import logging
import sys

import torch

from styletransfer.devices import tune_allocator


def prepare(threads: int) -> None:
    """Set threads, the allocator and the log."""
    torch.set_num_threads(threads)
    tune_allocator()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stdout)

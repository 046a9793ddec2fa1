"""The shipped face models: how long they take to load and to run, and what memory a process with them needs."""

import json

import torch

from scripts.benchmarks.faces_speed import measure_shipped
from scripts.benchmarks.measuring import in_own_process, peak_megabytes
from styletransfer.algorithms.inversion import encode
from styletransfer.checkpoints import build
from styletransfer.models.portrait_encoder import PortraitEncoderConfig

CPU = torch.device("cpu")


def measure() -> None:
    """Print times and memory."""
    measure_shipped(
        lambda: build.generator("face-generator", CPU),
        lambda: build.face_encoder("face-encoder", CPU),
        PortraitEncoderConfig().size,
    )
    found = in_own_process("faces-shipped-memory")
    before, after = found["before_mb"], found["peak_mb"]
    print(f"        peak memory of a process that inverts one face: {after:.0f} MB, {before:.0f} MB of it imports")


def one_face() -> None:
    """Load both, invert one picture and print this process's peak memory before and after, as JSON."""
    before = peak_megabytes()
    generator, encoder = build.generator("face-generator", CPU), build.face_encoder("face-encoder", CPU)
    with torch.inference_mode():
        codes = encode(encoder, generator.latent_avg, torch.full((1, 3, 256, 256), 0.5))
        generator.synthesis(codes)
    print(json.dumps({"before_mb": before, "peak_mb": peak_megabytes()}))

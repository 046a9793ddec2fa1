"""Teach the part readers on aligned portraits and their meshes (`scripts.faces.pictures.Pictures`)."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from scripts.face_scores import mesh_labels
from scripts.face_scores.part_readers import PARTS, PartNetwork, PartReaders, patches_of

BATCH = 64
RATE = 2e-3
DECAY = 1e-3
SHIFT = 0.02  # of the frame's side, as generated faces are never aligned to the pixel
TURN_TO_GREY = 0.1
MOST_BLUR = 3  # pixels

Array = NDArray[np.float64]


def train_readers(
    pictures: NDArray[np.uint8], meshes: Array, face: Array, steps: int, log: Callable[[str], None]
) -> PartReaders:
    """Train all three networks.

    Args:
        pictures: (N, 128, 128, 3) in the FFHQ frame, may be mapped from a file.
        meshes: (N, 478, 3) in the frame.
        face: mean face (478, 3).
        steps: of 64 pictures each.
        log: told how it goes.
    """
    readers = PartReaders()
    wanted = {name: torch.from_numpy(values).float() for name, values in targets(meshes, face).items()}
    for name, values in wanted.items():
        network = readers.networks[name]
        assert isinstance(network, PartNetwork)
        flat = values.flatten(0, -2)
        network.mean.copy_(flat.mean(dim=0))
        network.scale.copy_(flat.std(dim=0))
    optimizer = torch.optim.AdamW(readers.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    generator = np.random.default_rng(0)
    torch.manual_seed(0)
    readers.train()
    for step in range(steps):
        chosen = np.sort(generator.choice(len(pictures), min(BATCH, len(pictures)), replace=False))
        images = torch.from_numpy(pictures[chosen]).permute(0, 3, 1, 2).float() / 255
        losses = _losses(readers, images, {name: values[chosen] for name, values in wanted.items()})
        optimizer.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()
        optimizer.step()
        schedule.step()
        if step % 200 == 0 or step == steps - 1:
            log(f"step {step}: " + ", ".join(f"{name} {float(loss.detach()):.3f}" for name, loss in losses.items()))
    return readers.requires_grad_(False).eval()


def targets(meshes: Array, face: Array) -> dict[str, Array]:
    """Return what each network shall give: "eye" (N, 2, 4), right and left, "mouth" (N, 3), "head" (N, 2)."""
    turned = mesh_labels.pose(meshes, face)
    gaze = mesh_labels.gaze_of_eyes(turned.straightened)
    outwards = gaze[..., 0] * np.array([-1.0, 1.0])  # the person's right eye lies to the left
    eyes = (mesh_labels.eye_openness(meshes), mesh_labels.brow_height(turned.straightened), outwards, gaze[..., 1])
    mouth = (
        mesh_labels.mouth_opening(meshes),
        mesh_labels.mouth_width(meshes),
        mesh_labels.corner_lift(turned.straightened),
    )
    return {
        "eye": np.stack(eyes, axis=-1),
        "mouth": np.stack(mouth, axis=-1),
        "head": np.stack((turned.yaw, turned.pitch), axis=-1),
    }


def agreement(
    readers: PartReaders, pictures: NDArray[np.uint8], meshes: Array, face: Array
) -> dict[str, tuple[float, float]]:
    """Compare readings with meshes of pictures kept from training: correlation and mean absolute error of each."""
    wanted = targets(meshes, face)
    eyes = wanted["eye"]
    truth = {
        "eye_right": eyes[:, 0, 0], "eye_left": eyes[:, 1, 0], "eye_open": eyes[:, :, 0].mean(axis=1),
        "brow_right": eyes[:, 0, 1], "brow_left": eyes[:, 1, 1],
        "gaze_x": (eyes[:, 1, 2] - eyes[:, 0, 2]) / 2, "gaze_y": eyes[:, :, 3].mean(axis=1),
        **dict(zip(PARTS["mouth"].measures, wanted["mouth"].T, strict=True)),
        **dict(zip(PARTS["head"].measures, wanted["head"].T, strict=True)),
    }  # fmt: skip
    found = readers.read(pictures)
    return {
        name: (float(np.corrcoef(found[name], values)[0, 1]), float(np.abs(found[name] - values).mean()))
        for name, values in truth.items()
    }


def _losses(readers: PartReaders, images: Tensor, wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    losses = {}
    for name in PARTS:
        network = readers.networks[name]
        assert isinstance(network, PartNetwork)
        values = wanted[name]
        if name == "eye":
            values = values.transpose(0, 1).flatten(0, 1)  # all right eyes, then all left ones
        shifts = SHIFT * torch.randn(len(images), 2).clamp(-2, 2)
        found = network(_disturbed(patches_of(images, name, shifts) / 255) * 255)
        losses[name] = functional.smooth_l1_loss(found / network.scale, values / network.scale)
    return losses


def _disturbed(patches: Tensor) -> Tensor:
    """Brighten, tint, blur and roughen patches in [0, 1]: generated faces are none of them as clean as portraits."""
    count = len(patches)
    grey = torch.rand(count, 1, 1, 1) < TURN_TO_GREY
    patches = torch.where(grey, patches.mean(dim=1, keepdim=True), patches)
    patches = patches * (1 + 0.2 * torch.randn(count, 3, 1, 1)) + 0.08 * torch.randn(count, 1, 1, 1)
    size = 1 + 2 * int(torch.randint(0, MOST_BLUR // 2 + 1, ()))
    patches = functional.avg_pool2d(patches, size, 1, size // 2, count_include_pad=False)
    return (patches + 0.03 * torch.rand(count, 1, 1, 1) * torch.randn_like(patches)).clamp(0, 1)

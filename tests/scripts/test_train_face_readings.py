"""The readings that ship are fitted to what the networks say."""

import numpy as np
import pytest
import torch
from torch import Tensor

from scripts import train_face_readings
from scripts.train_face_readings import NAMES, fitted, told
from styletransfer.models.portrait_encoder import PortraitEncoder, PortraitEncoderConfig


def test_linear_readings_are_found_again() -> None:
    random = torch.Generator().manual_seed(0)
    codes = torch.randn(300, 4, 6, generator=random)
    weights = torch.randn(6, len(NAMES), generator=random)
    readings = codes.mean(dim=1) @ weights + torch.arange(float(len(NAMES)))
    found = fitted(codes, readings)
    assert found.names == NAMES
    seen = torch.stack(list(found.read(codes).values()), dim=1)
    agreement = [np.corrcoef(seen[:, k], readings[:, k])[0, 1] for k in range(len(NAMES))]
    assert min(agreement) > 0.99
    torch.testing.assert_close(seen.mean(dim=0), readings.mean(dim=0), atol=1e-3, rtol=0)


def test_pictures_are_encoded_and_read_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_face_readings, "BATCH", 2)
    torch.manual_seed(0)
    config = PortraitEncoderConfig(size=16, widths=(8, 8, 8), depths=(1, 1, 1), reduced=4, style_dim=6, num_ws=4)

    def brightness(images: Tensor) -> dict[str, Tensor]:
        return dict.fromkeys(NAMES, images.mean(dim=(1, 2, 3)))

    pictures = np.arange(5, dtype=np.uint8)[:, None, None, None].repeat(16, 1).repeat(16, 2).repeat(3, 3)
    codes, readings = told(PortraitEncoder(config).eval(), brightness, pictures)
    assert codes.shape == (5, 4, 6)
    torch.testing.assert_close(readings, torch.arange(5.0)[:, None].expand(5, len(NAMES)) / 255)

"""The command line, in a folder with pictures and label maps."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from styletransfer.cli import main
from tests.run.small_faces import couple

from .folder import HEIGHT, LABELS, WIDTH, Shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Return a function that runs the command line in a folder with a photograph, paintings, looks and label maps."""
    monkeypatch.chdir(tmp_path)
    generator = np.random.default_rng(0)
    for names in (("photo.jpg",), ("waves.png", "dusk.png"), ("night.png", "dawn.png")):
        picture = Image.fromarray(generator.integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8))
        for name in names:
            picture.save(name)
    for name in ("here.png", "there.png"):
        Image.fromarray(LABELS).save(name)

    def call(*words: str) -> int:
        with pytest.raises(SystemExit) as ended:
            main(words)
        return int(ended.value.code or 0)

    return call


@pytest.fixture
def group(shell: Shell) -> Shell:
    """Add a photograph of two people to the folder."""
    Image.fromarray(couple()).save("couple.png")
    return shell

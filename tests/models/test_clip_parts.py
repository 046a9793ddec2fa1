"""clip-anytorch's class and tokenizer come without its package, whatever else is called clip."""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
import torch
from small_clip import RESNET, TRANSFORMER

from styletransfer.errors import CheckpointError, InputError
from styletransfer.models import clip_parts
from styletransfer.models.clip_parts import ClipShape, new_network, simple_tokenizer

ROOT = Path(__file__).parents[2]


def run(program: str, folder: Path = ROOT) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_using_it_imports_neither_torchvision_nor_the_package() -> None:
    unwanted = ("torchvision", "pkg_resources", "clip", "clip.clip")
    program = (
        "import sys\n"
        "from styletransfer.models import clip, clip_parts, clip_tokens\n"
        "early = [name for name in ('ftfy', 'regex', 'styletransfer_clip_model') if name in sys.modules]\n"
        "clip_tokens.Tokenizer().encode(['a man'], 5)\n"
        "clip_parts.new_network(clip_parts.ClipShape(embed_dim=1, image_resolution=8, vision_layers=1, vision_width=64,"
        " vision_patch_size=8, context_length=2, vocab_size=2, transformer_width=64, transformer_layers=1))\n"
        f"print(early, [name for name in {unwanted!r} if name in sys.modules])"
    )
    assert run(program).strip() == "[] []"


def test_another_package_called_clip_is_not_mistaken_for_it(tmp_path: Path) -> None:
    (tmp_path / "clip").mkdir()
    for name in ("__init__", "model", "simple_tokenizer"):
        (tmp_path / "clip" / f"{name}.py").write_text("raise SystemExit('the wrong package')")
    program = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]\n"
        "from styletransfer.models.clip_parts import simple_tokenizer\n"
        "print(len(simple_tokenizer().encoder))"
    )
    assert run(program, tmp_path).strip() == "49408"


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the two files be run anew."""
    for name in ("model", "simple_tokenizer"):
        monkeypatch.delitem(sys.modules, f"styletransfer_clip_{name}", raising=False)
    simple_tokenizer.cache_clear()


class Elsewhere:
    """A distribution in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def locate_file(self, path: str) -> Path:
        return self.folder / path


@pytest.mark.usefixtures("forgotten")
def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Elsewhere:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(clip_parts, "distribution", missing)
    for make in (simple_tokenizer, lambda: new_network(TRANSFORMER)):
        with pytest.raises(CheckpointError, match=r"clip-anytorch with ftfy.*not installed\. Install them with"):
            make()


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize(("program", "reason"), [("import ftfyy", "ftfyy is not installed"), (None, "is missing")])
def test_what_the_package_lacks_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str | None, reason: str
) -> None:
    (tmp_path / "clip").mkdir()
    if program is not None:
        (tmp_path / "clip" / "simple_tokenizer.py").write_text(program)
    monkeypatch.setattr(clip_parts, "distribution", lambda name: Elsewhere(tmp_path))
    for _ in range(2):  # a half-run module is not kept
        with pytest.raises(CheckpointError, match=reason):
            simple_tokenizer()


@pytest.mark.parametrize("shape", [TRANSFORMER, RESNET], ids=["transformer", "resnet"])
def test_a_network_embeds_pictures_and_texts_alike(shape: ClipShape) -> None:
    network = new_network(shape)
    side = shape.image_resolution
    pictures, texts = torch.rand(2, 3, side, side), torch.zeros(3, shape.context_length, dtype=torch.int64)
    per_picture, per_text = network.eval()(pictures, texts)
    assert (per_picture.shape, per_text.shape) == ((2, 3), (3, 2))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"vision_patch_size": None}, "no patches"),
        ({"vision_layers": (1, 1, 1, 1)}, "no patches"),
        ({"image_resolution": 33}, "image_resolution must be a multiple of 8, got 33"),
        ({"vision_width": 96}, "vision_width must be a multiple of 64"),
        ({"transformer_width": 0}, "transformer_width must be a multiple of 64"),
        ({"embed_dim": 0}, "must be positive"),
        ({"vision_layers": 0}, "must be positive"),
        ({"vision_patch_size": 0}, "must be positive"),
        ({"context_length": 1}, "holds 2 to 1024 tokens"),
        ({"context_length": 100_000}, "holds 2 to 1024 tokens"),
    ],
)
def test_shapes_that_make_no_clip_are_refused(changes: dict[str, object], message: str) -> None:
    fields = {name: getattr(TRANSFORMER, name) for name in ClipShape.__slots__}
    with pytest.raises(InputError, match=message):
        ClipShape(**fields | changes)

"""The gallery script: deterministic by seed, every manner a real picture, the list and the folder agree."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
GALLERY = ROOT / "styletransfer" / "gallery"
SMALL = 48
GALLERY_BUDGET, FILE_BUDGET = 3_000_000, 250_000


def _load() -> ModuleType:
    """Import scripts/make_gallery.py as it is run: with its own folder on the path."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        spec = importlib.util.spec_from_file_location("make_gallery", ROOT / "scripts" / "make_gallery.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return module


make_gallery = _load()
SLUGS = [manner.slug for manner in make_gallery.MANNERS]
BY_SLUG = {manner.slug: manner for manner in make_gallery.MANNERS}


@pytest.fixture(scope="module")
def small_pictures() -> dict[str, np.ndarray]:
    """Every manner once, small."""
    return {slug: BY_SLUG[slug].picture(SMALL, seed=0) for slug in SLUGS}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_manner_paints_a_full_range_picture(small_pictures: dict[str, np.ndarray], slug: str) -> None:
    picture = small_pictures[slug]
    assert picture.shape[2:] == (3,)
    assert min(picture.shape[:2]) == SMALL
    assert np.isfinite(picture).all()
    assert picture.min() >= 0
    assert picture.max() <= 1
    dark, light = np.percentile(picture.mean(-1), [1, 99])
    assert light - dark > 0.45
    assert picture.std() > 0.10
    assert np.abs(np.diff(picture, axis=0)).mean() > 0.02


@pytest.mark.parametrize("slug", ["autumn-knife", "marbled-paper", "stained-glass", "pastel-field", "poured-skeins"])
def test_same_seed_same_pixels(small_pictures: dict[str, np.ndarray], slug: str) -> None:
    np.testing.assert_array_equal(BY_SLUG[slug].picture(SMALL, seed=0), small_pictures[slug])


def test_another_seed_another_picture(small_pictures: dict[str, np.ndarray]) -> None:
    other = BY_SLUG["autumn-knife"].picture(SMALL, seed=1)
    assert np.abs(other - small_pictures["autumn-knife"]).mean() > 0.01


@pytest.mark.parametrize("slug", ["stained-glass", "halftone-poppies", "golden-tree"])
def test_size_changes_the_resolution_and_not_the_look(small_pictures: dict[str, np.ndarray], slug: str) -> None:
    coarse = [
        np.asarray(make_gallery.to_image(picture).resize((12, 12), Image.Resampling.BOX), np.float32)
        for picture in (small_pictures[slug], BY_SLUG[slug].picture(3 * SMALL, seed=0))
    ]
    assert np.corrcoef(coarse[0].ravel(), coarse[1].ravel())[0, 1] > 0.85


def test_at_least_fourteen_distinct_manners() -> None:
    assert len(SLUGS) >= 14
    assert len(set(SLUGS)) == len(SLUGS)
    assert len({manner.manner for manner in make_gallery.MANNERS}) == len(SLUGS)


def test_the_list_and_the_folder_agree() -> None:
    listed = json.loads((GALLERY / "styles.json").read_text(encoding="utf-8"))
    assert [entry["slug"] for entry in listed] == SLUGS
    assert all(set(entry) == {"slug", "title", "manner", "palette"} and len(entry["palette"]) >= 2 for entry in listed)
    assert {path.stem for path in (GALLERY / "styles").iterdir()} == set(SLUGS)


def test_shipped_files_keep_their_size() -> None:
    files = sorted((GALLERY / "styles").glob("*.jpg"))
    assert sum(path.stat().st_size for path in files) <= GALLERY_BUDGET
    for path in files:
        assert path.stat().st_size <= FILE_BUDGET
        with Image.open(path) as image:
            assert (image.format, image.mode) == ("JPEG", "RGB")
            assert 640 <= min(image.size) <= 768


def test_only_the_named_manners_are_painted(tmp_path: Path) -> None:
    make_gallery.write_gallery(tmp_path, SMALL, 0, only=["stained-glass"])
    assert [path.name for path in (tmp_path / "styles").iterdir()] == ["stained-glass.jpg"]
    assert [entry["slug"] for entry in json.loads((tmp_path / "styles.json").read_text(encoding="utf-8"))] == SLUGS


def test_encoding_lowers_the_quality_until_the_file_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (96, 96, 3), dtype=np.uint8), "RGB")
    roomy = make_gallery.encode(noise)
    monkeypatch.setattr(make_gallery, "FILE_BUDGET", len(roomy) - 1)
    assert len(make_gallery.encode(noise)) < len(roomy)

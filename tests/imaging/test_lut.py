"""Tables of colour: fitting, looking up, and .cube files."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.errors import InputError
from styletransfer.imaging.lut import Lut, apply_lut, encode_cube, fit_lut, identity_lut, parse_cube

DEPTHS = pytest.mark.parametrize("dtype", [np.uint8, np.uint16])


def photograph(seed: int = 0) -> Tensor:
    """Return colours from the warm half of the gamut, (1, 3, 60, 80)."""
    rows = torch.rand(1, 3, 60, 80, generator=torch.Generator().manual_seed(seed))
    return rows * torch.tensor([0.8, 0.6, 0.4]).view(1, 3, 1, 1) + 0.05


def greys(count: int = 256) -> Tensor:
    return torch.linspace(0, 1, count).expand(1, 3, 1, count).clone()


def pixels(image: Tensor) -> NDArray[np.uint16]:
    return np.rint(image[0].permute(1, 2, 0).numpy() * np.iinfo(np.uint16).max).astype(np.uint16)


def values(found: NDArray[Any]) -> Tensor:
    return torch.from_numpy(found.astype(np.float32) / np.iinfo(found.dtype).max).permute(2, 0, 1)[None]


def curve(image: Tensor) -> Tensor:
    """Edit by a curve and a mixture of channels."""
    bent = image**1.4
    return 0.8 * bent + 0.15 * bent.flip(1) + 0.02


@DEPTHS
@pytest.mark.parametrize("size", [2, 17, 33])
def test_the_identity_changes_nothing(dtype: type[np.unsignedinteger[Any]], size: int) -> None:
    picture = np.random.default_rng(0).integers(0, np.iinfo(dtype).max, (37, 53, 3), dtype, endpoint=True)
    np.testing.assert_array_equal(apply_lut(identity_lut(size), picture), picture)


def test_lookup_is_trilinear_and_knows_its_axes() -> None:
    table = np.zeros((2, 2, 2, 3), np.float32)
    table[0, 0, 1] = (0.5, 0.25, 1.0)  # pure red
    table[1, 0, 0] = (0.0, 1.0, 0.5)  # pure blue
    picture = np.array([[[65535, 0, 0], [0, 0, 65535], [32768, 0, 0], [16384, 0, 49151]]], np.uint16)
    found = apply_lut(Lut(table=table), picture).astype(float)[0] / 65535
    mixed = 0.25 * 0.25 * table[0, 0, 1] + 0.75 * 0.75 * table[1, 0, 0]
    np.testing.assert_allclose(found, [(0.5, 0.25, 1.0), (0.0, 1.0, 0.5), (0.25, 0.125, 0.5), mixed], atol=2e-5)


def test_a_narrower_domain_is_stretched_and_clamped() -> None:
    lut = Lut(table=identity_lut(5).table, low=(0.2, 0.2, 0.2), high=(0.6, 0.6, 0.6))
    found = values(apply_lut(lut, pixels(greys(11))))[0, 0, 0]
    torch.testing.assert_close(found, ((torch.linspace(0, 1, 11) - 0.2) / 0.4).clamp(0, 1), atol=3e-5, rtol=0)


@DEPTHS
def test_strength_and_weights_mix_with_the_photograph(dtype: type[np.unsignedinteger[Any]]) -> None:
    negative = Lut(table=1 - identity_lut(2).table)
    picture = np.full((6, 5, 3), np.iinfo(dtype).max, dtype)
    weights = np.zeros((6, 5))
    weights[2:, :] = 0.5
    found = apply_lut(negative, picture, 0.5, weights).astype(float) / np.iinfo(dtype).max
    np.testing.assert_allclose(found[:2], 1.0)
    np.testing.assert_allclose(found[2:], 0.75, atol=1 / 255)
    with pytest.raises(InputError, match="do not fit"):
        apply_lut(negative, picture, weights=np.ones((5, 6)))


def test_a_large_picture_is_the_same_in_stripes() -> None:
    picture = np.random.default_rng(1).integers(0, 255, (300, 2000, 3), np.uint8)
    lut = fit_lut([(photograph(), curve(photograph()))])
    whole = apply_lut(lut, picture)
    np.testing.assert_array_equal(whole[250:], apply_lut(lut, picture[250:]))


@pytest.mark.parametrize("size", [9, 33])
def test_a_smooth_edit_is_fitted(size: int) -> None:
    image = photograph()
    lut = fit_lut([(image, curve(image))], size=size)
    assert lut.table.shape == (size, size, size, 3)
    error = (values(apply_lut(lut, pixels(photograph(1)))) - curve(photograph(1))).abs()  # colours it was not fitted to
    assert error.mean() < 1 / 255
    assert error.max() < 6 / 255


def test_colours_never_seen_follow_the_trend_and_stay_in_range() -> None:
    image = photograph() * 0.5 + 0.2
    darker = 0.6 * image + 0.05
    lut = fit_lut([(image, darker)])
    assert np.isfinite(lut.table).all()
    assert lut.table.min() >= 0
    assert lut.table.max() <= 1
    everything = identity_lut().table
    assert np.abs(lut.table - (0.6 * everything + 0.05)).max() < 0.06


@pytest.mark.parametrize("level", [0.0, 0.4, 1.0])
def test_a_single_colour_moves_its_surroundings_and_leaves_the_rest_sane(level: float) -> None:
    flat = torch.full((1, 3, 8, 8), level)
    wanted = torch.tensor([0.5, 0.4, 0.3]).view(1, 3, 1, 1).expand_as(flat)
    lut = fit_lut([(flat, wanted)])
    assert (values(apply_lut(lut, pixels(flat))) - wanted).abs().max() < 0.02
    assert np.isfinite(lut.table).all()
    along = np.diff(lut.table[range(33), range(33), range(33)], axis=0)
    assert along.min() >= -1e-6  # brighter greys stay brighter


@pytest.mark.parametrize("gamma", [0.45, 1.0, 2.2])
def test_the_grey_axis_of_a_gamma_curve_is_monotone(gamma: float) -> None:
    lut = fit_lut([(greys(1024), greys(1024) ** gamma)])
    axis = lut.table[range(33), range(33), range(33)]
    assert np.diff(axis, axis=0).min() > -1e-4
    assert np.abs(axis[4:] - (np.linspace(0, 1, 33)[4:, None] ** gamma)).max() < 0.03


def test_pixels_that_do_not_count_do_not_count() -> None:
    image = photograph()
    wrong = curve(image)
    wrong[..., :40] = 0.9
    counts = torch.ones(1, 1, 60, 80)
    counts[..., :40] = 0
    picture = pixels(image[..., 40:])
    error = (values(apply_lut(fit_lut([(image, wrong)], [counts]), picture)) - curve(image[..., 40:])).abs().mean()
    assert error < 1.5 / 255
    assert (values(apply_lut(fit_lut([(image, wrong)]), picture)) - curve(image[..., 40:])).abs().mean() > 20 / 255


def test_an_album_is_fitted_as_one() -> None:
    dark, bright = photograph() * 0.5, photograph(1) * 0.5 + 0.4
    lut = fit_lut([(dark, curve(dark)), (bright, curve(bright))], [None, torch.full((1, 1, 60, 80), 0.5)])
    for image in (dark, bright):
        assert (values(apply_lut(lut, pixels(image))) - curve(image)).abs().mean() < 1 / 255


def test_what_cannot_be_fitted_is_refused() -> None:
    image = photograph()
    for pairs, weights in (
        ([], None),
        ([(image, image)], [torch.zeros(1, 1, 60, 80)]),
        ([(image, image[..., :9])], None),
        ([(image, image)], [torch.ones(1, 1, 2, 2)]),
        ([(image, image * float("nan"))], None),
    ):
        with pytest.raises(InputError):
            fit_lut(pairs, weights)


@pytest.mark.parametrize("size", [2, 17, 33])
def test_a_file_brings_the_table_back(size: int) -> None:
    table = np.random.default_rng(size).random((size, size, size, 3), np.float32)
    data = encode_cube(Lut(table=table, low=(0.0, 0.1, 0.2), high=(0.9, 1.0, 1.5), title="Evening"))
    found = parse_cube(data)
    np.testing.assert_allclose(found.table, table, atol=6e-7)
    assert (found.low, found.high, found.title) == ((0.0, 0.1, 0.2), (0.9, 1.0, 1.5), "Evening")
    assert parse_cube(data.decode()).size == size


def test_a_file_is_as_the_specification_says() -> None:
    lines = encode_cube(identity_lut(2), 'Été "à\nla mer"').decode("ascii").splitlines()
    assert lines[:4] == [
        'TITLE "Ete ala mer"', "LUT_3D_SIZE 2", "DOMAIN_MIN 0.000000 0.000000 0.000000",
        "DOMAIN_MAX 1.000000 1.000000 1.000000",
    ]  # fmt: skip
    assert lines[4:7] == ["0.000000 0.000000 0.000000", "1.000000 0.000000 0.000000", "0.000000 1.000000 0.000000"]
    assert len(lines) == 12


ROWS = "\n".join(" ".join(f"{value:g}" for value in row) for row in identity_lut(2).table.reshape(-1, 3))


def test_files_of_other_programs_are_read() -> None:
    text = f'\ufeff# made elsewhere\r\nTITLE "x"\r\n\r\nLUT_3D_SIZE\t2\r\nLUT_3D_INPUT_RANGE 0.0 2.0\r\n{ROWS}\r\n# end'
    lut = parse_cube(text.encode())
    assert (lut.size, lut.high, lut.title) == (2, (2.0, 2.0, 2.0), "x")
    np.testing.assert_array_equal(lut.table, identity_lut(2).table)


@pytest.mark.parametrize(("text", "words"), [
    ("", "not a .cube file"),
    ("\x89PNG\r\n\x1a\n\x00\xff", "not a .cube file"),
    ("LUT_1D_SIZE 2\n0 0 0\n1 1 1", "curve for each channel"),
    (f"LUT_3D_SIZE 1\n{ROWS}", "expected 2 to 129"),
    (f"LUT_3D_SIZE 130\n{ROWS}", "expected 2 to 129"),
    (f"LUT_3D_SIZE two\n{ROWS}", "expected 2 to 129"),
    (f"LUT_3D_SIZE 3\n{ROWS}", "needs 27"),
    (f"LUT_3D_SIZE 2\n{ROWS}\n0 0 0", "needs 8"),
    (f"LUT_3D_SIZE 2\n{ROWS[:-1]}nan", "finite"),
    (f"LUT_3D_SIZE 2\n{ROWS[:-2]}", "three numbers"),
    (f"LUT_3D_SIZE 2\n{ROWS}".replace("1 1 1", "1 1 x"), "three numbers"),
    (f"LUT_3D_SIZE 2\nDOMAIN_MIN 0 0\n{ROWS}", "damaged domain"),
    (f"LUT_3D_SIZE 2\nDOMAIN_MAX 1 1 0\n{ROWS}", "domain"),
    (f"LUT_3D_SIZE 2\nDOMAIN_MAX 1 1 nan\n{ROWS}", "domain"),
])  # fmt: skip
def test_bad_files_are_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse_cube(text.encode("latin-1"))

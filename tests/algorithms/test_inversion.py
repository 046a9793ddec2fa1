"""Codes of faces by an encoder, their refinement, and mixing of codes."""

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.inversion import RefinementConfig, encode, pooled, refine, with_rows
from styletransfer.errors import Cancelled, ImageError, InputError
from styletransfer.models.face_encoder import FaceEncoder
from styletransfer.models.portrait_encoder import PortraitEncoder, PortraitEncoderConfig
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config
from styletransfer.models.vgg import VGGFeatures
from styletransfer.progress import Progress


class Means(FaceEncoder):
    """An encoder whose codes are the picture's smallest and largest values, its mean, and its side."""

    def __init__(self) -> None:
        torch.nn.Module.__init__(self)

    def forward(self, image: Tensor) -> Tensor:
        low, high, mean = image.amin((1, 2, 3)), image.amax((1, 2, 3)), image.mean((1, 2, 3))
        return torch.stack((low, high, mean, torch.full_like(low, image.shape[-1])), dim=1)[:, None]


def codes(seed: int = 0) -> Tensor:
    return torch.randn(2, 4, 3, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("side", [64, 256, 300])
def test_faces_come_to_256_px_and_minus_1_to_1(side: int) -> None:
    face = torch.zeros(1, 3, side, side)
    face[..., side // 2 :] = 1
    found = encode(Means(), torch.zeros(4), face)
    torch.testing.assert_close(found, torch.tensor([[[-1.0, 1.0, 0.0, 256.0]]]), atol=1e-5, rtol=0)


def test_the_average_is_added() -> None:
    average = torch.tensor([1.0, 2.0, 3.0, 4.0])
    found = encode(Means(), average, torch.full((2, 3, 256, 256), 0.5))
    torch.testing.assert_close(found[:, 0], torch.tensor([[1.0, 2.0, 3.0, 260.0]]).expand(2, -1))


@pytest.mark.parametrize("shape", [(3, 256, 256), (1, 4, 256, 256), (1, 3, 256, 200)])
def test_other_pictures_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match="squares"):
        encode(Means(), torch.zeros(4), torch.zeros(shape))


def test_rows_are_replaced_in_part() -> None:
    own, other = codes(), codes(1)
    kept = own.clone()
    found = with_rows(own, [1, 3], other, 0.25)
    assert torch.equal(own, kept)
    torch.testing.assert_close(found[:, [0, 2]], own[:, [0, 2]])
    torch.testing.assert_close(found[:, [1, 3]], 0.75 * own[:, [1, 3]] + 0.25 * other[:, [1, 3]])
    torch.testing.assert_close(with_rows(own, [1], other[:1])[:, 1], other[:1, 1].expand(2, -1))


def test_without_a_source_rows_become_zero() -> None:
    found = with_rows(codes(), [2])
    assert not found[:, 2].any()
    torch.testing.assert_close(found[:, :2], codes()[:, :2])


@pytest.mark.parametrize(
    ("w_plus", "rows", "source", "words"),
    [
        (codes(), [4], None, r"rows \[4\]"),
        (codes(), [-1], None, r"rows \[-1\]"),
        (codes()[0], [0], None, r"\(4, 3\) do not have"),
        (codes(), [0], codes()[:, :3], r"must be \(2, 4, 3\) like the codes, got \(2, 3, 3\)"),
        (codes(), [0], codes().repeat(2, 1, 1), r"got \(4, 4, 3\)"),
    ],
)
def test_rows_and_sources_that_do_not_fit_are_refused(
    w_plus: Tensor, rows: list[int], source: Tensor | None, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        with_rows(w_plus, rows, source)


def test_pooling_averages_blocks() -> None:
    image = torch.arange(16.0).reshape(1, 1, 4, 4)
    torch.testing.assert_close(pooled(image, 2)[0, 0], torch.tensor([[2.5, 4.5], [10.5, 12.5]]))
    assert pooled(image, 8) is image
    with pytest.raises(ImageError, match="multiple of 3"):
        pooled(image, 3)


def test_the_compact_encoder_reads_its_own_side() -> None:
    torch.manual_seed(0)
    shape = PortraitEncoderConfig(size=16, widths=(8, 8, 8), depths=(1, 1, 1), reduced=4, style_dim=6, num_ws=4)
    encoder = PortraitEncoder(shape).eval()
    torch.nn.init.normal_(encoder.to_offsets.weight)
    face = torch.rand(2, 3, 16, 16)
    w, offsets = encoder(face * 2 - 1)
    torch.testing.assert_close(encode(encoder, torch.full((6,), 9.0), face), w[:, None] + offsets)
    larger = face.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
    torch.testing.assert_close(encode(encoder, torch.zeros(6), larger), w[:, None] + offsets, atol=0.2, rtol=0.2)


@pytest.fixture
def generator() -> StyleGAN2:
    torch.manual_seed(0)
    shape = StyleGAN2Config(size=16, channels=(12, 12, 12), style_dim=8, mapping_layers=1)
    return StyleGAN2(shape).requires_grad_(False).eval()


@pytest.fixture
def face(generator: StyleGAN2) -> Tensor:
    return (generator.synthesis(start(5)) / 2 + 0.5).clamp(0, 1)


def start(seed: int = 0) -> Tensor:
    return torch.randn(1, 6, 8, generator=torch.Generator().manual_seed(seed))


def missed(generator: StyleGAN2, codes: Tensor, face: Tensor) -> float:
    return float((generator.synthesis(codes) / 2 + 0.5 - face).abs().mean())


def test_refined_codes_paint_the_face_better(generator: StyleGAN2, tiny: VGGFeatures, face: Tensor) -> None:
    codes, told = start(), list[Progress]()
    kept = codes.clone()
    found = refine(generator, tiny, face, codes, RefinementConfig(steps=40, learning_rate=0.1), told.append)
    assert torch.equal(codes, kept)
    assert found.shape == codes.shape
    assert not found.requires_grad
    assert missed(generator, found, face) < 0.6 * missed(generator, codes, face)
    assert [(each.step, each.total) for each in told] == [(step, 40) for step in range(1, 41)]
    losses = [each.metrics["loss"] for each in told]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.7 * losses[0]


def test_refinement_repeats_exactly(generator: StyleGAN2, tiny: VGGFeatures, face: Tensor) -> None:
    config = RefinementConfig(steps=4)
    assert torch.equal(*(refine(generator, tiny, face, start(), config) for _ in range(2)))


def test_one_step_is_a_step(generator: StyleGAN2, tiny: VGGFeatures, face: Tensor) -> None:
    found = refine(generator, tiny, face, start(), RefinementConfig(steps=1))
    assert not torch.equal(found, start())
    assert missed(generator, found, face) < missed(generator, start(), face)


def test_the_best_codes_are_kept(generator: StyleGAN2, tiny: VGGFeatures, face: Tensor) -> None:
    wild = RefinementConfig(steps=3, learning_rate=1e4)
    assert torch.equal(refine(generator, tiny, face, start(5), wild), start(5))


def test_an_anchor_keeps_codes_near_the_start(generator: StyleGAN2, tiny: VGGFeatures, face: Tensor) -> None:
    ways = [
        refine(generator, tiny, face, start(), RefinementConfig(steps=15, learning_rate=0.1, anchor=anchor)) - start()
        for anchor in (0.0, 3.0)
    ]
    assert ways[1].square().mean() < 0.5 * ways[0].square().mean()


def test_a_refinement_can_be_cancelled(generator: StyleGAN2, tiny: VGGFeatures, face: Tensor) -> None:
    told: list[int] = []

    def stop_at_third(progress: Progress) -> None:
        told.append(progress.step)
        if progress.step == 3:
            raise Cancelled

    found = refine(generator, tiny, face, start(), on_progress=stop_at_third)
    assert told == [1, 2, 3]
    assert not torch.equal(found, start())


@pytest.mark.parametrize(
    ("picture", "w_plus", "error", "words"),
    [
        (torch.zeros(1, 3, 16, 12), start(), ImageError, "squares"),
        (torch.zeros(1, 3, 16, 16), start()[:, :5], InputError, "w\\+ must be"),
        (torch.zeros(1, 3, 16, 16), start().repeat(2, 1, 1), InputError, "got 2 for 1 faces"),
    ],
)
def test_faces_and_codes_that_do_not_fit_are_refused(
    generator: StyleGAN2, tiny: VGGFeatures, picture: Tensor, w_plus: Tensor, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        refine(generator, tiny, picture, w_plus)


@pytest.mark.parametrize("change", [{"steps": 0}, {"learning_rate": 0.0}, {"features": -1.0}, {"anchor": -0.1}])
def test_impossible_refinements_are_refused(change: dict[str, float]) -> None:
    with pytest.raises(InputError, match="at least one step"):
        RefinementConfig(**change)  # type: ignore[arg-type]

"""Paint the same pictures with student and teacher, to see with one's own eyes what the scores mean.

A small optimiser of its own (Gatys et al. 2016, with normalised means and covariances, coarse to fine), so that the
sheet depends on nothing but the two networks.
"""

from collections.abc import Sequence

import torch
from PIL import Image, ImageDraw
from skimage import data
from sklearn import datasets
from torch import Tensor
from torch.nn import functional

from scripts.perceptual.losses import moments
from scripts.perceptual.pictures import as_tensor
from styletransfer.devices import autocast
from styletransfer.models.vgg import VGGFeatures

STYLE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
CONTENT_TAP = "relu4_2"
SCALES = ((128, 120), (192, 90), (272, 70), (384, 60))  # long side in pixels, steps
CONTENT_WEIGHT = 0.15
SMOOTHNESS_WEIGHT = 0.02
LEARNING_RATE = 0.03
GAP = 6
CAPTION = 18
EPSILON = 1e-8
CPU = torch.device("cpu")


def stylise(network: VGGFeatures, content: Image.Image, style: Image.Image, seed: int = 0) -> Tensor:
    """Paint `content` in the manner of `style`, from a noisy copy of the content.

    Returns:
        Picture (3, H, W), sRGB, [0, 1].
    """
    noise = torch.Generator().manual_seed(seed)
    painted: Tensor | None = None
    for side, steps in SCALES:
        target = _sized(content, side)
        start = target if painted is None else functional.interpolate(painted, target.shape[-2:], mode="bicubic")
        if painted is None:
            start = start + 0.1 * torch.randn(start.shape, generator=noise)
        painted = _paint(network, start, target, _sized(style, side), steps)
    assert painted is not None
    return painted[0].clamp(0, 1)


def bundled_photographs() -> dict[str, Image.Image]:
    """Collect photographs that scikit-image and scikit-learn carry."""
    pagoda = datasets.load_sample_image("china.jpg")
    pictures = {"astronaut": data.astronaut(), "pagoda": pagoda, "cat": data.chelsea(), "coffee": data.coffee()}
    return {name: Image.fromarray(pixels) for name, pixels in pictures.items()}


def sheet(rows: Sequence[Sequence[Tensor]], captions: Sequence[str], side: int) -> Image.Image:
    """Lay pictures (3, H, W) out in rows, each fitted into a square, a caption over every column."""
    tiled = [[_tile(picture, side) for picture in row] for row in rows]
    heights = [max(tile.height for tile in row) for row in tiled]
    size = (len(captions) * (side + GAP) + GAP, CAPTION + GAP + sum(height + GAP for height in heights))
    page = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(page)
    for column, caption in enumerate(captions):
        draw.text((GAP + column * (side + GAP), 3), caption, fill="black")
    top = CAPTION + GAP
    for row, height in zip(tiled, heights, strict=True):
        for column, tile in enumerate(row):
            left = GAP + column * (side + GAP) + (side - tile.width) // 2
            page.paste(tile, (left, top + (height - tile.height) // 2))
        top += height + GAP
    return page


def as_image(picture: Tensor) -> Image.Image:
    """Turn a tensor (3, H, W) into a Pillow picture."""
    return Image.fromarray((picture.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy())


def _tile(picture: Tensor, side: int) -> Image.Image:
    tile = as_image(picture)
    tile.thumbnail((side, side), Image.Resampling.LANCZOS)
    return tile


def _paint(network: VGGFeatures, start: Tensor, content: Tensor, style: Tensor, steps: int) -> Tensor:
    with torch.no_grad(), autocast(CPU):
        wanted_style = {tap: moments(x.float()) for tap, x in network(style, STYLE_TAPS).items()}
        wanted_content = network(content, (CONTENT_TAP,))[CONTENT_TAP].float()
    image = start.clone().contiguous(memory_format=torch.channels_last).requires_grad_()
    optimiser = torch.optim.Adam([image], lr=LEARNING_RATE, betas=(0.9, 0.99))
    for step in range(steps):
        with autocast(CPU):
            features = network(image, (*STYLE_TAPS, CONTENT_TAP))
        loss = CONTENT_WEIGHT * _relative(features[CONTENT_TAP].float(), wanted_content)
        for tap in STYLE_TAPS:
            pairs = zip(moments(features[tap].float()), wanted_style[tap], strict=True)
            loss = loss + sum(_relative(found, wanted) for found, wanted in pairs) / len(STYLE_TAPS)
        loss = loss + SMOOTHNESS_WEIGHT * _roughness(image)
        optimiser.param_groups[0]["lr"] = LEARNING_RATE * (1 - 0.8 * step / steps)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    return image.detach()


def _relative(found: Tensor, wanted: Tensor) -> Tensor:
    return (found - wanted).square().sum() / wanted.square().sum().clamp_min(EPSILON)


def _roughness(image: Tensor) -> Tensor:
    return image.diff(dim=-1).square().mean() + image.diff(dim=-2).square().mean()


def _sized(image: Image.Image, side: int) -> Tensor:
    factor = side / max(image.size)
    size = (round(image.width * factor), round(image.height * factor))
    return as_tensor(image.convert("RGB").resize(size, Image.Resampling.LANCZOS))[None]

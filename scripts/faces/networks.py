"""The shapes of the networks that are trained, and the generator painted up to a smaller side."""

from torch import Tensor

from styletransfer.models.portrait_encoder import PortraitEncoderConfig
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config

# The mapping network learns as quickly as the rest: slowing it down, as adversarial training alone wants it, starves
# the rest here.
GENERATOR = StyleGAN2Config(
    size=128, channels=(256, 256, 192, 128, 64, 32), style_dim=192, mapping_layers=4, mapping_lr_multiplier=1.0
)
# Narrower than the default: generator, encoder and landmark predictor together stay below 20 MB.
ENCODER = PortraitEncoderConfig(widths=(32, 64, 128, 160, 128), bottleneck=96)


def painted(generator: StyleGAN2, w_plus: Tensor, side: int) -> Tensor:
    """Paint w+ without noise up to a side of the skip sum: (B, 3, side, side)."""
    factors = iter(generator.styles(w_plus))
    x = generator.conv1(generator.input["input"].expand(len(w_plus), -1, -1, -1), next(factors), None)
    rgb: Tensor = generator.to_rgb1(x, next(factors))
    for block, to_rgb in enumerate(generator.to_rgbs):
        if rgb.shape[-1] == side:
            break
        x = generator.convs[2 * block](x, next(factors), None)
        x = generator.convs[2 * block + 1](x, next(factors), None)
        rgb = to_rgb(x, next(factors), rgb)
    return rgb

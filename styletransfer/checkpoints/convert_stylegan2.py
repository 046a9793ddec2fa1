"""StyleGAN2 generators to plain tensors: the PyTorch ports' layout, and NVIDIA's pickles, renamed to it.

Both keep weights of unit variance and apply the same scales when they run, so that all that there is to do is to rename
and to add axes of length 1.
"""

import re
from pathlib import Path
from zipfile import is_zipfile

import torch
from torch import Tensor

from styletransfer.checkpoints.convert import checked, plain_tensors, read_dict
from styletransfer.checkpoints.pickles import read_network
from styletransfer.errors import CheckpointCorrupt, InputError
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config

_BLUR_KERNEL = ".kernel"  # ends the names of the ports' filters, which are constants here
_BLUR_GAIN = 4  # and which there make up for the zeros between the values that they spread
_OLD_TORCH = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19"  # starts torch's files of before 2020
_PICKLE = b"\x80"
_AVERAGED = 4096  # styles whose mean stands in for an average that a file lacks; as many as the ports take
_FILTER = torch.tensor([1.0, 3.0, 3.0, 1.0]) / 8
_MAPPING = re.compile(r"mapping\.fc(\d{1,5})\.(weight|bias)")
_LAYER = re.compile(r"synthesis\.b(\d{1,5})\.(conv0|conv1|torgb)\.(.+)")


def read_stylegan2(source: Path) -> dict[str, Tensor]:
    """Read a published generator under the names of `models.stylegan2`, float32.

    Args:
        source: a verified file: a dict with "g_ema" and mostly "latent_avg", or NVIDIA's pickle for PyTorch.
    Raises:
        CheckpointCorrupt: the file runs code, cannot be parsed, or does not hold the layers of a StyleGAN2.
    """
    if _is_pickle(source):
        return checked_generator(source, _renamed(source, read_network(source)))
    loaded = read_dict(source)
    if not isinstance(loaded.get("g_ema"), dict):
        raise CheckpointCorrupt(f"“{source.name}” holds no “g_ema”, the weights of a generator. Get the right file.")
    state = plain_tensors(loaded["g_ema"]) | {k: v for k, v in plain_tensors(loaded).items() if k == "latent_avg"}
    return checked_generator(source, state)


def checked_generator(source: Path, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors of a generator in float32; filters are left out, and a missing average of w is made.

    Raises:
        CheckpointCorrupt: these are not the layers of a StyleGAN2.
    """
    try:
        config = generator_config(state)
    except (KeyError, IndexError, InputError) as error:
        raise CheckpointCorrupt(f"“{source.name}” lacks the layers of a StyleGAN2. Get the right file.") from error
    for name in [name for name in state if name.endswith(_BLUR_KERNEL)]:
        _check_filter(source, state[name] / _BLUR_GAIN)
    state = {name: value for name, value in state.items() if not name.endswith(_BLUR_KERNEL)}
    with torch.device("meta"):
        expected = {name: value.shape for name, value in StyleGAN2(config).state_dict().items()}
    average = state.get("latent_avg")
    if average is None:
        del expected["latent_avg"]
    elif average.ndim == 2:  # a row for each layer
        expected["latent_avg"] = torch.Size((config.num_ws, config.style_dim))
    kept = checked(source, state, expected)
    return kept if average is not None else kept | {"latent_avg": _average(kept, config)}


def generator_config(state: dict[str, Tensor]) -> StyleGAN2Config:
    """Tell the shape of a generator by its weights.

    Raises:
        KeyError, IndexError, InputError: they are not those of a generator.
    """
    layers = sum(re.fullmatch(r"style\.\d+\.weight", name) is not None for name in state)
    blocks = sum(re.fullmatch(r"to_rgbs\.\d+\.bias", name) is not None for name in state)
    widths = (state[f"convs.{2 * block}.conv.weight"].shape[1] for block in range(blocks))
    return StyleGAN2Config(
        size=4 * 2**blocks,
        channels=(state["conv1.conv.weight"].shape[1], *widths),
        style_dim=state["style.1.weight"].shape[1],
        mapping_layers=layers,
    )


def _is_pickle(source: Path) -> bool:
    """Tell NVIDIA's pickles from torch's files by how they begin, whatever they are called."""
    with source.open("rb") as file:
        start = file.read(len(_OLD_TORCH))
    return start.startswith(_PICKLE) and start != _OLD_TORCH and not is_zipfile(source)


def _average(state: dict[str, Tensor], config: StyleGAN2Config) -> Tensor:
    """Estimate the average of w (style_dim), the same for the same weights."""
    with torch.device("meta"):
        generator = StyleGAN2(config)
    generator.load_state_dict(state | {"latent_avg": torch.zeros(config.style_dim)}, assign=True)
    z = torch.randn(_AVERAGED, config.style_dim, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        return generator.mapping(z).mean(0)


def _renamed(source: Path, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Rename NVIDIA's tensors to those of the ports."""
    if any(name.startswith("mapping.embed") for name in state):
        raise CheckpointCorrupt(f"“{source.name}” is a generator for several classes, which is not read.")
    if "synthesis.b4.const" not in state:
        raise CheckpointCorrupt(f"“{source.name}” holds another kind of generator than StyleGAN2. Get the right file.")
    found: dict[str, Tensor] = {}
    for name, value in state.items():
        if name.endswith("resample_filter"):
            _check_filter(source, value)
        elif name == "synthesis.b4.const":
            found["input.input"] = value[None]
        elif name == "mapping.w_avg":
            found["latent_avg"] = value
        elif linear := _MAPPING.fullmatch(name):
            found[f"style.{int(linear[1]) + 1}.{linear[2]}"] = value
        elif layer := _LAYER.fullmatch(name):
            new, shape = _renamed_layer(int(layer[1]), layer[2], layer[3], value.shape)
            found[new] = value.reshape(shape)
        else:
            found[name] = value  # `checked` will say that it is not known
    return found


def _renamed_layer(side: int, layer: str, leaf: str, shape: torch.Size) -> tuple[str, tuple[int, ...]]:
    """Return name and shape of a tensor of one layer of the block at `side` px."""
    block = side.bit_length() - 4  # -1 at 4 px, 0 at 8 px
    index = 2 * block + int(layer == "conv1")  # of the layer in `convs`
    if layer == "torgb":
        prefix = "to_rgb1" if block < 0 else f"to_rgbs.{block}"
    else:
        prefix = "conv1" if block < 0 else f"convs.{index}"
    if leaf == "noise_const":
        return f"noises.noise_{index + 1}", (1, 1, *shape)
    if leaf == "bias" and layer == "torgb":
        return f"{prefix}.bias", (1, -1, 1, 1)
    names = {
        "weight": ("conv.weight", (1, *shape)),
        "bias": ("activate.bias", shape),
        "noise_strength": ("noise.weight", (-1,)),
        "affine.weight": ("conv.modulation.weight", shape),
        "affine.bias": ("conv.modulation.bias", shape),
    }
    new, reshaped = names.get(leaf, (leaf, shape))
    return f"{prefix}.{new}", tuple(reshaped)


def _check_filter(source: Path, found: Tensor) -> None:
    """Make sure that pictures and maps are enlarged by the filter that is a constant here."""
    expected = torch.outer(_FILTER, _FILTER) if found.ndim == 2 else _FILTER
    if found.shape != expected.shape or not torch.allclose(found.float(), expected, atol=1e-6):
        raise CheckpointCorrupt(f"“{source.name}” enlarges by another filter than StyleGAN2's, which is not read.")

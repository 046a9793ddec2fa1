"""Face generators and encoders in the layouts in which others publish them: ports, NVIDIA's pickles, pSp and e4e."""

import pickle
import re
import sys
from collections import OrderedDict
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config

from .official import noise

SMALL = StyleGAN2Config(size=16, channels=(6, 5, 4), style_dim=8, mapping_layers=2)
_LEAVES = {
    "conv.weight": "weight",
    "activate.bias": "bias",
    "noise.weight": "noise_strength",
    "conv.modulation.weight": "affine.weight",
    "conv.modulation.bias": "affine.bias",
    "bias": "bias",
}


def generator_state(config: StyleGAN2Config = SMALL) -> dict[str, Tensor]:
    """Make random weights of a generator; its average of w is a vector, noise counts."""
    random = torch.Generator().manual_seed(0)
    state = StyleGAN2(config).state_dict()
    return {name: torch.randn(value.shape, generator=random) for name, value in state.items()}


def with_kernels(state: Mapping[str, Tensor], names: list[str] | None = None) -> dict[str, Tensor]:
    """Add the constant filters that the ports keep among the weights; `names` are theirs in full, if known."""
    line = torch.tensor([1.0, 3.0, 3.0, 1.0])
    kernel = torch.outer(line, line) / 16
    ups = [name for name in state if re.search(r"convs\.\d*[02468]\.conv\.weight$", name)]
    rgbs = [name for name in state if re.search(r"to_rgbs\.\d+\.bias$", name)]
    made = [name.replace("weight", "blur.kernel") for name in ups] + [
        name.replace("bias", "upsample.kernel") for name in rgbs
    ]
    assert names is None or sorted(names) == sorted(made)
    return dict(state) | dict.fromkeys(made, kernel)


def port_file(state: Mapping[str, Tensor]) -> dict[str, object]:
    """Lay a generator out as the ports do."""
    weights = {name: value for name, value in state.items() if name != "latent_avg"}
    return {"g_ema": with_kernels(weights), "latent_avg": state["latent_avg"], "d": {"final.bias": torch.ones(1)}}


def ada_names(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Rename a generator as NVIDIA's PyTorch editions do, filters included."""
    found = {"mapping.w_avg": state["latent_avg"], "synthesis.b4.const": state["input.input"][0]}
    line = torch.tensor([1.0, 3.0, 3.0, 1.0]) / 8
    for name, value in state.items():
        if linear := re.fullmatch(r"style\.(\d+)\.(weight|bias)", name):
            found[f"mapping.fc{int(linear[1]) - 1}.{linear[2]}"] = value
        elif noise := re.fullmatch(r"noises\.noise_(\d+)", name):
            layer = "conv1" if int(noise[1]) % 2 == 0 else "conv0"
            found[f"synthesis.b{value.shape[-1]}.{layer}.noise_const"] = value[0, 0]
        elif match := re.fullmatch(r"(conv1|to_rgb1|convs\.\d+|to_rgbs\.\d+)\.(.+)", name):
            layer, leaf = match[1], _LEAVES[match[2]]
            found[f"synthesis.{_ada_layer(layer)}.{leaf}"] = _ada_value(match[2], value)
    for side in {name.split(".")[1] for name in found if name.startswith("synthesis.b")}:
        found[f"synthesis.{side}.resample_filter"] = torch.outer(line, line)
        found[f"synthesis.{side}.conv1.resample_filter"] = torch.outer(line, line)
    return found


def _ada_layer(layer: str) -> str:
    if layer in ("conv1", "to_rgb1"):
        return {"conv1": "b4.conv1", "to_rgb1": "b4.torgb"}[layer]
    kind, index = layer.split(".")
    if kind == "to_rgbs":
        return f"b{8 * 2 ** int(index)}.torgb"
    return f"b{8 * 2 ** (int(index) // 2)}.conv{int(index) % 2}"


def _ada_value(leaf: str, value: Tensor) -> Tensor:
    if leaf == "noise.weight":
        return value[0]
    if leaf == "bias":
        return value.reshape(3)
    return value[0] if leaf == "conv.weight" else value


class Persistent:
    """A module as NVIDIA's editions pickle it: a state, and the source code that is to make a module of it."""

    def __init__(self, source: str, state: dict[str, object]) -> None:
        self.meta = {"type": "class", "version": 6, "module_src": source, "class_name": "Network", "state": state}

    def __reduce__(self) -> tuple[object, ...]:
        return (sys.modules["torch_utils.persistence"]._reconstruct_persistent_obj, (self.meta,), None)


def ada_pickle(tensors: Mapping[str, Tensor], source: str, protocol: int = 4) -> bytes:
    """Pickle generators and a discriminator as NVIDIA does; call `ada_modules` before."""
    generator = persistent(tensors, source)
    networks = {"G": generator, "D": persistent({"b4.weight": torch.ones(1)}, source), "G_ema": generator}
    easy = sys.modules["dnnlib.util"].EasyDict  # type: ignore[attr-defined]
    return pickle.dumps(
        {"training_set_kwargs": easy(path="ffhq.zip", share=np.float64(0.5)), "augment_pipe": None} | networks, protocol
    )


def persistent(tensors: Mapping[str, Tensor], source: str) -> Persistent:
    """Make the tree of modules that holds tensors by their dotted names."""
    parts: dict[str, dict[str, Tensor]] = {}
    own: dict[str, Tensor] = {}
    for name, value in tensors.items():
        first, _, rest = name.partition(".")
        if rest:
            parts.setdefault(first, {})[rest] = value
        else:
            own[name] = value
    buffers = {k: v for k, v in own.items() if k.startswith(("noise_const", "resample", "w_avg"))}
    easy = sys.modules["dnnlib.util"].EasyDict  # type: ignore[attr-defined]
    state: dict[str, Any] = {
        "training": False,
        "_parameters": OrderedDict((k, nn.Parameter(v)) for k, v in own.items() if k not in buffers),
        "_buffers": OrderedDict(buffers | {"nothing": None}),
        "_non_persistent_buffers_set": {"nothing"},
        "_modules": OrderedDict((k, persistent(v, source)) for k, v in parts.items()),
        "_init_kwargs": easy(gain=np.sqrt(2)),
    }
    return Persistent(source, state)


def ada_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the modules that such a pickle names; unpickling through them runs its source, as theirs does."""
    persistence, util = ModuleType("torch_utils.persistence"), ModuleType("dnnlib.util")

    def _reconstruct_persistent_obj(meta: dict[str, Any]) -> object:
        exec(meta["module_src"], {})  # noqa: S102 - the danger that is tested against
        return object()

    class EasyDict(dict):  # type: ignore[type-arg]
        pass

    for thing, module in ((_reconstruct_persistent_obj, persistence), (EasyDict, util)):
        thing.__module__, thing.__qualname__ = module.__name__, thing.__name__
        setattr(module, thing.__name__, thing)
    for module in (ModuleType("torch_utils"), ModuleType("dnnlib"), persistence, util):
        monkeypatch.setitem(sys.modules, module.__name__, module)


class SmallEncoder(nn.Module):
    """Has the outer names of the published encoders, and a head for each row of w+ of the small generator."""

    def __init__(self, kind: str, size: int) -> None:
        super().__init__()
        assert size == SMALL.size
        self.kind = kind
        self.input_layer = nn.Sequential(nn.Conv2d(3, 4, 3, bias=False), nn.BatchNorm2d(4), nn.PReLU(4))
        heads = [nn.ModuleDict({"linear": nn.Linear(4, SMALL.style_dim)}) for _ in range(SMALL.num_ws)]
        self.styles = nn.ModuleList(heads)


def made(state: dict[str, Tensor]) -> StyleGAN2:
    """Make the small generator of these weights."""
    network = StyleGAN2(SMALL)
    network.load_state_dict(state)
    return network


def encoder_file(kind: str = "e4e", options: object = None, rows: bool = True) -> dict[str, object]:
    """Lay an encoder and its generator out as pSp and e4e do."""
    state = generator_state()
    average = state.pop("latent_avg")
    network = SmallEncoder(kind, SMALL.size)
    weights = {f"encoder.{name}": value for name, value in noise(network).items()}
    weights |= {f"decoder.{name}": value for name, value in with_kernels(state).items()}
    average = average + torch.arange(SMALL.num_ws)[:, None] if rows else average
    kinds = {"e4e": "Encoder4Editing", "psp": "GradualStyleEncoder"}
    options = {"encoder_type": kinds[kind], "learning_rate": 0.1} if options is None else options
    return {"state_dict": weights, "latent_avg": average, "opts": options}

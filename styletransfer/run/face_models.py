"""The networks that face editing needs, loaded together, and what can be painted with them alone."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial

import torch
from torch import Tensor

from styletransfer import devices
from styletransfer.algorithms.face_landmarks import Predictor
from styletransfer.checkpoints import build
from styletransfer.checkpoints.latent_files import decode_latent
from styletransfer.errors import InputError
from styletransfer.imaging.picture import Picture
from styletransfer.models.face_directions import Directions
from styletransfer.models.face_encoder import FaceEncoder
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import NoiseMode, StyleGAN2, Styles
from styletransfer.models.vgg import VGGFeatures
from styletransfer.settings import settings

SHIPPED = "face-generator"
SHIPPED_ENCODER = "face-encoder"
SHIPPED_LANDMARKS = "face-landmarks"


@dataclass(frozen=True, kw_only=True, eq=False)
class FaceModels:
    """What editing a face needs; everything is loaded once a process and shared.

    Attributes:
        name: of the generator, in the manifest.
        generator: paints codes.
        encoder: reads the codes of an aligned face.
        predictor: tells where eyes and mouth are.
        sliders: returns what the sliders do to the codes; an official generator may have none on this machine.
        device: where the networks are.
    """

    name: str
    generator: StyleGAN2
    encoder: FaceEncoder | PortraitEncoder
    predictor: Predictor
    sliders: Callable[[], Directions]
    device: torch.device

    @property
    def size(self) -> int:
        """Side of the pictures that the generator paints, px."""
        return self.generator.config.size

    @property
    def noise(self) -> NoiseMode:
        """What noise belongs to the pictures: the shipped generator learnt to do without."""
        return "none" if self.name == SHIPPED else "stored"

    @cached_property
    def directions(self) -> Directions:
        """What the sliders do; raises `CheckpointMissing` with what to do where there are none for the generator."""
        return self.sliders()

    @cached_property
    def perceptual(self) -> VGGFeatures:
        """The network by whose features codes are refined, loaded when it is first needed."""
        return build.perceptual_network("compact", self.device)

    def paint(self, w_plus: Tensor, precision: devices.Precision = "float32") -> Tensor:
        """Paint codes (B, num_ws, style_dim): (B, 3, size, size), sRGB in [0, 1], float32 on the CPU."""
        return self.paint_styles(self.styles(w_plus), precision)

    def styles(self, w_plus: Tensor) -> Styles:
        """Turn codes (B, num_ws, style_dim) into a point of StyleSpace, where the generator is."""
        with torch.inference_mode():
            return self.generator.styles(w_plus.to(self.device))

    def paint_styles(self, styles: Styles, precision: devices.Precision = "float32") -> Tensor:
        """Paint a point of StyleSpace: (B, 3, size, size), sRGB in [0, 1], float32 on the CPU."""
        with torch.inference_mode(), devices.autocast(self.device, precision):
            painted = self.generator.synthesis_from_styles(styles, self.noise)
            return (painted.float() / 2 + 0.5).clamp(0, 1).cpu()

    def moved(self, w_plus: Tensor, sliders: Mapping[str, float], limit: float | None = None) -> Tensor:
        """Move codes by sliders as `Directions.moved` does; without any no directions are needed."""
        return self.directions.moved(w_plus, sliders, limit) if sliders else w_plus.clone()

    def read_latents(self, data: bytes) -> Tensor:
        """Read the codes (B, num_ws, style_dim) of a latent file; raise `InputError` if it does not fit."""
        return decode_latent(data, self.name, self.generator.num_ws, self.generator.config.style_dim)

    def read_latent(self, data: bytes) -> Tensor:
        """Read the codes (1, num_ws, style_dim) of one face from a latent file; raise `InputError` if it does not fit.
        """
        codes = self.read_latents(data)
        if len(codes) != 1:
            raise InputError(f"The latent file holds {len(codes)} faces; choose one that was saved for a single face.")
        return codes


def face_models(
    generator: str = SHIPPED, landmarks: str = SHIPPED_LANDMARKS, device: torch.device | None = None
) -> FaceModels:
    """Load what editing needs; whatever is loaded already is used again.

    Args:
        generator: "face-generator", which ships, "e4e-ffhq" or "psp-ffhq".
        landmarks: "face-landmarks", which ships, "dlib-landmarks", "debian", or "own" for the file of the settings.
        device: where the networks are to be; that of the settings when None.
    Raises:
        CheckpointMissing: a file is not on this machine; the sentence says how to get it.
        CheckpointCorrupt: a file is not what it should be.
    """
    chosen = device or devices.pick_device(settings().device)
    with ThreadPoolExecutor(1) as beside:  # unpacking takes as long as everything else together
        predictor = beside.submit(build.landmark_predictor, landmarks)
        return FaceModels(
            name=generator,
            generator=build.generator(generator, chosen),
            encoder=build.face_encoder(SHIPPED_ENCODER if generator == SHIPPED else generator, chosen),
            sliders=partial(build.face_directions, generator),
            predictor=predictor.result(),
            device=chosen,
        )


def random_face(models: FaceModels, seed: int, psi: float = 0.7) -> tuple[Picture, Tensor]:
    """Paint somebody who does not exist.

    Args:
        models: whose generator paints.
        seed: the same one gives the same face.
        psi: truncation; 0 is the average face, 1 as varied as the generator knows.
    Returns:
        The picture, an aligned face, and its codes (1, num_ws, style_dim).
    Raises:
        InputError: psi is no finite number.
    """
    noise = torch.Generator().manual_seed(seed)
    z = torch.randn(1, models.generator.config.style_dim, generator=noise).to(models.device)
    with torch.no_grad():
        w_plus = models.generator.codes(z, psi).clone().cpu()
    return Picture.from_tensor(models.paint(w_plus), name=f"Random face {seed}"), w_plus

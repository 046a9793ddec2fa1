"""Files of weights of neural style transfer."""

from styletransfer.checkpoints.entry import Checkpoint

COMPACT = Checkpoint(
    name="compact",
    title="Compact perceptual network",
    task="neural-style",
    purpose="Ships with the project; paints in seconds on a processor.",
    file="perceptual.safetensors",
    bytes=1_622_712,
    sha256="5df03fbcd977c66666e5f4d0dced405c61c5b1f4b7c2a1a384398ad0ad91e208",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Trained by this project with scripts/train_perceptual.py; see weights/README.md.",
)

VGG19 = Checkpoint(
    name="vgg19",
    title="VGG-19 of torchvision",
    task="neural-style",
    purpose="The full network of the original paper; richer strokes, many times slower.",
    file="vgg19-dcbb9e9d.pth",
    converted="vgg19-features.safetensors",
    urls=("https://download.pytorch.org/models/vgg19-dcbb9e9d.pth",),
    bytes=574_673_361,
    # torchvision publishes the first eight digits, in the file's name; the rest is what the file has.
    sha256="dcbb9e9dad569fff7a846263a77324fc34978fea2bfb039c012d710e1776ae44",
    sha256_prefix="dcbb9e9d",
    licence="BSD-3-Clause",
    licence_url="https://github.com/pytorch/vision/blob/main/LICENSE",
    source="torchvision, VGG19_Weights.IMAGENET1K_V1, trained on ImageNet-1k.",
)

ENTRIES = (COMPACT, VGG19)

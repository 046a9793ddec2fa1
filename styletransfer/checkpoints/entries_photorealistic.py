"""Files of weights of photorealistic transfer: wavelet networks, the scene parser, and segmentation networks."""

from styletransfer.checkpoints.entry import Bundle, Checkpoint

TASK = "photorealistic"
_WCT2 = "clovaai/WCT2"

PHOTOREALISTIC_COMPACT = Checkpoint(
    name="photorealistic-compact",
    title="Compact wavelet network",
    task=TASK,
    purpose="Ships with the project; transfers light and colour in seconds on a processor.",
    file="photorealistic.safetensors",
    bytes=882_910,
    sha256="3ca6c9d0d9b1e7c6deafda60c5c8724c6525474610ece21c07ad67af995f371e",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Trained by this project with scripts/train_photorealistic.py; see weights/README.md.",
)

SCENE = Checkpoint(
    name="scene",
    title="Compact scene parser",
    task=TASK,
    purpose="Ships with the project; tells sky, water, vegetation, buildings and people apart.",
    file="scene.safetensors",
    bytes=771_686,
    sha256="cf216ac980f8836adbd377ab314c608e9443438fc9dfd5dc45a722ea632b2af0",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Trained by this project with scripts/train_scene.py; see weights/README.md.",
)


def _wavelet(variant: str, part: str, about_bytes: int) -> Checkpoint:
    file = f"wave_{part}_{variant}_l4"
    return Checkpoint(
        name=f"wct2-{variant}-{part}",
        title=f"WCT² {variant}, {part}",
        task=TASK,
        purpose=f"The {part} of WCT² {variant}.",
        file=f"{file}.pth",
        converted=f"{file}.safetensors",
        urls=(
            f"https://raw.githubusercontent.com/{_WCT2}/master/model_checkpoints/{file}.pth",
            f"https://github.com/{_WCT2}/raw/master/model_checkpoints/{file}.pth",
        ),
        about_bytes=about_bytes,
        licence="MIT",
        licence_url=f"https://github.com/{_WCT2}/blob/master/LICENSE.md",
        source=f"{_WCT2} (Yoo et al. 2019), trained on MS COCO. No hash is published: that of the first use is kept.",
        bundle=f"wct2-{variant}",
    )


WCT2_CAT5 = Bundle(
    name="wct2-cat5",
    title="WCT² of the paper, cat5",
    purpose="The full network as published, which keeps details best; slower than the compact one.",
    files=(_wavelet("cat5", "encoder", 14_050_000), _wavelet("cat5", "decoder", 26_400_000)),
)

WCT2_SUM = Bundle(
    name="wct2-sum",
    title="WCT² of the paper, sum",
    purpose="The full network as published, in its lighter variant.",
    files=(_wavelet("sum", "encoder", 14_050_000), _wavelet("sum", "decoder", 14_050_000)),
)


def _segmenter(name: str, published: str, sha256: str, size: int, words: tuple[str, str, str, str]) -> Checkpoint:
    """Describe one of torchvision's files; its name holds the digits of the hash that torchvision publishes."""
    title, purpose, weights, accuracy = words
    return Checkpoint(
        name=name,
        title=title,
        task=TASK,
        purpose=purpose,
        file=f"{published}-{sha256[:8]}.pth",
        converted=f"{published}.safetensors",
        urls=(f"https://download.pytorch.org/models/{published}-{sha256[:8]}.pth",),
        bytes=size,
        sha256=sha256,
        sha256_prefix=sha256[:8],
        licence="BSD-3-Clause",
        licence_url="https://github.com/pytorch/vision/blob/main/LICENSE",
        source=(
            f"torchvision, {weights}.COCO_WITH_VOC_LABELS_V1, trained on the part of COCO that has the classes of "
            f"Pascal VOC; mean intersection over union {accuracy}, as published."
        ),
    )


LRASPP = _segmenter(
    "lraspp",
    "lraspp_mobilenet_v3_large",
    "d234d4eae9d55d5f76de18b77cf0dc62c66fe5c5482758209d00f950c92bb280",
    13_097_061,
    (
        "LR-ASPP of torchvision",
        "Finds people, animals, vehicles and furniture for automatic masks; small and quick.",
        "LRASPP_MobileNet_V3_Large_Weights",
        "57.9 %",
    ),
)

DEEPLABV3 = _segmenter(
    "deeplabv3",
    "deeplabv3_mobilenet_v3_large",
    "fc3c493d68e89cc31ef488c803d5d7dd2f3190fb570598faa49fef69be8e5e70",
    44_356_159,
    (
        "DeepLabV3 of torchvision, MobileNetV3",
        "Finds people, animals, vehicles and furniture for automatic masks; a little better, half as quick.",
        "DeepLabV3_MobileNet_V3_Large_Weights",
        "60.3 %",
    ),
)

DEEPLABV3_RESNET50 = _segmenter(
    "deeplabv3-resnet50",
    "deeplabv3_resnet50_coco",
    "cd0a25694c4a0f7106b38f4938bf90a874f2f241cc410b8f63c7024399538f06",
    168_312_152,
    (
        "DeepLabV3 of torchvision, ResNet-50",
        "Finds people, animals, vehicles and furniture best; takes many seconds a picture on a processor.",
        "DeepLabV3_ResNet50_Weights",
        "66.4 %",
    ),
)

BUNDLES = (WCT2_CAT5, WCT2_SUM)
ENTRIES = (PHOTOREALISTIC_COMPACT, SCENE, *WCT2_CAT5.files, *WCT2_SUM.files, LRASPP, DEEPLABV3, DEEPLABV3_RESNET50)

"""Files of weights of text prompts on faces: CLIPs, and what the channels of a generator mean to them."""

from styletransfer.checkpoints.entries_faces import TASK
from styletransfer.checkpoints.entry import Checkpoint

_OPENAI = "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af"

FACE_CLIP = Checkpoint(
    name="face-clip",
    title="Compact text model for faces",
    task=TASK,
    purpose="Ships with the project; reads what you want a face to be, in the words that it has learnt.",
    file="face_clip.safetensors",
    bytes=4_565_750,
    sha256="7d6ebd58982c6f34c3f43609b9d118d7a0020e19bd13850849f887fde9840b45",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Trained by this project with scripts/train_clip.py; see weights/README.md.",
)

FACE_RELEVANCE = Checkpoint(
    name="face-relevance",
    title="What the compact face generator paints, in words",
    task=TASK,
    purpose="Ships with the project; which channels of the compact generator answer to which words.",
    file="face_relevance.safetensors",
    bytes=491_792,
    sha256="62c2e3055f50084026872ecdbfb20c000921a403915f8b16546e6883aa33cba1",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Measured by this project with scripts/compute_relevance.py; see weights/README.md.",
)

CLIP_VIT_B32 = Checkpoint(
    name="clip-vit-b32",
    title="CLIP ViT-B/32 of OpenAI",
    task=TASK,
    purpose="Knows any word, for text prompts on faces; the programs inside the file are never run.",
    file="ViT-B-32.pt",
    converted="clip-vit-b32.safetensors",
    urls=(f"https://openaipublic.azureedge.net/clip/models/{_OPENAI}/ViT-B-32.pt",),
    bytes=353_976_522,
    sha256=_OPENAI,  # published as a part of the address
    licence="MIT",
    licence_url="https://github.com/openai/CLIP/blob/main/LICENSE",
    source="openai/CLIP (Radford et al. 2021), trained on 400 million pictures with captions from the internet.",
)

ENTRIES = (FACE_CLIP, FACE_RELEVANCE, CLIP_VIT_B32)

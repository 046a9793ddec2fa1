"""Files of weights of face editing: generators, encoders that find a photograph in their latent space, landmarks."""

from styletransfer.checkpoints.entry import Checkpoint

TASK = "faces"
_LICENCE = "NVIDIA Source Code License, non-commercial"
_LICENCE_URL = "https://nvlabs.github.io/stylegan2/license.html"
_TERMS = (
    "For non-commercial use only: the weights of StyleGAN2 are under NVIDIA's Source Code License-NC, and the pictures "
    "of FFHQ that they were trained on under CC BY-NC-SA 4.0. The code published with them is MIT."
)
_DRIVE = "https://drive.usercontent.google.com/download?id={}&export=download&confirm=t"
_HUB = "https://huggingface.co/{}/resolve/main/{}"

FACE_GENERATOR = Checkpoint(
    name="face-generator",
    title="Compact face generator",
    task=TASK,
    purpose="Ships with the project; a StyleGAN2 of 128 px that paints faces of people who do not exist.",
    file="face_generator.safetensors",
    bytes=7_573_634,
    sha256="39b8e90384950bfd4814ec9cd2ef30fbb1c4271bd92cd2ea9bc89aead5e3b19a",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Trained by this project with scripts/train_faces.py; see weights/README.md.",
)

FACE_ENCODER = Checkpoint(
    name="face-encoder",
    title="Compact face encoder",
    task=TASK,
    purpose="Ships with the project; finds a photographed face among those that the compact generator can paint.",
    file="face_encoder.safetensors",
    bytes=7_025_454,
    sha256="86de07dccffea6c52b5255c7809165ff8610d4363e236b931afc079fbcc120f9",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Trained by this project with scripts/train_faces.py; see weights/README.md.",
)

FACE_LANDMARKS = Checkpoint(
    name="face-landmarks",
    title="Compact 68 landmarks",
    task=TASK,
    purpose="Ships with the project; finds eyes, brows, nose, mouth and jaw of a face.",
    file="face_landmarks.dat.xz",
    bytes=5_231_780,
    sha256="0478977df39f0ff76096ba04bdc5adab06bf440e7e99db383b34132b96c5829c",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Trained by this project with scripts/train_landmarks.py; see weights/README.md.",
)

FACE_DIRECTIONS = Checkpoint(
    name="face-directions",
    title="Sliders of the compact face generator",
    task=TASK,
    purpose="Ships with the project; what age, gender, smile and other sliders do to a face.",
    file="face_directions.safetensors",
    bytes=129_216,
    sha256="ed661c74435ae857bad82a92678f98db401a943ae7da628980a4459333a06605",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Found by this project with scripts/find_face_directions.py; see weights/README.md.",
)

FACE_READINGS = Checkpoint(
    name="face-readings",
    title="Readings of the compact face encoder",
    task=TASK,
    purpose="Ships with the project; tells age, smile and more of a face, to find sliders for other generators.",
    file="face_readings.safetensors",
    bytes=9_568,
    sha256="333c4263e2f71eeb32b0430e1cfdc2010dc8c1c1df87a114c611c3b3184bdfbc",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Trained by this project with scripts/train_face_readings.py; see weights/README.md.",
)

E4E_FFHQ = Checkpoint(
    name="e4e-ffhq",
    title="e4e for FFHQ, with its StyleGAN2",
    task=TASK,
    purpose="Encoder and 1024-px generator in one; its inversions of photographs are the easiest to edit.",
    file="e4e_ffhq_encode.pt",
    converted="e4e_ffhq_encode.safetensors",
    urls=(
        _DRIVE.format("1cUv_reLE6k3604or78EranS7XzuVMWeO"),
        _HUB.format("wmpscc/StyleGene", "e4e_ffhq_encode.pt"),
        _HUB.format("zhengchong/e4e", "e4e_ffhq_encode.pt"),
    ),
    bytes=1_201_649_680,
    sha256="2ace1d9a8c05c10a399bcd500b8dda118f759ff1aac89dbdab7435f2136a0999",
    licence=_LICENCE,
    licence_url=_LICENCE_URL,
    terms=_TERMS,
    source="omertov/encoder4editing (Tov et al. 2021), trained on FFHQ around NVIDIA's StyleGAN2.",
)

PSP_FFHQ = Checkpoint(
    name="psp-ffhq",
    title="pSp for FFHQ, with its StyleGAN2",
    task=TASK,
    purpose="Encoder and 1024-px generator in one; its inversions are closer to the photograph and harder to edit.",
    file="psp_ffhq_encode.pt",
    converted="psp_ffhq_encode.safetensors",
    urls=(
        _DRIVE.format("1bMTNWkh5LArlaWSc_wa8VKyq2V42T2z0"),
        _HUB.format("AIRI-Institute/HairFastGAN", "pretrained_models/FeatureStyleEncoder/psp_ffhq_encode.pt"),
    ),
    about_bytes=1_201_600_000,
    licence=_LICENCE,
    licence_url=_LICENCE_URL,
    terms=_TERMS,
    source=(
        "eladrich/pixel2style2pixel (Richardson et al. 2021), trained on FFHQ around NVIDIA's StyleGAN2. "
        "No hash is published: that of the first use is kept."
    ),
)

STYLEGAN2_FFHQ = Checkpoint(
    name="stylegan2-ffhq",
    title="StyleGAN2 for FFHQ, config F",
    task=TASK,
    purpose="The 1024-px generator of the paper alone, in the layout of PyTorch ports.",
    file="stylegan2-ffhq-config-f.pt",
    converted="stylegan2-ffhq-config-f.safetensors",
    urls=(_HUB.format("aaronb/StyleGAN2", "stylegan2-ffhq-config-f.pt"),),
    bytes=132_717_355,
    sha256="646c7e7c5e3fc4cf8e83dcfe5dce505cc74b61d8982c09563932aa15c4baf18c",
    licence=_LICENCE,
    licence_url=_LICENCE_URL,
    terms=_TERMS,
    source=(
        "NVlabs/stylegan2 (Karras et al. 2020), trained on FFHQ; converted with rosinality/stylegan2-pytorch. "
        "Conversions differ in their bytes: the hash is that of the file at the address."
    ),
)

STYLEGAN2_ADA_FFHQ = Checkpoint(
    name="stylegan2-ada-ffhq",
    title="StyleGAN2-ADA for FFHQ, of NVIDIA",
    task=TASK,
    purpose="A 1024-px generator as NVIDIA publishes it for PyTorch; the programs inside the file are never run.",
    file="ffhq.pkl",
    converted="stylegan2-ada-ffhq.safetensors",
    urls=("https://nvlabs-fi-cdn.nvidia.com/stylegan2-ada-pytorch/pretrained/ffhq.pkl",),
    bytes=381_624_121,
    sha256="a205a346e86a9ddaae702e118097d014b7b8bd719491396a162cca438f2f524c",
    licence=_LICENCE,
    licence_url="https://nvlabs.github.io/stylegan2-ada-pytorch/license.html",
    terms=(
        "For non-commercial use only: code and weights are under NVIDIA's Source Code License, and the pictures of "
        "FFHQ that they were trained on under CC BY-NC-SA 4.0."
    ),
    source="NVlabs/stylegan2-ada-pytorch (Karras et al. 2020), trained on FFHQ.",
)

DLIB_LANDMARKS = Checkpoint(
    name="dlib-landmarks",
    title="68 landmarks of dlib",
    task=TASK,
    purpose="Finds eyes, brows, nose and mouth to align a face by, as the published encoders were trained with.",
    file="shape_predictor_68_face_landmarks.dat.bz2",
    urls=("https://github.com/davisking/dlib-models/raw/master/shape_predictor_68_face_landmarks.dat.bz2",),
    bytes=64_040_097,
    sha256="7d6637b8f34ddb0c1363e09a4628acb34314019ec3566fd66b80c04dda6980f5",
    licence="iBUG 300-W, non-commercial",
    licence_url="https://github.com/davisking/dlib-models",
    terms="For non-commercial use only: the licence of iBUG 300-W, which it was trained on, excludes commercial use.",
    source="davisking/dlib-models (Kazemi and Sullivan 2014), trained on iBUG 300-W.",
)

ENTRIES = (
    FACE_GENERATOR,
    FACE_ENCODER,
    FACE_LANDMARKS,
    FACE_DIRECTIONS,
    FACE_READINGS,
    E4E_FFHQ,
    PSP_FFHQ,
    STYLEGAN2_FFHQ,
    STYLEGAN2_ADA_FFHQ,
    DLIB_LANDMARKS,
)

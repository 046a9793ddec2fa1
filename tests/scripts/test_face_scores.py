"""The face scorers agree with the published networks, and every measure gives known values on known input."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from scripts.face_scores import landmark_geometry
from scripts.face_scores.frechet import frechet_distance, gaussian_distance, principal_axes
from scripts.face_scores.neighbours import coverage, inside
from scripts.face_scores.networks import SameConvolution, age_and_sex_network, expression_network, landmark_network
from scripts.face_scores.probes import probe
from scripts.face_scores.reconstruction import landmark_error, perceptual_distance, perceptual_features, psnr
from scripts.face_scores.scorer import FOLDER, FaceScorer, cut_square
from scripts.face_scores.stored_weights import read_weights
from styletransfer.models.vgg import VGGConfig, VGGFeatures

TEACHERS = Path(__file__).parents[3] / "shared/data/teachers"
needs_teachers = pytest.mark.skipif(not (TEACHERS / FOLDER).is_dir(), reason="the face networks are not at hand")

# What face-api.js 0.22.2 gives for `pattern()`, run by Node with its plain back end.
RECORDED_AGE = 17.81669
RECORDED_SEX = (0.68688, -0.94404)
RECORDED_EXPRESSION = (-6.88222, -11.99609, -2.05717, -6.28623, -15.48974, -14.51792, -15.46884)
RECORDED_POINTS = {0: (0.312466, 0.488373), 1: (0.40977, 0.544446), 48: (0.533972, 0.506205), 49: (0.566145, 0.542219)}


def pattern() -> Tensor:
    y, x = np.mgrid[0:112, 0:112].astype(np.float32)
    disc = (x - 56) ** 2 + (y - 56) ** 2 < 900
    picture = np.stack([127.5 + 127.5 * np.sin(x / 7 + y / 13), 2 * x + 0.25 * y, 255 - y - disc * 80])
    return torch.from_numpy(picture.clip(0, 255).astype(np.float32))[None]


@needs_teachers
def test_the_networks_give_what_the_published_ones_give() -> None:
    person = age_and_sex_network(TEACHERS / FOLDER)(pattern())
    assert float(person["age"]) == pytest.approx(RECORDED_AGE, abs=1e-3)
    assert person["gender"][0].tolist() == pytest.approx(RECORDED_SEX, abs=1e-3)
    assert expression_network(TEACHERS / FOLDER)(pattern())["fc"][0].tolist() == pytest.approx(
        RECORDED_EXPRESSION, abs=1e-3
    )
    points = landmark_network(TEACHERS / FOLDER)(pattern())["fc"][0].unflatten(0, (68, 2))
    for index, expected in RECORDED_POINTS.items():
        assert points[index].tolist() == pytest.approx(expected, abs=1e-4)


@needs_teachers
def test_the_scorer_gives_every_reading_and_lets_gradients_through() -> None:
    scorer = FaceScorer(TEACHERS)
    image = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0)).requires_grad_()
    readings = scorer.readings(image)
    for name in ("age", "male_logit", "happy_logit", "smile", "yaw"):
        assert readings[name].shape == (2,), name
        (gradient,) = torch.autograd.grad(readings[name].sum(), image, retain_graph=True)
        assert gradient.abs().max() > 0, name
    mirrored = scorer.readings(image.flip(3))
    assert torch.allclose(mirrored["age"], readings["age"], atol=1e-3)
    assert scorer.features(image).shape == (2, 1024)
    scored = scorer.score((255 * image.detach()).byte().permute(0, 2, 3, 1).numpy())
    assert scored["landmarks"].shape == (2, 68, 2)
    assert np.abs(scored["age"] - readings["age"].detach().numpy()).max() < 1.0  # whole steps of brightness


def stored_model(folder: Path, extra: bytes = b"") -> None:
    entries = [
        {"name": "a", "shape": [2, 1], "dtype": "float32"},
        {"name": "b", "shape": [3], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1.0}},
    ]
    manifest = [{"paths": ["x-shard1", "x-shard2"], "weights": entries}]
    (folder / "weights__x_model-weights_manifest.json").write_text(json.dumps(manifest))
    raw = np.array([1.5, -2.0], "<f4").tobytes() + bytes([0, 2, 255]) + extra
    (folder / "weights__x-shard1").write_bytes(raw[:7])
    (folder / "weights__x-shard2").write_bytes(raw[7:])


def test_stored_weights_are_read_across_files_and_their_steps_undone(tmp_path: Path) -> None:
    stored_model(tmp_path)
    weights = read_weights(tmp_path, "x")
    assert weights["a"].tolist() == [[1.5], [-2.0]]
    assert weights["b"].tolist() == [-1.0, 0.0, 126.5]


def test_left_over_weights_are_refused(tmp_path: Path) -> None:
    stored_model(tmp_path, extra=b"12")
    with pytest.raises(ValueError, match="11 bytes are listed and its files hold 13"):
        read_weights(tmp_path, "x")


def test_strided_convolutions_pad_below_and_to_the_right() -> None:
    weights = {"c/filters": torch.ones(3, 3, 1, 1), "c/bias": torch.zeros(1)}
    ones = torch.ones(1, 1, 4, 4)
    assert SameConvolution(weights, "c", stride=2)(ones)[0, 0].tolist() == [[9, 6], [6, 4]]
    assert SameConvolution(weights, "c", stride=1)(ones)[0, 0, 0].tolist() == [4, 6, 6, 4]


def test_a_square_is_cut_where_it_is_asked_for() -> None:
    image = torch.zeros(1, 3, 40, 40)
    image[:, :, 10:30, 20:40] = 1
    assert torch.allclose(cut_square(image, (0.75, 0.5, 0.4), 16), torch.tensor(255.0))
    assert torch.allclose(cut_square(image, (0.2, 0.5, 0.3), 16), torch.tensor(0.0))


def face68() -> Tensor:
    """Draw a plain face of 68 points: eyes at height 0, the mouth 2 below, eyes' centres 2 apart."""
    points = torch.zeros(68, 2, dtype=torch.float64)
    points[:17] = torch.stack((torch.linspace(-2, 2, 17), 1 + torch.linspace(-2, 2, 17).square().neg().add(4) / 2), 1)
    points[17:27] = torch.stack((torch.linspace(-1.6, 1.6, 10), torch.full((10,), -0.7)), 1)
    points[27:31] = torch.tensor([[0, 0], [0, 0.4], [0, 0.8], [0, 1.1]])
    points[31:36] = torch.tensor([[-0.4, 1.3], [-0.2, 1.3], [0, 1.3], [0.2, 1.3], [0.4, 1.3]])
    eye = torch.tensor([[-0.5, 0], [-0.2, -0.15], [0.2, -0.15], [0.5, 0], [0.2, 0.15], [-0.2, 0.15]])
    points[36:42], points[42:48] = eye - torch.tensor([1.0, 0]), eye + torch.tensor([1.0, 0])
    outer = [[-0.8, 2], [-0.5, 1.8], [-0.2, 1.8], [0, 1.8], [0.2, 1.8], [0.5, 1.8], [0.8, 2],
             [0.5, 2.2], [0.2, 2.2], [0, 2.2], [-0.2, 2.2], [-0.5, 2.2]]  # fmt: skip
    inner = [[-0.7, 2], [-0.3, 1.95], [0, 1.95], [0.3, 1.95], [0.7, 2], [0.3, 2.05], [0, 2.05], [-0.3, 2.05]]
    points[48:60], points[60:68] = torch.tensor(outer), torch.tensor(inner)
    return points[None]


MEASURES = {
    "eye_openness": landmark_geometry.eye_openness,
    "mouth_opening": landmark_geometry.mouth_opening,
    "smile": landmark_geometry.smile,
    "brow_height": landmark_geometry.brow_height,
    "yaw": landmark_geometry.yaw,
}


def test_landmark_measures_of_a_plain_face() -> None:
    face = face68()
    assert landmark_geometry.eye_openness(face)[0].tolist() == pytest.approx([0.3, 0.3])
    assert float(landmark_geometry.mouth_opening(face)) == pytest.approx(0.05)
    assert float(landmark_geometry.smile(face)) == pytest.approx(0.8)
    assert float(landmark_geometry.brow_height(face)) == pytest.approx(0.35)
    assert float(landmark_geometry.yaw(face)) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
def test_landmark_measures_ignore_place_size_and_roll_and_have_gradients(measure: str) -> None:
    face = face68() + 0.03 * torch.randn(1, 68, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    cos, sin = np.cos(0.3), np.sin(0.3)
    moved = 37 * face @ torch.tensor([[cos, sin], [-sin, cos]], dtype=torch.float64) + 11
    assert torch.allclose(MEASURES[measure](moved), MEASURES[measure](face))
    assert torch.autograd.gradcheck(MEASURES[measure], face.requires_grad_())


def test_landmark_measures_have_the_signs_they_promise() -> None:
    face = face68()
    smiling, turned, right_shut = face.clone(), face.clone(), face.clone()
    smiling[:, [48, 54], 1] -= 0.3
    turned[:, 27:36, 0] += 0.3
    right_shut[:, 37:42:1, 1] *= 0.2
    assert landmark_geometry.smile(smiling) > landmark_geometry.smile(face)
    assert landmark_geometry.yaw(turned) > 5
    eyes = landmark_geometry.eye_openness(right_shut)[0]
    assert eyes[0] < 0.1 < eyes[1]


def blobs(centres: list[float], count: int, seed: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.cat([centre + torch.rand(count, 4, generator=generator) for centre in centres])


@pytest.mark.parametrize(
    ("generated", "true", "precision", "recall"),
    [([0.0, 50.0], [0.0, 50.0], 1.0, 1.0), ([0.0], [0.0, 50.0], 1.0, 0.5), ([0.0, 50.0], [50.0], 0.5, 1.0),
     ([200.0], [0.0, 50.0], 0.0, 0.0)],
)  # fmt: skip
def test_precision_and_recall_of_known_sets(
    generated: list[float], true: list[float], precision: float, recall: float
) -> None:
    found = coverage(blobs(generated, 200, 0), blobs(true, 200, 1))
    assert found.precision == pytest.approx(precision, abs=0.1)
    assert found.recall == pytest.approx(recall, abs=0.1)


def test_a_ball_reaches_to_the_kth_fellow() -> None:
    manifold = torch.tensor([[0.0], [1.0], [3.0], [7.0]])
    points = torch.tensor([[-2.9], [-3.1], [4.5]])
    assert inside(points, manifold, 2).tolist() == [True, False, True]
    with pytest.raises(ValueError, match="4 vectors span no manifold"):
        inside(points, manifold, 4)


def test_frechet_distance_of_known_gaussians() -> None:
    diagonal1, diagonal2 = torch.tensor([4.0, 1.0]).double(), torch.tensor([9.0, 0.25]).double()
    means = torch.tensor([0.0, 0.0]).double(), torch.tensor([3.0, 4.0]).double()
    expected = 25 + (2 - 3) ** 2 + (1 - 0.5) ** 2
    assert gaussian_distance(means[0], diagonal1.diag(), means[1], diagonal2.diag()) == pytest.approx(expected)
    mixing = torch.randn(5, 5, generator=torch.Generator().manual_seed(0)).double()
    covariance = mixing @ mixing.T
    zero = torch.zeros(5).double()
    assert gaussian_distance(zero, covariance, zero, covariance) == pytest.approx(0, abs=1e-8)
    assert gaussian_distance(zero, covariance, zero, 4 * covariance) == pytest.approx(float(covariance.trace()))


def test_frechet_distance_grows_with_the_shift() -> None:
    generator = torch.Generator().manual_seed(0)
    features = torch.randn(3, 300, 40, generator=generator) * torch.linspace(0.1, 5, 40)
    axes = principal_axes(features[0], 8)
    assert axes.directions.shape == (40, 8)
    assert axes.project(features[0]).var(dim=0).diff().max() <= 0  # the leading axes first
    same = frechet_distance(features[1], features[0], axes)
    shifted = frechet_distance(features[1] + 2 * features[0].std(dim=0), features[0], axes)
    assert same < 1 < shifted - 20
    with pytest.raises(ValueError, match="have no 8 principal axes"):
        principal_axes(features[0, :8], 8)


def test_psnr_and_landmark_error_of_known_differences() -> None:
    image = torch.full((2, 3, 8, 8), 0.5)
    assert psnr(image + 0.1, image).tolist() == pytest.approx([20.0, 20.0], abs=1e-4)
    assert psnr(image, image).tolist() == pytest.approx([100.0, 100.0])
    face = face68()
    assert float(landmark_error(face + torch.tensor([0.06, 0.08]), face)) == pytest.approx(0.05, abs=1e-6)


def test_perceptual_distance_and_features() -> None:
    torch.manual_seed(0)
    network = VGGFeatures(VGGConfig(widths=(4, 4, 4, 4, 4))).eval()
    image = torch.rand(3, 3, 64, 64)
    noise = torch.randn(3, 3, 64, 64)
    near, far = (perceptual_distance(network, (image + k * noise).clamp(0, 1), image) for k in (0.02, 0.3))
    assert perceptual_distance(network, image, image).abs().max() == 0
    assert (near < far).all()
    features = perceptual_features(network, image)
    assert features.shape == (3, 3 * 4 * 16)
    assert torch.allclose(perceptual_features(network, image[1:2]), features[1:2], atol=1e-6)


def test_a_probe_reads_what_is_linear_and_nothing_else() -> None:
    generator = np.random.default_rng(0)
    latents = generator.normal(size=(300, 20))
    label = latents @ generator.normal(size=20) + 5
    assert probe(latents, label) > 0.99
    assert probe(latents, generator.normal(size=300)) < 0.1
    half = label + generator.normal(size=300) * label.std()
    assert probe(latents, half) == pytest.approx(0.5, abs=0.12)
    label[::2] = np.nan
    assert probe(latents, label) > 0.95
    with pytest.raises(ValueError, match="9 labelled rows are too few"):
        probe(latents[:9], half[:9])

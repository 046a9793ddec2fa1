"""The pieces of the small CLIP's training, on made-up numbers and pictures."""

import numpy as np
import pytest
import torch
from torch import nn

from scripts.clip import seeing
from scripts.clip.channels import decorrelated
from scripts.clip.claims import claims
from scripts.clip.colours import POINTS, colour_values
from scripts.clip.pictures import GROUP, Painter, convolutions, grown
from scripts.clip.probes import Probe, balanced, may_teach, told
from scripts.clip.seeing import SeeingConfig, Seen, agreement, embedded, placing_loss, train_seeing
from scripts.clip.space import AXES, COMMON, DIM, STRANGE, Space, strange
from scripts.clip.strange_words import FRAMES
from scripts.clip.strange_words import WORDS as STRANGE_WORDS
from scripts.clip.values import EXPRESSIONS, PLAIN, STANDARD, Values
from scripts.clip.wording import Writer, train_wording, vocabulary
from scripts.face_scores.name_facts import NameFacts
from styletransfer.models.clip_parts import ClipShape, new_network
from styletransfer.models.clip_tokens import Tokenizer
from tests.scripts.small_clip import a_tick_a_call, axis

SPACE = Space(dict.fromkeys(AXES, (0.0, 1.0)) | {"age": (np.log(45.0), 0.5), "male": (0.5, 0.3)})


@pytest.mark.parametrize(
    ("text", "name", "sign"),
    [
        ("age>58", "age", 1),
        ("age<9", "age", -1),
        ("male>0.7", "male", 1),
        ("smile<-0.4", "smile", -1),
        ("yaw>12", "yaw", 1),
    ],
)
def test_a_claim_points_along_its_axis(text: str, name: str, sign: int) -> None:
    place = SPACE.meaning(claims(text))
    assert place[axis(name)] * sign > 0.5
    assert np.count_nonzero(place[: len(AXES)]) == 1
    assert place[COMMON] > 0


def test_a_sad_face_does_not_smile_unless_it_is_said_to() -> None:
    assert SPACE.meaning(claims("sad>0.6"))[axis("smile")] < 0
    assert SPACE.meaning(claims("sad>0.6 smile>1"))[axis("smile")] > 0


def test_pictures_and_captions_of_the_same_values_belong_to_the_same_place() -> None:
    picture = SPACE.places({"age": np.array([65.0]), "male": np.array([np.nan])})[0]
    assert np.isnan(picture[axis("male")])
    assert picture[axis("age")] == pytest.approx(SPACE.meaning(claims("age:60..70"))[axis("age")], abs=1e-5)


def test_what_is_no_face_shares_nothing_with_faces_but_the_common_part() -> None:
    place = strange()
    assert place[STRANGE] > 0
    assert not place[: len(AXES)].any()


def test_decorrelated_rows_spare_what_all_channels_do() -> None:
    random = torch.Generator().manual_seed(0)
    rows = torch.zeros(400, DIM)
    smile, skin = axis("smile"), axis("skin")
    rows[:, smile] = torch.randn(400, generator=random)
    rows[:, skin] = 0.3 * torch.randn(400, generator=random) + 0.3 * rows[:, smile]
    rows = nn.functional.normalize(rows, dim=1)

    def spilt(matrix: torch.Tensor) -> float:
        moves = matrix[:, skin]
        done = moves @ rows
        return float((done[smile] / done[skin]).abs())

    better = decorrelated(rows)
    assert torch.linalg.vector_norm(better, dim=1).allclose(torch.ones(400))
    assert spilt(better) < 0.6 * spilt(rows)


def test_axes_that_nothing_is_seen_on_are_not_blown_up() -> None:
    random = torch.Generator().manual_seed(0)
    rows = nn.functional.normalize(torch.randn(300, DIM, generator=random), dim=1)
    rows[:, axis("hat")] *= 0.01
    assert float(decorrelated(rows)[:, axis("hat")].abs().max()) < 0.03


def test_colours_are_those_of_the_places() -> None:
    picture = np.zeros((1, 128, 128, 3), np.uint8)
    picture[:, :, :64], picture[:, :, 64:] = 40, 200
    points = np.full((1, len(POINTS), 2), 0.25, np.float32)
    found = colour_values(picture, points)
    assert found["skin"][0] == pytest.approx(16, abs=1)
    assert found["light_x"][0] == pytest.approx(0, abs=0.1)
    assert 16 < found["brightness"][0] < 81
    found = colour_values(picture, np.full_like(points, 0.75))
    assert found["skin"][0] == pytest.approx(81, abs=1)


def test_values_of_usual_faces_are_usual() -> None:
    random = np.random.default_rng(0)
    parts = {part for mix in EXPRESSIONS.values() for part in mix if part != "smile"}
    others = {"log_age", "male", "hair_skin", "hair_beside", "hair_background", "eye_dark", "sunglasses"}
    readings = {name: random.standard_normal(500) for name in {*parts, *others, *PLAIN, *STANDARD}}
    readings["log_age"] = 3 + 0.3 * readings["log_age"]
    readings["hair_background"] = np.abs(readings["hair_background"]) * 20
    found = Values.fitted(readings)(readings)
    assert found["smile"].mean() == pytest.approx(0, abs=1e-6)
    assert found["smile"].std() == pytest.approx(1, abs=1e-6)
    assert 0 <= np.nanmin(found["beard"]) < np.nanmax(found["beard"]) <= 1
    assert (np.diff(found["age"][np.argsort(readings["log_age"])]) >= 0).all()
    assert np.isnan(found["hair_long"][readings["hair_background"] < 12]).all()


def test_a_probe_reads_what_it_was_fitted_to() -> None:
    random = np.random.default_rng(0)
    described = random.standard_normal((200, 5)).astype(np.float32)
    described -= described.mean(axis=0)
    target = np.stack([described[:, 0], 1 - described[:, 1]], axis=1)
    probe = Probe.fitted(described, target, np.ones(200, np.float32), ridge=1e-6)
    np.testing.assert_allclose(probe(described), target, atol=1e-3)


def test_rare_examples_weigh_as_much_as_the_others() -> None:
    known = np.array([1, 0, 0, 0], np.float32)
    weight = balanced(known)
    assert weight[known > 0].sum() == pytest.approx(weight[known == 0].sum())


def test_names_tell_and_only_half_of_them_teach() -> None:
    facts = [NameFacts(age=4, sex="male"), NameFacts(sex="female"), NameFacts(glasses="dark")]
    found = told(["a", "b", "c"], facts)
    assert np.isnan(found["male"]).tolist() == [True, False, True]
    assert found["sunglasses"][2] == 1
    share = np.mean([may_teach(f"faces/x/{number}.jpg") for number in range(1000)])
    assert 0.4 < share < 0.6


def test_groups_are_the_same_for_the_same_seed_and_differ_inside(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.clip.pictures.MOST_SLIDERS", 1)
    once, again, other = painter.paint(3, 5), painter.paint(3, 5), painter.paint(3, 6)
    assert once.shape == (3 * GROUP, 16, 16, 3)
    np.testing.assert_array_equal(once, again)
    assert (once != other).any()
    assert (once[0] != once[1]).any()
    assert (once[0] != once[2]).any()


def test_prompts_never_move_layers_of_colour(painter: Painter) -> None:
    names = {painter.generator.style_names[layer] for layer, _ in convolutions(painter.generator)}
    assert names == {name for name in painter.generator.style_names if "rgb" not in name}


def test_a_file_that_grows_keeps_what_it_has(tmp_path) -> None:  # type: ignore[no-untyped-def]
    grown(tmp_path / "a.npy", 4, (2,))[1] = 7
    assert grown(tmp_path / "a.npy", 4, (2,))[1].tolist() == [7, 7]


def test_mirrored_pictures_look_the_other_way() -> None:
    torch.manual_seed(0)
    pictures = torch.zeros(GROUP, 3, 16, 16, dtype=torch.uint8)
    places = torch.ones(GROUP, DIM)
    config = SeeingConfig(minutes=1, groups=4, others=2)
    _, found = seeing._batch(Seen(pictures, places), Seen(pictures, places), config, np.random.default_rng(0))
    yaw = found[: 4 * GROUP, axis("yaw")].view(4, GROUP)
    assert (yaw == yaw[:, :1]).all()
    assert yaw.min() == -1
    assert (found[:, axis("smile")] == 1).all()


def test_the_loss_leaves_out_what_is_not_known() -> None:
    found, places = torch.zeros(GROUP, DIM), torch.zeros(GROUP, DIM)
    assert placing_loss(found, places, GROUP) == 0
    places[:, 0] = torch.nan
    assert placing_loss(found + 0, places, GROUP) == 0
    places[:, 1] = 1.0
    assert placing_loss(found, places, GROUP) > 0


def small_network(tokens: int) -> nn.Module:
    torch.manual_seed(0)
    shape = ClipShape(
        embed_dim=DIM, image_resolution=32, vision_layers=(1, 1, 1, 1), vision_width=2, vision_patch_size=None,
        context_length=32, vocab_size=tokens, transformer_width=64, transformer_layers=1,
    )  # fmt: skip
    return new_network(shape).float()


def test_pictures_are_brought_to_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    a_tick_a_call(monkeypatch, "scripts.clip.fitting")
    torch.manual_seed(0)
    light = torch.linspace(0, 255, 30).round()
    pictures = light.view(-1, 1, 1, 1).expand(-1, 3, 32, 32).to(torch.uint8).contiguous()
    places = torch.zeros(30, DIM)
    places[:, axis("brightness")] = (light - 127) / 60
    data, visual = Seen(pictures, places), small_network(8).visual
    config = SeeingConfig(minutes=2, groups=4, others=4)
    steps = list(train_seeing(visual.train(), data, data, config))
    visual.load_state_dict(steps[-1][2])
    found = agreement(embedded(visual.eval(), pictures), places)
    assert set(found) == {"brightness"}
    assert found["brightness"] > 0.8


def test_strange_words_are_no_words_of_faces_and_have_their_tokens() -> None:
    tokenizer = Tokenizer(vocabulary())
    assert all(tokenizer.pieces(word) for word in STRANGE_WORDS)
    assert all("{}" in frame for frame in FRAMES)
    assert len(set(STRANGE_WORDS)) == len(STRANGE_WORDS)


def test_captions_are_brought_to_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    a_tick_a_call(monkeypatch, "scripts.clip.fitting")
    tokenizer = Tokenizer(vocabulary())
    network, writer = small_network(tokenizer.size), Writer(SPACE, 0)
    steps = list(train_wording(network, tokenizer, writer, minutes=0.1))
    assert steps[-1][0] >= 1
    assert any((value != 0).any() for value in steps[-1][2].values())


def test_short_rows_embed_as_clip_embeds_whole_ones() -> None:
    tokenizer = Tokenizer(vocabulary())
    network = small_network(tokenizer.size).eval()
    tokens = tokenizer.encode(["an old man", "smiling"], 32)
    with torch.no_grad():
        torch.testing.assert_close(
            network.encode_text(tokens[:, :8]), network.encode_text(tokens), atol=1e-5, rtol=1e-4
        )

"""Channels are moved one at a time, in parts that cover all of them, around their measured means."""

import pytest
import torch

from styletransfer.algorithms.text_probes import (
    Statistics,
    covered,
    parts,
    probes,
    random_codes,
    random_styles,
    statistics,
    statistics_of,
)
from styletransfer.algorithms.text_relevance_config import MOST_IMAGES, RelevanceConfig
from styletransfer.errors import Cancelled, InputError, RecipeError
from styletransfer.progress import Progress
from tests.algorithms.tiny_text import CHANNELS, CONFIG, SHAPE, generator, subject


@pytest.mark.parametrize("batch", [1, 3, 4, 100])
def test_parts_cover_every_channel_outside_to_rgb_once(batch: int) -> None:
    network = generator()
    rows = [row for part in parts(network, batch) for row in range(part.row, part.row + part.channels)]
    assert rows == list(range(CHANNELS))
    places = [(network.style_names[part.layer], part.first + index)
              for part in parts(network, batch) for index in range(part.channels)]  # fmt: skip
    sizes = {"conv1": 4, "convs.0": 4, "convs.1": 3}
    assert places == [(name, channel) for name, size in sizes.items() for channel in range(size)]
    assert all(part.channels <= batch for part in parts(network, batch))


def test_a_probe_moves_one_channel_around_its_mean() -> None:
    network = generator()
    face = random_styles(network, CONFIG, 0)
    known = Statistics(torch.arange(CHANNELS).float(), torch.full((CHANNELS,), 0.5))
    part = next(part for part in parts(network, 2) if part.row == 6)  # the last two of convs.0
    found = probes(face, part, known, 3.0)
    changed = [(layer, row, channel) for layer, style in enumerate(found)
               for row, channel in (style != face[layer]).nonzero().tolist()]  # fmt: skip
    layer = network.style_names.index("convs.0")
    assert changed == [(layer, 0, 2), (layer, 1, 3), (layer, 2, 2), (layer, 3, 3)]
    assert found[layer][[0, 1, 2, 3], [2, 3, 2, 3]].tolist() == [4.5, 5.5, 7.5, 8.5]
    assert {len(style) for style in found} == {4}


def test_faces_hang_on_seed_and_number_alone() -> None:
    network = generator()
    more = RelevanceConfig(images=50)
    for given, same in zip(random_styles(network, CONFIG, 1), random_styles(network, more, 1), strict=True):
        assert torch.equal(given, same)
    assert not torch.equal(random_styles(network, CONFIG, 0)[0], random_styles(network, CONFIG, 1)[0])
    other = RelevanceConfig(seed=1)
    assert not torch.equal(random_styles(network, CONFIG, 0)[0], random_styles(network, other, 0)[0])
    with pytest.raises(InputError, match=f"{MOST_IMAGES}"):
        random_styles(network, CONFIG, MOST_IMAGES)


def test_truncation_draws_faces_to_the_average() -> None:
    network = generator()
    z = torch.randn(3, SHAPE.style_dim)
    average = network.latent_avg.expand(3, network.num_ws, -1)
    torch.testing.assert_close(random_codes(network, z, 0.0), average)
    rows = network.latent_avg + torch.randn(network.num_ws, 1)
    network.latent_avg = rows  # published encoders' generators have a row for each layer
    torch.testing.assert_close(random_codes(network, z, 0.0), rows.expand(3, -1, -1))


def test_statistics_are_those_of_all_faces_together() -> None:
    network, config = generator(), RelevanceConfig(samples=2500)
    found = statistics(network, config)
    random = torch.Generator().manual_seed(config.seed + 1)
    z = torch.cat([torch.randn(count, SHAPE.style_dim, generator=random) for count in (1000, 1000, 500)])
    styles = network.styles(random_codes(network, z, 0.7))
    values = torch.cat([styles[layer] for layer in covered(network)], dim=1)
    torch.testing.assert_close(found.mean, values.mean(dim=0))
    torch.testing.assert_close(found.deviation, values.std(dim=0, correction=0))
    torch.testing.assert_close(statistics_of(values).deviation, found.deviation)


def test_measuring_the_statistics_can_be_stopped() -> None:
    def stop(progress: Progress) -> None:
        assert (progress.step, progress.total) == (1000, 2500)
        raise Cancelled

    with pytest.raises(Cancelled):
        statistics(generator(), RelevanceConfig(samples=2500), stop)


def test_pictures_lie_in_range_and_embeddings_come_in_order() -> None:
    pair = subject()
    faces = [random_styles(pair.generator, CONFIG, number) for number in range(3)]
    together = tuple(torch.cat(layer) for layer in zip(*faces, strict=True))
    painted = pair.painted(tuple(20 * style for style in together))
    assert painted.shape == (3, 3, SHAPE.size, SHAPE.size)
    assert 0 <= float(painted.min()) < float(painted.max()) <= 1
    alone = torch.cat([pair.seen(face) for face in faces])
    assert torch.cdist(pair.seen(together), alone).argmin(dim=1).tolist() == [0, 1, 2]


@pytest.mark.parametrize("changes", [{"images": 0}, {"images": MOST_IMAGES + 1}, {"shift": 0.0}, {"batch": 0},
                                     {"samples": 1}, {"truncation_psi": float("nan")}])  # fmt: skip
def test_impossible_measurements_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(RecipeError):
        RelevanceConfig(**changes)  # type: ignore[arg-type]

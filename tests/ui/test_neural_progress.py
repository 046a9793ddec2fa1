"""How the loss of a painting under way is drawn."""

from styletransfer.ui.neural_progress import loss_chart


def test_the_loss_curve_thins_out_long_runs_and_needs_a_few_points() -> None:
    assert loss_chart([{"loss": 1.0}] * 2) is None
    assert loss_chart([{"size": 64.0}] * 9) is None
    chart = loss_chart([{"loss": 1.0 / step} for step in range(1, 3001)])
    assert chart is not None
    points = chart["data"]["values"]
    assert points[0] == {"step": 1, "loss": 1.0}
    assert len(points) <= 151

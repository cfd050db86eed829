"""The nudge widget in Python."""

import numpy as np
import pytest
from drivers.nudge_weight import LABELS, VALUES, WEIGHTS, along, axes_of, loss_of, slope_by_nudges, slopes_of

from xo_helpers.ops import dense
from xo_helpers.texts import rounded
from xo_helpers.widgets import NudgeWeight


@pytest.fixture
def nudge():
    return NudgeWeight(VALUES, LABELS, WEIGHTS)


def test_as_it_is_made(nudge):
    assert (nudge.values, nudge.labels, nudge.weights) == (VALUES, LABELS, WEIGHTS)
    assert (nudge.bias, nudge.learning_rate, nudge.row, nudge.column) == ([0, 0], 1, 0, 0)
    assert (nudge.classes, nudge.names) == (["X", "O"], ["0", "1", "2"])
    assert nudge.loss == loss_of(VALUES, LABELS, WEIGHTS, [0, 0])
    assert (nudge.trail, nudge.axes) == ([], axes_of(WEIGHTS))
    one = NudgeWeight([0.9, 0.65, 0.45], [1], np.zeros((3, 2), dtype=int))
    assert one.values == VALUES[:1]
    assert one.loss == pytest.approx(np.log(2))


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_nudging_finds_the_slopes_of_calculus(classes):
    rng = np.random.default_rng(classes)
    values, labels = rng.uniform(-1, 1, (6, 4)), rng.integers(classes, size=6)
    weights, bias = rng.normal(0, 2, (4, classes)), rng.normal(0, 1, classes)
    nudge = NudgeWeight(values, labels, weights, bias, classes=list("abcde")[:classes])
    of_weights, of_bias = slopes_of(values, labels, weights, bias)
    assert np.allclose(nudge.slopes, of_weights, rtol=0, atol=1e-4)
    assert np.allclose(nudge.bias_slopes, of_bias, rtol=0, atol=1e-4)
    nudge.row, nudge.column = 3, 1
    assert nudge.slope == nudge.slopes[3, 1]
    by_hand = slope_by_nudges(along(weights, (3, 1), bias, values, labels), weights[3, 1])
    assert nudge.slope == pytest.approx(by_hand, abs=1e-12)


def test_a_step_changes_the_picked_weight_and_lowers_the_loss(nudge):
    nudge.row, nudge.column, nudge.learning_rate = 1, 1, 0.3
    before, slope, weights = nudge.loss, nudge.slope, nudge.weights
    nudge.step()
    assert nudge.weights is not weights
    assert weights == WEIGHTS  # a fresh list each time
    want = np.array(WEIGHTS)
    want[1, 1] -= 0.3 * slope
    assert np.array_equal(nudge.weights, want)
    assert nudge.loss < before


def test_a_step_of_all_takes_the_bias_along_and_reset_goes_back(nudge):
    slopes, bias_slopes, before = nudge.slopes, nudge.bias_slopes, nudge.loss
    nudge.step_all()
    assert np.array_equal(nudge.weights, WEIGHTS - slopes)
    assert np.array_equal(nudge.bias, -bias_slopes)
    assert nudge.loss < before
    for _ in range(300):
        nudge.step_all()
    assert (dense(nudge.values, nudge.weights, nudge.bias).argmax(axis=1) == LABELS).all()
    assert np.abs(nudge.weights).max() > 1  # weights may grow as they like
    nudge.learning_rate = 3
    nudge.reset()
    assert (nudge.weights, nudge.bias, nudge.learning_rate) == (WEIGHTS, [0, 0], 3)
    assert (nudge.trail, nudge.axes) == ([], axes_of(WEIGHTS))


def test_the_axes_stay_and_the_trail_grows_until_another_weight_is_picked(nudge):
    trails, places = [nudge.trail], []
    for step in (nudge.step, nudge.step_all, nudge.step):
        places.append([nudge.weights[0][0], nudge.loss])
        step()
        trails.append(nudge.trail)
        assert nudge.trail == pytest.approx(np.array(places))
        assert nudge.axes == axes_of(WEIGHTS)
    assert [len(trail) for trail in trails] == [0, 1, 2, 3]  # a fresh list each time
    nudge.weights = 2 * np.array(WEIGHTS)
    assert (len(nudge.trail), nudge.axes) == (3, axes_of(WEIGHTS))
    nudge.column = 1
    assert (nudge.trail, nudge.axes) == ([], axes_of(nudge.weights, (0, 1), nudge.bias))
    nudge.step()
    nudge.values = np.array(VALUES) / 2
    assert (nudge.trail, nudge.axes) == ([], axes_of(nudge.weights, (0, 1), nudge.bias, nudge.values))


def test_a_step_that_is_too_long_lands_up_the_other_side():
    nudge = NudgeWeight([[1.0, 0.2], [0.4, 0.9]], [0, 1], [[0.5, 0.0], [0.0, 0.1]], learning_rate=20)
    nudge.column = 1
    before, slope = nudge.loss, nudge.slope
    nudge.step()
    assert (slope > 0, nudge.slope < 0, nudge.loss > before) == (True, True, True)
    assert nudge.trail == [[0.0, before]]


def test_what_the_page_has_done_stays_as_it_is(nudge):
    """With the kernel busy a pick and the steps after it arrive as one."""
    axes = {"row": 2, "column": 1, "left": -3, "right": 3, "top": 1}
    nudge.set_state({"row": 2, "column": 1, "axes": axes, "trail": [[-0.1, 0.7]]})
    assert (nudge.axes, nudge.trail) == (axes, [[-0.1, 0.7]])
    nudge.trail = np.zeros((0, 2))
    nudge.axes = axes | {"top": 2}
    assert (nudge.axes["top"], nudge.trail) == (2, [])


def test_another_batch_goes_in_together(nudge):
    with nudge.hold_trait_notifications():
        nudge.values, nudge.labels = VALUES[:2], LABELS[:2]
    assert nudge.loss == loss_of(VALUES[:2], LABELS[:2], WEIGHTS, [0, 0])
    nudge.reset()
    assert (nudge.values, nudge.labels) == (VALUES, LABELS)


def test_the_repr_is_stable(nudge):
    begins = "NudgeWeight(loss=0.6545, 4 of 4 right, weight 0 to "
    assert repr(nudge) == f"{begins}X=0.20, slope=−0.1255): nudging it up lowers the loss"
    nudge.column = 1
    assert repr(nudge) == f"{begins}O=0.00, slope=0.1255): nudging it up raises the loss"
    nudge.values = np.zeros((4, 3))
    begins = "NudgeWeight(loss=0.6931, 2 of 4 right, weight 0 to "
    assert repr(nudge) == f"{begins}O=0.00, slope=0.00): nudging it up hardly changes the loss"


def test_its_loss_is_rounded_as_all_numbers_are(nudge, monkeypatch):
    monkeypatch.setattr(NudgeWeight, "loss", 0.00015)
    assert repr(nudge).startswith("NudgeWeight(loss=0.0002, ")


def test_the_picture_shows_the_weights_and_the_curve():
    nudge = NudgeWeight(VALUES, LABELS, WEIGHTS, [0.1, -0.2], names=["left", "middle", "right"])
    nudge.row, nudge.column = 2, 1
    grid, plot = nudge._figure().axes
    assert np.array_equal(grid.images[0].get_array(), WEIGHTS)
    texts = [text.get_text() for text in grid.texts]
    assert texts[-8:] == ["to X", "0.10", "to O", "−0.20", "left", "middle", "right", "bias"]
    curve, tangent, now, after = plot.lines
    weights, losses = curve.get_data()
    assert losses == pytest.approx(list(map(along(WEIGHTS, (2, 1), [0.1, -0.2]), weights)))
    assert tangent.get_slope() == nudge.slope
    assert [*map(float, np.ravel(now.get_data()))] == [-0.1, nudge.loss]
    assert plot.get_ylim() == (0, nudge.axes["top"])
    nudge.step()
    assert [*map(float, np.ravel(after.get_data()))] == [nudge.weights[2][1], nudge.loss]
    nudge.step()
    again = nudge._figure().axes[1]
    assert (again.get_xlim(), again.get_ylim()) == (plot.get_xlim(), plot.get_ylim())
    assert np.transpose(again.lines[2].get_data()).tolist() == nudge.trail
    nudge.learning_rate = 300
    plot = nudge._figure().axes[1]
    assert len(plot.lines) == 4  # no diamond
    assert f"a step lands at {rounded(nudge.weights[2][1] - 300 * nudge.slope, 2)}" in plot.get_title("right")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("values", VALUES[:3], "labels must be as many as images, 3, not 4; to change both at once, set them inside"),
        ("values", [VALUES], "values have shape \\(1, 4, 3\\); give a row per image"),
        ("values", [[0.1, np.nan, 0]] * 4, "there is nan in values"),
        ("values", None, "values is None; it must hold plain numbers"),
        ("labels", [0, 1, 2, 0], "labels hold 2; with 2 classes they go from 0 to 1"),
        ("labels", [0, 1, 0], "labels must be as many as images, 4, not 3"),
        ("labels", [0.0, 1, 0, 1], "labels must hold whole numbers from 0, not float64 values"),
        ("weights", [[0, 0]], "weights must have shape \\(3, 2\\), not \\(1, 2\\), to fit"),
        ("weights", [[np.inf, 0]] * 3, "there is inf in weights"),
        ("bias", [0], "bias must have shape \\(2,\\), not \\(1,\\), to fit"),
        ("row", 3, "row is 3; there are rows 0 to 2"),
        ("column", -1, "column is -1; there are columns 0 to 1"),
        ("learning_rate", 0, "learning_rate is 0; it must be one number above 0, like 0.3"),
        ("learning_rate", [1, 2], "learning_rate is \\[1, 2\\]; it must be one number above 0"),
        ("learning_rate", True, "learning_rate is True"),
        ("learning_rate", "fast", "learning_rate holds text"),
        ("learning_rate", np.nan, "there is nan in learning_rate"),
        ("trail", [1, 2], "trail has shape \\(2,\\); it must be pairs of a weight and its loss"),
        ("trail", [[1, np.nan]], "there is nan in trail"),
        ("axes", {"left": 0}, "axes must be a dict of row, column, left, right, top, not \\['left'\\]"),
        ("axes", axes_of(WEIGHTS).expected | {"left": 9}, "left must be less than right"),
        ("axes", axes_of(WEIGHTS).expected | {"top": "high"}, "axes\\['top'\\] holds text"),
        ("names", ["a"], "names must be as many as values, 3, not 1"),
    ],
)  # fmt: skip
def test_bad_values_are_refused_and_change_nothing(nudge, name, value, message):
    before = nudge.get_state()
    with pytest.raises(ValueError, match=message):
        setattr(nudge, name, value)
    assert nudge.get_state() == before


def test_what_does_not_fit_is_not_made():
    with pytest.raises(ValueError, match="the widget shows 2 to 5 classes, not 1"):
        NudgeWeight(VALUES, LABELS, np.zeros((3, 1)), classes=["X"])
    with pytest.raises(ValueError, match="there are 1001 images; the widget takes 1000 at most: take some"):
        NudgeWeight(np.zeros((1001, 3)), np.zeros(1001, int), WEIGHTS)
    with pytest.raises(ValueError, match="there are 101 values an image; the widget shows 100 at most"):
        NudgeWeight(np.zeros((1, 101)), [0], np.zeros((101, 2)))
    with pytest.raises(ValueError, match="learning_rate is -1"):
        NudgeWeight(VALUES, LABELS, WEIGHTS, learning_rate=-1)
    with pytest.raises(ValueError, match="values have shape \\(\\)"):
        NudgeWeight(0.5, [0], WEIGHTS)


def test_steps_that_go_beyond_all_numbers_are_refused_and_numbers_of_few_bits_are_counted_in_full():
    nudge = NudgeWeight([[3.0]], [0], [[0.0, 0.0]], learning_rate=1e6)
    before = repr(nudge)
    nudge.weights = [[-1e6, 1e6]]
    held = nudge.get_state()
    with pytest.raises(
        ValueError,
        match=r"weights must hold numbers from -1e\+06 to 1e\+06, not 2e\+06: take less, or shorter steps",
    ):
        nudge.step()
    assert nudge.get_state() == held
    nudge.reset()
    assert repr(nudge) == before
    few = NudgeWeight(np.uint8([[200, 3]]), np.uint8([1]), np.float32([[0.53, 0], [0, 0]]))
    assert few.loss == loss_of([[200.0, 3.0]], [1], [[0.53, 0], [0, 0]], [0, 0])
    assert "weight 0 to X=0.53" in repr(few)


def up_and_down(nudge):
    for _ in range(5):
        nudge.step()
        nudge.labels = [1 - nudge.labels[0]]


@pytest.mark.parametrize("weights", [[[-1e6, 1e6]], [[-1e3, 1e6]]])
def test_a_loss_that_is_too_large_is_told_of_what_the_learner_gave(weights):
    says = "the loss of these values and weights is .*, and up to 5e.08 is shown: take smaller values or weights, or shorter"
    with pytest.raises(ValueError, match=says):
        NudgeWeight([1e6], [0], weights)
    nudge = NudgeWeight([1e4], [0], [[0.0, 0.0]], learning_rate=10)
    with pytest.raises(ValueError, match=says):
        nudge.weights = weights
    nudge.weights = [[-2e4, 2e4]]
    with pytest.raises(ValueError, match="(values|weights|the loss) .* shorter steps"):
        up_and_down(nudge)
    assert "image/png" in nudge._repr_mimebundle_()[0]

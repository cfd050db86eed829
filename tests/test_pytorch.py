"""Models of PyTorch's as networks of ours: the same outputs, or the place of what has no layer here."""

import numpy as np
import pytest

from xo_helpers.network import Network, load_network
from xo_helpers.pytorch import from_torch


def models(nn):  # -> (model, input shape)
    norm = nn.BatchNorm2d
    return {
        "as in lesson 11": (
            nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True), nn.Flatten(), nn.Linear(48, 2)),
            (1, 9, 9),
        ),
        "steps, padding, no bias": (
            nn.Sequential(
                nn.Conv2d(3, 4, 5, stride=2, padding=1, bias=False), nn.Conv2d(4, 4, 3, padding="same"),
                nn.Conv2d(4, 2, 2, padding="valid"), nn.MaxPool2d(3, 2),
            ),
            (3, 28, 20),
        ),
        "nested, asleep, normalised": (
            nn.Sequential(
                nn.Sequential(nn.Conv2d(1, 4, 3), norm(4), nn.ReLU(inplace=True)), nn.Identity(), nn.Dropout(0.5),
                nn.Sequential(nn.MaxPool2d((2, 2), stride=(3, 3)), nn.Sequential(norm(4, affine=False))),
                nn.Flatten(), nn.BatchNorm1d(48), nn.Linear(48, 8, bias=False), nn.BatchNorm1d(8), nn.Linear(8, 3),
            ),
            (1, 12, 14),
        ),
        "normalised first, then one value a map": (
            nn.Sequential(norm(2), nn.Conv2d(2, 6, 3), nn.AdaptiveMaxPool2d((1, 1)), nn.ReLU(), nn.Flatten(), nn.Linear(6, 2)),
            (2, 7, 5),
        ),
        "doubles": (nn.Sequential(nn.Flatten(), nn.Linear(81, 2)).double(), (1, 9, 9)),
        "nothing": (nn.Sequential(), (1, 4, 4)),
    }  # fmt: skip


def settled(torch, model):
    """The model as after training: statistics of its own, scales that are not 1."""
    with torch.no_grad():
        for module in model.modules():
            for name, lowest in [("running_var", 0.2), ("running_mean", -1), ("weight", -1), ("bias", -1)]:
                if getattr(module, name, None) is not None and "Norm" in type(module).__name__:
                    getattr(module, name).uniform_(lowest, 2)
    return model.eval()


@pytest.mark.parametrize("which", range(6))
def test_the_network_gives_what_the_model_gives_also_for_images_beyond_1(torch, which):
    torch.manual_seed(which)
    model, shape = list(models(torch.nn).values())[which]
    model, images = settled(torch, model), np.random.default_rng(which).normal(scale=3, size=(5, *shape))
    network = from_torch(model, shape)
    want = model(torch.tensor(images, dtype=next(model.parameters(), torch.zeros(1)).dtype)).detach().numpy()
    np.testing.assert_allclose(network.forward(images), want, rtol=1e-4, atol=1e-4)
    model.train()  # in any state, it is the trained one that is looked into
    np.testing.assert_array_equal(from_torch(model, shape).forward(images), network.forward(images))


def test_weights_are_copies_and_what_was_made_can_be_saved(torch, tmp_path):
    model, shape = models(torch.nn)["as in lesson 11"]
    network, images = from_torch(model, shape), np.random.default_rng(0).uniform(-1, 1, (2, *shape))
    before = network.forward(images)
    with torch.no_grad():
        model[0].weight.zero_()
    network.save(tmp_path / "mine.npz")
    np.testing.assert_array_equal(network.forward(images), before)
    np.testing.assert_array_equal(load_network(tmp_path / "mine.npz").forward(images), before)


REFUSED = {
    "nn.Sequential(nn.ReLU(), nn.Sequential(nn.Sigmoid()))": r"model\[1\]\[0\] is Sigmoid\(\) and has no layer here",
    "nn.Sequential(nn.Conv2d(1, 2, 3, groups=1, dilation=2))": r"model\[0\] is .* with dilation=\(2, 2\): layers here have dilation=1",
    "nn.Sequential(nn.Conv2d(2, 2, 3, groups=2))": "groups=2",
    "nn.Sequential(nn.Conv2d(1, 2, 3, padding=1, padding_mode='circular'))": "padding_mode=circular",
    "nn.Sequential(nn.Conv2d(1, 2, (3, 5)))": "rows and columns must have the same",
    "nn.Sequential(nn.Conv2d(1, 2, 4, padding='same'))": "take an odd kernel_size",
    "nn.Sequential(nn.Conv2d(1, 2, 3, stride=(1, 2)))": r"stride=\(1, 2\)",
    "nn.Sequential(nn.MaxPool2d(2, padding=1))": "padding=1",
    "nn.Sequential(nn.MaxPool2d(2, return_indices=True))": "return_indices=True",
    "nn.Sequential(nn.AdaptiveMaxPool2d(2))": "output_size=2",
    "nn.Sequential(nn.AdaptiveMaxPool2d(1))": "ends with maps of 1×1",
    "nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Linear(1, 2))": r"model\[1\] is .* put nn.Flatten\(\) before it",
    "nn.Sequential(nn.Flatten(0))": "start_dim=0",
    "nn.Sequential(nn.Conv2d(3, 2, 3))": r"model\[0\] is .* does not fit: .*conv1",
    "nn.Sequential(nn.Flatten(), nn.Linear(80, 2))": r"model\[1\] is .* does not fit",
    "nn.Sequential(nn.Linear(9, 2))": r"model\[0\] is .* does not fit",
    "nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(3))": r"model\[1\] is .* is given 2: it takes 3",
    "nn.Sequential(nn.BatchNorm2d(1, track_running_stats=False))": "without running statistics",
    "nn.Sequential(nn.LazyConv2d(2, 3))": "run the model once",
    "nn.Sequential(nn.Flatten(), nn.Softmax(1))": "ops.softmax",
    "nn.Sequential(nn.Conv2d(1, 2, 3, device='meta'))": "weight cannot be read",
    "nn.Sequential(nn.Conv2d(1, 2, 3, dtype=torch.complex64))": "weight cannot be read",
    "nn.Transformer(8, 2, 1, 1, 8)": "model is .* and has no layer here",
    "type('Mine', (nn.Conv2d,), {'__module__': 'mine'})(1, 2, 3)": "model is .* and has no layer here",
    "nn.Sequential": "model is .*; from_torch takes a torch.nn.Sequential",
    "'a model'": "from_torch takes a torch.nn.Sequential",
}  # fmt: skip


@pytest.mark.parametrize("made", REFUSED)
def test_what_has_no_layer_here_is_named_with_its_place(torch, made):
    with pytest.raises(ValueError, match=f"(?s){REFUSED[made]}"):
        from_torch(eval(made, {"nn": torch.nn, "torch": torch}), (1, 9, 9))


def test_hooks_may_change_anything_and_are_refused(torch):
    model = torch.nn.Sequential(torch.nn.Sequential(torch.nn.ReLU()))
    model[0][0].register_forward_hook(lambda module, given, made: made + 1)
    with pytest.raises(ValueError, match=r"model\[0\]\[0\] is ReLU\(\) with hooks"):
        from_torch(model, (1, 9, 9))


def test_shapes_and_ranges(torch):
    model, shape = models(torch.nn)["as in lesson 11"]
    with pytest.raises(ValueError, match="input_shape is 81"):
        from_torch(model, 81)
    network = from_torch(model, list(shape))
    assert isinstance(network, Network)
    assert network.output_shape == (2,)
    with pytest.raises(ValueError, match="try x / 127.5 - 1"):  # bytes are bytes in any network
        network.forward(np.full((1, *shape), 255))

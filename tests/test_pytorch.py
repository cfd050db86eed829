"""Models of PyTorch's as networks of ours: the same outputs, or the place of what has no layer here."""

import functools  # noqa: F401  (for a model below)

import numpy as np
import pytest

from xo_helpers.network import Network, load_network
from xo_helpers.pytorch import from_torch
from xo_helpers.scan import to_image


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
        "settings in lists, axes counted from either end": (
            nn.Sequential(
                nn.Conv2d(2, 3, [3, 3], stride=[1, 1], padding=[1, 1]), nn.MaxPool2d([2, 2]), nn.Sequential(nn.Flatten(-3, 3)),
                nn.Flatten(1, 1), nn.Linear(48, 4),
            ),
            (2, 8, 8),
        ),
        "one value a map, in lists": (nn.Sequential(nn.AdaptiveMaxPool2d([1, 1]), nn.Flatten(1, 3), nn.BatchNorm1d(2)), (2, 7, 5)),
    }  # fmt: skip


def settled(torch, model):
    """The model as after training: statistics of its own, scales that are not 1."""
    with torch.no_grad():
        for module in model.modules():
            for name, lowest in [("running_var", 0.2), ("running_mean", -1), ("weight", -1), ("bias", -1)]:
                if getattr(module, name, None) is not None and "Norm" in type(module).__name__:
                    getattr(module, name).uniform_(lowest, 2)
    return model.eval()


@pytest.mark.parametrize("which", range(8))
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
    "nn.Sequential(nn.Flatten(), nn.Flatten(1, 3))": r"model\[1\] is .*end_dim=3.* of 2 axes",
    "nn.Sequential(nn.AdaptiveMaxPool2d((1, None)))": r"output_size=\(1, None\): layers here have output_size=1",
    "nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.BatchNorm1d(1))": r"maps of 1×1: put nn.Flatten\(\) before it",
    "nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.ReLU(), nn.BatchNorm2d(1), nn.Flatten())": r"model\[2\] is .* put nn.Flatten\(\) before it.*BatchNorm1d",
    "nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Conv2d(1, 2, 1))": r"put nn.Flatten\(\) before it, and take nn.Linear",
    "nn.Sequential(nn.Conv2d(3, 2, 3))": r"model\[0\] is .* and does not fit: input gives it 1×9×9",
    "nn.Sequential(nn.Flatten(), nn.Linear(80, 2))": r"model\[1\] is .* does not fit",
    "nn.Sequential(nn.Linear(9, 2))": r"model\[0\] is .* does not fit",
    "nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(3))": r"model\[1\] is .* is given 2×7×7: it takes 3 maps",
    "nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.BatchNorm2d(3))": r"model\[2\] is BatchNorm2d.* is given 2×7×7: it takes 3 maps",
    "nn.Sequential(nn.Flatten(), nn.BatchNorm1d(3))": r"model\[1\] is .* is given 81: it takes a row of 3",
    "nn.Sequential(nn.BatchNorm1d(1))": "is given 1×9×9: it takes a row of 1",
    "nn.Sequential(nn.Tanh())": r"model\[0\] is Tanh\(\) and has no layer here: take nn.ReLU",
    "nn.ModuleList([nn.ReLU()])": "write its layers as one nn.Sequential",
    "type('Mine', (nn.Sequential,), {})(nn.ReLU())": "write its layers as one nn.Sequential",
    "nn.DataParallel(nn.Sequential(nn.ReLU()))": "write its layers as one nn.Sequential.*model.module is one",
    "nn.Sequential(nn.ReLU(), changed(nn.Module(), body=nn.Sequential()))": r"model\[1\] is .*; model\[1\].body is one",
    "torch.compile(nn.Sequential(nn.ReLU()))": "model._orig_mod is one",
    "torch.jit.script(nn.Sequential(nn.ReLU()))": "write its layers as one nn.Sequential",
    "nn.Sequential(nn.BatchNorm2d(1, track_running_stats=False))": "without running statistics",
    "nn.Sequential(nn.LazyConv2d(2, 3))": "run the model once",
    "nn.Sequential(nn.Flatten(), nn.Softmax(1))": "ops.softmax",
    "nn.Sequential(nn.Conv2d(1, 2, 3, device='meta'))": "weight cannot be read",
    "nn.Sequential(nn.Conv2d(1, 2, 3, dtype=torch.complex64))": "weight cannot be read",
    "nn.Transformer(8, 2, 1, 1, 8)": "model is .* and has no layer here",
    "type('Mine', (nn.Conv2d,), {'__module__': 'mine'})(1, 2, 3)": "model is .* and has no layer here",
    "nn.Sequential": "model is .*; from_torch takes a torch.nn.Sequential",
    "'a model'": "from_torch takes a torch.nn.Sequential",
    # What somebody has changed.
    "nn.Sequential(changed(nn.ReLU(), forward=abs))": r"model\[0\] is ReLU\(\) whose forward was replaced",
    "changed(nn.Sequential(nn.ReLU()), forward=lambda x: x + 1)": "model is .* whose forward was replaced",
    "nn.Sequential(changed(nn.ReLU(), _call_impl=abs))": r"model\[0\] is ReLU\(\) whose _call_impl was replaced",
    "nn.Sequential(changed(nn.Conv2d(1, 2, 3), _conv_forward=abs))": r"model\[0\] is .* whose _conv_forward was replaced",
    "nn.Sequential(nn.utils.parametrizations.weight_norm(nn.Conv2d(1, 2, 3)))": r"model\[0\] is .*remove_parametrizations",
    "nn.Sequential(nn.Conv2d(1, 2, 3), changed(nn.Conv2d(2, 2, 3), weight=torch.nn.Parameter(torch.full((2, 2, 3, 3), torch.nan))))": r"model\[1\] is .* whose weight holds nan or inf",
    "nn.Sequential(changed(nn.BatchNorm2d(1), weight=torch.nn.Parameter(torch.tensor([torch.nan]))))": "whose weight holds nan or inf",
    "with_part(nn.Sequential(nn.ReLU()), None)": r"model\[1\] is None and not a whole module: take it out",
    "with_part(nn.Sequential(nn.ReLU()), nn.ReLU.__new__(nn.ReLU))": r"model\[1\] is a ReLU and not a whole module",
    "nn.Sequential.__new__(nn.Sequential)": "model is a Sequential and not a whole module",
    "with_part(nn.Sequential(nn.ReLU()))": "model is nested more than 100 deep, or in itself",
    "functools.reduce(lambda inner, _: nn.Sequential(inner), range(1500), nn.ReLU())": "nested more than 100 deep",
    "nn.Sequential(changed(nn.Conv2d(1, 2, 3), weight=None))": r"model\[0\] is Conv2d.* whose weight cannot be read",
    "nn.Sequential(nn.Flatten(), changed(nn.Linear(81, 2), weight=None))": r"model\[1\] is Linear.* whose weight cannot be read",
    "nn.Sequential(without(nn.Conv2d(1, 2, 3), 'weight'))": r"model\[0\] is Conv2d.* whose weight cannot be read",
    "nn.Sequential(without(nn.Conv2d(1, 2, 3), 'bias'))": r"model\[0\] is .* whose bias cannot be read",
    "nn.Sequential(without(nn.Conv2d(1, 2, 3), 'stride'))": r"model\[0\] is a Conv2d and does not fit: .*no attribute 'stride'",
    "nn.Sequential(changed(nn.Conv2d(1, 2, 3), bias=nn.Parameter(torch.zeros(5))))": r"model\[0\] is .* does not fit: bias has shape \(5,\)",
    "nn.Sequential(changed(nn.BatchNorm2d(1), weight=nn.Parameter(torch.zeros(5))))": r"model\[0\] is .* is given 1×9×9: ",
    "nn.Sequential(changed(nn.BatchNorm2d(1, eps=0), running_var=torch.zeros(1)))": r"model\[0\] is .*running_var \+ eps must be above 0",
    "nn.Sequential(changed(nn.BatchNorm2d(1), running_var=-torch.ones(1)))": r"model\[0\] is .*running_var \+ eps must be above 0",
}  # fmt: skip


def changed(module, **parts):
    for name, part in parts.items():
        setattr(module, name, part)
    return module


def without(module, name):
    delattr(module, name)
    return module


def with_part(module, *part):  # itself, where none is given
    module._modules["1"] = part[0] if part else module
    return module


@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")
@pytest.mark.parametrize("made", REFUSED)
def test_what_has_no_layer_here_is_named_with_its_place(torch, made):
    with pytest.raises(ValueError, match=f"(?s){REFUSED[made]}"):
        from_torch(eval(made, {"nn": torch.nn, "torch": torch, **globals()}), (1, 9, 9))


def test_hooks_may_change_anything_and_are_refused(torch):
    model = torch.nn.Sequential(torch.nn.Sequential(torch.nn.ReLU()))
    model[0][0].register_forward_hook(lambda module, given, made: made + 1)
    with pytest.raises(ValueError, match=r"model\[0\]\[0\] is ReLU\(\) with hooks"):
        from_torch(model, (1, 9, 9))
    hook = torch.nn.modules.module.register_module_forward_hook(lambda module, given, made: made + 1)
    with pytest.raises(ValueError, match="hooks on all modules"):
        from_torch(torch.nn.Sequential(torch.nn.ReLU()), (1, 9, 9))
    hook.remove()


def test_shapes_and_ranges(torch):
    model, shape = models(torch.nn)["as in lesson 11"]
    with pytest.raises(ValueError, match="input_shape is 81"):
        from_torch(model, 81)
    network = from_torch(model, list(shape))
    assert isinstance(network, Network)
    assert network.output_shape == (2,)
    with pytest.raises(ValueError, match=" x / 127.5 - 1"):  # bytes are bytes in any network
        network.forward(np.full((1, *shape), 255))


def test_a_tensor_that_numpy_cannot_read_is_told_how(torch):
    tensor, network = torch.ones(9, 9), from_torch(torch.nn.Sequential(torch.nn.ReLU()), (1, 9, 9))
    for odd in (tensor.clone().requires_grad_(), tensor.bfloat16()):
        for take in (to_image, network.forward):
            with pytest.raises(ValueError, match=r"is a Tensor; .* try \w+\.detach\(\)\.cpu\(\)\.float\(\)"):
                take(odd)

"""Weight files: ours, the published layout, and everything that is neither."""

from __future__ import annotations

import os
import pickle
import re
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from lowlight_live.errors import WeightsMismatch, WeightsNotFound
from lowlight_live.networks.checkpoints import load_network, save_network
from lowlight_live.networks.dce import CurveNetwork, DCENet, DCENetPlus
from lowlight_live.networks.live import DCELive, DCENano

BOTH = pytest.mark.parametrize("kind", [DCENet, DCENetPlus])
ALL = pytest.mark.parametrize("kind", [DCENet, DCENetPlus, DCELive, DCENano])


def seeded(kind: type[CurveNetwork], **sizes: int) -> CurveNetwork:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return kind(**sizes)


def picture() -> Tensor:
    return torch.rand(1, 3, 12, 16, generator=torch.Generator().manual_seed(1))


def published_layout(network: CurveNetwork, prefix: str = "") -> OrderedDict[str, Tensor]:
    """The weights under the names of the code in circulation."""
    renamed: OrderedDict[str, Tensor] = OrderedDict()
    for key, tensor in network.state_dict().items():
        key = re.sub(r"\.(depth|point)\.", r".\1_conv.", key)
        renamed[f"{prefix}e_{key}"] = tensor
    return renamed


def assert_same_maps(one: CurveNetwork, other: CurveNetwork) -> None:
    with torch.no_grad():
        assert torch.equal(one.eval()(picture()).alpha, other.eval()(picture()).alpha)


@ALL
def test_saved_network_comes_back_the_same(kind: type[CurveNetwork], tmp_path: Path) -> None:
    network = seeded(kind)
    save_network(network, tmp_path / "weights.safetensors")
    loaded = load_network(tmp_path / "weights.safetensors")
    assert type(loaded) is kind
    assert not loaded.training
    assert_same_maps(loaded, network)
    assert [path.name for path in tmp_path.iterdir()] == ["weights.safetensors"]


@pytest.mark.parametrize(
    "network",
    [
        seeded(DCENet, features=8, iterations=4),
        seeded(DCENetPlus, features=16, iterations=5),
        seeded(DCELive, features=10, iterations=6),
        seeded(DCENano, features=6, iterations=8),
    ],
)
def test_other_sizes_come_back_too(network: CurveNetwork, tmp_path: Path) -> None:
    save_network(network, tmp_path / "weights.safetensors")
    loaded = load_network(tmp_path / "weights.safetensors")
    assert (loaded.features, loaded.iterations) == (network.features, network.iterations)
    assert_same_maps(loaded, network)


@BOTH
@pytest.mark.parametrize("prefix", ["", "module."])
@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])
def test_published_layout_gives_the_same_maps(
    kind: type[DCENet] | type[DCENetPlus], prefix: str, zipped: bool, tmp_path: Path
) -> None:
    network = seeded(kind)
    path = tmp_path / "Epoch99.pth"
    torch.save(published_layout(network, prefix), path, _use_new_zipfile_serialization=zipped)
    assert_same_maps(load_network(path), network)


def test_published_layout_has_the_opposite_sign(tmp_path: Path) -> None:
    """The published code computes x + r * (x**2 - x) with r = tanh(last layer): alpha is -r."""
    network = seeded(DCENet)
    weights = published_layout(network)
    weights["e_conv7.weight"] = torch.zeros_like(weights["e_conv7.weight"])
    weights["e_conv7.bias"] = torch.full((24,), -0.5)
    torch.save(weights, tmp_path / "Epoch99.pth")
    r = torch.tanh(torch.tensor(-0.5)).item()
    with torch.no_grad():
        alpha = load_network(tmp_path / "Epoch99.pth")(picture()).alpha
    torch.testing.assert_close(alpha, torch.full_like(alpha, -r))
    assert alpha.min() > 0


def test_weights_inside_a_training_state_are_found(tmp_path: Path) -> None:
    network = seeded(DCENet)
    torch.save({"epoch": 3, "state_dict": published_layout(network)}, tmp_path / "state.pt")
    assert_same_maps(load_network(tmp_path / "state.pt"), network)


def test_half_precision_weights_are_loaded_as_float32(tmp_path: Path) -> None:
    network = seeded(DCENet)
    torch.save({key: tensor.half() for key, tensor in published_layout(network).items()}, tmp_path / "half.pth")
    loaded = load_network(tmp_path / "half.pth")
    assert {parameter.dtype for parameter in loaded.parameters()} == {torch.float32}


class _Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])
def test_code_in_a_pickle_is_refused_and_not_run(zipped: bool, tmp_path: Path) -> None:
    weights: dict[str, Any] = dict(published_layout(seeded(DCENet)))
    sprung = tmp_path / "sprung"
    path = tmp_path / "trap.pth"
    torch.save(weights | {"trap": _Trap(sprung)}, path, _use_new_zipfile_serialization=zipped)
    with pytest.raises(WeightsMismatch, match="nothing in it was run"):
        load_network(path)
    assert not sprung.exists()


def test_code_in_a_bare_pickle_is_refused_and_not_run(tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    (tmp_path / "trap.pth").write_bytes(pickle.dumps(_Trap(sprung), protocol=2))
    with pytest.raises(WeightsMismatch):
        load_network(tmp_path / "trap.pth")
    assert not sprung.exists()


def refuse(tensors: dict[str, Tensor], path: Path, match: str) -> None:
    save_file({key: tensor.contiguous() for key, tensor in tensors.items()}, path)
    with pytest.raises(WeightsMismatch, match=match) as caught:
        load_network(path)
    assert path.name in str(caught.value)
    assert caught.value.hint


def test_unexpected_key_is_named(tmp_path: Path) -> None:
    weights = seeded(DCENet).state_dict() | {"conv8.weight": torch.zeros(1)}
    refuse(weights, tmp_path / "extra.safetensors", r"'conv8\.weight' does not fit dce-net")


@ALL
def test_the_header_names_the_architecture(kind: type[CurveNetwork], tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    save_network(seeded(kind), path)
    with safe_open(path, framework="pt") as file:
        assert file.metadata()["architecture"] == kind.architecture


@pytest.mark.parametrize("said", ["dce-net++", "dce-live", "other"])
def test_keys_of_another_network_than_the_header_names_are_refused(said: str, tmp_path: Path) -> None:
    path = tmp_path / "mixed.safetensors"
    save_file(seeded(DCENet).state_dict(), path, {"architecture": said})
    with pytest.raises(WeightsMismatch, match=f"{said}.*dce-net") as caught:
        load_network(path)
    assert caught.value.hint


def test_a_missing_key_of_the_live_network_is_named(tmp_path: Path) -> None:
    weights = seeded(DCELive).state_dict()
    del weights["context.2.bias"]
    refuse(weights, tmp_path / "short.safetensors", r"'context\.2\.bias' is missing")


def test_missing_key_is_named(tmp_path: Path) -> None:
    weights = seeded(DCENetPlus).state_dict()
    del weights["conv4.depth.bias"]
    refuse(weights, tmp_path / "short.safetensors", r"'conv4\.depth\.bias' is missing")


def test_wrong_shape_is_named(tmp_path: Path) -> None:
    weights = seeded(DCENet).state_dict() | {"conv3.weight": torch.zeros(32, 31, 3, 3)}
    refuse(weights, tmp_path / "shape.safetensors", r"'conv3\.weight' has the shape \(32, 31, 3, 3\)")


def test_last_layer_without_three_channels_a_map_is_refused(tmp_path: Path) -> None:
    weights = seeded(DCENet).state_dict() | {"conv7.weight": torch.zeros(23, 64, 3, 3)}
    refuse(weights, tmp_path / "maps.safetensors", r"conv7\.weight")


def test_weights_of_another_network_are_refused_by_their_first_key(tmp_path: Path) -> None:
    refuse({"backbone.stem": torch.zeros(3)}, tmp_path / "other.safetensors", r"'backbone\.stem' belongs to no network")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_not_finite_are_refused(value: float, tmp_path: Path) -> None:
    weights = seeded(DCENet).state_dict()
    weights["conv2.bias"][5] = value
    refuse(weights, tmp_path / "nan.safetensors", r"'conv2\.bias' holds values that are not finite")


@pytest.mark.parametrize("keep", [20, 500, -4])
def test_truncated_safetensors_is_called_damaged(keep: int, tmp_path: Path) -> None:
    path = tmp_path / "cut.safetensors"
    save_network(seeded(DCENet), path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(WeightsMismatch, match=r"cut\.safetensors is a damaged safetensors file"):
        load_network(path)


@pytest.mark.parametrize("content", [b"", b"no weights here\n", b"PK\x03\x04 no zip", b"\x80\x02."])
def test_files_of_another_kind_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "notes.pth"
    path.write_bytes(content)
    with pytest.raises(WeightsMismatch, match=r"notes\.pth") as caught:
        load_network(path)
    assert caught.value.hint


def test_truncated_pth_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.pth"
    torch.save(published_layout(seeded(DCENet)), path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(WeightsMismatch, match=r"cut\.pth"):
        load_network(path)


@pytest.mark.parametrize("content", [[1, 2], {}, {"conv1.weight": "text"}, {7: torch.zeros(1)}])
def test_a_pth_without_named_weights_is_refused(content: object, tmp_path: Path) -> None:
    torch.save(content, tmp_path / "odd.pth")
    with pytest.raises(WeightsMismatch, match=r"odd\.pth"):
        load_network(tmp_path / "odd.pth")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsNotFound, match=r"nowhere\.safetensors"):
        load_network(tmp_path / "nowhere.safetensors")


@pytest.mark.parametrize("iterations", ["0", "-3", "65", "many"])
def test_impossible_number_of_iterations_is_refused(iterations: str, tmp_path: Path) -> None:
    path = tmp_path / "often.safetensors"
    save_file(seeded(DCENetPlus).state_dict(), path, {"iterations": iterations})
    with pytest.raises(WeightsMismatch, match="iterations"):
        load_network(path)


@pytest.mark.parametrize("content", [b"", b"hello", bytes(range(256))], ids=["empty", "text", "bytes"])
def test_what_is_only_named_safetensors_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "named.safetensors").write_bytes(content)
    with pytest.raises(WeightsMismatch, match=r"named\.safetensors"):
        load_network(tmp_path / "named.safetensors")


def test_weights_that_cannot_be_written_leave_those_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "weights.safetensors"
    save_network(DCENetPlus(), path)
    before = path.read_bytes()

    def full_disk(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space"):
        save_network(DCENetPlus(), path)
    assert path.read_bytes() == before


def test_the_same_weights_are_the_same_file_each_time(tmp_path: Path) -> None:
    """Metadata came in another order in each process; in one process too, often enough for eight files to show it."""
    files = [tmp_path / f"{index}.safetensors" for index in range(8)]
    for file in files:
        save_network(seeded(DCENano), file)
    assert len({file.read_bytes() for file in files}) == 1
    assert torch.equal(load_network(files[0])(picture()).alpha, seeded(DCENano).eval()(picture()).alpha)

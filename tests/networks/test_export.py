"""An ONNX model says what its network says at every size, tells how it is meant, and is not written if it differs."""

from __future__ import annotations

import copy
import functools
import importlib
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from lowlight_live.errors import ConfigError, ModelError
from lowlight_live.networks import export
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.networks.dce import CurveNetwork, DCENet, DCENetPlus
from lowlight_live.networks.export import check_parity, open_session, run_session, to_onnx
from lowlight_live.networks.live import DCELive, DCENano

ARCHITECTURES = [DCENet, DCENetPlus, DCELive, DCENano]
PACKAGES = ("onnx", "onnxscript", "onnxruntime")

Exported = Callable[[type[CurveNetwork]], tuple[CurveNetwork, bytes]]


@pytest.fixture(scope="module")
def _extra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    with pytest.MonkeyPatch.context() as patch:
        # Else torch makes a folder in that for temporary files.
        patch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path_factory.mktemp("torch")))
        yield


@pytest.fixture(scope="module")
def exported(_extra: None) -> Exported:
    """A network of a kind with strong curves and its model, each made once: that takes seconds."""

    @functools.cache
    def of(architecture: type[CurveNetwork]) -> tuple[CurveNetwork, bytes]:
        network = strong(architecture)
        return network, to_onnx(network, {"name": "mine", "licence": "CC0-1.0"})

    return of


def strong(architecture: type[CurveNetwork]) -> CurveNetwork:
    """A network whose maps are far from zero and different everywhere."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        network = architecture()
        with torch.no_grad():
            for name, parameter in network.named_parameters():
                if name.startswith(("conv7", "last", "context.2")):
                    parameter.normal_(0, 0.15)
    return network.eval()


class Pooled(CurveNetwork):
    """The smallest network with a pooling whose windows depend on the size: the curves are the picture, shrunk."""

    architecture = "dce-nano"

    def __init__(self, outputs: tuple[int, int] | None = None) -> None:
        super().__init__(features=1, iterations=8)
        self.outputs = outputs

    def forward(self, image: Tensor) -> CurveMaps:
        half = ((image.shape[2] + 1) // 2, (image.shape[3] + 1) // 2)
        return CurveMaps(functional.adaptive_avg_pool2d(image, self.outputs or half)[:, None], self.iterations)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_model_says_what_its_network_says(architecture: type[CurveNetwork], exported: Exported) -> None:
    network, data = exported(architecture)
    session = open_session(data, threads=1)
    for height, width in ((37, 53), (120, 90), (5, 1)):
        image = torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(1))
        with torch.inference_mode():
            expected = network(image).alpha.numpy()
        assert np.abs(run_session(session, image) - expected).max() < export.TOLERANCE
        # Near zero everything would be equal.
        assert np.abs(expected).max() > 0.1


@pytest.mark.parametrize("architecture", [DCELive, DCENano])
def test_the_exposure_is_an_input_of_the_model(architecture: type[CurveNetwork], exported: Exported) -> None:
    network, data = exported(architecture)
    session = open_session(data, threads=1)
    image = torch.rand(1, 3, 40, 60, generator=torch.Generator().manual_seed(1))
    usual, brighter = (run_session(session, image, stops) for stops in (0.0, 1.3))
    with torch.inference_mode():
        assert np.abs(brighter - network(image, 1.3).alpha.numpy()).max() < export.TOLERANCE
    assert np.abs(brighter - usual).max() > 0.01


def test_the_model_tells_how_it_is_meant_and_nothing_of_who_made_it(exported: Exported) -> None:
    _, data = exported(DCELive)
    onnx = importlib.import_module("onnx")
    model = onnx.load_from_string(data)
    onnx.checker.check_model(model, full_check=True)
    told = {entry.key: entry.value for entry in model.metadata_props}
    assert (told["name"], told["licence"], told["iterations"]) == ("mine", "CC0-1.0", "8")
    assert "positive brightens" in told["curve"]
    image = next(entry for entry in model.graph.input if entry.name == "image")
    names = [dimension.dim_param for dimension in image.type.tensor_type.shape.dim]
    assert names[2:] == ["height", "width"]
    assert str(Path(export.__file__).parents[1]).encode() not in data
    assert b"site-packages" not in data


@pytest.mark.usefixtures("_extra")
def test_the_exporter_is_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    to_onnx(Pooled().eval(), {})
    assert capfd.readouterr() == ("", "")


def test_a_model_of_other_weights_is_refused(exported: Exported) -> None:
    network, data = exported(DCENetPlus)
    other = copy.deepcopy(network)
    with torch.no_grad():
        other.get_parameter("conv7.point.bias").add_(0.001)
    assert check_parity(data, network) < export.TOLERANCE
    with pytest.raises(ModelError, match=r"its maps are off by 0\.00") as caught:
        check_parity(data, other)
    assert "Nothing was written" in caught.value.hint


@pytest.mark.usefixtures("_extra")
def test_a_network_that_cannot_become_a_model_is_refused_in_one_sentence() -> None:
    class Unknown(Pooled):
        def forward(self, image: Tensor) -> CurveMaps:
            squares = image[:, :, :8, :8]
            return CurveMaps(torch.linalg.eigvals(squares).real[:, None, :, :, None], self.iterations)

    with pytest.raises(ModelError) as caught:
        to_onnx(Unknown().eval(), {})
    assert re.fullmatch(r"The dce-nano network cannot be turned into an ONNX model \([\w ]+\)\.", str(caught.value))


@pytest.mark.usefixtures("_extra")
def test_what_torchs_own_translation_gets_wrong_at_odd_sizes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without our translation of the pooling the model knows even sizes alone: the check must see that."""
    given = torch.onnx.export

    def without_ours(*arguments: Any, **options: Any) -> Any:
        return given(*arguments, **(options | {"custom_translation_table": None}))

    monkeypatch.setattr(torch.onnx, "export", without_ours)
    with pytest.raises(ModelError, match="on 133 x 91 pixels"):
        to_onnx(Pooled().eval(), {})


@pytest.mark.usefixtures("_extra")
@pytest.mark.parametrize("outputs", [(1, 1), (3, 5), (10, 13)], ids=str)
def test_adaptive_pooling_is_exact_for_any_number_of_outputs(outputs: tuple[int, int]) -> None:
    network = Pooled(outputs).eval()
    data = export._exported(network, {})
    assert check_parity(data, network, [(10, 13), (24, 31), (50, 17)]) < 1e-6


@pytest.mark.usefixtures("_extra")
def test_onnxruntime_is_told_to_keep_to_itself_before_it_starts(tmp_path: Path) -> None:
    """It would leave a file of its session, and report it."""
    code = "from lowlight_live.networks.export import _runtime; _runtime()"
    environment = {key: value for key, value in os.environ.items() if key not in ("ORT_DISABLE_TELEMETRY", "CI")}
    environment |= {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=60)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_missing_package_is_named_with_the_install_line(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in set(PACKAGES) - {package}:
        monkeypatch.setitem(sys.modules, other, torch)  # whether it is there does not matter here
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigError, match=f"{package}, which is not installed") as caught:
        to_onnx(strong(DCENetPlus), {})
    assert caught.value.hint == "pip install 'lowlight-live[onnx]'"

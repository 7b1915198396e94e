"""The executor on onnxruntime passes the contract of the others, whose reference is the plain form."""

from __future__ import annotations

import functools
import importlib.util
import sys
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lowlight_live.enhance import curve_enhancer, network_choice, session_network
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.onnx import OnnxExecutor
from lowlight_live.enhance.session_network import SessionNetwork
from lowlight_live.errors import ConfigError, DeviceError
from lowlight_live.frame import Frame
from lowlight_live.networks.dce import CurveNetwork, DCENet, DCENetPlus
from lowlight_live.networks.live import DCELive
from lowlight_live.settings import EnhanceSettings
from tests.enhance import test_executors as contract
from tests.models import save_flat_weights

PACKAGES = ("onnx", "onnxscript", "onnxruntime")


@pytest.fixture(scope="module", autouse=True)
def _extra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Skip without the extra; turn each network into a model once, which takes seconds."""
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    made: dict[int, bytes] = {}
    exported = session_network.to_onnx

    def to_onnx(network: CurveNetwork, notes: Mapping[str, str]) -> bytes:
        if id(network) not in made:
            made[id(network)] = exported(network, notes)
        return made[id(network)]

    with pytest.MonkeyPatch.context() as patch:
        # Else torch makes a folder in that for temporary files.
        patch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path_factory.mktemp("torch")))
        patch.setattr(session_network, "to_onnx", to_onnx)
        yield


@functools.cache
def strong_network(architecture: type[CurveNetwork]) -> CurveNetwork:
    return contract.strong_network(architecture)


@pytest.fixture(params=[DCENet, DCENetPlus, DCELive])
def network(request: pytest.FixtureRequest) -> CurveNetwork:
    return strong_network(request.param)


def build(network: CurveNetwork) -> OnnxExecutor:
    return OnnxExecutor(network, lines=contract.LINES, threads=2)


@pytest.mark.parametrize("shape", contract.SHAPES, ids=str)
def test_executor_matches_the_plain_form(shape: tuple[int, int], network: CurveNetwork) -> None:
    contract.test_executor_matches_the_plain_form(build, 1, shape, network)


def test_executor_takes_frames_of_changing_size_and_keeps_no_old_result(network: CurveNetwork) -> None:
    contract.test_executor_takes_frames_of_changing_size_and_keeps_no_old_result(build, 1, network)


@pytest.mark.parametrize("strength", [1.0, -1.0], ids=["brightest", "darkest"])
def test_the_strongest_curves_stay_in_range_and_keep_black_and_white(strength: float, network: CurveNetwork) -> None:
    contract.test_the_strongest_curves_stay_in_range_and_keep_black_and_white(build, 1, strength, network)


def test_a_clip_is_what_the_cpu_executor_makes_of_it(
    network: CurveNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With everything that looks back: the kernels are the same, the network's sums are added in another order."""
    monkeypatch.setattr(curve_enhancer, "load_network", lambda _path: network)
    weights = save_flat_weights(tmp_path / "any.safetensors")
    clips = []
    for device in ("cpu", "onnx"):
        enhancer = CurveEnhancer(EnhancerSpec(model=str(weights), device=device, precision="float32", threads=1))
        clip = []
        for index in range(4):
            dark = contract.random_picture(60, 90, seed=index) // 6
            frame = Frame(dark, index, Fraction(1, 25), 1)
            clip.append(enhancer.enhance(frame, EnhanceSettings()).enhanced.rgb.astype(int))
        clips.append(clip)
        enhancer.close()
    for cpu, ours in zip(*clips, strict=True):
        assert np.abs(cpu - ours).max() <= 1


def test_it_says_what_computes(tmp_path: Path) -> None:
    weights = save_flat_weights(tmp_path / "flat.safetensors")
    enhancer = CurveEnhancer(EnhancerSpec(model=str(weights), device="onnx"))
    enhancer.enhance(Frame(contract.random_picture(30, 40), 0, Fraction(1)), EnhanceSettings())
    info = enhancer.info
    enhancer.close()
    assert (info.device, info.precision, info.thumbnail) == ("onnx", "float32", (30, 40))
    assert "onnxruntime was asked for; onnxruntime 1" in info.reason


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
def test_another_precision_is_refused(precision: str) -> None:
    with pytest.raises(DeviceError, match=precision):
        OnnxExecutor(strong_network(DCENetPlus), lines=24, threads=1, precision=precision)


def test_without_the_extra_the_install_line_is_named_and_nothing_is_left_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    weights = save_flat_weights(tmp_path / "flat.safetensors")
    with pytest.raises(ConfigError, match="onnxruntime, which is not installed") as caught:
        CurveEnhancer(EnhancerSpec(model=str(weights), device="onnx"))
    assert caught.value.hint == "pip install 'lowlight-live[onnx]'"


def test_a_model_is_made_once_and_then_takes_part_in_the_probe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    network = strong_network(DCENetPlus)
    made = session_network.onnx_model(network)
    monkeypatch.setattr(session_network, "to_onnx", None)
    assert session_network.onnx_model(network) == made
    small = np.random.default_rng(0).random((3, 18, 32), np.float32)

    def onnx_is_fastest(ways: Sequence[tuple[CurveNetwork, int]], _small: object) -> list[list[float]]:
        return [[0.001 if isinstance(way, SessionNetwork) else 0.002] for way, _ in ways]

    monkeypatch.setattr(network_choice, "runs_s", onnx_is_fastest)
    for _ in range(2):  # found out, and as it was kept
        choice = network_choice.choose_network(network, small, precision="auto", most_threads=1)
        assert isinstance(choice.network, SessionNetwork)
        assert choice.reason.startswith("float32 onnxruntime took 1.0 ms in a probe")


@pytest.mark.parametrize("spoilt", [b"", b"no model", bytes(200)])
def test_a_spoilt_model_is_no_model_and_made_again(
    spoilt: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(session_network, "to_onnx", lambda _network, _notes: b"a model")
    network = strong_network(DCENetPlus)
    session_network.onnx_model(network)
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    kept.write_bytes(spoilt)
    small = np.random.default_rng(0).random((3, 18, 32), np.float32)
    choice = network_choice.choose_network(network, small, precision="auto", most_threads=1)
    assert choice.form.runtime == "torch"
    assert session_network.onnx_model(network) == b"a model"
    assert session_network.kept_onnx_model(network) == b"a model"

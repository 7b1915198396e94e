"""The executor for GPUs waits for nothing on the way, and gives on a GPU what it gives on the CPU."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from lowlight_live.enhance.cuda import TorchExecutor, _failure
from lowlight_live.enhance.cuda_graph import Recording
from lowlight_live.enhance.forms import Form, PlainForm
from lowlight_live.enhance.transfer import Download
from lowlight_live.networks.dce import CurveNetwork, DCENet
from lowlight_live.networks.live import DCELive
from lowlight_live.pending import Pending
from tests.enhance.course import course, largest_difference, shown, steep_maps
from tests.enhance.interpreter import needs_triton
from tests.enhance.tape import Tape

GPU_SIZE = (180, 320)

pytestmark = pytest.mark.usefixtures("compiler_cache")


def executor(network: CurveNetwork, device: str = "cpu", precision: str = "float32", **kwargs: Any) -> TorchExecutor:
    return TorchExecutor(network, lines=24, device=device, precision=precision, **kwargs)


class Watch(TorchDispatchMode):
    """Notes every operation that touches a tensor on the host."""

    def __init__(self, found: list[str]) -> None:
        super().__init__()
        self._found = found

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out = function(*args, **(kwargs or {}))
        tensors = [leaf for leaf in tree_leaves((args, kwargs, out)) if isinstance(leaf, Tensor)]
        if any(tensor.device.type == "cpu" for tensor in tensors):
            self._found.append(str(function))
        return out


@pytest.mark.parametrize("architecture", [DCELive, DCENet])
def test_no_recorded_step_touches_the_host(architecture: type[CurveNetwork], monkeypatch: pytest.MonkeyPatch) -> None:
    # The device "meta" computes shapes alone, and refuses to tell a value. Inference mode would hide what an operation
    # is made of.
    monkeypatch.setattr(torch, "inference_mode", torch.no_grad)
    monkeypatch.setattr(Download, "fetch", lambda *_: Pending.of(np.zeros((48, 64, 3), np.uint8)))
    watched = executor(architecture().eval(), "meta", "float16")
    found: list[str] = []
    steps: set[str] = set()

    def run(key: tuple[Hashable, ...], step: Callable[[], Any]) -> Any:
        steps.add(str(key[0]))
        with Watch(found):
            return step()

    monkeypatch.setattr(watched._recorder, "run", run)
    moments = course(48, 64, 6)
    shown(watched, moments)
    watched.load(moments[0].rgb)
    watched.render(watched.estimate().maps).result()
    assert not found
    assert steps == {"blend", "glance", "render"}


def test_the_watch_sees_a_number_that_comes_from_the_host() -> None:
    found: list[str] = []
    with Watch(found):
        torch.empty(3, device="meta") + torch.zeros(())
    assert found


def test_maps_and_results_are_the_callers_own() -> None:
    one = executor(DCELive(), record=Tape())
    given = []
    for moment in course(30, 40, 6):
        one.load(moment.rgb)
        maps, picture = one.estimate().maps, one.render(steep_maps()).result()
        assert maps.alpha.dtype == torch.float32, "half precision would swallow the steps of smoothing over time"
        given.append((maps, picture, maps.alpha.clone(), picture.copy()))
    for maps, picture, alpha, codes in given:
        assert torch.equal(maps.alpha, alpha)
        assert np.array_equal(picture, codes)
    one.close()


def test_without_a_frame_there_is_nothing_to_do() -> None:
    one = executor(DCELive())
    for ask in (one.estimate, lambda: one.begin(None), lambda: one.render(steep_maps()).result()):
        with pytest.raises(ValueError, match="load"):
            ask()
    one.load(course(30, 40, 3)[0].rgb)
    with pytest.raises(ValueError, match="begin"):
        one.blend(course(30, 40, 5)[1].plan)
    one.close()
    one.close()


def test_the_reference_names_no_kernels() -> None:
    one = executor(DCELive())
    one.load(course(30, 40, 3)[0].rgb)
    assert one.reason == "as asked for"
    one.close()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RuntimeError("Triton Error [CUDA]: an illegal memory access was encountered"), torch.AcceleratorError),
        (RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"), torch.AcceleratorError),
        (RuntimeError("Triton Error [CUDA]: out of memory"), torch.OutOfMemoryError),
        (torch.AcceleratorError("CUDA error: out of memory"), torch.OutOfMemoryError),
        (torch.AcceleratorError("CUDA error: unspecified launch failure"), torch.AcceleratorError),
        (RuntimeError("The size of tensor a (3) must match"), RuntimeError),
    ],
)
def test_a_failure_of_the_device_is_known_by_its_words(error: RuntimeError, kind: type[RuntimeError]) -> None:
    assert type(_failure(error)) is kind


# What follows needs a GPU, and has not been run by whoever has none.


def refuse(_step: Callable[[], Any]) -> tuple[Recording, Any]:
    raise RuntimeError("this test wants none")


def triton_form() -> Form:
    from lowlight_live.enhance.triton_kernels.form import TritonForm

    return TritonForm()


FORMS = [
    pytest.param(lambda: None, id="chosen"),
    pytest.param(lambda: PlainForm(torch.float16), id="plain"),
    pytest.param(triton_form, id="triton", marks=needs_triton),
]


@pytest.mark.gpu
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("precision", ["float16", "float32"])
def test_a_gpu_gives_what_the_reference_gives(form: Callable[[], Form | None], precision: str) -> None:
    network, moments = DCELive().eval(), course(*GPU_SIZE, 14)
    one = executor(network, "cuda", precision, form=form())
    results = shown(one, moments)
    assert "replayed as CUDA graphs" in one.reason
    one.close()
    assert largest_difference(shown(executor(network), moments), results) <= 2


@pytest.mark.gpu
@pytest.mark.parametrize("form", FORMS)
def test_replay_equals_eager(form: Callable[[], Form | None]) -> None:
    network, moments = DCELive().eval(), course(*GPU_SIZE, 14)
    played = executor(network, "cuda", "float16", form=form())
    eager = executor(network, "cuda", "float16", form=form(), record=refuse)
    assert largest_difference(shown(eager, moments), shown(played, moments)) <= 1
    assert played._recorder._recorded
    played.close()
    eager.close()


@pytest.mark.gpu
def test_a_graph_is_recorded_while_another_thread_uses_the_gpu() -> None:
    network, moments = DCELive().eval(), course(*GPU_SIZE, 14)
    begun, enough = threading.Event(), threading.Event()

    def busy() -> None:
        while not enough.is_set():
            torch.ones(1 << 16, device="cuda").sum().item()
            begun.set()

    other = threading.Thread(target=busy)
    other.start()
    try:
        assert begun.wait(60)
        played = executor(network, "cuda", "float16")
        results = shown(played, moments)
    finally:
        enough.set()
        other.join()
    assert "replayed as CUDA graphs" in played.reason
    played.close()
    assert largest_difference(shown(executor(network), moments), results) <= 2


@pytest.mark.gpu
def test_frames_of_changing_size_are_replayed_each_on_its_own() -> None:
    network = DCELive().eval()
    played = executor(network, "cuda", "float16")
    for seed, size in enumerate([(180, 320), (96, 128), (180, 320), (31, 45)]):
        moments = course(*size, 8, seed)
        assert largest_difference(shown(executor(network), moments), shown(played, moments)) <= 2
    played.close()

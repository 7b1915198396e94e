"""What a frame asks for is recorded once and played again, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.cuda_graph import MOST, Record, Recorder, Recording
from lowlight_live.enhance.noise import flat_noise
from lowlight_live.frame import Rgb
from lowlight_live.networks.dce import CurveNetwork, DCENetPlus
from lowlight_live.networks.live import DCELive
from tests.enhance.course import course, shown, steep_maps
from tests.enhance.tape import Tape

pytestmark = pytest.mark.usefixtures("compiler_cache")


def executor(network: CurveNetwork, record: Record | None) -> TorchExecutor:
    return TorchExecutor(network, lines=20, device="cpu", precision="float32", record=record)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Small steps wait longer for threads than they work."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def same(expected: list[Rgb], results: list[Rgb]) -> bool:
    """Whether two runs gave the same; torch's sums may differ in their last bit from one tensor to the next."""
    apart = np.abs(np.stack(expected).astype(int) - np.stack(results))
    return bool(apart.max() <= 1 and apart.mean() < 1e-3)


def refuse(_step: Callable[[], Any]) -> tuple[Recording, Any]:
    raise RuntimeError("operation not permitted when stream is capturing\nmore lines")


def test_a_step_runs_as_it_is_then_recorded_then_only_played() -> None:
    tape, runs, counter = Tape(), [], torch.zeros(1)

    def step() -> torch.Tensor:
        runs.append(1)
        return counter + 1

    recorder = Recorder(tape)
    results = []
    for value in range(5):
        counter.fill_(value)
        results.append(recorder.run("count", step).item())
    assert results == [1, 2, 3, 4, 5]
    assert len(runs) == 2, "once as it is and once recorded"
    assert (tape.recordings, tape.replays) == (1, 4)


def test_a_step_that_is_asked_for_once_is_not_recorded() -> None:
    tape = Tape()
    recorder = Recorder(tape)
    for key in range(10):
        recorder.run(key, lambda: None)
    assert tape.recordings == 0


def test_after_forgetting_a_step_runs_as_it_is_again() -> None:
    tape = Tape()
    recorder = Recorder(tape)
    for _ in range(3):
        recorder.run("step", lambda: None)
    recorder.forget()
    recorder.run("step", lambda: None)
    assert (tape.recordings, tape.replays) == (1, 2)


def test_recordings_do_not_pile_up() -> None:
    tape = Tape()
    recorder = Recorder(tape)
    for value in range(MOST + 5):
        assert [recorder.run(value, lambda value=value: value) for _ in range(3)] == [value] * 3
        assert len(recorder._recorded) <= MOST
    assert tape.recordings == MOST + 5


def test_while_a_slider_moves_rendering_is_not_recorded() -> None:
    network, tape = DCENetPlus(), Tape()
    plain, played = executor(network, None), executor(network, tape)
    rgb = course(30, 40, 3)[0].rgb
    for one in (plain, played):
        one.load(rgb)
        one.begin(flat_noise(3.0))
    for step in range(8):
        assert same([plain.render(steep_maps(), step / 8).result()], [played.render(steep_maps(), step / 8).result()])
    assert tape.recordings == 0
    played.close()


@pytest.mark.parametrize("error", [RuntimeError("not permitted\nmore"), torch.OutOfMemoryError("not permitted")])
def test_what_cannot_be_recorded_is_run_as_it_is_and_that_is_told(error: RuntimeError) -> None:
    asked = []

    def record(_step: Callable[[], Any]) -> tuple[Recording, Any]:
        asked.append(1)
        raise error

    recorder = Recorder(record)
    assert [recorder.run("step", lambda: 7) for _ in range(4)] == [7] * 4
    assert len(asked) == 1, "it is not tried with every frame"
    assert recorder.why_not == "not permitted"


def test_a_step_that_fails_by_itself_fails() -> None:
    def lost() -> None:
        raise torch.AcceleratorError("device lost")

    recorder = Recorder(lambda step: (step(), step()))
    recorder._seen.add("step")
    with pytest.raises(torch.AcceleratorError):
        recorder.run("step", lost)


@pytest.mark.parametrize("architecture", [DCELive, DCENetPlus])
def test_a_replayed_course_is_the_same_as_one_run_as_it_is(architecture: type[CurveNetwork]) -> None:
    network, tape = architecture(), Tape()
    moments = course(33, 40, 14)
    played = executor(network, tape)
    assert "CUDA graphs" in played.reason
    assert same(shown(executor(network, None), moments), shown(played, moments))
    assert tape.replays > 2 * tape.recordings > 0
    played.close()


def test_sizes_that_change_are_neither_mixed_nor_recorded() -> None:
    network, tape = DCENetPlus(), Tape()
    sizes = [course(30 + turn % 3, 40, 3, seed=turn)[0] for turn in range(6)]
    plain, played = executor(network, None), executor(network, tape)
    for moment in sizes:
        assert same(shown(plain, [moment]), shown(played, [moment]))
    assert tape.recordings == 0
    played.close()


def test_maps_of_another_shape_are_other_steps() -> None:
    network, tape = DCENetPlus(), Tape()
    plain, played = executor(network, None), executor(network, tape)
    rgb = course(30, 40, 3)[0].rgb
    for one in (plain, played):
        one.load(rgb)
    own = plain.estimate().maps
    for maps in [own, steep_maps(), own, steep_maps(0.1), own, steep_maps(0.2)]:
        assert np.array_equal(plain.render(maps).result(), played.render(maps).result())
    assert tape.recordings == 2
    played.close()


def test_an_estimate_that_is_forgotten_takes_its_recordings_along() -> None:
    network, tape = DCENetPlus(), Tape()
    plain, played = executor(network, None), executor(network, tape)
    for seed in range(3):
        moments = course(30, 40, 8, seed)
        assert same(shown(plain, moments), shown(played, moments))
        plain.forget()
        played.forget()
    assert tape.recordings
    played.close()


def test_an_executor_that_cannot_record_says_so_and_works() -> None:
    network = DCENetPlus()
    moments = course(30, 40, 8)
    refused = executor(network, refuse)
    assert same(shown(executor(network, None), moments), shown(refused, moments))
    assert "without CUDA graphs: operation not permitted when stream is capturing" in refused.reason


def test_the_tape_refuses_what_a_graph_refuses() -> None:
    with pytest.raises(RuntimeError, match="capturing"):
        Tape()(lambda: torch.ones(1).sum().item())

"""How the network runs is found out once for a machine, and found out again when it no longer holds."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from lowlight_live.enhance import network_choice, network_probe
from lowlight_live.enhance.network_choice import NetworkForm, choose_network
from lowlight_live.enhance.network_probe import runs_s
from lowlight_live.kept import kept_folder
from lowlight_live.networks.dce import CurveNetwork, DCENetPlus

SMALL = np.random.default_rng(0).random((3, 18, 32), np.float32)
FLOAT32, BFLOAT16 = torch.float32, torch.bfloat16


class Clock:
    """Networks that take as long as they are told to; counts the probes."""

    def __init__(self) -> None:
        self.seconds: dict[tuple[torch.dtype, int], float] = {}
        self.asked: list[list[tuple[torch.dtype, int]]] = []

    def runs_s(self, ways: Sequence[tuple[CurveNetwork, int]], small: np.ndarray) -> list[list[float]]:
        del small
        known = [(next(network.parameters()).dtype, threads) for network, threads in ways]
        self.asked.append(known)
        return [[self.seconds.get(way, 1.0)] for way in known]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Clock:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    clock = Clock()
    monkeypatch.setattr(network_choice, "runs_s", clock.runs_s)
    return clock


@pytest.fixture
def network() -> CurveNetwork:
    return DCENetPlus()


def test_the_fastest_of_all_precisions_and_threads_is_taken(clock: Clock, network: CurveNetwork) -> None:
    clock.seconds = {(FLOAT32, 1): 0.009, (BFLOAT16, 1): 0.008, (FLOAT32, 2): 0.004, (BFLOAT16, 2): 0.006}
    choice = choose_network(network, SMALL, precision="auto", most_threads=3)
    assert (choice.form, choice.network_s) == (NetworkForm("torch", "float32", 2), 0.004)
    assert choice.reason.startswith("float32 x 2 took 4.0 ms in a probe, bfloat16 x 2 6.0 ms, bfloat16 8.0 ms")


def test_the_next_start_takes_what_was_found_and_times_it_alone(clock: Clock, network: CurveNetwork) -> None:
    clock.seconds = {(BFLOAT16, 1): 0.005}
    first = choose_network(network, SMALL, precision="auto", most_threads=1)
    second = choose_network(network, SMALL, precision="auto", most_threads=1)
    assert (first.form, first.reason) == (second.form, second.reason)
    assert clock.asked[1:] == [[(BFLOAT16, 1)]]
    assert next(second.network.parameters()).dtype == BFLOAT16


def test_what_has_become_slow_is_looked_at_again(clock: Clock, network: CurveNetwork) -> None:
    clock.seconds = {(BFLOAT16, 1): 0.005, (FLOAT32, 1): 0.006}
    choose_network(network, SMALL, precision="auto", most_threads=1)
    clock.seconds[BFLOAT16, 1] = 0.050
    assert choose_network(network, SMALL, precision="auto", most_threads=1).form.precision == "float32"


@pytest.mark.parametrize("other", ["weights", "size", "threads"])
def test_another_network_size_or_number_of_threads_is_found_out_for_itself(
    other: str, clock: Clock, network: CurveNetwork
) -> None:
    choose_network(network, SMALL, precision="auto", most_threads=1)
    small, threads = SMALL, 1
    if other == "weights":
        with torch.no_grad():
            next(network.parameters()).add_(1)
    elif other == "size":
        small = SMALL[:, :9]
    else:
        threads = 2
    choose_network(network, small, precision="auto", most_threads=threads)
    assert len(clock.asked[1]) > 1


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"form": {"runtime": "torch"}}', '{"form": 3, "network_s": 1}'),
        '{"form": {"runtime": "torch", "precision": "float7", "threads": 1}, "network_s": 1, "reason": ""}',
        '{"form": {"runtime": "torch", "precision": "float32", "threads": "two"}, "network_s": 1, "reason": ""}',
    ],
)
def test_a_spoilt_note_is_no_note(content: str, clock: Clock, network: CurveNetwork) -> None:
    choose_network(network, SMALL, precision="auto", most_threads=1)
    (note,) = kept_folder().glob("network-*.json")
    note.write_text(content)
    choose_network(network, SMALL, precision="auto", most_threads=1)
    assert len(clock.asked[1]) == 2
    assert json.loads(note.read_text())["form"]["runtime"] == "torch"


def test_where_nothing_can_be_kept_each_start_finds_out(
    clock: Clock, network: CurveNetwork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    for _ in range(2):
        choose_network(network, SMALL, precision="auto", most_threads=1)
    assert [len(asked) for asked in clock.asked] == [2, 2]


def test_what_was_asked_for_is_taken(clock: Clock, network: CurveNetwork) -> None:
    choice = choose_network(network, SMALL, precision="bfloat16", most_threads=2)
    assert (choice.form, choice.reason) == (NetworkForm("torch", "bfloat16", 2), "as asked for")
    assert not kept_folder().exists()


@pytest.mark.parametrize(("budget_s", "runs"), [(math.inf, 8), (0.0, 1)])
def test_networks_take_turns_within_a_budget_and_leave_torch_with_one_thread(
    budget_s: float, runs: int, network: CurveNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_probe, "_BUDGET_S", budget_s)
    taken = runs_s([(network.placed("cpu", FLOAT32), 1), (network.placed("cpu", BFLOAT16), 2)], SMALL)
    assert [len(times) for times in taken] == [runs, runs]
    assert all(took > 0 for times in taken for took in times)
    assert torch.get_num_threads() == 1

"""Training in several processes, as torchrun starts them, on the CPU."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from lowlight_live.networks.checkpoints import load_network
from lowlight_live.training.dataset import draw_batch
from lowlight_live.training.photos import load_photos
from lowlight_live.training.processes import Team, leads
from tests.training.conftest import write_photo
from tests.training.runs import ConfigOf

ALONE = {name: value for name, value in os.environ.items() if name not in ("RANK", "WORLD_SIZE", "LOCAL_RANK")}


def test_the_parts_of_a_batch_are_the_whole(config_of: ConfigOf) -> None:
    config = config_of(batch_size=2)
    photos = load_photos(config.data, lines=36, smallest=32)
    whole = draw_batch(photos, config, 5, copies=2)
    parts = [Team(rank, 2).share(whole) for rank in range(2)]
    assert torch.equal(torch.cat([part.image for part in parts]), whole.image)
    assert torch.equal(torch.cat([part.target for part in parts]), whole.target)
    assert parts[0].names + parts[1].names == whole.names
    assert [len(part.names) for part in parts] == [2, 2]


def test_one_process_alone_leads_and_averages_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    team = Team()
    value = torch.tensor([2.0])
    assert team.leads
    assert team.average(value) is value
    assert team.any(True, torch.device("cpu"))
    monkeypatch.setenv("RANK", "1")
    assert not leads()


def test_two_processes_equal_one_with_the_doubled_batch(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for index in range(5):
        write_photo(photos / f"{index}.png", index, height=130, width=150)
    both, alone = tmp_path / "both.safetensors", tmp_path / "alone.safetensors"
    options = ["--architecture", "dce-net++", "--steps", "3", "--device", "cpu", "--learning-rate", "0.001"]
    module = ["-m", "lowlight_live", "train", str(photos), *options]
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    environment = ALONE | {"OMP_NUM_THREADS": "1"}
    for command in (
        [*torchrun, *module, "--batch-size", "1", "--out", str(both)],
        [sys.executable, *module, "--batch-size", "2", "--out", str(alone)],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("Wrote") == 1
    expected = load_network(alone).state_dict()
    for key, tensor in load_network(both).state_dict().items():
        torch.testing.assert_close(tensor, expected[key], atol=2e-6, rtol=0)
    columns = [
        [float(cell) for cell in path.read_text().split()[-1].split(",")]
        for path in (both.with_suffix(".csv"), alone.with_suffix(".csv"))
    ]
    assert columns[0] == pytest.approx(columns[1], rel=1e-4)

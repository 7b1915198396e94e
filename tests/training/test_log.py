"""Where the numbers of a run go."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lowlight_live.errors import ConfigError
from lowlight_live.training.log import TrainProgress, open_logs
from lowlight_live.training.trainer import train
from tests.training.runs import ConfigOf


def test_tensorboard_gets_every_number_and_the_sheet(config_of: ConfigOf) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    config = config_of(track=("tensorboard",))
    totals: list[float] = []
    train(config, on_progress=lambda progress: totals.append(progress.total))
    events = EventAccumulator(str(config.out.with_suffix(".tensorboard")))
    events.Reload()
    assert [event.step for event in events.Scalars("total")] == [1, 2, 3, 4]
    assert [event.value for event in events.Scalars("total")] == pytest.approx(totals)
    assert {"exposure", "spatial", "colour", "smoothness"} < set(events.Tags()["scalars"])
    assert events.Tags()["images"] == ["samples"]


def test_weights_and_biases_works_without_a_network(
    config_of: ConfigOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own program is not started: it leaves processes behind. What it is told is looked at instead."""
    told: dict[str, Any] = {"logged": []}

    class Run:
        def log(self, numbers: dict[str, Any], step: int) -> None:
            told["logged"].append((step, numbers))

        def finish(self) -> None:
            told["finished"] = True

    class Wandb:
        Settings = dict
        Image = staticmethod(lambda sheet: sheet.shape)

        @staticmethod
        def init(**options: Any) -> Run:
            told.update(options)
            return Run()

    monkeypatch.delenv("WANDB_MODE", raising=False)
    monkeypatch.setitem(sys.modules, "wandb", Wandb)
    config = config_of(track=("wandb",))
    train(config)
    assert (told["mode"], told["dir"], told["finished"]) == ("offline", str(config.out.parent), True)
    assert told["config"]["seed"] == "0"
    assert [step for step, numbers in told["logged"] if "total" in numbers] == [1, 2, 3, 4]
    assert [step for step, numbers in told["logged"] if "samples" in numbers] == [4]


def test_a_tracker_that_is_not_installed_is_said_before_anything_is_written(
    config_of: ConfigOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "wandb", None)
    config = config_of(track=("wandb",))
    with pytest.raises(ConfigError, match=r"wandb.*not installed") as caught:
        train(config)
    assert "lowlight-live[tracking]" in caught.value.hint
    assert not config.log.exists()


def test_an_unknown_tracker_is_refused(config_of: ConfigOf) -> None:
    with pytest.raises(ConfigError, match="paper"):
        config_of(track=("paper",))


def test_a_process_that_only_helps_writes_nothing(tmp_path: Path) -> None:
    with open_logs(None, step=0) as logs:
        logs.write(TrainProgress(1, 0.5, {"exposure": 0.5}))
        logs.show(1, np.zeros((4, 4, 3), np.uint8))
    assert not list(tmp_path.iterdir())

"""A disk without room costs a training no more than what does not fit on it. `/dev/full` is such a disk."""

from __future__ import annotations

import csv
import errno
import logging
import os
from pathlib import Path

import pytest

from lowlight_live.errors import TrainingError
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.keeping import keep_best
from lowlight_live.training.trainer import train
from tests.training.runs import ConfigOf, stop_after

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
NO_ROOM = os.strerror(errno.ENOSPC)


def without_room_for(config: TrainConfig, path: Path) -> None:
    """What is written aside first, to appear as this file, finds no room."""
    config.out.parent.mkdir(exist_ok=True)
    path.with_name(f".{path.name}.part").symlink_to(FULL)


def test_a_sheet_that_cannot_be_written_is_a_warning(config_of: ConfigOf, caplog: pytest.LogCaptureFixture) -> None:
    config = config_of(sheet_interval=2)
    without_room_for(config, config.sheet)
    with caplog.at_level(logging.WARNING):
        assert train(config).accepted
    assert caplog.messages == [f"{config.sheet} cannot be written ({NO_ROOM}); the training goes on."]
    assert config.sheet.exists()  # the next one
    assert config.out.exists()


def test_a_log_that_cannot_be_written_is_a_warning(config_of: ConfigOf, caplog: pytest.LogCaptureFixture) -> None:
    config = config_of()
    config.out.parent.mkdir()
    config.log.symlink_to(FULL)
    with caplog.at_level(logging.WARNING):
        assert train(config).accepted
    assert caplog.messages == [f"{config.log} cannot be written ({NO_ROOM}); the training goes on."]


def test_a_log_with_gaps_is_gone_on_with_by_its_steps(config_of: ConfigOf) -> None:
    config = config_of()
    stop, watch = stop_after(3)
    train(config, on_progress=watch, stop=stop)
    heading, _first, *others = config.log.read_text(encoding="utf-8").splitlines(keepends=True)
    config.log.write_text("".join([heading, *others, others[-1].replace("3,", "4,", 1)]), encoding="utf-8")
    train(config, resume=True)
    with config.log.open(newline="", encoding="utf-8") as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["2", "3", "4"]


def test_a_checkpoint_that_cannot_be_written_is_a_sentence_and_the_one_before_stays(config_of: ConfigOf) -> None:
    config = config_of()
    stop, watch = stop_after(2)
    train(config, on_progress=watch, stop=stop)
    before = config.checkpoint.read_bytes()
    without_room_for(config, config.checkpoint)
    with pytest.raises(TrainingError) as refused:
        train(config, resume=True)
    assert str(refused.value) == f"{config.checkpoint} cannot be written ({NO_ROOM})."
    assert refused.value.hint.startswith("Free some space")
    assert config.checkpoint.read_bytes() == before
    assert train(config, resume=True).finished


def test_weights_that_cannot_be_written_are_a_sentence(config_of: ConfigOf) -> None:
    config = config_of()
    without_room_for(config, config.out)
    with pytest.raises(TrainingError, match=r"weights.safetensors cannot be written"):
        train(config)
    with pytest.raises(TrainingError, match=r"weights.safetensors cannot be written"):
        keep_best(config.checkpoint)

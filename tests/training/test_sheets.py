"""The sheet of samples."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch

from lowlight_live.training.dataset import Example
from lowlight_live.training.sheets import draw_sheet, write_sheet
from lowlight_live.training.trainer import train
from tests.training.runs import ConfigOf, network_that_changes_nothing

CPU = torch.device("cpu")


def solid(red: int, height: int = 60, width: int = 80) -> np.ndarray:
    return np.full((height, width, 3), (red, 0, 0), np.uint8)


def test_a_row_shows_before_after_and_reference() -> None:
    examples = [Example(solid(40), solid(200)), Example(solid(50, 80, 40), solid(210, 80, 40))]
    network = network_that_changes_nothing()
    sheet = draw_sheet(network, examples, CPU, references=True)
    assert network.training
    height, width = sheet.shape[0] // 2, sheet.shape[1] // 3
    reds = [[int(sheet[row * height + 5, column * width + 5, 0]) for column in range(3)] for row in range(2)]
    assert reds == [[40, 40, 200], [50, 50, 210]]


def test_without_references_there_are_two_columns() -> None:
    sheet = draw_sheet(network_that_changes_nothing(), [Example(solid(40), solid(200))], CPU, references=False)
    assert not (sheet[..., 0] == 200).any()


def test_the_file_is_the_sheet_red_first(tmp_path: Path) -> None:
    write_sheet(solid(90), tmp_path / "sheet.png")
    assert cv2.imread(str(tmp_path / "sheet.png"))[0, 0].tolist() == [0, 0, 90]
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.png"]


def test_a_run_draws_one_at_its_interval_and_after_the_last_step(config_of: ConfigOf) -> None:
    config = config_of(steps=5, sheet_interval=2)
    drawn: list[bool] = []

    def look(_: object) -> None:
        drawn.append(config.sheet.exists())
        config.sheet.unlink(missing_ok=True)

    train(config, on_progress=look)
    assert drawn == [False, True, False, True, True]

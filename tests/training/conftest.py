"""A folder of small photos, and the shortest run that still is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from lowlight_live.training.config import TrainConfig
from lowlight_live.training.recipes import config_of_recipe


def write_photo(path: Path, seed: int, *, height: int = 40, width: int = 56) -> None:
    """Write a smooth picture of its own colours."""
    coarse = np.random.default_rng(seed).integers(20, 256, (4, 5, 3), dtype=np.uint8)
    cv2.imwrite(str(path), cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))


@pytest.fixture(scope="session", autouse=True)
def torch_keeps_its_compiler_files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The first optimiser loads torch's compiler, which makes a folder for its files whether it compiles or not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path_factory.mktemp("compiler")))
        yield


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Networks this small wait for a second thread longer than it saves, on a busy machine ten times as long."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    (folder / "more").mkdir(parents=True)
    for index, name in enumerate(["a.png", "b.jpg", "more/c.webp", "more/d.JPEG", "e.png"]):
        write_photo(folder / name, index)
    return folder


@pytest.fixture
def config_of(photos: Path, tmp_path: Path) -> Callable[..., TrainConfig]:
    """Make a config for a run of seconds; any field can be given."""

    def make(**changes: Any) -> TrainConfig:
        small: dict[str, Any] = {
            "data": photos,
            "out": tmp_path / "runs" / "weights.safetensors",
            "steps": 4,
            "batch_size": 2,
            "device": "cpu",
            "lines": 36,
            "crop": 32,
            "checkpoint_interval": 100,
        }
        return TrainConfig(**small | changes)

    return make


@pytest.fixture
def photo_config_of(photos: Path, tmp_path: Path) -> Callable[..., TrainConfig]:
    """The recipe free-photos in a run of seconds."""

    def make(**changes: Any) -> TrainConfig:
        small: dict[str, Any] = {"batch_size": 2, "device": "cpu", "lines": 36, "crop": 24, "darkest_photo": 0.0}
        brief: dict[str, Any] = {"steps": 6, "warm_up": 2, "validation_share": 0.4, "validation_interval": 2}
        out = changes.pop("out", tmp_path / "runs" / "weights.safetensors")
        return config_of_recipe("free-photos", photos, out, **small | brief | changes)

    return make

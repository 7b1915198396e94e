"""Real pairs: the layouts that are read, what is refused, and that both pictures of a pair are cut alike."""

from __future__ import annotations

import logging
from pathlib import Path

import cv2
import numpy as np
import pytest

from lowlight_live.errors import TrainingError
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.training.dataset import draw_batch
from lowlight_live.training.pairs import load_pairs
from lowlight_live.training.photos import Photo, split_photos
from lowlight_live.training.recipes import config_of_recipe
from lowlight_live.training.trainer import train
from tests.training.conftest import write_photo


def write_pairs(root: Path, names: list[str], *, height: int = 40, width: int = 56) -> Path:
    """Write pairs whose dark picture is a quarter of the other."""
    for folder in ("low", "high"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for seed, name in enumerate(names):
        write_photo(root / "high" / f"{name}.png", seed, height=height, width=width)
        lit = cv2.imread(str(root / "high" / f"{name}.png"))
        cv2.imwrite(str(root / "low" / f"{name}.png"), lit // 4)
    return root


@pytest.fixture
def lol(tmp_path: Path) -> Path:
    return write_pairs(tmp_path / "lol", ["2", "10", "9", "1"])


def test_pairs_belong_together_by_their_names(lol: Path) -> None:
    (lol / "low" / "10.png").rename(lol / "low" / "10.bmp.png")
    (lol / "high" / "10.png").rename(lol / "high" / "10.bmp.png")
    pairs = load_pairs(lol, lines=40, smallest=32)
    assert [pair.name for pair in pairs] == ["1", "10.bmp", "2", "9"]
    for pair in pairs:
        assert pair.dark is not None
        np.testing.assert_array_equal(pair.dark, pair.rgb // 4)


def test_the_test_pictures_of_lol_are_not_looked_at(tmp_path: Path) -> None:
    write_pairs(tmp_path / "our485", ["3", "4"])
    write_pairs(tmp_path / "eval15", ["1"])
    assert [pair.name for pair in load_pairs(tmp_path, lines=40, smallest=32)] == ["3", "4"]


def test_a_picture_without_a_partner_is_refused(lol: Path) -> None:
    (lol / "low" / "9.png").unlink()
    with pytest.raises(TrainingError, match="1 pictures without a partner, such as 9") as caught:
        load_pairs(lol, lines=40, smallest=32)
    assert "same name" in caught.value.hint


def test_sizes_that_differ_are_refused(lol: Path) -> None:
    write_photo(lol / "low" / "9.png", 0, height=40, width=60)
    with pytest.raises(TrainingError, match="pair 9 differs in size: 60 x 40 and 56 x 40"):
        load_pairs(lol, lines=40, smallest=32)


def test_missing_folders_say_the_layout(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="There is no folder") as caught:
        load_pairs(tmp_path, lines=40, smallest=32)
    assert "low and high" in caught.value.hint


def test_unusable_pairs_are_named_and_left_out(lol: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_pairs(lol, ["5"], height=20)
    (lol / "low" / "2.png").write_bytes(b"no picture")
    with caplog.at_level(logging.WARNING):
        assert len(load_pairs(lol, lines=40, smallest=32)) == 3
    assert any("2.png" in message for message in caplog.messages)
    assert any("pair 5" in message for message in caplog.messages)
    with pytest.raises(TrainingError, match="no pair to train on"):
        load_pairs(lol, lines=400, smallest=300)


def test_both_pictures_of_a_pair_are_cut_alike() -> None:
    rows, columns = np.mgrid[:48, :60]
    lit = np.stack([rows, columns, rows + columns], axis=-1).astype(np.uint8)
    small = {"lines": 48, "crop": 20, "zoom": 2.0, "batch_size": 4, "light_range": 0.0}
    config = config_of_recipe("paired", Path("lol"), Path("a.safetensors"), **small)
    for step in range(20):
        batch = draw_batch([Photo("1", lit, lit // 2)], config, step)
        # Half of a code is lost to rounding before the shrinking and half after it.
        assert (batch.image - batch.target / 2).abs().max() < 1.1 / 255


def test_the_light_of_the_dark_picture_alone_is_varied() -> None:
    flat = Photo("1", np.full((48, 60, 3), 200, np.uint8), np.full((48, 60, 3), 80, np.uint8))
    small = {"lines": 48, "crop": 20, "batch_size": 4, "light_range": 0.5}
    config = config_of_recipe("paired", Path("lol"), Path("a.safetensors"), **small)
    batches = [draw_batch([flat], config, step) for step in range(40)]
    assert all((batch.target * 255).round().eq(200).all() for batch in batches)
    seen = [float(picture.mean()) * 255 for batch in batches for picture in batch.image]
    # Half a stop is a factor of 2 ** (0.5 / 2.2) = 1.17 on encoded samples: 80 becomes 68.3 to 93.7.
    assert 68.3 < min(seen) < 69.5
    assert 92.5 < max(seen) < 93.7


def test_more_light_ends_at_white() -> None:
    white = np.full((48, 60, 3), 255, np.uint8)
    small = {"lines": 48, "crop": 20, "batch_size": 8, "light_range": 0.5}
    config = config_of_recipe("paired", Path("lol"), Path("a.safetensors"), **small)
    image = draw_batch([Photo("1", white, white)], config, 0).image
    assert image.max() == 1
    assert image.min() < 1


def test_neighbours_in_number_are_kept_out_together() -> None:
    photos = [Photo(str(index), np.zeros((40, 40, 3), np.uint8)) for index in (1, 10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9)]
    config = config_of_recipe(
        "paired", Path("lol"), Path("a.safetensors"), validation_share=0.25, validation_runs=3, seed=1
    )
    train_on, kept_out = split_photos(photos, config)
    numbers = sorted(int(photo.name) for photo in kept_out)
    assert len(numbers) == 3
    assert numbers[2] - numbers[0] == 2
    assert (numbers[0] - 1) % 3 == 0
    assert {photo.name for photo in train_on}.isdisjoint(photo.name for photo in kept_out)
    assert len(train_on) == 9


@pytest.mark.parametrize("count", [2, 3, 7])
def test_of_few_neighbours_some_are_left_to_train_on(count: int) -> None:
    photos = [Photo(str(index), np.zeros((40, 40, 3), np.uint8)) for index in range(count)]
    config = config_of_recipe("paired", Path("lol"), Path("a.safetensors"), validation_share=0.5, validation_runs=50)
    train_on, kept_out = split_photos(photos, config)
    assert train_on
    assert kept_out


def test_pairs_are_learnt(lol: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.safetensors"
    config = config_of_recipe(
        "paired",
        lol,
        out,
        start="",
        steps=60,
        lines=40,
        crop=24,
        batch_size=2,
        device="cpu",
        warm_up=5,
        validation_interval=20,
        validation_runs=1,
        averaging=0.5,
    )
    seen: list[float] = []
    result = train(config, on_progress=lambda progress: seen.append(progress.losses["charbonnier"]))
    assert np.mean(seen[-15:]) < 0.6 * np.mean(seen[:5])
    assert result.best is not None
    assert load_network(out).architecture == "dce-live"

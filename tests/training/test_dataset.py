"""From a folder of photos to batches that the seed and the step decide."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from lowlight_live.errors import TrainingError
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import draw_batch
from lowlight_live.training.photos import Photo, fingerprint, load_photos, split_photos
from tests.training.conftest import write_photo

ConfigOf = Callable[..., TrainConfig]


def numbered(count: int, height: int = 36, width: int = 48) -> list[Photo]:
    """Photos in which each pixel says where it is and each photo which it is."""
    rows, columns = np.mgrid[:height, :width]
    return [
        Photo(f"{index}.png", np.stack([rows, columns, np.full_like(rows, index)], axis=-1).astype(np.uint8))
        for index in range(count)
    ]


def test_all_photos_below_the_folder_are_found_in_the_order_of_their_names(photos: Path) -> None:
    (photos / "notes.txt").write_text("not a photo")
    found = load_photos(photos, lines=36, smallest=32)
    assert [photo.name for photo in found] == ["a.png", "b.jpg", "e.png", "more/c.webp", "more/d.JPEG"]


def test_photos_are_shrunk_to_the_short_side_in_their_own_proportion(tmp_path: Path) -> None:
    write_photo(tmp_path / "wide.png", 0, height=120, width=210)
    write_photo(tmp_path / "tall.png", 0, height=300, width=200)
    tall, wide = load_photos(tmp_path, lines=60, smallest=32)
    assert wide.rgb.shape == (60, 105, 3)
    assert tall.rgb.shape == (90, 60, 3)


def test_shrinking_averages_away_what_a_thumbnail_cannot_show(tmp_path: Path) -> None:
    stripes = np.zeros((160, 160, 3), np.uint8)
    stripes[:, ::2] = 200
    cv2.imwrite(str(tmp_path / "stripes.png"), stripes)
    (photo,) = load_photos(tmp_path, lines=40, smallest=32)
    assert photo.rgb.std() < 1
    assert photo.rgb.mean() == pytest.approx(100, abs=1)


def test_photos_are_read_red_first(tmp_path: Path) -> None:
    blue_first = np.full((40, 40, 3), (10, 20, 200), np.uint8)
    cv2.imwrite(str(tmp_path / "red.png"), blue_first)
    (photo,) = load_photos(tmp_path, lines=40, smallest=32)
    assert photo.rgb[0, 0].tolist() == [200, 20, 10]


def test_small_photos_are_not_enlarged(photos: Path) -> None:
    assert load_photos(photos, lines=100, smallest=32)[0].rgb.shape == (40, 56, 3)


def test_damaged_and_tiny_files_are_named_and_left_out(photos: Path, caplog: pytest.LogCaptureFixture) -> None:
    (photos / "broken.jpg").write_bytes(b"\xff\xd8\xff not really")
    (photos / "empty.png").write_bytes(b"")
    write_photo(photos / "tiny.png", 0, height=12, width=90)
    with caplog.at_level(logging.WARNING):
        found = load_photos(photos, lines=36, smallest=32)
    assert len(found) == 5
    assert [Path(message.split(" is left out")[0]).name for message in caplog.messages] == [
        "broken.jpg",
        "empty.png",
        "tiny.png",
    ]


def test_a_folder_without_photos_says_what_to_give(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no photo")
    (tmp_path / "broken.jpg").write_bytes(b"no photo either")
    with pytest.raises(TrainingError, match=r"no photo to train on \(1 files") as caught:
        load_photos(tmp_path, lines=36, smallest=32)
    assert ".jpg" in caught.value.hint


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="nowhere"):
        load_photos(tmp_path / "nowhere", lines=36, smallest=32)


def test_seed_and_step_decide_the_batch(config_of: ConfigOf) -> None:
    photos = numbered(20)
    config = config_of(batch_size=6)
    once, again = draw_batch(photos, config, 7), draw_batch(photos, config, 7)
    assert torch.equal(once.image, again.image)
    assert once.names == again.names
    assert not torch.equal(once.image, draw_batch(photos, config, 8).image)
    assert not torch.equal(once.image, draw_batch(photos, config_of(batch_size=6, seed=1), 7).image)


def test_no_photo_comes_twice_in_a_batch_while_there_are_enough(config_of: ConfigOf) -> None:
    for step in range(20):
        assert len(set(draw_batch(numbered(8), config_of(batch_size=8), step).names)) == 8
    assert len(draw_batch(numbered(2), config_of(batch_size=5), 0).names) == 5


def test_every_photo_is_drawn(config_of: ConfigOf) -> None:
    seen = {name for step in range(60) for name in draw_batch(numbered(12), config_of(), step).names}
    assert len(seen) == 12


def test_undarkened_crops_are_the_photo_itself_flipped_in_all_four_ways(config_of: ConfigOf) -> None:
    flips, corners = set(), set()
    for step in range(60):
        batch = draw_batch(numbered(5), config_of(dark_share=0), step)
        assert batch.image.shape == (2, 3, 32, 32)
        for picture, name in zip((batch.image * 255).round().int(), batch.names, strict=True):
            rows, columns, index = picture
            assert f"{int(index[0, 0])}.png" == name
            down, right = int(rows[1, 0] - rows[0, 0]), int(columns[0, 1] - columns[0, 0])
            assert torch.equal(rows, rows[:1, :1] + down * torch.arange(32)[:, None].expand(32, 32))
            assert torch.equal(columns, columns[:1, :1] + right * torch.arange(32).expand(32, 32))
            flips.add((down, right))
            corners.add((int(rows.min()), int(columns.min())))
    assert flips == {(1, 1), (1, -1), (-1, 1), (-1, -1)}
    # 36 x 48 pixels leave 5 x 17 places for a crop of 32: the first and the last are among them.
    assert {row for row, _ in corners} == set(range(5))
    assert {0, 16} <= {column for _, column in corners}


def test_turned_crops_come_in_all_eight_ways(config_of: ConfigOf) -> None:
    ways = set()
    for step in range(60):
        for rows, columns, _ in (
            draw_batch(numbered(5), config_of(dark_share=0, turned=True), step).image * 255
        ).round():
            steps = (rows[1, 0] - rows[0, 0], rows[0, 1] - rows[0, 0], columns[1, 0] - columns[0, 0])
            ways.add((*(int(one) for one in steps), int(columns[0, 1] - columns[0, 0])))
    assert ways == {(down, 0, 0, right) for down in (1, -1) for right in (1, -1)} | {
        (0, down, right, 0) for down in (1, -1) for right in (1, -1)
    }


def test_the_dark_share_is_darkened(config_of: ConfigOf) -> None:
    white = [Photo(f"{index}.png", np.full((36, 48, 3), 255, np.uint8)) for index in range(8)]
    untouched = [
        float(picture.min()) == 1
        for step in range(60)
        for picture in draw_batch(white, config_of(batch_size=8, dark_share=0.7), step).image
    ]
    assert 0.24 < np.mean(untouched) < 0.36


def test_max_stops_bounds_the_darkness(config_of: ConfigOf) -> None:
    photos = [Photo("grey.png", np.full((36, 48, 3), 128, np.uint8))]

    def darkest(stops: float) -> float:
        config = config_of(dark_share=1, max_stops=stops, batch_size=8)
        return min(float(p.mean()) for step in range(20) for p in draw_batch(photos, config, step).image)

    assert darkest(8) < 0.05 < 0.15 < darkest(1)


def test_the_target_is_the_picture_before_it_was_darkened(config_of: ConfigOf) -> None:
    dark, lit = (draw_batch(numbered(8), config_of(dark_share=share, batch_size=8), 3) for share in (1, 0))
    assert torch.equal(lit.target, lit.image)
    assert not torch.equal(dark.target, dark.image)
    rows, columns, index = (dark.target[0] * 255).round()
    assert f"{int(index[0, 0])}.png" == dark.names[0]
    assert rows.diff(dim=0).abs().eq(1).all()
    assert columns.diff(dim=1).abs().eq(1).all()


def test_some_pictures_in_good_light_are_noisy(config_of: ConfigOf) -> None:
    flat = [Photo("grey.png", np.full((36, 48, 3), 128, np.uint8))]
    config = config_of(dark_share=0, grain_share=0.5, batch_size=8)
    seen = [picture for step in range(30) for picture in draw_batch(flat, config, step).image]
    noisy = [picture for picture in seen if picture.std() > 0]
    assert 0.35 < len(noisy) / len(seen) < 0.65
    for picture in noisy:
        assert picture.mean().item() == pytest.approx(128 / 255, abs=0.01)


def test_zoom_shows_up_to_that_many_times_more_of_the_photo(config_of: ConfigOf) -> None:
    # The rows of a numbered photo tell how much of it a picture spans.
    config = config_of(crop=20, zoom=1.5, dark_share=0)
    spans = []
    for step in range(80):
        for rows in (draw_batch(numbered(5), config, step).image[:, 0] * 255).round():
            assert rows.shape == (20, 20)
            spans.append(int(rows.max() - rows.min()))
    assert min(spans) == 19
    assert 27 <= max(spans) <= 30


def test_zoom_ends_at_the_size_of_the_photo(config_of: ConfigOf) -> None:
    batch = draw_batch(numbered(5, height=24, width=90), config_of(crop=20, zoom=10, batch_size=5), 0)
    assert batch.image.shape == (5, 3, 20, 20)


def test_dark_photos_are_no_example(tmp_path: Path) -> None:
    for name, level in (("dark", 40), ("lit", 60)):
        cv2.imwrite(str(tmp_path / f"{name}.png"), np.full((40, 40, 3), level, np.uint8))
    assert [photo.name for photo in load_photos(tmp_path, lines=40, smallest=32, darkest=0.2)] == ["lit.png"]
    with pytest.raises(TrainingError, match="No photo in") as caught:
        load_photos(tmp_path, lines=40, smallest=32, darkest=0.5)
    assert "mean luma 0.5" in caught.value.hint
    assert "--recipe zero-reference" in caught.value.hint


def test_photos_are_parted_by_the_seed_and_none_is_on_both_sides(config_of: ConfigOf) -> None:
    photos = numbered(20)
    train, kept_out = split_photos(photos, config_of(validation_share=0.1))
    assert len(kept_out) == 2
    assert sorted(int(photo.name[:-4]) for photo in train + kept_out) == list(range(20))
    again, other = (split_photos(photos, config_of(validation_share=0.1, seed=seed))[1] for seed in (0, 4))
    assert [photo.name for photo in again] == [photo.name for photo in kept_out]
    assert [photo.name for photo in other] != [photo.name for photo in kept_out]
    assert split_photos(photos, config_of()) == (photos, [])


def test_a_single_photo_cannot_be_parted(config_of: ConfigOf) -> None:
    assert len(split_photos(numbered(2), config_of(validation_share=0.1))[1]) == 1
    with pytest.raises(TrainingError, match="one photo"):
        split_photos(numbered(1), config_of(validation_share=0.1))


def test_fingerprint_sees_names_and_pixels(photos: Path) -> None:
    found = load_photos(photos, lines=36, smallest=32)
    assert fingerprint(found) == fingerprint(load_photos(photos, lines=36, smallest=32))
    changed = found[0].rgb.copy()
    changed[3, 4, 1] ^= 1
    assert fingerprint([Photo(found[0].name, changed), *found[1:]]) != fingerprint(found)
    assert fingerprint([Photo("other.png", found[0].rgb), *found[1:]]) != fingerprint(found)

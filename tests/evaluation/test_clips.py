"""The dark clips do what their kind says, and their clean version is what the camera would see without noise."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from lowlight_live.evaluation.clips import (
    PHOTO_KINDS,
    ClipKind,
    DarkCamera,
    DarkClip,
    darken_video,
    make_clip,
)
from tests.evaluation.pictures import flat, texture

PHOTO = texture()


def light_of(clip: DarkClip) -> np.ndarray:
    """Mean linear light of each clean frame."""
    return np.array([(frame.astype(np.float64) ** 2.2).mean() for frame in clip.clean])


@pytest.mark.parametrize("kind", PHOTO_KINDS)
def test_the_same_seed_gives_the_same_clip_and_another_gives_other_noise(kind: ClipKind) -> None:
    clip, again, other = (make_clip(kind, PHOTO, frames=6, seed=seed) for seed in (1, 1, 2))
    for t in range(6):
        assert np.array_equal(clip.dark[t], again.dark[t])
        assert not np.array_equal(clip.dark[t], other.dark[t])
        assert np.array_equal(clip.clean[t], other.clean[t])


@pytest.mark.parametrize("kind", PHOTO_KINDS)
def test_every_part_of_a_clip_has_its_frames_and_one_size(kind: ClipKind) -> None:
    clip = make_clip(kind, PHOTO, frames=7, frame_rate=Fraction(25))
    assert clip.kind == kind
    assert clip.frame_rate == 25
    shapes = {frame.shape for part in (clip.dark, clip.clean, clip.bright) for frame in part}
    assert len(shapes) == 1
    assert {len(part) for part in (clip.dark, clip.clean, clip.bright, clip.light)} == {7}
    assert {frame.dtype for frame in clip.dark} == {np.dtype(np.uint8)}
    assert {frame.dtype for frame in clip.clean} == {np.dtype(np.float32)}


def test_the_noise_is_new_in_each_frame_and_does_not_depend_on_the_length() -> None:
    short, long = make_clip("static", PHOTO, frames=3), make_clip("static", PHOTO, frames=5)
    assert not np.array_equal(short.dark[0], short.dark[1])
    assert all(np.array_equal(a, b) for a, b in zip(short.dark, long.dark[:3], strict=True))


@pytest.mark.parametrize("gain", [0.02, 0.1, 0.3])
def test_the_gain_is_of_linear_light(gain: float) -> None:
    clip = make_clip("static", PHOTO, frames=2, camera=DarkCamera(gain=gain))
    bright = ((PHOTO / 255) ** 2.2).mean()
    assert light_of(clip) == pytest.approx(gain * bright, rel=1e-5)


def test_the_noise_has_the_variance_of_counted_photons_and_of_the_read_out() -> None:
    camera = DarkCamera(gain=0.2, electrons=1000, read_noise=4)
    clip = make_clip("static", flat(200, 200, 200), frames=2, camera=camera)
    light = (clip.dark[0] / 255) ** 2.2
    collected = 0.2 * (200 / 255) ** 2.2 * 1000
    assert light.mean() == pytest.approx(collected / 1000, rel=0.01)
    assert light.std() == pytest.approx(np.sqrt(collected + 4**2) / 1000, rel=0.03)


def test_without_a_lot_of_noise_dark_is_the_rounded_clean_clip() -> None:
    camera = DarkCamera(electrons=1e9, read_noise=0)
    clip = make_clip("static", PHOTO, frames=2, camera=camera)
    assert np.abs(clip.dark[0] - clip.clean[0] * 255).max() <= 0.51


def test_static_stands_still() -> None:
    clip = make_clip("static", PHOTO, frames=4)
    assert all(np.array_equal(frame, clip.clean[0]) for frame in clip.clean)
    assert clip.event is None


def test_the_lamp_flickers_by_six_percent_five_times_a_second() -> None:
    clip = make_clip("flicker", PHOTO, frames=60, frame_rate=Fraction(30))
    light = np.array([((frame / 255) ** 2.2).mean() for frame in clip.dark])
    steady = make_clip("static", PHOTO, frames=2).clean[0]
    assert light.max() / light.min() == pytest.approx(1.06 / 0.94, abs=0.01)
    assert all(np.array_equal(frame, steady) for frame in clip.clean), "a flicker is a fault: the clean clip has none"
    spectrum = np.abs(np.fft.rfft(light - light.mean()))
    assert np.fft.rfftfreq(60, 1 / 30)[spectrum.argmax()] == pytest.approx(5)


def test_a_pan_moves_by_three_pixels_a_frame_and_turns_at_the_edge() -> None:
    clip = make_clip("pan", PHOTO, frames=40)
    width = clip.bright[0].shape[1]
    assert width >= PHOTO.shape[1] * 2 / 3
    offsets = []
    for frame in clip.bright:
        matching = [x for x in range(PHOTO.shape[1] - width + 1) if np.array_equal(frame, PHOTO[:, x : x + width])]
        assert len(matching) == 1
        offsets += matching
    assert offsets[:4] == [0, 3, 6, 9]
    assert {abs(after - before) for before, after in pairwise(offsets)} == {3}
    assert min(offsets) == 0
    assert max(offsets) == PHOTO.shape[1] - width


def test_a_short_pan_loses_no_more_of_the_picture_than_it_needs() -> None:
    assert make_clip("pan", PHOTO, frames=5).bright[0].shape[1] == PHOTO.shape[1] - 12


def test_the_cut_is_at_its_event_and_leads_to_the_other_picture() -> None:
    other = texture(seed=9)
    clip = make_clip("cut", PHOTO, frames=12, after_cut=other)
    assert clip.event == 4
    assert all(np.array_equal(frame, PHOTO) for frame in clip.bright[:4])
    assert all(np.array_equal(frame, other) for frame in clip.bright[4:])
    assert np.array_equal(clip.clean[4], make_clip("static", other, frames=2).clean[0])


def test_a_cut_without_another_picture_leads_to_the_same_upside_down() -> None:
    clip = make_clip("cut", PHOTO, frames=6)
    assert np.array_equal(clip.bright[2], PHOTO[::-1, ::-1])


def test_the_lamp_comes_on_over_five_frames_from_its_event() -> None:
    clip = make_clip("lamp", PHOTO, frames=18)
    light = light_of(clip) / light_of(make_clip("static", PHOTO, frames=2))[0]
    assert clip.event == 6
    expected = [0.2] * 6 + [0.36, 0.52, 0.68, 0.84, 1.0] + [1.0] * 7
    assert light == pytest.approx(expected, rel=1e-4)
    assert clip.light == pytest.approx(expected)


def test_a_video_keeps_its_own_frames() -> None:
    frames = [texture(seed=seed) for seed in range(3)]
    clip = darken_video(frames, frame_rate=Fraction(24))
    assert clip.kind == "video"
    assert all(a is b for a, b in zip(clip.bright, frames, strict=True))
    assert np.array_equal(clip.clean[2], make_clip("static", frames[2], frames=2).clean[0])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"gain": 0.0}, "gain"),
        ({"gain": 1.5}, "gain"),
        ({"gain": float("nan")}, "gain"),
        ({"electrons": 0.0}, "electrons"),
        ({"electrons": float("inf")}, "electrons"),
        ({"read_noise": -1.0}, "read_noise"),
        ({"read_noise": float("nan")}, "read_noise"),
    ],
)
def test_a_camera_that_cannot_be_is_refused(values: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        DarkCamera(**values)


def test_clips_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        make_clip("static", PHOTO, frames=1)
    with pytest.raises(ValueError, match="photo's shape"):
        make_clip("cut", PHOTO, frames=6, after_cut=PHOTO[:-1])
    with pytest.raises(ValueError, match="8 pixels wide"):
        make_clip("pan", PHOTO[:, :8], frames=6)
    with pytest.raises(ValueError, match="'video'"):
        make_clip("video", PHOTO, frames=6)
    with pytest.raises(ValueError, match="at least 2"):
        darken_video([PHOTO], frame_rate=Fraction(30))
    with pytest.raises(ValueError, match="one size"):
        darken_video([PHOTO, PHOTO[:-1]], frame_rate=Fraction(30))

"""A clip goes through the enhancer steadily, and whatever breaks it begins anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.frame import Frame, Rgb
from lowlight_live.settings import EnhanceSettings
from tests.models import save_flat_weights

ON = EnhanceSettings()
OFF = EnhanceSettings(denoise=0, temporal_smoothing=0)
RATE = Fraction(1, 30)


@pytest.fixture
def enhancer(tmp_path: Path) -> Iterator[CurveEnhancer]:
    weights = save_flat_weights(tmp_path / "flat.safetensors")
    built = CurveEnhancer(EnhancerSpec(model=str(weights), device="cpu", thumbnail_lines=36, threads=1))
    yield built
    built.close()


def scene(seed: int, height: int = 96, width: int = 128) -> np.ndarray:
    """Blocks of different dark colours."""
    rng = np.random.default_rng(seed)
    blocks = rng.integers(5, 70, (-(-height // 12), -(-width // 12), 3))
    return np.kron(blocks, np.ones((12, 12, 1)))[:height, :width]


def noisy(clean: np.ndarray, seed: int) -> Rgb:
    return (clean + np.random.default_rng(seed).normal(0, 3, clean.shape)).round().clip(0, 255).astype(np.uint8)


def frame(rgb: Rgb, pts: int, **changes: object) -> Frame:
    return replace(Frame(rgb, pts, RATE), **changes)  # type: ignore[arg-type]


def show(enhancer: CurveEnhancer, shown: Frame, settings: EnhanceSettings = ON) -> Rgb:
    return enhancer.enhance(shown, settings).enhanced.rgb


def settle(enhancer: CurveEnhancer, clean: np.ndarray, count: int = 12) -> Rgb:
    """Show a static clip; the last enhanced frame."""
    for pts in range(count):
        last = show(enhancer, frame(noisy(clean, pts), pts))
    return last


def alone(enhancer: CurveEnhancer, rgb: Rgb) -> Rgb:
    """What a frame becomes without any past."""
    enhancer.reset()
    return show(enhancer, frame(rgb, 0), OFF)


def grain(rgb: Rgb) -> float:
    """Noise of the flat blocks."""
    inner = rgb[:96, :120].astype(float).reshape(8, 12, 10, 12, 3)[:, 3:9, :, 3:9]
    return float(inner.std(axis=(1, 3)).mean())


def test_a_static_clip_loses_most_of_its_noise(enhancer: CurveEnhancer) -> None:
    clean = scene(0)
    last = settle(enhancer, clean)
    assert grain(last) < 0.4 * grain(alone(enhancer, noisy(clean, 11)))


def test_off_is_the_frame_by_frame_result_bit_for_bit(enhancer: CurveEnhancer) -> None:
    clean = scene(0)
    shown = [show(enhancer, frame(noisy(clean, pts), pts), OFF) for pts in range(4)]
    for pts, result in enumerate(shown):
        assert np.array_equal(result, alone(enhancer, noisy(clean, pts)))


def test_the_first_frame_after_a_cut_is_as_if_alone(enhancer: CurveEnhancer) -> None:
    settle(enhancer, scene(0))
    after = noisy(scene(1), 50)
    shown = show(enhancer, frame(after, 12))
    assert np.array_equal(shown, alone(enhancer, after))


@pytest.mark.parametrize("black_first", [True, False])
def test_a_cut_from_or_to_black_is_a_cut(enhancer: CurveEnhancer, black_first: bool) -> None:
    pictures = [np.zeros((96, 128, 3)), scene(1)]
    before, after = pictures if black_first else reversed(pictures)
    settle(enhancer, before)
    rgb = noisy(after, 50)
    shown = show(enhancer, frame(rgb, 12))
    assert np.array_equal(shown, alone(enhancer, rgb))


def test_a_lamp_is_followed_at_once_and_is_no_cut(enhancer: CurveEnhancer) -> None:
    settle(enhancer, scene(0) / 2)
    lit = noisy(scene(0), 50)
    shown = show(enhancer, frame(lit, 12))
    single = alone(enhancer, lit)
    assert abs(float(shown.mean()) - float(single.mean())) < 4
    assert grain(shown) < 0.7 * grain(single), "what was averaged before the lamp is lost"


@pytest.mark.parametrize("change", ["discontinuity", "gap", "backwards"])
def test_what_breaks_a_clip_leaves_no_ghost(enhancer: CurveEnhancer, change: str) -> None:
    clean = scene(0)
    settle(enhancer, clean)
    moved = noisy(np.roll(clean, 5, axis=1), 50)
    pts = {"discontinuity": 12, "gap": 12 + 60, "backwards": 3}[change]
    shown = show(enhancer, frame(moved, pts, discontinuity=change == "discontinuity"))
    if change == "discontinuity":
        # Perhaps a picture alone, so it is smoothed in space: as the first of a clip, whose noise is only guessed.
        enhancer.reset()
        assert np.array_equal(shown, show(enhancer, frame(moved, pts, discontinuity=True)))
    else:
        assert np.array_equal(shown, alone(enhancer, moved))


def test_a_slow_clip_is_a_clip(enhancer: CurveEnhancer) -> None:
    clean = scene(0)
    for step in range(12):
        last = show(enhancer, frame(noisy(clean, step), step * 30))
    assert grain(last) < 0.7 * grain(alone(enhancer, noisy(clean, 11)))


def test_frames_may_change_their_size(enhancer: CurveEnhancer) -> None:
    sizes = [(96, 128), (96, 128), (50, 40), (50, 40), (97, 131), (96, 128)]
    pictures = [noisy(scene(0, *size), step) for step, size in enumerate(sizes)]
    shown = [show(enhancer, frame(rgb, step)) for step, rgb in enumerate(pictures)]
    for step in (2, 4, 5):
        assert np.array_equal(shown[step], alone(enhancer, pictures[step])), "the first of a new size has no past"


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (15, 15), (16, 16), (17, 5), (3, 200)], ids=str)
def test_small_frames_are_frames(enhancer: CurveEnhancer, size: tuple[int, int]) -> None:
    for pts in range(5):
        shown = show(enhancer, frame(noisy(scene(0, *size), pts), pts))
        assert shown.shape == (*size, 3)


def test_denoise_can_be_switched_on_and_off_in_a_clip(enhancer: CurveEnhancer) -> None:
    clean = scene(0)
    settle(enhancer, clean)
    rgb = noisy(clean, 50)
    assert np.array_equal(show(enhancer, frame(rgb, 12), OFF), alone(enhancer, rgb))
    settle(enhancer, clean)
    show(enhancer, frame(rgb, 12), replace(ON, denoise=0))
    for pts in range(13, 26):
        last = show(enhancer, frame(noisy(clean, pts), pts))
    assert grain(last) < 0.4 * grain(alone(enhancer, noisy(clean, 25)))


@pytest.mark.parametrize("strengths", [(1.0, 1.0), (0.0, 0.0)], ids=["shown", "while the original is shown"])
def test_denoise_switched_off_and_on_while_paused_begins_anew(
    enhancer: CurveEnhancer, strengths: tuple[float, float]
) -> None:
    clean = scene(0)
    settle(enhancer, clean)
    paused = frame(noisy(clean, 50), 12)
    show(enhancer, paused)
    show(enhancer, paused, replace(ON, denoise=0))
    for strength in strengths:
        show(enhancer, paused, replace(ON, strength=strength))
    for pts in range(13, 26):
        last = show(enhancer, frame(noisy(clean, pts), pts))
    assert grain(last) < 0.4 * grain(alone(enhancer, noisy(clean, 25)))


def test_denoise_switched_on_for_a_photo_knows_its_noise(enhancer: CurveEnhancer) -> None:
    settle(enhancer, scene(1))
    photo = frame(noisy(noisy(scene(0), 1), 2), 40, discontinuity=True)
    enhancer.reset()
    wanted = show(enhancer, photo)
    settle(enhancer, scene(1))
    enhancer.reset()
    show(enhancer, photo, OFF)
    assert np.array_equal(show(enhancer, photo), wanted)


@pytest.mark.parametrize("changes", [{"temporal_smoothing": 0.5}, {"denoise": 0.7}], ids=str)
def test_a_stage_that_is_moved_but_not_switched_keeps_the_estimate(
    enhancer: CurveEnhancer, changes: dict[str, float]
) -> None:
    clean = scene(0)
    settle(enhancer, clean)
    paused = frame(noisy(clean, 50), 12)
    blended = show(enhancer, paused)
    moved = show(enhancer, paused, replace(ON, **changes))
    assert np.abs(moved.astype(int) - blended).mean() < 0.5
    assert np.array_equal(show(enhancer, paused), blended)


def test_a_discontinuity_while_the_original_is_shown_is_one(enhancer: CurveEnhancer) -> None:
    clean = scene(0)
    settle(enhancer, clean)
    moved = np.roll(clean, 5, axis=1)
    show(enhancer, frame(noisy(moved, 50), 12, discontinuity=True), replace(ON, strength=0.0))
    after = noisy(moved, 51)
    shown = show(enhancer, frame(after, 13))
    enhancer.reset()
    assert np.array_equal(shown, show(enhancer, frame(after, 13)))


def test_a_clip_that_becomes_slower_goes_on(enhancer: CurveEnhancer) -> None:
    clean = scene(0)
    settle(enhancer, clean)
    for step in range(12):
        last = show(enhancer, frame(noisy(clean, step), 12 + 30 * step))
    assert grain(last) < 0.7 * grain(alone(enhancer, noisy(clean, 11)))


def test_denoise_acts_on_a_paused_picture(enhancer: CurveEnhancer) -> None:
    clean = scene(0)
    settle(enhancer, clean)
    paused = frame(noisy(clean, 50), 12)
    blended = show(enhancer, paused)
    plain = show(enhancer, paused, replace(ON, denoise=0))
    again = show(enhancer, paused)
    assert np.array_equal(plain, alone(enhancer, paused.rgb))
    assert grain(blended) < grain(again) < grain(plain)


def test_a_pause_at_strength_0_does_not_lose_the_past(enhancer: CurveEnhancer) -> None:
    clean = scene(0)
    settle(enhancer, clean)
    show(enhancer, frame(noisy(clean, 50), 12), replace(ON, strength=0.0))
    shown = show(enhancer, frame(noisy(clean, 51), 13))
    assert grain(shown) < 0.4 * grain(alone(enhancer, noisy(clean, 51)))


def test_a_picture_alone_is_smoothed_in_space(enhancer: CurveEnhancer) -> None:
    rgb = noisy(scene(0), 0)
    shown = show(enhancer, frame(rgb, 0, discontinuity=True))
    single = alone(enhancer, rgb)
    assert grain(shown) < 0.6 * grain(single)
    edges = [abs(np.diff(picture[:, 9:15].astype(float).mean(axis=(0, 2)))).max() for picture in (shown, single)]
    assert edges[0] > 0.9 * edges[1]


@pytest.mark.parametrize("settings", [ON, replace(ON, denoise=0)], ids=["all stages", "maps alone"])
def test_after_a_lamp_was_switched_on_the_brightness_settles_at_once(settings: EnhanceSettings) -> None:
    enhancer = CurveEnhancer(EnhancerSpec(device="cpu", thumbnail_lines=90, precision="float32", threads=1))
    lights = [0.2] * 12 + [0.36, 0.52, 0.68, 0.84] + [1.0] * 30
    clean = scene(0, 192, 256)
    try:
        lumas = [
            show(enhancer, frame(noisy(clean * light ** (1 / 2.2), pts), pts), settings).mean()
            for pts, light in enumerate(lights)
        ]
    finally:
        enhancer.close()
    assert np.abs(np.array(lumas[18:30]) - lumas[-1]).max() < 0.6, np.round(lumas, 1)

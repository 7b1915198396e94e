"""Each measure gives on pictures made for it the value that follows from its formula by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest

from lowlight_live.evaluation.clips import Picture, darken_video, make_clip
from lowlight_live.evaluation.measures import (
    HIGHEST_PSNR,
    cell_difference,
    flicker,
    largest_difference,
    mean_luma,
    overshoot,
    psnr,
    settle_frames,
    sharpness,
    temporal_noise,
)
from lowlight_live.evaluation.motion import Motion, track, warping_error
from lowlight_live.evaluation.runs import Run, run_clip
from lowlight_live.evaluation.temporal import compare_runs
from lowlight_live.frame import Rgb
from lowlight_live.settings import EnhanceSettings
from tests.evaluation.pictures import FakeEnhancer, flat, texture

LOOKING_BACK = EnhanceSettings()
FRAME_BY_FRAME = EnhanceSettings(strength=0)


def noisy(picture: Rgb, sigma: float, count: int) -> list[Rgb]:
    rng = np.random.default_rng(5)
    return [
        np.clip(np.rint(picture + rng.normal(0, sigma, picture.shape)), 0, 255).astype(np.uint8) for _ in range(count)
    ]


def unrounded(rgb: Rgb) -> Picture:
    return (rgb / 255).astype(np.float32)


def shifted(height: int, width: int, *, by: int) -> Motion:
    """What was `by` pixels further right in the frame before."""
    place = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1).astype(np.float32)
    place[..., 0] += by
    return Motion(place, place[..., 0] <= width - 1)


def test_mean_luma_weighs_the_channels_as_bt709() -> None:
    for channel, weight in enumerate((0.2126, 0.7152, 0.0722)):
        rgb = flat(0)
        rgb[..., channel] = 100
        assert mean_luma(rgb) == pytest.approx(100 * weight)


def test_temporal_noise_of_two_alternating_codes() -> None:
    # Half the frames at 90 and half at 110: standard deviation 10, mean 100.
    assert temporal_noise([flat(90), flat(110)] * 4) == pytest.approx(0.1)


def test_temporal_noise_ignores_detail_and_is_exactly_zero_where_nothing_moves() -> None:
    assert temporal_noise([texture()] * 7) == 0


def test_temporal_noise_is_the_sigma_of_the_noise_over_the_mean_and_halves_with_it() -> None:
    strong, weak = (temporal_noise(noisy(flat(120, 60, 60), sigma, 40)) for sigma in (8, 4))
    # The expected sample deviation of 40 normal values is 1.9 % below sigma.
    assert strong == pytest.approx(8 * 0.981 / 120, rel=0.01)
    assert weak / strong == pytest.approx(0.5, rel=0.01)


def test_flicker_of_a_sine_is_its_amplitude_over_the_root_of_two() -> None:
    codes = [100 + round(40 * math.sin(math.tau * t / 12)) for t in range(36)]
    assert flicker([flat(code) for code in codes]) == pytest.approx(40 / math.sqrt(2), rel=0.01)


def test_flicker_does_not_see_what_moves_within_the_picture() -> None:
    picture = texture()
    assert flicker([np.roll(picture, shift, axis=1) for shift in range(9)]) == pytest.approx(0, abs=1e-9)


def test_a_shifted_pattern_has_no_warping_error_when_the_shift_is_known() -> None:
    wide = texture(40, 90)
    frames = [np.ascontiguousarray(wide[:, 3 * t :][:, :60]) for t in range(6)]
    assert warping_error(frames, [shifted(40, 60, by=3)] * 5) == 0
    assert warping_error(frames, [shifted(40, 60, by=0)] * 5) > 1e-3


def test_warping_error_of_a_step_in_brightness() -> None:
    frames = [flat(100), flat(151), flat(151)]
    motions = [shifted(16, 24, by=0)] * 2
    # One pair differs by 51 / 255, the other by nothing.
    assert warping_error(frames, motions) == pytest.approx((0.2**2 + 0) / 2, rel=1e-6)


def test_warping_error_leaves_out_what_is_not_known() -> None:
    half = flat(100)
    half[:, :12] = 200
    motion = shifted(16, 24, by=0)
    known = motion.known.copy()
    known[:, :12] = False
    assert warping_error([flat(100), half], [replace(motion, known=known)]) == 0
    with pytest.raises(ValueError, match="no pixel"):
        warping_error([flat(100), half], [replace(motion, known=np.zeros_like(known))])


def test_tracking_finds_a_pan_and_distrusts_what_has_just_come_in() -> None:
    clip = make_clip("pan", texture(120, 240), frames=6)
    motions = track(clip.bright)
    assert len(motions) == 5
    height, width = clip.bright[0].shape[:2]
    inner = np.s_[10:-10, 10 : width - 20]
    for motion in motions:
        moved = motion.source - shifted(height, width, by=0).source
        # The window moves to the right, so what is seen at x was at x + 3.
        assert np.median(moved[inner][..., 0]) == pytest.approx(3, abs=0.1)
        assert np.median(moved[inner][..., 1]) == pytest.approx(0, abs=0.1)
        assert motion.known[inner].mean() > 0.9
        assert not motion.known[:, -1].any()
    assert warping_error(clip.bright, motions) < 0.1 * warping_error(clip.bright, [shifted(height, width, by=0)] * 5)


def test_tracking_distrusts_a_cut() -> None:
    (motion,) = track([texture(seed=1), texture(seed=2)])
    assert motion.known.mean() < 0.5


def test_psnr_of_one_code_and_of_equality() -> None:
    reference = unrounded(flat(100))
    assert psnr(flat(101), reference) == pytest.approx(20 * math.log10(255), abs=1e-4)
    assert psnr(flat(0), np.ones((16, 24, 3), np.float32)) == 0
    assert psnr(flat(0), np.zeros((16, 24, 3), np.float32)) == HIGHEST_PSNR


def test_psnr_sees_what_the_reference_has_below_a_code() -> None:
    between = np.full((16, 24, 3), 100.5 / 255, np.float32)
    assert psnr(flat(100), between) == pytest.approx(20 * math.log10(255 / 0.5), abs=1e-3)


def test_a_picture_is_as_sharp_as_itself() -> None:
    assert sharpness(texture(), unrounded(texture())) == pytest.approx(1)


def test_half_the_contrast_is_a_quarter_of_the_energy() -> None:
    reference = unrounded(texture())
    softened = np.rint(127.5 + 0.5 * (reference * 255 - 127.5)).astype(np.uint8)
    assert sharpness(softened, reference) == pytest.approx(0.25, rel=0.01)


def test_blur_and_a_ghost_lower_sharpness() -> None:
    picture = texture()
    reference = unrounded(picture)
    blurs = [sharpness(cv2.GaussianBlur(picture, (0, 0), sigma), reference) for sigma in (0.7, 1.0, 2.0)]
    assert blurs == sorted(blurs, reverse=True)
    assert blurs[0] < 0.97
    ghost = ((picture.astype(int) + np.roll(picture, 3, axis=1)) // 2).astype(np.uint8)
    assert sharpness(ghost, reference) < 0.6


def test_noise_does_not_pass_for_sharpness() -> None:
    picture = (texture(200, 300) // 2 + 60).astype(np.uint8)
    reference = unrounded(picture)
    values = [sharpness(output, reference) for output in noisy(picture, 15, 4)]
    assert values == pytest.approx([1] * 4, abs=0.03)
    # The same energy counted without the projection would be fooled.
    blurred = cv2.GaussianBlur(picture, (0, 0), 1.0)
    (grainy,) = noisy(blurred, 15, 1)
    assert sharpness(grainy, reference) == pytest.approx(sharpness(blurred, reference), abs=0.03)


def test_a_picture_turned_into_its_negative_is_not_sharp() -> None:
    assert sharpness(255 - texture(), unrounded(texture())) == 0


def test_a_flat_picture_has_no_detail_to_lose() -> None:
    assert sharpness(flat(9), unrounded(flat(9))) == 1


def test_faint_sharpness_sees_a_texture_wiped_out_beside_a_strong_edge() -> None:
    kept = np.full((64, 128, 3), 60, np.uint8)
    kept[:, :32] = 220
    wiped = kept.copy()
    kept[:, 64:] += np.random.default_rng(0).integers(0, 5, (64, 64, 3), dtype=np.uint8)
    reference = unrounded(kept)
    assert sharpness(wiped, reference) > 0.9
    assert sharpness(wiped, reference, faintest=0.5) < 0.1
    assert sharpness(kept, reference, faintest=0.5) == pytest.approx(1)


def test_largest_difference_counts_both_ways() -> None:
    one, other = flat(100), flat(100)
    other[0, 0, 0], other[1, 1, 1] = 250, 3
    assert largest_difference(one, other) == largest_difference(other, one) == 150


def test_cell_difference_is_of_the_worst_cell() -> None:
    one = flat(100, 90, 160)
    other = one.copy()
    other[10:20, 20:30] = 130  # one of the cells of 10 x 10
    other[50:60, 80:85] = 90  # half of one
    assert cell_difference(one, other) == pytest.approx(30)
    other[10:20, 20:30] = 100
    assert cell_difference(one, other) == pytest.approx(5)


@pytest.mark.parametrize(
    ("differences", "frames"),
    [([0, 0, 0], 0), ([1, 1, 1], 0), ([9, 4, 2, 1, 0], 3), ([0, 0, 5, 0], 3), ([5, 5, 5], 3)],
)
def test_settled_is_when_no_later_frame_is_more_than_a_code_off(differences: list[int], frames: int) -> None:
    assert settle_frames([flat(100 + d) for d in differences], [flat(100)] * len(differences)) == frames


def test_noise_is_settled_and_a_ghost_of_equal_brightness_is_not() -> None:
    scene = (texture(180, 320) // 2 + 60).astype(np.uint8)
    (grainy,) = noisy(scene, 9, 1)
    assert settle_frames([grainy], [scene]) == 0
    other = np.ascontiguousarray(scene[::-1, ::-1])
    ghost = ((scene.astype(int) * 8 + other.astype(int) * 2) // 10).astype(np.uint8)
    assert mean_luma(ghost) == pytest.approx(mean_luma(scene), abs=1)
    assert settle_frames([ghost], [scene]) == 1


def test_overshoot_is_the_peak_above_the_end() -> None:
    assert overshoot([flat(code) for code in (50, 130, 110, 100, 100, 100, 100, 100)]) == pytest.approx(30)
    assert overshoot([flat(code) for code in (50, 80, 90, 100, 100, 100, 100, 100)]) == 0


def test_a_run_starts_anew_and_takes_the_clean_clip_through_the_same_curve() -> None:
    clip = make_clip("static", texture(), frames=3, frame_rate=Fraction(25))
    enhancer = FakeEnhancer(alpha=0.8)
    seen: list[int] = []
    run = run_clip(clip, enhancer, LOOKING_BACK, on_frame=lambda: seen.append(1))
    assert enhancer.resets == 1
    assert len(seen) == 3
    for reference, clean in zip(run.references, clip.clean, strict=True):
        assert reference == pytest.approx(clean + 0.8 * clean * (1 - clean), abs=1e-6)


def test_frames_of_a_run_have_the_clips_times() -> None:
    clip = darken_video([texture()] * 4, frame_rate=Fraction(30000, 1001))
    times = []

    class Clock(FakeEnhancer):
        def enhance(self, frame, settings):  # type: ignore[no-untyped-def]
            times.append(frame.pts * frame.time_base)
            return super().enhance(frame, settings)

    run_clip(clip, Clock(), LOOKING_BACK)
    assert times == [Fraction(1001 * t, 30000) for t in range(4)]


def runs_over(kind: str, *, frames: int = 32, share: float = 0.25) -> tuple[Run, Run, object]:
    clip = make_clip(kind, texture(120, 200), frames=frames)  # type: ignore[arg-type]
    enhancer = FakeEnhancer(share)
    plain, ours = run_clip(clip, enhancer, FRAME_BY_FRAME), run_clip(clip, enhancer, LOOKING_BACK)
    return plain, ours, compare_runs(clip, plain, ours)


def test_averaging_a_static_clip_gives_the_ratios_of_the_recursion() -> None:
    _, _, scores = runs_over("static", frames=60)
    share = 0.25
    # The variance of the recursion's noise is share / (2 - share) of the input's. Noise that follows itself moves the
    # mean of the 30 frames too, which takes that mean's variance out of what is measured; of white noise a thirtieth.
    variance = share / (2 - share)
    of_mean = np.mean([[0.75 ** abs(i - j) for i in range(30)] for j in range(30)])
    expected = math.sqrt(variance)
    assert scores.measured_from == 30
    assert scores.noise_ratio == pytest.approx(expected * math.sqrt((1 - of_mean) / (1 - 1 / 30)), rel=0.02)
    # From frame to frame (x_t - x_t-1)² falls by share² / (2 - share), but for the rounding of two frames to codes.
    plain, rounding = scores.frame_by_frame.warping_error, 2 / 12 / 255**2
    expected_error = (plain - rounding) * share**2 / (2 - share) + rounding
    assert scores.ours.warping_error == pytest.approx(expected_error, rel=0.03)
    assert 5 < scores.psnr_gain_db < -20 * math.log10(expected) + 0.5
    assert scores.worst_psnr_gain_db == pytest.approx(0, abs=1e-9)  # the first frame is the same
    assert scores.sharpness_ratio == pytest.approx(1, abs=0.03)
    assert scores.event_difference is None
    assert scores.settle_frames is None


def test_flicker_falls_by_the_gain_of_the_recursion_at_its_frequency() -> None:
    _, _, scores = runs_over("flicker", frames=60)
    turn = math.tau * 5 / 30
    expected = 0.25 / abs(1 - 0.75 * complex(math.cos(turn), -math.sin(turn)))
    assert scores.flicker_ratio == pytest.approx(expected, rel=0.05)
    assert scores.noise_ratio is None
    assert scores.warping_ratio is None


def test_averaging_without_regard_to_motion_shows_in_psnr_and_sharpness() -> None:
    _, _, scores = runs_over("pan")
    assert scores.warping_ratio < 0.5
    assert scores.psnr_gain_db < 0
    assert scores.sharpness_ratio < 0.3
    assert scores.worst_psnr_gain_db < scores.psnr_gain_db


def test_a_ghost_after_a_cut_is_counted_from_the_cut() -> None:
    plain, ours, scores = runs_over("cut")
    event = 32 // 3
    assert scores.measured_from == event
    assert scores.event_difference == largest_difference(plain.outputs[event], ours.outputs[event])
    assert scores.event_difference > 50
    assert scores.event_cell_difference > 5
    # The ghost decays by a quarter a frame; it is gone before the clip ends, yet not at once.
    assert 3 < scores.settle_frames < scores.settle_limit == 32 - event
    _, _, at_once = runs_over("cut", share=1)
    assert at_once.event_difference == 0
    assert at_once.settle_frames == 0


def test_a_slow_answer_to_the_lamp_takes_frames_to_settle() -> None:
    _, _, scores = runs_over("lamp", frames=60)
    assert scores.measured_from == 20
    assert scores.settle_limit == 60 - 24
    assert 1 < scores.settle_frames < scores.settle_limit
    assert scores.ours.overshoot == pytest.approx(0, abs=0.5)
    _, _, at_once = runs_over("lamp", frames=60, share=1)
    assert at_once.settle_frames == 0


def test_equal_runs_have_ratio_one_and_no_gain() -> None:
    for kind in ("static", "flicker", "pan", "cut", "lamp"):
        _, _, scores = runs_over(kind, frames=16, share=1)
        assert scores.ours == scores.frame_by_frame
        ratios = (scores.noise_ratio, scores.flicker_ratio, scores.warping_ratio, scores.sharpness_ratio)
        assert {ratio for ratio in ratios if ratio is not None} == {1}
        assert scores.psnr_gain_db == scores.worst_psnr_gain_db == 0


def test_black_has_no_noise() -> None:
    assert temporal_noise([flat(0)] * 3) == 0


def test_a_still_output_has_no_ratio_to_fall_below() -> None:
    clip = make_clip("static", texture(), frames=4)
    still = Run([flat(9, 96, 160)] * 4, list(clip.clean))
    scores = compare_runs(clip, still, still)
    assert scores.frame_by_frame.temporal_noise == 0
    assert scores.noise_ratio is None


def test_a_video_in_which_nothing_can_be_followed_has_no_warping_error() -> None:
    clip = darken_video([flat(0, 80, 80), flat(255, 80, 80)], frame_rate=Fraction(30))
    run = Run([flat(9, 80, 80), flat(200, 80, 80)], list(clip.clean))
    scores = compare_runs(clip, run, run)
    assert scores.ours.warping_error is None
    assert scores.warping_ratio is None

"""Well-lit scenes are left alone, dark ones are not, and nothing in between makes the picture pump."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from lowlight_live.enhance.auto_strength import AutoStrength, overridden, strength_for, usual_brightness
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.frame import Frame
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings

RATE = 30


def scene(brightness: float) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return (brightness + 0.1 * torch.randn(1, 3, 45, 80, generator=generator)).clamp(0, 1)


def called_for(small: torch.Tensor) -> float:
    return strength_for(float(usual_brightness(small)))


def there(brightness: float) -> Pending[float]:
    return Pending.of(float(usual_brightness(scene(brightness))))


def course(brightnesses: list[float], *, light_for_s: float = 10.0) -> list[float]:
    auto = AutoStrength()
    auto.begin(there(brightnesses[0]))
    strengths = [auto.strength]
    for brightness in brightnesses[1:]:
        auto.follow(there(brightness), elapsed_s=1 / RATE, light_for_s=light_for_s)
        strengths.append(auto.strength)
    return strengths


def test_dark_gets_all_and_well_lit_nothing() -> None:
    assert called_for(scene(0.1)) == 1
    assert called_for(scene(0.55)) == 0
    assert 0.2 < called_for(scene(0.35)) < 0.8


def test_a_lamp_in_a_dark_room_does_not_make_it_well_lit() -> None:
    room = scene(0.1)
    room[..., :25, :45] = 1.0  # the mean is nearly that of a well-lit one
    assert called_for(room) == 1


def test_small_changes_of_brightness_change_nothing() -> None:
    swinging = [0.35 + 0.01 * np.sin(t) for t in range(120)]
    assert np.ptp(course(swinging)) == 0


def test_another_brightness_is_followed_to_the_end_without_a_jump() -> None:
    strengths = course([0.1] * 5 + [0.55] * 150)
    assert strengths[-1] < 0.02
    assert np.abs(np.diff(strengths)).max() < 0.05
    assert (np.diff(strengths) <= 0).all()


def test_after_a_lamp_was_switched_on_it_is_followed_faster() -> None:
    slow, fast = (course([0.1] + [0.55] * 6, light_for_s=light_for_s)[-1] for light_for_s in (10.0, 0.1))
    assert fast < 0.2 < 0.7 < slow


@pytest.mark.parametrize("happens_to_be_there", [False, True])
def test_what_a_device_says_of_a_frame_counts_for_the_next(happens_to_be_there: bool) -> None:
    # Whether it has arrived by chance must not decide, or no two runs would be the same.
    asked: list[int] = []

    def said(number: int, brightness: float) -> Pending[float]:
        def wait() -> float:
            asked.append(number)
            return brightness

        return Pending(wait, lambda: happens_to_be_there)

    late, at_once = AutoStrength(), AutoStrength()
    late.begin(said(0, 0.1))
    at_once.begin(Pending.of(0.1))
    for number, (brightness, before) in enumerate([(0.55, 0.1), (0.5, 0.55), (0.5, 0.5)], 1):
        late.follow(said(number, brightness), elapsed_s=1 / RATE, light_for_s=10.0)
        at_once.follow(Pending.of(before), elapsed_s=1 / RATE, light_for_s=10.0)
        assert late.strength == at_once.strength
    assert late.strength < 1
    assert asked == [0, 0, 1, 2], "nobody waits for the frame that is at work"


@pytest.mark.parametrize(("exposure", "expected"), [(0.0, 0.2), (0.5, 0.6), (1.0, 1.0), (-2.0, 1.0)])
def test_a_user_who_moves_the_exposure_has_taken_over(exposure: float, expected: float) -> None:
    assert overridden(0.2, exposure) == pytest.approx(expected)


def test_the_setting_switches_it_off() -> None:
    rng = np.random.default_rng(0)
    bright = np.kron(rng.integers(90, 220, (8, 12, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    frame = Frame(bright, 0, Fraction(1, RATE))
    # A published network brightens whatever it sees.
    enhancer = CurveEnhancer(EnhancerSpec(model="zero-dce++", device="cpu", precision="float32", threads=1))
    try:
        left_alone = enhancer.enhance(frame, EnhanceSettings(denoise=0)).enhanced.rgb
        brightened = enhancer.enhance(frame, EnhanceSettings(denoise=0, auto=0)).enhanced.rgb
    finally:
        enhancer.close()
    assert np.abs(left_alone.astype(int) - bright).max() <= 1
    assert np.abs(brightened.astype(int) - bright).mean() > 10

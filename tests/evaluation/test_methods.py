"""What pictures are enhanced with leaves the input alone and knows nothing of the picture before."""

from __future__ import annotations

import numpy as np
import pytest

from lowlight_live.evaluation.methods import PLAIN, Method, enhanced_alone
from lowlight_live.frame import Rgb
from lowlight_live.settings import EnhanceSettings
from tests.evaluation.pictures import FakeEnhancer, flat, texture

ALONE = {"enhancer": enhanced_alone(FakeEnhancer(), EnhanceSettings())}


@pytest.mark.parametrize("method", [*(method for _, method in PLAIN.values()), *ALONE.values()])
def test_a_method_gives_a_picture_of_the_same_size_and_leaves_its_input(method: Method) -> None:
    rgb = texture(33, 47) // 4
    before = rgb.copy()
    output = method(rgb)
    assert (output.dtype, output.shape) == (np.uint8, rgb.shape)
    assert np.array_equal(rgb, before)


def test_untouched_gamma_and_clahe_do_what_their_names_say() -> None:
    dark = texture() // 4
    untouched, gamma, clahe = (PLAIN[key][1](dark) for key in ("untouched", "gamma", "clahe"))
    assert np.array_equal(untouched, dark)
    assert np.array_equal(gamma, np.rint((dark / 255) ** 0.35 * 255))
    assert clahe.std() > 1.3 * dark.std()
    # Equalising lightness keeps grey grey.
    assert np.ptp(PLAIN["clahe"][1](flat(40)).astype(int), axis=2).max() <= 2


def test_an_enhancer_forgets_before_every_picture() -> None:
    enhancer = FakeEnhancer(share=0.25)
    method = enhanced_alone(enhancer, EnhanceSettings())

    def alone(rgb: Rgb) -> Rgb:
        return enhanced_alone(FakeEnhancer(share=0.25), EnhanceSettings())(rgb)

    for picture in (flat(200), flat(10), texture(16, 24)):
        assert np.array_equal(method(picture), alone(picture))
    assert enhancer.resets == 3

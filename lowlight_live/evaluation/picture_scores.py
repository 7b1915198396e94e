"""Scores methods on a set of pictures: a value for each picture, method and measure, and means with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lowlight_live.errors import SourceError
from lowlight_live.evaluation.measures import mean_luma
from lowlight_live.evaluation.methods import Method
from lowlight_live.evaluation.picture_measures import WITH_REFERENCE, WITHOUT_REFERENCE, Measure
from lowlight_live.evaluation.picture_sheets import Sheet, draw_sheet
from lowlight_live.frame import Rgb

DRAWS = 2000
"""Of the bootstrap."""

Weights = npt.NDArray[np.float64]

Values = Mapping[str, Mapping[str, float]]
"""By method, then by the key of the measure."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A picture to enhance.

    Attributes:
        name: Of the picture.
        rgb: (H, W, 3), dark as a rule.
        reference: How it should look, of the same size; None where nobody knows.
    """

    name: str
    rgb: Rgb
    reference: Rgb | None


@dataclass(frozen=True, slots=True, eq=False)
class PictureResult:
    """What the methods made of one picture.

    Attributes:
        name: Of the picture.
        values: The scores.
        reference_luma: Mean luma of the reference in codes, of the input where there is none.
        sheet: Before, after and reference, drawn small; None if nobody wants to see it.
    """

    name: str
    values: Values
    reference_luma: float
    sheet: Sheet | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a measure over the pictures, and the 95 % interval of the bootstrap."""

    value: float
    low: float
    high: float


def measures_for(*, with_reference: bool) -> Sequence[Measure]:
    """The measures of a set of pictures; the first one is the headline where there are references."""
    return WITH_REFERENCE if with_reference else WITHOUT_REFERENCE


def score_pictures(
    samples: Iterable[Sample],
    methods: Mapping[str, Method],
    *,
    shown: Sequence[str] = (),
    own_reference: bool = False,
    on_method: Callable[[str, str], None] = lambda _picture, _method: None,
) -> list[PictureResult]:
    """Enhance and score one picture after the other.

    Args:
        samples: All with a reference or all without.
        methods: By name.
        shown: Methods whose outputs go on a sheet; none draws no sheets.
        own_reference: The inputs are their own references on purpose: well-lit pictures that should stay as they are.
        on_method: Called with the names of a picture and of a method before that is tried.

    Raises:
        SourceError: A picture is scored against itself, or its sizes differ.
        ModelError: A network or its device failed.
    """
    results = []
    for sample in samples:
        measures = measures_for(with_reference=sample.reference is not None)
        _check(sample, own_reference=own_reference)
        against = sample.rgb if sample.reference is None else sample.reference
        values: dict[str, dict[str, float]] = {}
        outputs: dict[str, Rgb] = {}
        for name, method in methods.items():
            on_method(sample.name, name)
            output = method(sample.rgb)
            values[name] = {measure.key: measure.of(output, against) for measure in measures}
            if name in shown:
                outputs[name] = output
        sheet = draw_sheet(sample.rgb, outputs, sample.reference) if shown else None
        results.append(PictureResult(sample.name, values, mean_luma(against), sheet))
    return results


def means(results: Sequence[PictureResult], *, seed: int) -> dict[str, dict[str, Mean]]:
    """Mean and interval of every measure of every method.

    The intervals are percentiles of the means of resampled pictures (Efron 1979). They say how much depends on which
    pictures there are, not how sure the order of two methods is: methods fail on the same pictures.

    Args:
        results: At least one.
        seed: Of the resampling.
    """
    weights = _resampled(len(results), seed)
    return {
        method: {key: _mean(np.array([result.values[method][key] for result in results]), weights) for key in first}
        for method, first in results[0].values.items()
    }


def differences(results: Sequence[PictureResult], method: str, key: str, *, seed: int) -> dict[str, Mean]:
    """By how much every other method is above one, picture by picture: where the interval leaves 0 out, order is sure.

    Args:
        results: At least one.
        method: That the others are compared with.
        key: Of the measure.
        seed: Of the resampling.
    """
    weights = _resampled(len(results), seed)
    return {
        other: _mean(np.array([r.values[other][key] - r.values[method][key] for r in results]), weights)
        for other in results[0].values
        if other != method
    }


def worst_first(results: Sequence[PictureResult], method: str) -> list[PictureResult]:
    """The pictures by what a method scored, worst first; without references by name, since nothing else ranks them."""
    headline = WITH_REFERENCE[0].key
    if headline not in results[0].values[method]:
        return sorted(results, key=lambda result: result.name)
    return sorted(results, key=lambda result: (result.values[method][headline], result.name))


def _resampled(count: int, seed: int) -> Weights:
    """(DRAWS, count): how much each picture counts in each draw; the same ones for everything that is compared."""
    rng = np.random.default_rng(seed)
    return np.asarray(rng.multinomial(count, np.full(count, 1 / count), size=DRAWS) / count, np.float64)


def _mean(values: npt.NDArray[np.float64], weights: Weights) -> Mean:
    low, high = np.percentile(weights @ values, (2.5, 97.5))
    return Mean(float(values.mean()), float(low), float(high))


def _check(sample: Sample, *, own_reference: bool) -> None:
    """Refuse what gives figures that mean nothing."""
    if sample.reference is None:
        return
    if sample.rgb.shape != sample.reference.shape:
        sizes = " and ".join(f"{rgb.shape[1]} x {rgb.shape[0]}" for rgb in (sample.rgb, sample.reference))
        raise SourceError(
            f"{sample.name} and its reference differ in size ({sizes}).",
            hint="Scores are taken at native size: give references of the size of the dark pictures.",
        )
    if not own_reference and np.array_equal(sample.rgb, sample.reference):
        raise SourceError(
            f"{sample.name} and its reference are the same picture.",
            hint="Scored against the input, doing nothing wins. Give the references; or, for well-lit photos that "
            "should stay as they are, --well-lit.",
        )

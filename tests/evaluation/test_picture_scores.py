"""Scores of a set of pictures: every value there, means with intervals that repeat, nonsense refused."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from lowlight_live.errors import SourceError
from lowlight_live.evaluation.methods import PLAIN
from lowlight_live.evaluation.picture_report import (
    PROTOCOL_LEGEND,
    UNRANKED_LEGEND,
    Scored,
    legend,
    picture_content,
    picture_rows,
)
from lowlight_live.evaluation.picture_scores import (
    PictureResult,
    Sample,
    differences,
    means,
    score_pictures,
    worst_first,
)
from lowlight_live.provenance import commit
from tests.evaluation.pictures import texture

METHODS = dict(PLAIN.values())


def sample(name: str, *, divisor: int = 4, seed: int = 0, with_reference: bool = True) -> Sample:
    bright = texture(40, 56, seed=seed)
    return Sample(name, bright // divisor, bright if with_reference else None)


def result(name: str, **values: float) -> PictureResult:
    return PictureResult(name, {method: {"psnr_db": value} for method, value in values.items()}, 100.0)


@pytest.fixture(scope="module")
def scored() -> Scored:
    pytest.importorskip("skimage")
    samples = [sample("a.png"), sample("b.png", divisor=9, seed=1), sample("c.png", seed=2)]
    return Scored("a test", score_pictures(samples, METHODS), ["gamma 0.35"], 3, {"kind": "paired"})


def test_every_picture_is_scored_with_every_method_and_measure(scored: Scored) -> None:
    assert [result.name for result in scored.results] == ["a.png", "b.png", "c.png"]
    keys = {measure.key for measure in scored.measures}
    for result_ in scored.results:
        assert list(result_.values) == list(METHODS)
        assert all(set(values) == keys for values in result_.values.values())
    dark, bright = (scored.results[0].values[name] for name in ("untouched", "gamma 0.35"))
    assert bright["psnr_db"] > dark["psnr_db"] + 3
    assert dark["mean_luma"] == pytest.approx(scored.results[0].reference_luma / 4, abs=1)


def test_it_says_what_it_is_about_to_do() -> None:
    told: list[tuple[str, str]] = []
    score_pictures(
        [sample("a.png", with_reference=False)],
        METHODS,
        on_method=lambda picture, method: told.append((picture, method)),
    )
    assert told == [("a.png", name) for name in METHODS]


def test_means_lie_in_their_intervals(scored: Scored) -> None:
    rows = means(scored.results, seed=3)
    for row in rows.values():
        for mean in row.values():
            assert mean.low - 1e-9 <= mean.value <= mean.high + 1e-9
    psnr = [result.values["untouched"]["psnr_db"] for result in scored.results]
    mean = rows["untouched"]["psnr_db"]
    assert mean.value == pytest.approx(np.mean(psnr))
    assert min(psnr) - 1e-9 <= mean.low < mean.high <= max(psnr) + 1e-9


def test_intervals_repeat_with_the_seed() -> None:
    several = [result(f"{index}.png", network=float(index)) for index in range(40)]
    one, same, other = (means(several, seed=seed) for seed in (3, 3, 4))
    assert one == same
    assert one != other
    assert one["network"]["psnr_db"].value == other["network"]["psnr_db"].value


def test_the_interval_is_that_of_the_mean() -> None:
    rng = np.random.default_rng(0)
    several = [result(f"{index}.png", network=value) for index, value in enumerate(rng.normal(20, 3, 400))]
    mean = means(several, seed=0)["network"]["psnr_db"]
    # 1.96 standard errors of 3 / sqrt(400) to each side.
    assert mean.high - mean.low == pytest.approx(2 * 1.96 * 3 / 20, rel=0.1)


def test_a_difference_is_taken_picture_by_picture() -> None:
    """Methods that both swing with the pictures, one a little above on each: overlapping intervals do not tell."""
    rng = np.random.default_rng(0)
    swings, steps = rng.normal(18, 3, 60), rng.normal(0.5, 0.2, 60)
    several = [
        result(f"{i}.png", a=float(s), b=float(s + step)) for i, (s, step) in enumerate(zip(swings, steps, strict=True))
    ]
    rows = means(several, seed=0)
    assert rows["a"]["psnr_db"].high > rows["b"]["psnr_db"].low
    above = differences(several, "a", "psnr_db", seed=0)
    assert set(above) == {"b"}
    assert above["b"].value == pytest.approx(steps.mean())
    assert 0 < above["b"].low < above["b"].high < 1


def test_one_picture_has_no_spread() -> None:
    mean = means([result("a.png", network=17.5)], seed=0)["network"]["psnr_db"]
    assert (mean.value, mean.low, mean.high) == (17.5, 17.5, 17.5)


def test_the_worst_comes_first_and_without_references_the_name_decides() -> None:
    several = [result("a.png", network=20.0), result("b.png", network=12.0), result("c.png", network=16.0)]
    assert [r.name for r in worst_first(several, "network")] == ["b.png", "c.png", "a.png"]
    unranked = [PictureResult(name, {"network": {"entropy_bits": 1.0}}, 9.0) for name in ("b.png", "a.png")]
    assert [r.name for r in worst_first(unranked, "network")] == ["a.png", "b.png"]


def test_scoring_against_the_input_is_refused_unless_it_is_meant() -> None:
    pytest.importorskip("skimage")
    bright = texture(40, 56)
    itself = Sample("same.png", bright, bright.copy())
    with pytest.raises(SourceError, match=r"same\.png and its reference are the same"):
        score_pictures([itself], METHODS)
    (meant,) = score_pictures([itself], METHODS, own_reference=True)
    assert meant.values["untouched"]["psnr_db"] == 100


def test_sizes_that_differ_are_refused() -> None:
    with pytest.raises(SourceError, match=r"56 x 40 and 55 x 40"):
        score_pictures([Sample("a.png", texture(40, 56), texture(40, 55))], METHODS)


def test_rows_hold_every_value_exactly(scored: Scored) -> None:
    rows = list(csv.DictReader(io.StringIO(picture_rows(scored))))
    assert len(rows) == len(scored.results) * len(METHODS)
    for row in rows:
        (of,) = [r for r in scored.results if r.name == row["picture"]]
        for key, value in of.values[row["method"]].items():
            assert float(row[key]) == value


def test_the_content_says_how_it_was_made_and_is_json(scored: Scored) -> None:
    content = json.loads(json.dumps(picture_content(scored), allow_nan=False))
    assert content["commit"] == commit()
    assert content["versions"]["numpy"] == np.__version__
    assert content["kind"] == "paired"
    assert content["bootstrap"]["seed"] == 3
    assert content["means"]["untouched"]["ssim"]["value"] == pytest.approx(scored.means["untouched"]["ssim"].value)
    assert [picture["name"] for picture in content["pictures"]] == ["a.png", "b.png", "c.png"]


def test_without_references_the_legend_says_that_nothing_ranks(scored: Scored) -> None:
    unpaired = Scored("u", score_pictures([sample("a.png", with_reference=False)], METHODS), ["CLAHE"], 0, {})
    assert (legend(scored), legend(unpaired)) == (PROTOCOL_LEGEND, UNRANKED_LEGEND)
    assert not unpaired.with_reference
    assert unpaired.differences == {}
    assert "psnr_db" not in picture_rows(unpaired)

"""Of a folder of pictures what belongs together is found, and what would mean nothing is refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lowlight_live.cli.picture_files import PictureSet, find_picture_set
from lowlight_live.errors import ConfigError, SourceError
from tests.evaluation.picture_sets import HEIGHT, WIDTH, bright, evaluate, save, save_pairs, save_photos
from tests.evaluation.pictures import texture


def found(folder: Path, **options: bool | int) -> PictureSet:
    return find_picture_set(folder, **({"darken": False, "well_lit": False, "seed": 0} | options))  # type: ignore[arg-type]


@pytest.mark.parametrize(("low", "high"), [("low", "high"), ("Low", "Normal"), ("input", "gt")])
def test_pairs_are_found_by_their_names(tmp_path: Path, low: str, high: str) -> None:
    pairs = found(save_pairs(tmp_path / "set", low=low, high=high))
    assert pairs.kind == "paired"
    assert [(sample.name, sample.rgb.shape) for sample in pairs.samples()] == [
        (f"{name}.webp", (HEIGHT, WIDTH, 3)) for name in ("1", "2", "3")
    ]
    for seed, sample in enumerate(pairs.samples()):
        assert np.array_equal(sample.rgb, bright(seed) // 5)
        assert sample.reference is not None
        assert np.array_equal(sample.reference, bright(seed))


def test_of_lol_the_test_set_is_scored(tmp_path: Path) -> None:
    save_pairs(tmp_path / "LOL" / "our485")
    save_pairs(tmp_path / "LOL" / "eval15", names=("22", "23"))
    pairs = found(tmp_path / "LOL")
    assert pairs.title == "LOL/eval15, pairs"
    assert [path.stem for path in pairs.pictures] == ["22", "23"]
    assert len(found(tmp_path / "LOL" / "our485").pictures) == 3
    shutil.rmtree(tmp_path / "LOL" / "eval15")
    assert found(tmp_path / "LOL").title == "LOL/our485, pairs"


def test_a_prefix_of_the_folder_is_no_part_of_the_name(tmp_path: Path) -> None:
    save(tmp_path / "Low" / "low00690.png", bright(0) // 4)
    save(tmp_path / "Normal" / "normal00690.png", bright(0))
    (sample,) = found(tmp_path).samples()
    assert sample.reference is not None


def test_pairs_may_lie_elsewhere(tmp_path: Path) -> None:
    save_pairs(tmp_path / "disk" / "a" / "b")
    (tmp_path / "set").mkdir()
    for name in ("low", "high"):
        (tmp_path / "set" / name).symlink_to(tmp_path / "disk" / "a" / "b" / name, target_is_directory=True)
    assert found(tmp_path / "set").title == "set, pairs"


def test_a_folder_beside_photos_does_not_make_them_pairs(tmp_path: Path) -> None:
    save_photos(tmp_path)
    (tmp_path / "input").mkdir()
    assert found(tmp_path, darken=True).kind == "darkened"


def test_pictures_without_references_are_found(tmp_path: Path) -> None:
    samples = list(found(save_photos(tmp_path)).samples())
    assert [(sample.name, sample.reference) for sample in samples] == [(f"{n}.png", None) for n in range(3)]


def test_photos_are_darkened_by_seed_and_place_and_scored_against_themselves(tmp_path: Path) -> None:
    save_photos(tmp_path)
    one, same, other = (list(found(tmp_path, darken=True, seed=seed).samples()) for seed in (5, 5, 6))
    for index, (sample, again, else_) in enumerate(zip(one, same, other, strict=True)):
        assert np.array_equal(sample.rgb, again.rgb)
        assert not np.array_equal(sample.rgb, else_.rgb)
        assert sample.reference is not None
        assert np.array_equal(sample.reference, bright(index))
        assert sample.rgb.mean() < sample.reference.mean()


def test_the_darkness_that_scores_are_given_for_does_not_move_unnoticed(tmp_path: Path) -> None:
    """Scores of one version are compared with those of another: whoever changes the darkening has to say so."""
    save_photos(tmp_path)
    dark = [sample.rgb for sample in found(tmp_path, darken=True, seed=20).samples()]
    # Of bright pictures whose means are 131, 130 and 127; the noise may be drawn otherwise by another numpy.
    assert [rgb.mean() for rgb in dark] == pytest.approx([29.2, 16.3, 20.5], abs=0.2)


def test_well_lit_photos_are_their_own_references(tmp_path: Path) -> None:
    for sample in found(save_photos(tmp_path), well_lit=True).samples():
        assert sample.reference is not None
        assert np.array_equal(sample.rgb, sample.reference)


def test_the_sizes_are_looked_at_upright(tmp_path: Path) -> None:
    save(tmp_path / "low" / "1.png", np.ascontiguousarray(bright(0) // 4))
    turned = Image.fromarray(np.rot90(bright(0)))  # a camera held upright notes that it has to be turned back
    exif = Image.Exif()
    exif[0x0112] = 6
    (tmp_path / "high").mkdir()
    turned.save(tmp_path / "high" / "1.jpg", exif=exif, quality=95, subsampling=0)
    (sample,) = found(tmp_path).samples()
    assert sample.reference is not None
    assert np.abs(sample.reference.astype(int) - bright(0)).mean() < 4


# What is refused


def lonely(folder: Path) -> None:
    save(folder / "low" / "9.png", bright(9))


def lonely_reference(folder: Path) -> None:
    save(folder / "high" / "9.png", bright(9))


def other_size(folder: Path) -> None:
    save(folder / "high" / "2.png", texture(HEIGHT, WIDTH - 1))


def too_small(folder: Path) -> None:
    save(folder / "low" / "2.webp", texture(10, 60))
    save(folder / "high" / "2.png", texture(10, 60, seed=1))


def broken(folder: Path) -> None:
    (folder / "low" / "2.webp").write_bytes(b"RIFF")


def twice(folder: Path) -> None:
    save(folder / "low" / "2.png", bright(1) // 5)


def same_file(folder: Path) -> None:
    shutil.copy(folder / "low" / "2.webp", folder / "high" / "2.webp")
    (folder / "high" / "2.png").unlink()


def same_pixels(folder: Path) -> None:
    save(folder / "high" / "2.png", bright(1) // 5)


def empty(folder: Path) -> None:
    for path in (folder / "low").iterdir():
        path.unlink()


def no_references(folder: Path) -> None:
    shutil.rmtree(folder / "high")


def same_folder(folder: Path) -> None:
    shutil.rmtree(folder / "high")
    (folder / "high").symlink_to(folder / "low", target_is_directory=True)


def nothing(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lonely, r"1 of the pictures in .*low have no partner in .*high: 9"),
        (lonely_reference, r"1 of the pictures in .*high have no partner in .*low: 9"),
        (other_size, r"2\.webp and .*2\.png differ in size \(56 x 40 and 55 x 40\)"),
        (too_small, r"2\.webp is 60 x 10 pixels"),
        (broken, r"2\.webp could not be read"),
        (twice, r"2\.png and 2\.webp in .*low have the same name"),
        (same_file, r"2\.webp and .*2\.webp are the same file"),
        (same_pixels, r"2\.webp and its reference are the same picture"),
        (empty, r"low holds no pictures"),
        (no_references, r"holds low: not one folder of dark pictures and one of references"),
        (same_folder, r"are the same folder"),
        (nothing, r"holds no pictures"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_would_mean_nothing_is_refused_with_a_sentence_and_a_hint(
    tmp_path: Path, harm: object, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("skimage")
    folder = save_pairs(tmp_path / "set")
    harm(folder)  # type: ignore[operator]
    assert evaluate(folder, "--method", "gamma", "--csv", tmp_path / "out.csv") == 2
    error, hint = capsys.readouterr().err.splitlines()[-2:]
    assert re.search(said, error), error
    assert hint.startswith("Hint: ")
    assert not (tmp_path / "out.csv").exists()


def test_pairs_are_not_darkened_again(tmp_path: Path) -> None:
    save_pairs(tmp_path)
    with pytest.raises(ConfigError, match="with their references"):
        found(tmp_path, darken=True)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        found(tmp_path / "nowhere")

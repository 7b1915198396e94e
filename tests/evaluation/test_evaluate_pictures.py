"""`evaluate` with a folder finds what belongs together, refuses what means nothing, and writes whole results."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lowlight_live.cli.app import main
from lowlight_live.cli.picture_files import PictureSet, find_picture_set
from lowlight_live.cli.result_files import check_result, write_result
from lowlight_live.enhance import curve_enhancer
from lowlight_live.errors import ConfigError, EncodeError, SinkOpenError, SourceError
from lowlight_live.evaluation import methods
from tests.evaluation.pictures import texture
from tests.models import save_flat_weights

HEIGHT, WIDTH = 40, 56


@pytest.fixture(autouse=True)
def one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enhance in one thread: for pictures so small, several only wait for each other."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0}, raising=False)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return save_flat_weights(tmp_path / "flat.safetensors")


def save(path: Path, rgb: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rgb).save(path, lossless=True)
    return path


def bright(seed: int) -> np.ndarray:
    return texture(HEIGHT, WIDTH, seed=seed)


def save_pairs(folder: Path, *, low: str = "low", high: str = "high", names: tuple[str, ...] = ("1", "2", "3")) -> Path:
    """Real pairs in the layout of LOL; the dark ones in another format, as their partners may be."""
    for seed, name in enumerate(names):
        save(folder / low / f"{name}.webp", bright(seed) // 5)
        save(folder / high / f"{name}.png", bright(seed))
    return folder


def save_photos(folder: Path) -> Path:
    for seed in range(3):
        save(folder / f"{seed}.png", bright(seed))
    return folder


def found(folder: Path, **options: bool | int) -> PictureSet:
    return find_picture_set(folder, **({"darken": False, "well_lit": False, "seed": 0} | options))  # type: ignore[arg-type]


def evaluate(*arguments: object) -> int:
    return main(["evaluate", *(str(argument) for argument in arguments)])


# What a folder holds


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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["set", "--gain", "0.2"], "--gain: for clips"),
        (["set", "--frames", "90", "--plot", "x.png"], "--frames, --plot: for clips"),
        (["set/0.png", "--darken"], "--darken: for pictures"),
        (["set/0.png", "--html", "x.html"], "--html: for pictures"),
        (["--temporal", "set/0.png", "--method", "gamma"], "--method: for pictures"),
        (["set", "--darken", "--well-lit"], "darkened or left"),
        (["set", "set"], "one folder is wanted"),
        (["set/0.png", "--model", "a", "--model", "b"], "one model is wanted"),
        (["set", "--csv", "out.txt"], "out.txt"),
        (["set", "--html", "set"], "to set"),
        (["set", "--html", "nowhere/out.html"], "no folder nowhere"),
        (["nothing", "--darken"], "no file or folder nothing"),
        (["x" * 300], "cannot be reached"),
        (["set", "--model", "no-such-model"], "no-such-model"),
        (["set", "--exposure", "4"], "4"),
    ],
    ids=" ".join,
)
def test_options_that_make_no_sense_are_refused_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    save_photos(tmp_path / "set")
    monkeypatch.setattr(PictureSet, "samples", lambda _self: pytest.fail("it began to measure"))
    assert evaluate(*arguments) == 2
    assert said in capsys.readouterr().err


def test_without_scikit_image_pairs_are_refused_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "skimage.metrics", None)
    monkeypatch.setattr(PictureSet, "samples", lambda _self: pytest.fail("it began to measure"))
    assert evaluate(save_pairs(tmp_path), "--method", "gamma") == 2
    assert "pip install 'lowlight-live[evaluation]'" in capsys.readouterr().err


# What comes out


def test_pairs_are_scored_in_a_table_with_the_rows_that_always_belong_to_it(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("skimage")
    assert evaluate(save_pairs(tmp_path / "set"), "--model", model, "--device", "cpu") == 0
    out = capsys.readouterr().out
    rows = [line.split("  ")[0].strip() for line in out.splitlines()]
    assert rows[2:6] == ["untouched", "gamma 0.35", "CLAHE", "flat"]
    assert "set, pairs: 3 pictures" in out
    assert "95 %" in out


def test_every_form_of_the_result_holds_the_same_figures(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("skimage")
    out, html = tmp_path / "out.csv", tmp_path / "out.html"
    arguments = (save_photos(tmp_path / "set"), "--darken", "--model", model, "--device", "cpu", "--json")
    assert evaluate(*arguments, "--csv", out, "--html", html, "--seed", 7) == 0
    (line,) = capsys.readouterr().out.splitlines()
    content = json.loads(line)
    assert content["event"] == "done"
    assert (content["kind"], content["darkened_with_seed"]) == ("darkened", 7)
    assert content["enhancers"]["flat"]["architecture"] == "dce-net++"
    assert content["weights_sha256"]["flat"] == hashlib.sha256(model.read_bytes()).hexdigest()
    assert content["settings"]["denoise"] > 0
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert len(rows) == 3 * 4
    psnr = [float(row["psnr_db"]) for row in rows if row["method"] == "flat"]
    assert content["means"]["flat"]["psnr_db"]["value"] == pytest.approx(np.mean(psnr))
    assert f"{np.mean(psnr):.2f}<small>" in html.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["flat.safetensors", "out.csv", "out.html", "set"]


def test_the_settings_reach_the_enhancer(tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("skimage")
    folder = save_pairs(tmp_path / "set")
    lumas = []
    for options in ((), ("--strength", 0), ("--exposure", 1.5)):
        assert evaluate(folder, "--model", model, "--device", "cpu", "--json", *options) == 0
        lumas.append(json.loads(capsys.readouterr().out)["means"]["flat"]["mean_luma"]["value"])
    assert lumas[1] < lumas[0] < lumas[2]


def test_pictures_without_references_are_measured_and_not_ranked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "skimage.metrics", None)  # which nobody needs here
    assert evaluate(save_photos(tmp_path), "--method", "clahe") == 0
    out = capsys.readouterr().out
    assert "Order error" in out
    assert "PSNR" not in out
    assert "nothing here ranks" in out


def test_a_plain_method_needs_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(curve_enhancer, "CurveEnhancer", lambda _spec: pytest.fail("a network was loaded"))
    assert evaluate(save_photos(tmp_path), "--method", "gamma", "--json") == 0
    assert list(json.loads(capsys.readouterr().out)["means"]) == ["untouched", "gamma 0.35", "CLAHE"]


def test_two_weight_files_of_one_name_are_told_apart(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other" / "flat.safetensors"
    other.parent.mkdir()
    save_flat_weights(other, published=-0.1)
    assert evaluate(save_photos(tmp_path / "set"), "--model", model, "--model", other, "--device", "cpu", "--json") == 0
    names = list(json.loads(capsys.readouterr().out)["means"])
    assert names[3:] == ["flat", str(other)]


def test_well_lit_photos_that_stay_as_they_are_score_best(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("skimage")
    assert evaluate(save_photos(tmp_path), "--well-lit", "--method", "gamma", "--json") == 0
    means = json.loads(capsys.readouterr().out)["means"]
    assert means["untouched"]["ciede2000"]["value"] == 0
    assert means["gamma 0.35"]["ciede2000"]["value"] > 5


# When something goes wrong on the way


def test_ctrl_c_leaves_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("skimage")
    tried = []

    def interrupted(rgb: np.ndarray) -> np.ndarray:
        tried.append(rgb)
        if len(tried) == 2:
            raise KeyboardInterrupt
        return rgb

    monkeypatch.setattr(methods, "PLAIN", {**methods.PLAIN, "gamma": ("gamma 0.35", interrupted)})
    folder = save_pairs(tmp_path / "set")
    status = evaluate(folder, "--method", "gamma", "--csv", tmp_path / "a.csv", "--html", tmp_path / "a.html", "--json")
    assert status == 130
    assert capsys.readouterr().out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_picture_damaged_in_the_middle_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = save_photos(tmp_path / "set")
    whole = (folder / "1.png").read_bytes()
    (folder / "1.png").write_bytes(whole[: len(whole) // 2])
    assert evaluate(folder, "--method", "gamma", "--csv", tmp_path / "a.csv") == 2
    assert "1.png" in capsys.readouterr().err
    assert not (tmp_path / "a.csv").exists()


def test_a_result_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.csv"
    write_result(target, "first")

    def full_disk(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(EncodeError, match="No space left") as caught:
        write_result(target, b"second")
    assert "full" in caught.value.hint
    assert target.read_text() == "first"
    assert list(tmp_path.iterdir()) == [target]


def test_a_result_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(SinkOpenError, match="is a folder"):
        check_result(tmp_path / "a.csv", endings=(".csv",))


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


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        found(tmp_path / "nowhere")

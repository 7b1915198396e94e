"""`evaluate` with a folder measures what is in it, and writes whole results or none."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from lowlight_live.cli.picture_files import PictureSet
from lowlight_live.cli.result_files import check_result, write_result
from lowlight_live.enhance import curve_enhancer
from lowlight_live.errors import EncodeError, SinkOpenError
from lowlight_live.evaluation import methods
from tests.evaluation.picture_sets import evaluate, save_pairs, save_photos
from tests.models import save_flat_weights


@pytest.fixture(autouse=True)
def one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enhance in one thread: for pictures so small, several only wait for each other."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0}, raising=False)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return save_flat_weights(tmp_path / "flat.safetensors")


# What is refused


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

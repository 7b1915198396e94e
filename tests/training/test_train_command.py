"""`lowlight-live train` from the outside: files, exit status, what it says."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner, Result

import lowlight_live.training.collection as collection
from lowlight_live.cli.app import main
from lowlight_live.cli.train import command
from lowlight_live.errors import ConfigError, TrainingError
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import Batch, draw_batch
from lowlight_live.training.photos import Photo
from lowlight_live.training.recipes import RECIPES, config_of_recipe
from lowlight_live.training.state import config_of_checkpoint
from tests.training.conftest import write_photo


def run(*arguments: object) -> Result:
    """Run the verb; its own errors come out as they are, for `main` turns them into sentences."""
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def large_photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for index in range(4):
        write_photo(folder / f"{index}.png", index, height=140, width=180)
    return folder


def test_train_writes_the_file_and_says_so(large_photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "mine.safetensors"
    options = ["--architecture", "dce-net++", "--steps", 2, "--batch-size", 1, "--seed", 5, "--device", "cpu"]
    result = run(large_photos, "--out", out, *options, "--learning-rate", 0.001)
    assert result.exit_code == 0
    assert f"Wrote {out}." in result.stdout
    assert load_network(out).architecture == "dce-net++"
    config = config_of_checkpoint(out.with_suffix(".checkpoint"))
    assert (config.steps, config.batch_size, config.seed, config.device) == (2, 1, 5, "cpu")
    assert config.learning_rate == 0.001


def test_progress_names_every_loss_on_the_error_stream(large_photos: Path, tmp_path: Path) -> None:
    result = run(large_photos, "--out", tmp_path / "a.safetensors", "--steps", 1, "--batch-size", 1)
    assert "1/1" in result.stderr
    assert "spatial" in result.stderr
    assert result.stdout.count("\n") == 1


def test_the_recipe_decides_what_is_not_given(large_photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "live.safetensors"
    options = ["--recipe", "free-photos", "--steps", 2, "--batch-size", 1, "--device", "cpu"]
    result = run(large_photos, "--out", out, *options)
    assert result.exit_code == 0
    assert load_network(out).architecture == "dce-live"
    assert "dB on the photos kept out" in result.stdout
    config = config_of_checkpoint(out.with_suffix(".checkpoint"))
    assert config == config_of_recipe(
        "free-photos", large_photos, out, steps=2, batch_size=1, device="cpu", track=("tensorboard",)
    )


def test_without_a_recipe_it_is_the_papers(large_photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "zero.safetensors"
    run(large_photos, "--out", out, "--steps", 1)
    expected = TrainConfig(data=large_photos, out=out, steps=1, track=("tensorboard",))
    assert config_of_checkpoint(out.with_suffix(".checkpoint")) == expected


def test_help_says_the_default_of_every_recipe() -> None:
    text = "".join(run("--help").stdout.split())
    steps = ";".join(f"{name}:{RECIPES[name].settings['steps']}" for name in ("free-photos", "paired", "personal"))
    for default in (f"5000;{steps}", "none;paired:dce-live;personal:dce-live", "8", "auto"):
        assert f"[default:{default}]" in text


def test_resume_takes_what_is_not_given_from_the_run(large_photos: Path, tmp_path: Path) -> None:
    unbroken, broken = tmp_path / "unbroken.safetensors", tmp_path / "broken.safetensors"
    recipe = ["--architecture", "dce-net++", "--batch-size", 1, "--seed", 7]
    run(large_photos, "--out", unbroken, *recipe, "--steps", 4)
    run(large_photos, "--out", broken, *recipe, "--steps", 2)
    result = run(large_photos, "--out", broken, "--steps", 4, "--resume", "--overwrite")
    assert result.exit_code == 0
    expected = load_network(unbroken).state_dict()
    assert all(torch.equal(tensor, expected[key]) for key, tensor in load_network(broken).state_dict().items())


def test_resume_with_another_seed_on_the_command_line_is_refused(large_photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.safetensors"
    run(large_photos, "--out", out, "--steps", 1, "--batch-size", 1)
    with pytest.raises(TrainingError, match="seed is 3"):
        run(large_photos, "--out", out, "--steps", 2, "--seed", 3, "--resume", "--overwrite")


def test_resume_keeps_the_recipe_of_the_run(large_photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.safetensors"
    run(large_photos, "--out", out, "--recipe", "free-photos", "--steps", 2, "--batch-size", 1)
    assert run(large_photos, "--out", out, "--resume", "--overwrite").exit_code == 0
    again = run(large_photos, "--out", out, "--recipe", "free-photos", "--steps", 2, "--resume", "--overwrite")
    assert again.exit_code == 0
    with pytest.raises(TrainingError, match="architecture is dce-net, but"):
        run(large_photos, "--out", out, "--recipe", "zero-reference", "--resume", "--overwrite")


def test_existing_weights_are_refused_without_overwrite(large_photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.safetensors"
    out.write_text("precious")
    with pytest.raises(TrainingError, match="already there"):
        run(large_photos, "--out", out, "--steps", 1)
    assert out.read_text() == "precious"


def test_a_folder_without_photos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no photo"):
        run(tmp_path, "--out", tmp_path / "a.safetensors")
    with pytest.raises(TrainingError, match="There is no folder"):
        run(tmp_path / "nowhere", "--out", tmp_path / "b.safetensors")


def test_another_suffix_is_refused(large_photos: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"a\.pth"):
        run(large_photos, "--out", tmp_path / "a.pth")


def test_interrupt_handler_is_put_back(large_photos: Path, tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    run(large_photos, "--out", tmp_path / "a.safetensors", "--steps", 1, "--batch-size", 1)
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_keeps_the_state_says_how_to_go_on_and_exits_with_130(
    large_photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.safetensors"
    draw = draw_batch

    def interrupted(photos: list[Photo], config: TrainConfig, step: int, **others: Any) -> Batch:
        if step == 2:
            signal.raise_signal(signal.SIGINT)
        return draw(photos, config, step, **others)

    monkeypatch.setattr(collection, "draw_batch", interrupted)
    arguments = ["train", large_photos, "--out", out, "--steps", 9, "--batch-size", 1, "--device", "cpu"]
    assert main([str(argument) for argument in arguments]) == 130
    said = capsys.readouterr().err
    assert "Stopped at step 3 of 9" in said
    assert f"lowlight-live train {large_photos} --out {out} --resume" in said
    assert torch.load(out.with_suffix(".checkpoint"), weights_only=True)["step"] == 3
    assert not out.exists()


def test_help_is_there_without_torch() -> None:
    program = "import sys, lowlight_live.cli.train; sys.exit('torch' in sys.modules or 'cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_personal_weights_that_are_no_better_end_with_status_1_and_write_nothing(
    large_photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine.safetensors"
    options = ["--recipe", "personal", "--steps", 1, "--batch-size", 1, "--learning-rate", 0, "--device", "cpu"]
    arguments = ["train", large_photos, "--out", out, *options, "--stock", large_photos]
    assert main([str(argument) for argument in arguments]) == 1
    said = capsys.readouterr().out
    assert "no weights were written" in said
    assert "dB with dce-live" in said
    assert not out.exists()
    assert config_of_checkpoint(out.with_suffix(".checkpoint")).stock == large_photos


def test_pairs_are_trained_on_by_the_recipe_for_them(tmp_path: Path) -> None:
    for folder in ("low", "high"):
        (tmp_path / "lol" / folder).mkdir(parents=True)
        for seed in range(2):
            write_photo(tmp_path / "lol" / folder / f"{seed}.png", seed, height=170, width=200)
    out = tmp_path / "paired.safetensors"
    options = ["--recipe", "paired", "--steps", 1, "--batch-size", 1, "--architecture", "dce-nano", "--start", ""]
    assert run(tmp_path / "lol", "--out", out, *options).exit_code == 0
    assert load_network(out).architecture == "dce-nano"


@pytest.mark.parametrize("asked", [(), ("--track", "none")])
def test_tensorboard_gets_the_numbers_unless_told_otherwise(
    asked: tuple[str, ...], large_photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "net.safetensors"
    run(large_photos, "--out", out, "--steps", 1, "--batch-size", 1, "--device", "cpu", *asked)
    assert out.with_suffix(".tensorboard").is_dir() == (not asked)
    assert out.with_suffix(".csv").is_file()

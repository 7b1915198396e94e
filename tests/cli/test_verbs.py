"""The verbs that tell: models, doctor, demo, and the face of the command line itself."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lowlight_live import __version__, weights
from lowlight_live.cli import doctor as doctor_verb
from lowlight_live.cli.app import command
from lowlight_live.settings import declared_settings
from lowlight_live.video.live import camera
from lowlight_live.video.writing import encoders
from tests.cli.conftest import Run, frames_of

Finding = dict[str, str]


def test_version_and_help(run: Run) -> None:
    assert run("--version").out.split() == ["lowlight-live,", "version", __version__]
    outcome = run("--help")
    assert outcome.status == 0
    for verb in ("enhance", "live", "demo", "train", "evaluate", "models", "doctor"):
        assert f"\n  {verb} " in outcome.out
        assert run(verb, "--help").status == 0


def test_a_wrong_verb_is_refused(run: Run) -> None:
    outcome = run("enhence")
    assert outcome.status == 2
    assert "enhence" in outcome.err


def test_models_lists_what_is_shipped(run: Run) -> None:
    text = run("models")
    rows = json.loads(run("models", "--json").out)
    assert [row["name"] for row in rows] == ["dce-live", "dce-nano", "zero-dce", "zero-dce++"]
    assert [row["default"] for row in rows].count(True) == 1
    for row in rows:
        assert row["name"] in text.out
        assert Path(row["file"]).is_file()


@pytest.fixture
def doctor(run: Run) -> Callable[[], list[Finding]]:
    """Run `doctor --json` and return what it found."""

    def findings() -> list[Finding]:
        outcome = run("doctor", "--json")
        found: list[Finding] = json.loads(outcome.out)
        assert outcome.status == int(any(finding["state"] == "problem" for finding in found))
        assert all(finding["hint"] for finding in found if finding["state"] == "problem")
        return found

    return findings


def of(topic: str, found: list[Finding], *states: str) -> list[str]:
    """The texts of the findings on a topic, in these states or in any."""
    return [f["text"] for f in found if f["topic"] == topic and (not states or f["state"] in states)]


@pytest.fixture
def nothing_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """No probing of encoders and no window, which take doctor most of its time."""
    monkeypatch.setattr(encoders, "ENCODERS", {"libx264": encoders.ENCODERS["libx264"]})
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_options: subprocess.CompletedProcess([], 0, "", ""))


def test_doctor_finds_what_the_tests_run_on(doctor: Callable[[], list[Finding]]) -> None:
    found = doctor()
    assert [finding for finding in found if finding["state"] == "problem"] == []
    assert __version__ in of("program", found, "good")[0]
    assert "libx264 works" in of("encoder", found, "good")
    assert of("device", found, "good")[0].startswith("cpu")
    assert of("window", found, "good")


@pytest.mark.usefixtures("nothing_to_wait_for")
def test_doctor_tells_the_cores_that_the_enhancer_uses(
    doctor: Callable[[], list[Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lowlight_live.cores.usable_cores", lambda: 5)
    assert of("device", doctor(), "good")[0].startswith("cpu: 5 cores")


@pytest.mark.usefixtures("nothing_to_wait_for")
def test_doctor_says_what_to_do_about_a_missing_package(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_verb, "_PACKAGES", ("no-such-package",))
    outcome = run("doctor")
    assert outcome.status == 1
    assert "no-such-package is not installed" in outcome.out
    assert "pip" in outcome.out


@pytest.mark.usefixtures("nothing_to_wait_for")
def test_doctor_notes_a_missing_package_of_an_extra_with_the_line_that_installs_it(
    doctor: Callable[[], list[Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = metadata.version

    def all_but_one(package: str) -> str:
        if package == "pyvirtualcam":
            raise metadata.PackageNotFoundError(package)
        return version(package) if package not in doctor_verb._OPTIONAL else "1.0"

    monkeypatch.setattr(metadata, "version", all_but_one)
    (finding,) = [finding for finding in doctor() if "pyvirtualcam" in finding["text"]]
    assert finding["state"] == "note"
    assert "pip install 'lowlight-live[virtual-camera]'" in finding["hint"]


def test_doctor_knows_every_package_of_the_extras() -> None:
    extras = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {
        requirement.partition(">")[0]: extra
        for extra, requirements in extras["optional-dependencies"].items()
        for requirement in requirements
        if extra != "dev"
    }
    assert {package: declared.get(package) for package in doctor_verb._OPTIONAL} == doctor_verb._OPTIONAL
    assert set(declared.values()) == set(doctor_verb._OPTIONAL.values())


@pytest.mark.parametrize("system", ["no PyQt6", "no display"])
def test_doctor_notes_that_no_window_can_be_opened(
    doctor: Callable[[], list[Finding]], monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr(encoders, "ENCODERS", {"libx264": encoders.ENCODERS["libx264"]})
    if system == "no PyQt6":
        monkeypatch.setitem(sys.modules, "PyQt6", None)
    else:
        monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    (finding,) = [finding for finding in doctor() if finding["topic"] == "window"]
    assert finding["state"] == "note"
    assert "window" in finding["text"].lower()
    assert "not for files" in finding["hint"]


def test_doctor_works_where_torch_and_av_do_not() -> None:
    code = (
        "import sys; sys.modules.update(torch=None, av=None); "
        "from lowlight_live.cli.app import main; sys.exit(main(['doctor', '--json']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    for topic, package in (("device", "torch"), ("model", "torch"), ("encoder", "av")):
        assert any(package in text for text in of(topic, found, "problem"))
    assert of("camera", found)
    assert of("window", found)


@pytest.mark.usefixtures("nothing_to_wait_for")
@pytest.mark.parametrize(
    "manifest", ["not = [toml", '[some-net]\nfile = "some.safetensors"\n'], ids=["no TOML", "gaps"]
)
def test_doctor_tells_of_a_damaged_list_of_models(
    doctor: Callable[[], list[Finding]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manifest: str
) -> None:
    (tmp_path / "manifest.toml").write_text(manifest)
    monkeypatch.setattr(weights, "asset_dir", lambda _name: tmp_path)
    found = doctor()
    assert len(of("model", found, "problem")) == 1
    assert of("encoder", found, "good")


@pytest.mark.usefixtures("nothing_to_wait_for")
def test_doctor_goes_on_to_the_next_model_after_a_bad_one(
    doctor: Callable[[], list[Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = weights.shipped_weights()
    resolve = weights.resolve_weights

    def resolve_all_but_the_first(name: str) -> Path:
        return resolve("no-such-file" if name == first else name)

    monkeypatch.setattr(weights, "resolve_weights", resolve_all_but_the_first)
    found = doctor()
    assert len(of("model", found, "problem")) == 1
    assert len(of("model", found, "good")) == len(others)


@pytest.mark.usefixtures("nothing_to_wait_for")
def test_doctor_notes_cameras_that_cannot_be_listed(
    doctor: Callable[[], list[Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied() -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(camera, "find_cameras", denied)
    assert "Permission denied" in of("camera", doctor(), "note")[0]


@pytest.mark.usefixtures("nothing_to_wait_for")
def test_doctor_does_not_wait_for_ever_for_a_display(
    doctor: Callable[[], list[Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(*_arguments: object, timeout: float, **_options: object) -> None:
        raise subprocess.TimeoutExpired("python", timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    assert "did not answer" in of("window", doctor(), "note")[0]


def test_doctor_runs_nothing_that_lies_in_the_current_folder(
    doctor: Callable[[], list[Finding]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "PyQt6.py").write_text("open('it-ran', 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(encoders, "ENCODERS", {"libx264": encoders.ENCODERS["libx264"]})
    assert of("window", doctor(), "good")
    assert not (tmp_path / "it-ran").exists()


def test_the_readme_names_every_verb_and_every_setting() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    wanted = [f"lowlight-live {verb}" for verb in command.commands]
    wanted += [f"--{setting.name.replace('_', '-')}" for setting in declared_settings()]
    assert [name for name in wanted if name not in readme] == []


def test_demo_makes_a_bright_clip_and_a_picture_of_before_and_after(run: Run, tmp_path: Path) -> None:
    outcome = run("demo", "-o", tmp_path / "out")
    assert outcome.status == 0
    video, picture = tmp_path / "out" / "night-dog.enhanced.mp4", tmp_path / "out" / "night-dog.before-after.png"
    assert str(video) in outcome.out
    assert str(picture) in outcome.out
    assert len(frames_of(video)) == 41
    both = np.array(Image.open(picture))
    assert both.shape == (720, 2560, 3)
    assert both[:, 1280:].mean() > 2 * both[:, :1280].mean()

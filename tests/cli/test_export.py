"""`export` writes a model of a network or nothing."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from lowlight_live.errors import ModelError
from lowlight_live.networks import export
from lowlight_live.weights import DEFAULT_MODEL
from tests.cli.conftest import Run


@pytest.fixture
def _extra(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for package in ("onnx", "onnxscript", "onnxruntime"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path_factory.mktemp("torch")))


@pytest.mark.usefixtures("_extra")
def test_a_weight_file_becomes_a_model(run: Run, model: Path, tmp_path: Path) -> None:
    target = tmp_path / "flat.onnx"
    outcome = run("export", model, "--onnx", target)
    assert outcome.status == 0, outcome.err
    assert f"Wrote {target}" in outcome.out
    session = export.open_session(target.read_bytes(), threads=1)
    told = session.get_modelmeta().custom_metadata_map
    assert (told["name"], told["licence"], told["architecture"]) == ("flat", "not stated", "dce-net++")
    assert list(tmp_path.iterdir()) == [target]


def test_a_model_that_differs_is_not_written(
    run: Run, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differs(*_arguments: object) -> bytes:
        raise ModelError("The ONNX model does not say what the network says.", hint="Nothing was written.")

    monkeypatch.setattr(export, "to_onnx", differs)
    outcome = run("export", model, "--onnx", tmp_path / "flat.onnx")
    assert outcome.status == 2
    assert "does not say" in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "said"), [("flat.pt", "flat.pt"), ("nowhere/flat.onnx", "no folder"), ("there.onnx", "is there already")]
)
def test_a_target_that_cannot_be_is_refused_before_the_work(
    run: Run, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setattr(export, "to_onnx", lambda *_: pytest.fail("it began to export"))
    (tmp_path / "there.onnx").write_bytes(b"mine")
    outcome = run("export", model, "--onnx", tmp_path / name)
    assert outcome.status == 2
    assert said in outcome.err
    assert (tmp_path / "there.onnx").read_bytes() == b"mine"


def test_what_is_there_is_replaced_when_asked(
    run: Run, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "to_onnx", lambda *_: b"a model")
    (tmp_path / "there.onnx").write_bytes(b"mine")
    assert run("export", model, "--onnx", tmp_path / "there.onnx", "--overwrite").status == 0
    assert (tmp_path / "there.onnx").read_bytes() == b"a model"


def test_a_model_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    outcome = run("export", "no-such-net", "--onnx", tmp_path / "a.onnx")
    assert (outcome.status, outcome.out) == (2, "")
    assert "no-such-net" in outcome.err


def test_a_shipped_network_carries_its_name_and_licence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[dict[str, str]] = []

    def take_notes(_network: object, notes: dict[str, str]) -> bytes:
        noted.append(notes)
        return b"a model"

    monkeypatch.setattr(export, "to_onnx", take_notes)
    assert run("export", "zero-dce++", "--onnx", tmp_path / "a.onnx").status == 0
    assert run("export", "--onnx", tmp_path / "b.onnx").status == 0
    assert noted == [{"name": name, "licence": "Apache-2.0"} for name in ("zero-dce++", DEFAULT_MODEL)]

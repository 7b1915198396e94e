"""What ships: every weight file is what the manifest says, loads, brightens and has a card."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest
import torch

from lowlight_live import weights
from lowlight_live.assets import asset_dir
from lowlight_live.errors import WeightsMismatch, WeightsNotFound
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.weights import DEFAULT_MODEL, resolve_weights, shipped_weights

SHIPPED = pytest.mark.parametrize("name", list(shipped_weights()))


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the models folder that a test may damage."""
    folder = tmp_path / "models"
    shutil.copytree(asset_dir("models"), folder)
    monkeypatch.setattr(weights, "asset_dir", lambda name: tmp_path / name)
    return folder


def test_both_networks_ship_and_the_default_is_one_of_them() -> None:
    assert list(shipped_weights()) == ["zero-dce", "zero-dce++"]
    assert DEFAULT_MODEL in shipped_weights()


@SHIPPED
def test_a_shipped_name_gives_its_verified_file(name: str) -> None:
    assert resolve_weights(name) == shipped_weights()[name].path


@SHIPPED
def test_a_changed_byte_is_refused(name: str, copied: Path) -> None:
    path = shipped_weights()[name].path
    assert path.is_relative_to(copied)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsMismatch, match="not what was shipped") as caught:
        resolve_weights(name)
    assert caught.value.hint


def test_a_missing_file_is_named(copied: Path) -> None:
    path = shipped_weights()["zero-dce"].path
    path.unlink()
    with pytest.raises(WeightsNotFound, match=r"zero-dce\.safetensors is missing"):
        resolve_weights("zero-dce")


def test_a_missing_manifest_is_a_damaged_installation(copied: Path) -> None:
    (copied / "manifest.toml").unlink()
    with pytest.raises(WeightsNotFound, match="list of models"):
        resolve_weights("zero-dce")


def test_an_unknown_name_lists_the_shipped_ones() -> None:
    with pytest.raises(WeightsNotFound, match="'zero-dse'") as caught:
        resolve_weights("zero-dse")
    assert "zero-dce, zero-dce++" in caught.value.hint


def test_a_file_of_the_users_own_is_taken_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "own.pth"
    own.write_bytes(b"whatever")
    assert resolve_weights(str(own)) == own


@SHIPPED
def test_the_manifest_names_the_network_that_is_in_the_file(name: str) -> None:
    entry = shipped_weights()[name]
    assert load_network(entry.path).architecture == entry.architecture
    assert entry.license == "Apache-2.0"
    assert entry.summary.endswith(".")


@SHIPPED
def test_shipped_weights_brighten_a_dark_ramp_in_order_and_without_a_cast(name: str) -> None:
    ramp = torch.linspace(0, 0.15, 160).expand(1, 3, 90, 160)
    with torch.no_grad():
        network = load_network(shipped_weights()[name].path)
        bright = apply_curves(ramp, network(ramp))
    assert bright.mean() > 2 * ramp.mean()
    columns = bright[0].mean(dim=1)
    assert bool((columns[:, 8:-8].diff() > 0).all())
    assert (columns.max(dim=0).values - columns.min(dim=0).values).max() < 0.1


@SHIPPED
def test_shipped_weights_leave_black_and_white_alone(name: str) -> None:
    picture = torch.zeros(1, 3, 40, 40)
    picture[..., 20:] = 1
    with torch.no_grad():
        assert torch.equal(apply_curves(picture, load_network(shipped_weights()[name].path)(picture)), picture)


@SHIPPED
def test_the_card_says_where_the_weights_come_from(name: str) -> None:
    entry = shipped_weights()[name]
    card = entry.card.read_text(encoding="utf-8")
    assert card.startswith(f"# {name}\n")
    assert f"lowlight-live train photos_free --out {entry.path.name}" in card
    for word in ("Licence", "Seed", "Scores", "Limits", "Apache-2.0"):
        assert word in card


def test_nothing_in_the_folder_is_left_out_of_the_manifest() -> None:
    manifest = tomllib.loads((asset_dir("models") / "manifest.toml").read_text(encoding="utf-8"))
    named = {entry[field] for entry in manifest.values() for field in ("file", "card")}
    assert {path.name for path in asset_dir("models").iterdir() if path.name != ".gitkeep"} == named | {"manifest.toml"}

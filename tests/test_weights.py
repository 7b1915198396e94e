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


def test_four_networks_ship_and_the_default_comes_first() -> None:
    assert list(shipped_weights()) == ["dce-live", "dce-nano", "zero-dce", "zero-dce++"]
    assert DEFAULT_MODEL == "dce-live"


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
    assert "dce-live, dce-nano, zero-dce, zero-dce++" in caught.value.hint


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
def test_a_dark_wall_comes_out_without_a_vignette(name: str) -> None:
    wall = torch.full((1, 3, 90, 160), 0.06)
    with torch.no_grad():
        bright = apply_curves(wall, load_network(shipped_weights()[name].path)(wall))
    assert bright.mean() > 0.12
    assert (bright - bright[..., 45:46, 80:81]).abs().max() < 1e-4


def test_the_default_leaves_a_well_lit_picture_alone() -> None:
    rows, columns = torch.meshgrid(torch.linspace(0, 1, 90), torch.linspace(0, 1, 160), indexing="ij")
    scene = torch.stack([rows, columns, (rows + columns) / 2])[None]
    with torch.no_grad():
        result = apply_curves(scene, load_network(resolve_weights(DEFAULT_MODEL))(scene))
    assert (result - scene).abs().mean() < 0.04


def test_the_default_keeps_the_colour_of_dark_skin_and_of_a_dark_red_wall() -> None:
    # Left half (0.5, 0.35, 0.28), right half (0.6, 0.1, 0.1), darkened along a tone curve.
    skin, red = torch.tensor([0.5, 0.35, 0.28]), torch.tensor([0.6, 0.1, 0.1])
    lit = torch.cat([c.reshape(1, 3, 1, 1).expand(1, 3, 90, 80) for c in (skin, red)], dim=-1)
    lit = lit * torch.linspace(0.6, 1.4, 90).reshape(1, 1, 90, 1)
    dark = 0.8 * lit**2.5
    with torch.no_grad():
        bright = apply_curves(dark, load_network(resolve_weights(DEFAULT_MODEL))(dark))
    left, right = bright[0, ..., :80].mean((1, 2)), bright[0, ..., 80:].mean((1, 2))
    assert left[0] > left[1] > left[2]
    assert right[0] > 3 * right[1]
    assert (right[1] - right[2]).abs() < 0.15


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
    recipe = " --recipe free-photos" if entry.architecture in ("dce-live", "dce-nano") else ""
    assert f"lowlight-live train photos_free --out {entry.path.name}{recipe}" in card
    for word in ("Licence", "Seed", "Scores", "Limits", "Apache-2.0"):
        assert word in card


def test_nothing_in_the_folder_is_left_out_of_the_manifest() -> None:
    manifest = tomllib.loads((asset_dir("models") / "manifest.toml").read_text(encoding="utf-8"))
    named = {entry[field] for entry in manifest.values() for field in ("file", "card")}
    assert {path.name for path in asset_dir("models").iterdir() if path.name != ".gitkeep"} == named | {"manifest.toml"}

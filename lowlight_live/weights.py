"""From the name of a shipped network to its verified weight file."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lowlight_live.assets import asset_dir
from lowlight_live.errors import WeightsMismatch, WeightsNotFound

DEFAULT_MODEL = "dce-live"


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One entry of `models/manifest.toml`.

    Attributes:
        name: What a user types after `--model`.
        path: Where the file lies.
        sha256: What its content must hash to.
        architecture: Such as "dce-net".
        summary: One sentence for the list of models.
        license: Of the weights, as an SPDX expression.
        parameters: Number of trained values.
        multiply_adds: Of the network for a 320x180 picture.
        psnr_db: By the name of a set of pictures that the weights were not trained on, as their card says.
        card: Where the model card lies.
    """

    name: str
    path: Path
    sha256: str
    architecture: str
    summary: str
    license: str
    parameters: int
    multiply_adds: int
    psnr_db: Mapping[str, float]
    card: Path


def shipped_weights() -> dict[str, WeightFile]:
    """All shipped weight files by name, in the order of the manifest.

    Raises:
        WeightsNotFound: The manifest is missing: the installation is damaged.
    """
    manifest = asset_dir("models") / "manifest.toml"
    if not manifest.is_file():
        raise WeightsNotFound(f"The list of models {manifest} is missing.", hint="Install lowlight-live again.")
    entries = tomllib.loads(manifest.read_text(encoding="utf-8"))
    return {
        name: WeightFile(
            name=name,
            path=manifest.parent / entry["file"],
            sha256=entry["sha256"],
            architecture=entry["architecture"],
            summary=entry["summary"],
            license=entry["license"],
            parameters=entry["parameters"],
            multiply_adds=entry["multiply_adds"],
            psnr_db=entry["psnr_db"],
            card=manifest.parent / entry["card"],
        )
        for name, entry in entries.items()
    }


def resolve_weights(model: str) -> Path:
    """Find the weight file for what a user gave as the model.

    A shipped file is verified against its SHA-256. A path is taken as it is: it is the user's own.

    Args:
        model: A name from the manifest, or the path of a weight file.

    Raises:
        WeightsNotFound: Neither such a name nor such a file.
        WeightsMismatch: A shipped file does not have its recorded content.
    """
    shipped = shipped_weights()
    if model not in shipped:
        path = Path(model).expanduser()
        if path.is_file():
            return path
        raise WeightsNotFound(f"There is no model {model!r}.", hint=f"Shipped: {', '.join(shipped)}; or give a file.")
    entry = shipped[model]
    if not entry.path.is_file():
        raise WeightsNotFound(f"The weight file {entry.path} is missing.", hint="Install lowlight-live again.")
    if hashlib.sha256(entry.path.read_bytes()).hexdigest() != entry.sha256:
        raise WeightsMismatch(
            f"The content of {entry.path} is not what was shipped.",
            hint="Install lowlight-live again; to use weights of your own, give them another place.",
        )
    return entry.path

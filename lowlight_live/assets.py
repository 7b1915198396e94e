"""Where the files lie that travel with the program but are not code."""

from __future__ import annotations

from pathlib import Path


def asset_dir(name: str) -> Path:
    """The folder `models` or `samples`: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name

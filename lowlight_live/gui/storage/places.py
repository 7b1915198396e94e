"""Where the application keeps what outlives it."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QStandardPaths

_FOLDER = "lowlight-live"


def config_folder() -> Path:
    """Where settings are kept: on Linux below `XDG_CONFIG_HOME`. It need not be there yet."""
    return _below(QStandardPaths.StandardLocation.GenericConfigLocation)


def data_folder() -> Path:
    """Where the queue of exports and trained weights are kept: on Linux below `XDG_DATA_HOME`."""
    return _below(QStandardPaths.StandardLocation.GenericDataLocation)


def weights_folder() -> Path:
    """Where the user's trainings put what they learnt."""
    return data_folder() / "weights"


def _below(location: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(location)) / _FOLDER

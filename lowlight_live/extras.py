"""Packages that only some of the work needs: loaded where they are used, missed with the line that installs them."""

from __future__ import annotations

import importlib
from typing import Any

from lowlight_live.errors import ConfigError


def required(module: str, *, wanted_by: str, package: str, extra: str) -> Any:
    """Import a module of an optional package.

    Args:
        module: Its full name.
        wanted_by: Who cannot go on without it, as the beginning of a sentence.
        package: That brings it, as pip knows it.
        extra: Of lowlight-live, that brings the package.

    Raises:
        ConfigError: It is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ConfigError(
            f"{wanted_by} needs {package}, which is not installed.", hint=f"pip install 'lowlight-live[{extra}]'"
        ) from error

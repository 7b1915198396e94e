"""What `--json` prints: events, an object a line, on the standard output."""

from __future__ import annotations

import json
from typing import Any

import click


def print_event(event: str, **content: Any) -> None:
    """Print one event and see to it that it goes out at once.

    Args:
        event: Its name, such as "progress".
        content: What JSON can hold; no NaN, which is not JSON.
    """
    click.echo(json.dumps({"event": event, **content}, allow_nan=False))

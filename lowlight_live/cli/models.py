"""`lowlight-live models`: what networks are there."""

from __future__ import annotations

import json

import click

from lowlight_live.weights import DEFAULT_MODEL, shipped_weights


@click.command("models")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def command(as_json: bool) -> None:
    """List the networks that can be given as --model."""
    entries = list(shipped_weights().values())
    if as_json:
        rows = [
            {
                "name": e.name,
                "architecture": e.architecture,
                "summary": e.summary,
                "license": e.license,
                "file": str(e.path),
                "default": e.name == DEFAULT_MODEL,
            }
            for e in entries
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Model", "Network", "Licence", "What it is"):
        table.add_column(heading)
    for e in entries:
        mark = " (default)" if e.name == DEFAULT_MODEL else ""
        table.add_row(f"{e.name}{mark}", e.architecture, e.license, e.summary)
    Console().print(table)
    click.echo("A .safetensors file from `lowlight-live train` or a Zero-DCE .pth file can be given as --model too.")

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
                "parameters": e.parameters,
                "multiply_adds": e.multiply_adds,
                "psnr_db": dict(e.psnr_db),
                "file": str(e.path),
                "default": e.name == DEFAULT_MODEL,
            }
            for e in entries
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    sets = list(dict.fromkeys(name for e in entries for name in e.psnr_db))
    for heading in ("Model", "Network"):
        table.add_column(heading, no_wrap=True)
    for heading in ("Parameters", "Multiply-adds", *(f"{name} dB" for name in sets)):
        table.add_column(heading, justify="right")
    for e in entries:
        scores = (f"{e.psnr_db[name]:.1f}" if name in e.psnr_db else "" for name in sets)
        table.add_row(e.name, e.architecture, f"{e.parameters:,}", f"{e.multiply_adds / 1e6:,.0f} M", *scores)
    console = Console()
    console.print(table)
    for e in entries:
        mark = ", the default" if e.name == DEFAULT_MODEL else ""
        console.print(f"\n{e.name} ({e.license}{mark})", highlight=False)
        console.print(Padding(e.summary, (0, 0, 0, 2)))
    click.echo("\nMultiply-adds are those of a 320x180 picture; PSNR is of single pictures with default settings.")
    click.echo("A .safetensors file from `lowlight-live train` or a Zero-DCE .pth file can be given as --model too.")

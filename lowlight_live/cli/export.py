"""`lowlight-live export`: a network as a file that other programs can run."""

from __future__ import annotations

from pathlib import Path

import click

from lowlight_live.weights import DEFAULT_MODEL


@click.command("export")
@click.argument("model", metavar="[MODEL]", default=DEFAULT_MODEL)
@click.option(
    "--onnx", "target", type=click.Path(path_type=Path), required=True, metavar="FILE", help="ONNX model to write."
)
@click.option("--overwrite", is_flag=True, help="Replace a file that is there already.")
def command(model: str, target: Path, *, overwrite: bool) -> None:
    """Write the network MODEL as an ONNX model.

    MODEL is a name that `lowlight-live models` lists, or a weight file; the default network if it is not given. The
    file takes thumbnails of any size, and its metadata says how the output is to be read. It is compared with the
    network at several sizes first, and one that differs is not written.
    """
    from rich.console import Console

    from lowlight_live.cli.result_files import check_result, write_result
    from lowlight_live.errors import SinkOpenError
    from lowlight_live.networks.checkpoints import load_network
    from lowlight_live.networks.export import CHECKED_SIZES, to_onnx
    from lowlight_live.weights import resolve_weights, shipped_weights

    check_result(target, endings=(".onnx",))
    if target.exists() and not overwrite:
        raise SinkOpenError(f"{target} is there already.", hint="Choose another name, or --overwrite it.")
    path = resolve_weights(model)
    entry = shipped_weights().get(model)
    notes = {"name": entry.name, "licence": entry.license} if entry else {"name": path.stem, "licence": "not stated"}
    with Console(stderr=True).status("Exporting and comparing (some seconds) …"):
        data = to_onnx(load_network(path), notes)
    write_result(target, data)
    click.echo(f"Wrote {target} ({len(data) / 1024:.0f} KiB), equal to the network at {len(CHECKED_SIZES)} sizes.")

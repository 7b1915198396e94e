"""`lowlight-live bench`: how fast this machine enhances, stage by stage, and whether that has become slower."""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lowlight_live.assets import asset_dir
from lowlight_live.cli.result_files import check_result, write_result
from lowlight_live.errors import ConfigError
from lowlight_live.weights import DEFAULT_MODEL, shipped_weights

if TYPE_CHECKING:
    from lowlight_live.evaluation.speed_report import Bench

_SIZES = {"480p": (480, 640), "720p": (720, 1280), "1080p": (1080, 1920), "2160p": (2160, 3840)}
_SMALLEST_PX, _LARGEST_PX = 64, 8192
_WIDE_ENOUGH = 140
"""Columns of a table that goes to a file or a pipe."""
_PLAIN_BYTES = 2800
"""Of a pixel, in the plain form: it holds 32 channels of every layer at full size."""
_FOR_ONNX = ("onnx", "onnxruntime", "onnxscript")


@click.command("bench")
@click.option(
    "--sizes", metavar="LIST", help=f"Such as 720p,1080p or 800x600.  [default: {','.join(_SIZES)}; --quick: 480p,720p]"
)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="NAME",
    help=f"A name or a weight file; the first at every size, more at 720p.  [default: {DEFAULT_MODEL} and all others]",
)
@click.option(
    "--device",
    "devices",
    multiple=True,
    help="cpu, onnx, cuda or cuda:N; again for another.  [default: all that are there]",
)
@click.option("--threads", metavar="LIST", help="On the CPU, such as 1,2.  [default: 1 and all; --quick: all]")
@click.option("--quick", is_flag=True, help="Shorter: fewer sizes, turns and frames, one model.")
@click.option("--files", is_flag=True, help="Also whole files beside a plain transcode, the start, and memory.")
@click.option("--clip", type=click.Path(path_type=Path), help="A film of yours instead of the bundled clip.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the noise that is added.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write every figure there.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw the stages there, .png or .svg.")
@click.option(
    "--compare", type=click.Path(path_type=Path), help="An earlier --json: exit status 1 if anything is slower."
)
def command(
    sizes: str | None,
    models: tuple[str, ...],
    devices: tuple[str, ...],
    threads: str | None,
    quick: bool,
    files: bool,
    clip: Path | None,
    seed: int,
    json_file: Path | None,
    plot: Path | None,
    compare: Path | None,
) -> None:
    """Measure the speed of the enhancement on this machine.

    Frames in and out at several sizes, p50 and p95 after a warm-up; stage by stage, and the conversions from and to
    4:2:0; every model and device; the full-size step alone. Times on the CPU are also told as a ratio to plain float32
    Zero-DCE at full size, measured in the same run with the same threads; a file's as a ratio to its transcode.
    Everybody takes turns, so that a busy moment of the machine hits all; how far the turns lie apart is the spread.
    Some minutes; close other programs.
    """
    if json_file is not None:
        check_result(json_file, endings=(".json",))
    if plot is not None:
        check_result(plot, endings=(".png", ".svg"))
    # Only now, so that `--help` does not wait for torch.
    from lowlight_live.cli.bench_plan import FULL_HD, Plan
    from lowlight_live.cli.bench_run import run_bench
    from lowlight_live.evaluation.machine import machine
    from lowlight_live.evaluation.speed_plot import needs_matplotlib
    from lowlight_live.evaluation.speed_report import from_json

    if plot is not None:
        needs_matplotlib()
    old = from_json(compare) if compare is not None else None
    memory_gb = machine()["memory_gb"] or 16.0
    plan = Plan(
        sizes=_sizes(sizes if sizes is not None else "480p,720p" if quick else ",".join(_SIZES)),
        threads=_threads(threads, quick=quick),
        models=_models(models, quick=quick),
        devices=_devices(devices),
        clip=clip or asset_dir("samples") / "night-dog.mp4",
        seed=seed,
        turns=3 if quick else 5,
        frames=10 if quick else 20,
        film_frames=60 if quick else 150,
        files=files,
        quick=quick,
        onnx=all(find_spec(package) is not None for package in _FOR_ONNX),
        most_plain_pixels=min(FULL_HD[0] * FULL_HD[1], int(memory_gb / 2 * 1e9 / _PLAIN_BYTES)),
    )
    _tell(run_bench(plan), old, plot, json_file)


def _tell(bench: Bench, old: Bench | None, plot: Path | None, json_file: Path | None) -> None:
    """Show a run and keep it; ends the program with status 1 where it is slower than the old one."""
    from rich.console import Console

    from lowlight_live.evaluation.speed_compare import compare
    from lowlight_live.evaluation.speed_plot import stage_chart
    from lowlight_live.evaluation.speed_report import to_json
    from lowlight_live.evaluation.speed_tables import LEGEND, comparison_table, tables, verdict

    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE_ENOUGH)
    for table in tables(bench):
        console.print(table, "")
    for line in LEGEND:
        click.echo(line)
    if json_file is not None:
        write_result(json_file, to_json(bench))
    if plot is not None:
        runs = {"now": bench} if old is None else {"before": old, "now": bench}
        write_result(plot, stage_chart(runs, plot.suffix.lower().removeprefix(".")))
    if old is None:
        return
    comparison = compare(old, bench)
    if told := [change for change in comparison.changes if change.verdict != "same"]:
        console.print("", comparison_table(told))
    click.echo(verdict(comparison))
    if comparison.regressions:
        sys.exit(1)


def _sizes(text: str) -> list[tuple[int, int]]:
    """Height and width of each, smallest first."""
    found = []
    for word in text.split(","):
        given = re.fullmatch(r"(\d{1,5})x(\d{1,5})", word.strip())
        size = (int(given[2]), int(given[1])) if given else _SIZES.get(word.strip())
        if size is None or not all(_SMALLEST_PX <= side <= _LARGEST_PX for side in size) or any(s % 2 for s in size):
            raise ConfigError(
                f"{word.strip()!r} is no size that can be measured.",
                hint=f"Choose among {', '.join(_SIZES)}, or an even width x height such as 800x600, "
                f"from {_SMALLEST_PX} to {_LARGEST_PX}.",
            )
        found.append(size)
    return sorted(set(found), key=lambda size: size[0] * size[1])


def _threads(text: str | None, *, quick: bool) -> list[int]:
    """Fewest first."""
    from lowlight_live.cores import usable_cores

    cores = usable_cores()
    if text is None:
        return [cores] if quick else sorted({1, cores})
    words = [word.strip() for word in text.split(",")]
    if not all(word.isdecimal() and 1 <= int(word) <= cores for word in words):
        raise ConfigError(
            f"--threads is {text!r}.", hint=f"Give numbers from 1 to {cores}, the cores there are here, such as 1,2."
        )
    return sorted({int(word) for word in words})


def _models(given: tuple[str, ...], *, quick: bool) -> list[str]:
    if given:
        return list(dict.fromkeys(given))
    return [DEFAULT_MODEL] if quick else list(dict.fromkeys((DEFAULT_MODEL, *shipped_weights())))


def _devices(given: tuple[str, ...]) -> list[str]:
    """As the enhancer names them; those that are there if none is asked for."""
    from lowlight_live.evaluation.machine import machine

    gpus = machine()["gpus"]
    if given:
        named = {"auto": "cuda:0" if gpus else "cpu", "cuda": "cuda:0"}
        return list(dict.fromkeys(named.get(device, device) for device in given))
    has_onnx = all(find_spec(package) is not None for package in _FOR_ONNX)
    return ["cpu", *(["onnx"] if has_onnx else []), *(["cuda:0"] if gpus else [])]

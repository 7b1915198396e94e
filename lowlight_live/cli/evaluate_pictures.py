"""Scores networks and plain methods on pictures, and shows it; the pictures' half of `lowlight-live evaluate`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lowlight_live.cli.events import print_event
from lowlight_live.weights import resolve_weights

if TYPE_CHECKING:
    from lowlight_live.cli.picture_files import PictureSet
    from lowlight_live.enhance.curve_enhancer import CurveEnhancer
    from lowlight_live.evaluation.picture_report import Scored
    from lowlight_live.settings import EnhanceSettings

_WIDE_ENOUGH = 140
"""Columns of a table that goes to a file or a pipe."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the result goes beside the terminal.

    Attributes:
        csv: A line for each picture and method; None for none.
        html: The report; None for none.
        sheets: Pictures shown in the report, the worst first.
        as_json: Every figure as JSON on the standard output, instead of the table.
    """

    csv: Path | None = None
    html: Path | None = None
    sheets: int = 60
    as_json: bool = False


def evaluate_pictures(
    pictures: PictureSet,
    models: Sequence[str],
    plain: Sequence[str],
    settings: EnhanceSettings,
    outputs: Outputs,
    *,
    device: str,
) -> None:
    """Score methods on a set of pictures and tell the result in every form asked for.

    Args:
        pictures: To enhance.
        models: Names or weight files of the networks.
        plain: Keys of `methods.PLAIN` that the result is about; the others are shown all the same.
        settings: Of the enhancer.
        outputs: Where the result goes.
        device: That the networks run on.

    Raises:
        LowlightError: A picture, a network or a file cannot be used.
    """
    from lowlight_live.cli.result_files import check_result, write_result
    from lowlight_live.evaluation.picture_page import picture_page
    from lowlight_live.evaluation.picture_report import picture_content, picture_rows

    if outputs.csv is not None:
        check_result(outputs.csv, endings=(".csv",))
    if outputs.html is not None:
        check_result(outputs.html, endings=(".html", ".htm"))
    scored = score_set(pictures, models, plain, settings, device=device, with_sheets=outputs.html is not None)
    if outputs.as_json:
        print_event("done", **picture_content(scored))
    else:
        print_pictures(scored)
    if outputs.csv is not None:
        write_result(outputs.csv, picture_rows(scored))
    if outputs.html is not None:
        write_result(outputs.html, picture_page(scored, sheets=outputs.sheets))


def score_set(
    pictures: PictureSet,
    models: Sequence[str],
    plain: Sequence[str],
    settings: EnhanceSettings,
    *,
    device: str,
    with_sheets: bool = False,
) -> Scored:
    """Score the plain methods and the networks, with a bar on the error output; see `evaluate_pictures`."""
    from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
    from lowlight_live.evaluation.methods import PLAIN, Method, enhanced_alone
    from lowlight_live.evaluation.picture_measures import check_measures
    from lowlight_live.evaluation.picture_report import Scored
    from lowlight_live.evaluation.picture_scores import score_pictures

    if pictures.kind != "unpaired":
        check_measures()
    with ExitStack() as opened:
        enhancers: dict[str, CurveEnhancer] = {}
        weights: dict[str, str] = {}
        for name, model in _names(models, taken=[name for name, _ in PLAIN.values()]).items():
            weights[name] = hashlib.sha256(resolve_weights(model).read_bytes()).hexdigest()
            enhancers[name] = CurveEnhancer(EnhancerSpec(model=model, device=device))
            opened.callback(enhancers[name].close)
        methods: dict[str, Method] = dict(PLAIN.values())
        methods |= {name: enhanced_alone(enhancer, settings) for name, enhancer in enhancers.items()}
        subjects = [*enhancers, *(PLAIN[key][0] for key in dict.fromkeys(plain))]
        with _progress(len(pictures.pictures) * len(methods)) as tell:
            results = score_pictures(
                pictures.samples(),
                methods,
                shown=subjects if with_sheets else (),
                own_reference=pictures.kind == "well-lit",
                on_method=tell,
            )
        infos = {name: asdict(enhancer.info) for name, enhancer in enhancers.items()}
    about: dict[str, Any] = {
        "kind": pictures.kind,
        "darkened_with_seed": pictures.seed if pictures.kind == "darkened" else None,
        "enhancers": infos,
        "weights_sha256": weights,
        "settings": asdict(settings),
    }
    return Scored(pictures.title, results, subjects, pictures.seed, about)


def print_pictures(scored: Scored) -> None:
    """Show a line for each method, and what the columns mean."""
    from rich.console import Console

    from lowlight_live.evaluation.picture_report import legend, picture_table

    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE_ENOUGH)
    console.print(picture_table(scored))
    for line in legend(scored):
        click.echo(line)


def _names(models: Sequence[str], *, taken: Sequence[str]) -> Mapping[str, str]:
    """What each model is called in the result: as short as it can be without being taken for another."""
    from lowlight_live.evaluation.picture_sheets import BEFORE, REFERENCE

    names: dict[str, str] = {}
    for model in dict.fromkeys(models):
        short = Path(model).stem if Path(model).suffix else model
        names[model if short in (*taken, BEFORE, REFERENCE, *names) else short] = model
    return names


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str, str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Getting ready", total=total)
        tried = 0

        def tell(picture: str, method: str) -> None:
            nonlocal tried
            bar.update(task, completed=tried, description=f"{picture}: {method}")
            tried += 1

        yield tell
        bar.update(task, completed=total)

"""Draws mean luma over time, so that pumping and flicker can be seen; matplotlib is loaded where it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lowlight_live.errors import ConfigError, SinkOpenError
from lowlight_live.evaluation.report import Evaluation

INSTALL_LINE = "pip install 'lowlight-live[evaluation]'"

MOST_FIELDS = 250
"""Of a plot; matplotlib draws no picture higher than 65,535 pixels, and each field takes 220."""

_FIELD_INCHES = (8, 2.2)
_NAMES = {"dark": "dark", "frame_by_frame": "frame by frame", "ours": "looking back"}


def check_plot(path: Path, fields: int) -> None:
    """Find out before a long run that nothing could be drawn after it.

    Args:
        path: Of the plot.
        fields: One for each clip.

    Raises:
        ConfigError: matplotlib is missing, cannot write this kind of file, or the plot would be too high.
        SinkOpenError: There is no such folder.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
    except ImportError as error:
        raise ConfigError("A plot needs matplotlib, which is not installed.", hint=INSTALL_LINE) from error
    if path.suffix.lower().removeprefix(".") not in FigureCanvasAgg.get_supported_filetypes():
        raise ConfigError(f"A plot cannot be written to {path.name}.", hint="Give a name that ends in .png or .svg.")
    if fields > MOST_FIELDS:
        raise ConfigError(
            f"A plot of {fields} clips is too high; {MOST_FIELDS} is the most.",
            hint="Name fewer files, or do not plot.",
        )
    if not path.absolute().parent.is_dir():
        raise SinkOpenError(f"There is no folder {path.parent}.", hint="Make it first, or choose another name.")


def draw_plot(evaluations: Sequence[Evaluation], path: Path) -> None:
    """Draw mean luma over time, dark and enhanced both ways, a field for each clip.

    Args:
        evaluations: At least one.
        path: Its ending chooses the format.

    Raises:
        SinkOpenError: The file cannot be written.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height = _FIELD_INCHES
    figure = Figure(figsize=(width, height * len(evaluations)), layout="constrained")
    FigureCanvasAgg(figure)
    for axes, evaluation in zip(figure.subplots(len(evaluations), squeeze=False)[:, 0], evaluations, strict=True):
        for name, label in _NAMES.items():
            axes.plot(evaluation.mean_luma[name], label=label)
        axes.set_title(f"{evaluation.name}: {evaluation.scores.kind}", fontsize="medium")
        axes.set_ylabel("mean luma")
    figure.axes[0].legend(loc="best", fontsize="small")
    figure.axes[-1].set_xlabel("frame")
    try:
        figure.savefig(path)
    except OSError as error:
        raise SinkOpenError(f"{path} cannot be written ({error.strerror}).", hint="Choose another name.") from error

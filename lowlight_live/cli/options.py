"""Options that several verbs share, made from where they are declared."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

import click

from lowlight_live.settings import EnhanceSettings, declared_settings
from lowlight_live.weights import DEFAULT_MODEL

Command = TypeVar("Command", bound=Callable[..., Any])


class Number(click.FloatRange):
    """A number in a range; NaN, which compares false with both ends, is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


def enhance_settings(function: Command) -> Command:
    """One option for each declared setting; read them back with `settings_from`."""
    for setting in reversed(declared_settings()):
        function = click.option(
            f"--{setting.name.replace('_', '-')}",
            setting.name,
            type=Number(setting.minimum, setting.maximum),
            default=setting.default,
            show_default=True,
            metavar=setting.unit.upper() or "NUMBER",
            help=f"{setting.summary} From {setting.minimum:g} to {setting.maximum:g}.",
        )(function)
    return function


def settings_from(options: dict[str, Any]) -> EnhanceSettings:
    """Take the declared settings out of a verb's options."""
    return EnhanceSettings(**{setting.name: options.pop(setting.name) for setting in declared_settings()})


def enhancer_options(function: Command) -> Command:
    """`--model` and `--device`."""
    function = click.option(
        "--device",
        default="auto",
        show_default=True,
        help="auto, cpu, onnx, cuda or cuda:N; auto takes CUDA where it is.",
    )(function)
    return click.option(
        "--model",
        default=DEFAULT_MODEL,
        show_default=True,
        help="A name that `lowlight-live models` lists, or a weight file.",
    )(function)


def encoder_options(function: Command) -> Command:
    """`--codec`, `--crf`, `--preset` and `--overwrite`; the first three None where they are not given."""
    for option in (
        click.option("--overwrite", is_flag=True, help="Replace a result that is there already."),
        click.option("--preset", help="Effort of the encoder, such as veryfast or slow."),
        click.option(
            "--crf", type=click.IntRange(0, 51), help="Constant quality of the video; lower is better and larger."
        ),
        click.option(
            "--codec",
            help="Video encoder; `lowlight-live doctor` lists those that work. h264, hevc or av1 for hardware where it "
            "works.  [default: libx264]",
        ),
    ):
        function = option(function)
    return function

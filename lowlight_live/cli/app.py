"""Joins the verbs to one command, and is the one place where errors become a sentence, a hint and an exit status.

Nothing here imports torch, Qt or a codec until a verb runs, so that `--help` is there at once.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import click

from lowlight_live import __version__
from lowlight_live.cli import bench, demo, doctor, enhance, evaluate, export, live, models, train, window
from lowlight_live.cli.events import print_event
from lowlight_live.errors import LowlightError

EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
EXIT_READER_GONE = 141
EXIT_TERMINATED = 143


class _ReaderGone(Exception):
    """A broken pipe, out of sight of click, which would make it the status 1 that `doctor` gives for a problem."""


class _Verbs(click.Group):
    """The verbs; without one, the window opens, on the file or the camera that is named.

    An option that only `live` has (`lowlight-live --camera 0 --record a.mp4`) makes it `live --preview`.
    """

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        own = {name for option in self.get_params(context) for name in option.opts}
        of_window, of_live = ({name for o in verb.command.params for name in o.opts} - own for verb in (window, live))
        first = arguments[0].partition("=")[0] if arguments else ""
        options = {name.partition("=")[0] for name in arguments if name.startswith("--")}
        named = bool(arguments) and arguments[0] not in self.commands and window.looks_like_a_file(arguments[0])
        if not arguments or ((named or first in of_window) and options <= of_window):
            arguments = [str(window.command.name), *arguments]
        elif first in of_live:
            arguments = [str(live.command.name), "--preview", *arguments]
        return super().parse_args(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BrokenPipeError as error:
            raise _ReaderGone from error


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="lowlight-live")
def command() -> None:
    """Enhance low-light video: dark in, bright out, with its sound, timing and colours.

    Alone it opens the window; `lowlight-live --camera 0` does so on a camera, `lowlight-live clip.mp4` on a file.
    """


for verb in (window, enhance, live, demo, train, evaluate, bench, export, models, doctor):
    command.add_command(verb.command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    0 is success, 1 a problem that `doctor` found or a regression that `bench` did, 2 a wrong option or input, 130 an
    interruption by Ctrl-C, 143 one by SIGTERM, 141 the end of whoever was reading the output (1 where click or rich
    were printing).
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _run(given, as_json=_wants_json(given))
        if status in (EXIT_INTERRUPTED, EXIT_TERMINATED):
            click.echo("Interrupted.", err=True)
    except (_ReaderGone, BrokenPipeError):
        # Whoever was reading our output has gone (`lowlight-live models | head`); nobody is left to tell.
        sys.stdout = None
        return EXIT_READER_GONE
    return status


def _wants_json(given: Sequence[str]) -> bool:
    if given[:1] == ["bench"]:  # whose --json names a file
        return False
    return "--json" in given or "--stats=json" in given or ("--stats", "json") in pairwise(given)


def _run(given: Sequence[str], *, as_json: bool) -> int:
    try:
        with _sigterm_ends_in_order():
            command.main(given, prog_name="lowlight-live", standalone_mode=False)
    except LowlightError as error:
        _show_error(str(error), error.hint, as_json=as_json)
        return EXIT_USAGE
    except click.ClickException as error:
        if as_json:
            context = error.ctx if isinstance(error, click.UsageError) else None
            hint = f"See `{context.command_path} --help`." if context else ""
            _show_error(error.format_message(), hint, as_json=True)
        else:
            error.show()
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


@contextmanager
def _sigterm_ends_in_order() -> Iterator[None]:
    """Let a polite request to end run the same clean-up as Ctrl-C."""

    def end(_number: int, _frame: object) -> None:
        sys.exit(EXIT_TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _show_error(message: str, hint: str, *, as_json: bool) -> None:
    if as_json:
        print_event("error", message=message, hint=hint)
        return
    click.secho(f"Error: {message}", err=True, fg="red")
    if hint:
        click.echo(f"Hint: {hint}", err=True)

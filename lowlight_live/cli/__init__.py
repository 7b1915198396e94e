"""The command line: one file a verb, and one place where errors become a sentence, a hint and an exit status.

Nothing here imports torch, Qt or a codec until a verb runs, so that `--help` is there at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from lowlight_live import __version__
from lowlight_live.cli.demo import command as demo
from lowlight_live.cli.doctor import command as doctor
from lowlight_live.cli.enhance import command as enhance
from lowlight_live.cli.models import command as models
from lowlight_live.cli.train import command as train
from lowlight_live.errors import LowlightError

EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="lowlight-live")
def command() -> None:
    """Enhance low-light video: dark in, bright out, with its sound, timing and colours."""


for verb in (enhance, demo, train, models, doctor):
    command.add_command(verb)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    0 is success, 2 a wrong option or input, 130 an interruption by Ctrl-C.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        command.main(given, prog_name="lowlight-live", standalone_mode=False)
    except LowlightError as error:
        _show_error(str(error), error.hint, as_json="--json" in given)
        return EXIT_USAGE
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever was reading our output has gone (`lowlight-live models | head`); nobody is left to tell.
        sys.stdout = None  # type: ignore[assignment]
    return 0


def _show_error(message: str, hint: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"event": "error", "message": message, "hint": hint}))
        return
    click.secho(f"Error: {message}", err=True, fg="red")
    if hint:
        click.echo(f"Hint: {hint}", err=True)

"""A real window on a real X11 display, driven by the keys and the mouse of a person, from the start to the end.

`pytest -m x11 --basetemp=FOLDER` leaves a picture of the screen after each step in FOLDER.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from tests.gui.x11 import Program, Rgb, Screen, soon, why_no_x11
from tests.models import save_flat_weights
from tests.video.clips import Clip, make

MISSING = why_no_x11()
pytestmark = [pytest.mark.x11, pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=MISSING)]

DARK = 40, 16, 64
"""The colour of every pixel of the clip. Nothing else in the window has it, nor what it becomes."""
CLIP = Clip(pts=range(0, 30 * 512, 512), height=180, width=320, color=DARK)
CLIP_NAME = "dark.mp4"
TITLE = f"{CLIP_NAME} - lowlight-live"
ENOUGH = 15
"""So many looks one after the other, a third of a second, that find the same show that nothing is being drawn."""
CURSOR = 3 * 40
"""Values of the screen that may be others: where text is entered, a line blinks."""
USUAL, SMALL = (800, 1280), (540, 960)
"""Height and width of the screen in points; the window is not quite as large. At 200 %, the small one has 1920 x 1080
pixels."""


def original(screen: Rgb) -> np.ndarray:
    """Which pixels are the clip's."""
    return (np.abs(screen.astype(int) - DARK) <= 4).all(axis=2)


def enhanced(screen: Rgb) -> np.ndarray:
    """Which pixels are what became of the clip's: much brighter, and more of the same colour than anything else."""
    red, green, blue = (screen[..., channel].astype(int) for channel in range(3))
    return (blue > 110) & (blue - red > 12) & (red - green > 40)


def highlighted(screen: Rgb) -> np.ndarray:
    """Which pixels have the blue of what is chosen, as the part of a slider has that lies before its handle."""
    red, green, blue = (screen[..., channel].astype(int) for channel in range(3))
    return (blue > 180) & (blue - green > 50) & (green - red > 30)


def box(where: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the pixels; all 0 if there are none. Right and bottom lie beyond."""
    columns, rows = np.flatnonzero(where.any(axis=0)), np.flatnonzero(where.any(axis=1))
    if not columns.size:
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


class Desk:
    """The program on a screen, with a clip, and all that a person would see of it.

    Args:
        program: It.
        home: The folder of its user.
        clip: What it shows.
        scale: Pixels a point.
    """

    def __init__(self, program: Program, home: Path, clip: Path, scale: int) -> None:
        self.program, self.home, self.clip, self.scale = program, home, clip, scale

    @property
    def screen(self) -> Rgb:
        return self.program.screen.look()

    def exposure(self) -> float:
        """As it is kept on disk."""
        return float(json.loads((self.home / "config/lowlight-live/settings.json").read_text())["settings"]["exposure"])

    def brightness(self) -> float:
        """Of what became of the clip; 0 where that is not to be seen."""
        screen = self.screen
        where = enhanced(screen)
        return float(screen[where].mean()) if where.any() else 0.0

    def shares(self) -> tuple[float, float]:
        """How much of the screen is the clip, and how much is what became of it."""
        screen = self.screen
        return float(original(screen).mean()), float(enhanced(screen).mean())

    def settle(self) -> Rgb:
        """Wait until the program has nothing left to draw; the screen as it is then."""
        before = self.screen
        same = 0

        def rests() -> bool:
            nonlocal before, same
            now = self.screen
            same = same + 1 if np.count_nonzero(before != now) <= CURSOR * self.scale**2 else 0
            before = now
            return same >= ENOUGH

        soon(rests)
        return before

    def pictures(self) -> list[str]:
        """What was saved as a snapshot: the endings, sorted."""
        return sorted(path.suffix for path in (self.home / "Pictures/lowlight-live").glob("[!.]*"))

    def exported(self) -> bool:
        """Whether the export has come to its end."""
        path = self.home / "data/lowlight-live/exports.json"
        states = [job["state"] for job in json.loads(path.read_text())["jobs"]] if path.is_file() else []
        assert "failed" not in states
        return (self.home / "dark.enhanced.mp4").is_file()

    def lies_on_screen(self, window: str) -> bool:
        """Whether nothing of a window, by its number, is beyond the screen."""
        command = ["xdotool", "getwindowgeometry", "--shell", window]
        environment = {**os.environ, "DISPLAY": self.program.screen.display}
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        place = {name: int(value) for name, _, value in (line.partition("=") for line in said.splitlines())}
        height, width = self.screen.shape[:2]
        right, bottom = place["X"] + place["WIDTH"], place["Y"] + place["HEIGHT"]
        return min(place["X"], place["Y"]) >= 0 and right <= width and bottom <= height

    def border(self) -> int:
        """Where the one ends and the other begins, from left to right."""
        return box(original(self.screen))[2]


@contextmanager
def started(home: Path, scale: int, appearance: str, locale: str, points: tuple[int, int] = USUAL) -> Iterator[Desk]:
    """The program on a screen of its own, of a user who has never used it before.

    Args:
        home: The folder of that user.
        scale: Pixels a point.
        appearance: Dark or light.
        locale: Whose language it speaks.
        points: Height and width of the screen.

    Yields:
        It; the clip is being opened.
    """
    clip = make(home / "dark.mp4", CLIP)
    model = save_flat_weights(home / "flat.safetensors")
    for name in ("config/lowlight-live", "data", "cache", "screen", "shots"):
        (home / name).mkdir(parents=True)
    settings = {"version": 1, "values": {"appearance": appearance}}
    (home / "config/lowlight-live/settings.json").write_text(json.dumps(settings))
    environment = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "QT_SCALE_FACTOR": str(scale),
        "LC_ALL": locale,
    }
    arguments = [str(clip), "--model", str(model), "--device", "cpu"]
    with (
        Screen(home / "screen", points[0] * scale, points[1] * scale) as screen,
        Program(screen, arguments, environment, home / "shots") as program,
    ):
        yield Desk(program, home, clip, scale)


@pytest.mark.parametrize(
    ("scale", "appearance", "locale", "keys", "points"),
    [
        (1, "light", "C.UTF-8", "Keys", USUAL),
        (2, "dark", "de_DE.UTF-8", "Tasten", USUAL),
        (2, "dark", "C.UTF-8", "Keys", SMALL),
    ],
    ids=["100-light-english", "200-dark-german", "200-dark-english-small"],
)
def test_a_person_drives_the_window_from_start_to_end(
    tmp_path: Path, scale: int, appearance: str, locale: str, keys: str, points: tuple[int, int]
) -> None:
    with started(tmp_path, scale, appearance, locale, points) as desk:
        drive(desk, keys)


def drive(desk: Desk, keys: str) -> None:
    """All that a person does, in one go: a start takes longer than all of it.

    Args:
        desk: The window is being opened.
        keys: How the overview of the keys is called in the user's language.
    """
    program = desk.program
    main = program.window(TITLE)
    # Before and after, side by side.
    soon(lambda: min(desk.shares()) > 0.05)
    screen = desk.settle()  # the clip has come to its end, so it rests
    program.keep("1 side by side")
    left, right = box(original(screen)), box(enhanced(screen))
    assert left[2] <= right[0]
    assert (left[1], left[3]) == pytest.approx((right[1], right[3]), abs=2)

    # The slider of the exposure, by keys.
    before = desk.brightness()
    slider = highlighted(screen)
    slider[:, : right[2]] = False  # the other one is that of the film
    top = box(slider)[1]
    slider[top + 4 * desk.scale :] = False  # and the others are below
    program.click(box(slider)[2] + 2 * desk.scale, top + desk.scale)  # its handle
    program.press(*["Right"] * 5)
    soon(lambda: desk.exposure() == pytest.approx(0.5))
    soon(lambda: desk.brightness() > before + 5)
    program.keep("2 brighter")
    program.press(*["Left"] * 5)
    soon(lambda: desk.brightness() == pytest.approx(before, abs=2))

    # The wipe line, by mouse.
    program.press("2")
    soon(lambda: box(enhanced(desk.screen))[3] - box(enhanced(desk.screen))[1] > 1.5 * (right[3] - right[1]))
    desk.settle()
    line = desk.border()
    middle = sum(box(original(desk.screen))[1::2]) // 2
    moved = 150 * desk.scale
    program.drag((line, middle), (line + moved, middle))
    soon(lambda: abs(desk.border() - line - moved) <= 4 * desk.scale)
    program.keep("3 wipe")

    # The original, as long as its key is held.
    program.hold("o")
    soon(lambda: desk.shares()[1] == 0)
    program.let_go("o")
    soon(lambda: desk.shares()[1] > 0.05)

    # Full screen: nothing but the picture.
    shares = sum(desk.shares())
    program.press("F11")
    soon(lambda: not highlighted(desk.screen).any() and sum(desk.shares()) > shares)
    program.keep("4 full screen")
    program.press("Escape")
    soon(lambda: bool(highlighted(desk.screen).any()))

    # What is kept: a snapshot, and an export of the whole.
    program.press("s")
    soon(lambda: ".json" in desk.pictures())  # which comes last
    assert desk.pictures() == [".json", ".png", ".png"]
    program.keep("5 snapshot")
    program.press("ctrl+e")
    form = program.window(CLIP_NAME)  # the form ends its title so
    assert desk.lies_on_screen(form)
    program.keep("6 form")
    program.press("Return")
    soon(lambda: list(program.windows()) == [main])
    soon(desk.exported)
    program.keep("7 export")

    # The training, beside the picture.
    program.window(TITLE)
    program.press("ctrl+t")
    training = program.window("Training")
    desk.settle()
    program.keep("8 training")
    program.close(training)
    soon(lambda: list(program.windows()) == [main])

    # The overview of the keys, in the user's language; the last thing of all is to close the window.
    program.window(TITLE)
    program.press("F1")
    overview = program.window(keys)
    desk.settle()
    assert desk.lies_on_screen(overview)
    program.keep("9 keys")
    program.close(overview)
    soon(lambda: list(program.windows()) == [main])

    program.close(main)
    status, said = program.end()
    assert status == 0, said
    assert "Traceback" not in said

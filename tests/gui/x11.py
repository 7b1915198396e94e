"""A screen that exists only in memory, and a hand on its keys and its mouse."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
from PIL import Image
from PyQt6.QtCore import QLibraryInfo

Rgb = npt.NDArray[np.uint8]

PATIENCE_S = 600.0
"""Only a failing test waits so long. The first start compiles the kernels, which takes half a minute of a core, and so
does the first export: a process that gives way to all others, so on a busy machine it may get little of one."""
_XWD_WORDS = 25
_XWD_HEADER_SIZE, _XWD_WIDTH, _XWD_HEIGHT, _XWD_STRIDE, _XWD_COLORS = 0, 4, 5, 12, 19
_XWD_COLOR_BYTES = 12
_CLIENT_MESSAGE = 33


def soon(condition: Callable[[], bool]) -> None:
    """Wait until something becomes true of a program that can only be looked at."""
    limit = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def why_no_x11() -> str:
    """What is missing for a real window; "" where nothing is."""
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if ctypes.util.find_library("X11") is None:
        missing.append("libX11")
    if missing:
        return f"not installed: {', '.join(missing)}"
    plugin = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms/libqxcb.so"
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return f"Qt has no X11, which `make desktop` mends: {error}"
    return ""


class Screen:
    """A display of Xvfb's own choice, so that two tests never take the same.

    Args:
        folder: Where Xvfb keeps what is on it; there already.
        height: In pixels.
        width: In pixels.

    Attributes:
        display: Its name for programs.
    """

    def __init__(self, folder: Path, height: int, width: int) -> None:
        self._memory = folder / "Xvfb_screen0"
        reading, writing = os.pipe()
        size = f"{width}x{height}x24"
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-fbdir", str(folder)]
        command.append("-r")  # else a key that is let go late, on a busy machine, counts as pressed many times
        command.append("-noreset")  # else it begins anew when its last visitor goes, and the next finds nobody
        self._server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"  # told when it takes visitors; empty if it has ended

    def __enter__(self) -> Screen:
        assert self._server.poll() is None, "Xvfb does not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.terminate()
        self._server.wait(PATIENCE_S)

    def look(self) -> Rgb:
        """What is on it now: (H, W, 3). Xvfb keeps it as a file in the format of xwd."""
        words = np.fromfile(self._memory, ">u4", _XWD_WORDS).astype(int)
        start = words[_XWD_HEADER_SIZE] + words[_XWD_COLORS] * _XWD_COLOR_BYTES
        height, width, stride = words[_XWD_HEIGHT], words[_XWD_WIDTH], words[_XWD_STRIDE]
        pixels = np.memmap(self._memory, np.uint8, "r", start, (height, stride // 4, 4))
        return np.ascontiguousarray(pixels[:, :width, 2::-1])


class Program:
    """A program on a screen.

    Args:
        screen: Where it shows itself.
        arguments: Behind `python -m lowlight_live`.
        environment: In place of what it would inherit of the same names.
        shots: Where `keep` puts pictures; there already.
    """

    def __init__(self, screen: Screen, arguments: Sequence[str], environment: Mapping[str, str], shots: Path) -> None:
        self.screen = screen
        self._shots = shots
        self._environment = {**os.environ, **environment, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "lowlight_live", *arguments],
            env=self._environment,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            self.keep("at the error")
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def keep(self, name: str) -> None:
        """Save a picture of the screen."""
        Image.fromarray(self.screen.look()).save(self._shots / f"{name}.png")

    def windows(self) -> dict[str, str]:
        """What is open of it: title by number."""
        found = self._xdotool("search", "--onlyvisible", "--pid", str(self._process.pid), check=False)
        titles = {}
        for number in found.split():
            title = self._xdotool("getwindowname", number, check=False).rstrip("\n")
            if title:  # menus and tips have none, and a window may go at any moment
                titles[number] = title
        return titles

    def window(self, title: str) -> str:
        """Wait for a window whose title ends so, and let it have the keys: nobody else gives them out here."""

        found: list[str] = []

        def focused() -> bool:
            assert self._process.poll() is None, self.end()
            found[:] = [number for number, name in self.windows().items() if name.endswith(title)]
            # One that is only just coming up, or is drawn anew, may not take the keys yet.
            return len(found) == 1 and self._runs("windowfocus", found[0]) and self._focus() == found[0]

        soon(focused)
        return found[0]

    def press(self, *keys: str) -> None:
        """Press keys one after the other, and let them go."""
        self._xdotool("key", *keys)

    def hold(self, key: str) -> None:
        self._xdotool("keydown", key)

    def let_go(self, key: str) -> None:
        self._xdotool("keyup", key)

    def click(self, x: int, y: int) -> None:
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Take hold of something at a place, x and y, and let it go at another."""
        path = [str(place) for place in (*start, *end)]
        self._xdotool("mousemove", *path[:2], "mousedown", "1", "mousemove", *path[2:], "mouseup", "1")

    def close(self, number: str) -> None:
        """Ask a window to close, as a window manager does when its cross is clicked."""
        ask_to_close(self.screen.display, int(number))

    def end(self) -> tuple[int, str]:
        """Wait for its end; says its exit status, and what it wrote as errors."""
        _, said = self._process.communicate(timeout=PATIENCE_S)
        return self._process.returncode, said

    def _focus(self) -> str:
        return self._xdotool("getwindowfocus", check=False).strip()

    def _runs(self, *arguments: str) -> bool:
        return self._call(*arguments).returncode == 0

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        done = self._call(*arguments)
        assert not check or done.returncode == 0, f"xdotool {' '.join(arguments)}: {done.stderr}"
        return done.stdout

    def _call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["xdotool", *arguments]  # whichever is installed
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)


class _Message(ctypes.Structure):
    """Xlib's XClientMessageEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 24),  # an XEvent is larger
    )


def ask_to_close(display: str, window: int) -> None:
    """Send WM_DELETE_WINDOW: xdotool can only destroy windows, which no person can."""
    xlib = ctypes.CDLL(ctypes.util.find_library("X11"))
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XInternAtom.restype = ctypes.c_ulong
    xlib.XInternAtom.argtypes = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    xlib.XSendEvent.argtypes = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.POINTER(_Message)
    xlib.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    connection = xlib.XOpenDisplay(display.encode())
    assert connection, f"{display} does not answer"
    protocols, delete = (xlib.XInternAtom(connection, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    message = _Message(type=_CLIENT_MESSAGE, window=window, message_type=protocols, format=32)
    message.data[0] = delete
    xlib.XSendEvent(connection, window, 0, 0, ctypes.byref(message))
    xlib.XCloseDisplay(connection)  # sends what waits

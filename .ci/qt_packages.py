"""Sees to the libraries that PyQt6's wheel leaves to the system, so that no GUI test is skipped for want of them.

    python .ci/qt_packages.py             what the tests need: Qt without a screen
    python .ci/qt_packages.py --desktop   and what a window under X11 needs

Starts Qt for real. Only if that fails does it ask apt-get for the packages, and it says so; where it may not install
them it names the command to type and exits 1. Standard library only, and no part of the program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# Debian's names. Where a release has renamed one for 64-bit time (libglib2.0-0t64 in Ubuntu 24.04 and Debian 13), the
# new package provides the old name and apt-get picks it by itself.
OFFSCREEN = ("libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libglib2.0-0", "libxkbcommon0")
X11 = ("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0")

START_OFFSCREEN = "from PyQt6.QtWidgets import QApplication; QApplication(['qt-check'])"
LOAD_X11 = """
import ctypes, pathlib, PyQt6.QtWidgets
ctypes.CDLL(str(pathlib.Path(PyQt6.__file__).with_name("Qt6") / "plugins" / "platforms" / "libqxcb.so"))
"""


def why_qt_fails(*, desktop: bool) -> str:
    """Return what the loader or Qt says when it starts, or "" when it starts."""
    steps = [START_OFFSCREEN]
    if desktop and sys.platform == "linux":
        steps.append(LOAD_X11)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    for step in steps:
        command = [sys.executable, "-c", step]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            return done.stderr.strip().rpartition("\n")[2] or f"Qt ended with status {done.returncode}"
    return ""


def administrator() -> list[str] | None:
    """Return what to put before a command that changes the system, or None where we may not change it."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def main() -> int:
    desktop = "--desktop" in sys.argv[1:]
    reason = why_qt_fails(desktop=desktop)
    if not reason:
        return 0
    if "No module named" in reason or not shutil.which("apt-get"):
        print(f"Qt does not start: {reason}", file=sys.stderr)
        return 1

    packages = [*OFFSCREEN, *(X11 if desktop else ())]
    install = ["apt-get", "install", "--no-install-recommends", *packages]
    prefix = administrator()
    if prefix is None:
        print(f"Qt does not start: {reason}\nInstall its packages: sudo {' '.join(install)}", file=sys.stderr)
        return 1

    print(f"Qt does not start ({reason}): installing {' '.join(packages)} ...", flush=True)
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*quiet, "apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)  # an old list may do
    done = subprocess.run([*quiet, *install, "--yes", "-qq"], stdout=subprocess.DEVNULL)
    reason = why_qt_fails(desktop=desktop)
    if reason:
        print(f"apt-get ended with status {done.returncode}, and Qt still does not start: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""That all exports are over is told by the desktop in one way or another, and where it cannot, by the window."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from PyQt6.QtCore import QMetaType, QObject, QUrl, pyqtClassInfo, pyqtSlot
from PyQt6.QtDBus import QDBusArgument, QDBusConnection, QDBusMessage
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from lowlight_live.gui.desktop.notify import Notifier
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.settings import EnhanceSettings
from tests.gui.conftest import WAIT_MS, Desk

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
NUMBER = 7
EXPORT_MS = 300_000
"""A real export gives way to all other processes, so on a busy machine it takes its time."""


@pyqtClassInfo("D-Bus Interface", NAME)
class Desktop(QObject):
    """Shows what it is asked to, to nobody."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.shown: list[list[Any]] = []
        self._bus = bus

    @pyqtSlot(QDBusMessage)
    def Notify(self, message: QDBusMessage) -> None:  # noqa: N802  the bus's name
        assert message.signature() == "susssasa{sv}i"
        self.shown.append(message.arguments())
        self._bus.send(message.createReply([number(NUMBER)]))

    def click(self, which: int) -> None:
        message = QDBusMessage.createSignal(PATH, NAME, "ActionInvoked")
        message.setArguments([number(which), "default"])
        assert self._bus.send(message)


def number(value: int) -> QDBusArgument:
    argument = QDBusArgument()
    argument.add(value, QMetaType.Type.UInt.value)
    return argument


@pytest.fixture(autouse=True)
def no_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[QDBusConnection]:
    """The far end of a session's bus of its own."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("there is no dbus-daemon")
    command = [daemon, "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        near = QDBusConnection.connectToBus(address, "near")
        monkeypatch.setattr(QDBusConnection, "sessionBus", lambda: near)
        yield QDBusConnection.connectToBus(address, "far")
        for name in ("near", "far"):
            QDBusConnection.disconnectFromBus(name)
        process.terminate()


@dataclass
class Heard:
    clicks: list[bool] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def notifier(qapp: object, heard: Heard) -> Iterator[Notifier]:
    notifier = Notifier()
    notifier.clicked.connect(lambda: heard.clicks.append(True))
    notifier.unheard.connect(heard.unheard.append)
    yield notifier
    notifier.deleteLater()


def test_without_a_tray_the_desktop_is_told_over_its_bus_and_a_click_comes_back(
    qtbot: QtBot, bus: QDBusConnection, notifier: Notifier, heard: Heard
) -> None:
    desktop = Desktop(bus)
    assert bus.registerService(NAME)
    assert bus.registerObject(PATH, desktop, QDBusConnection.RegisterOption.ExportAllSlots)
    notifier.tell("Exports", "Complete: 2.", "Open folder")
    qtbot.waitUntil(lambda: bool(desktop.shown), timeout=WAIT_MS)
    application, _, _, title, text, actions, *_ = desktop.shown[0]
    assert (application, title, text) == ("lowlight-live", "Exports", "Complete: 2.")
    assert actions == ["default", "Open folder"]
    desktop.click(NUMBER + 1)  # of another program
    desktop.click(NUMBER)
    qtbot.waitUntil(lambda: bool(heard.clicks), timeout=WAIT_MS)
    assert heard == Heard(clicks=[True])


def test_a_desktop_without_messages_is_found_out(
    qtbot: QtBot, bus: QDBusConnection, notifier: Notifier, heard: Heard
) -> None:
    assert bus.isConnected()
    notifier.tell("Exports", "Complete: 2.", "Open folder")
    qtbot.waitUntil(lambda: bool(heard.unheard), timeout=WAIT_MS)
    assert heard == Heard(unheard=["Complete: 2."])


def test_without_a_bus_it_is_told_in_another_way(
    monkeypatch: pytest.MonkeyPatch, notifier: Notifier, heard: Heard
) -> None:
    monkeypatch.setattr(QDBusConnection, "sessionBus", lambda: QDBusConnection("none"))
    notifier.tell("Exports", "Complete: 2.", "Open folder")
    assert heard == Heard(unheard=["Complete: 2."])


def test_what_the_desktop_cannot_say_the_window_does(desk: Desk, still: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    alerted: list[object] = []
    monkeypatch.setattr(QDBusConnection, "sessionBus", lambda: QDBusConnection("none"))
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setattr(QApplication, "alert", lambda window, _ms=0: alerted.append(window))
    window = desk.window()
    window.work.show_exports()
    exports = window.work.exports
    assert exports is not None
    exports.add_files([still], EnhanceSettings(), Choice(device="cpu"))
    desk.until(lambda: window.messages.problem is not None, EXPORT_MS)
    assert window.messages.sentence.text() == "1 photo exported"
    assert alerted == [window]
    window.messages.action_button.click()
    assert opened == [QUrl.fromLocalFile(str(still.parent))]

"""Asks the desktop to show a message, over the bus that the desktops of Linux share.

https://specifications.freedesktop.org/notification-spec/ says how.
"""

from __future__ import annotations

from PyQt6.QtCore import QMetaType, QObject, pyqtSignal, pyqtSlot
from PyQt6.QtDBus import QDBusArgument, QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusPendingReply

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_APPLICATION = "lowlight-live"
_CLICK = "default"
"""The action that a click on the message itself is."""
_ANSWER_WITHIN_MS = 3_000


class DesktopBus(QObject):
    """Shows messages.

    Attributes:
        clicked: A message was clicked.
        refused: Nobody showed a message: its text.
    """

    clicked = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = QDBusConnection.sessionBus()
        self._shown: set[int] = set()
        self._bus.connect(_NAME, _PATH, _NAME, "ActionInvoked", self._invoked)

    def show(self, title: str, text: str, action: str, shown_ms: int) -> None:
        """Show a message; returns at once.

        Args:
            title: In a word.
            text: In a sentence.
            action: What a click does, for desktops that say it.
            shown_ms: For how long.
        """
        if not self._bus.isConnected():
            self.refused.emit(text)
            return
        call = QDBusMessage.createMethodCall(_NAME, _PATH, _NAME, "Notify")
        actions = _typed([_CLICK, action], QMetaType.Type.QStringList)
        replaces = _typed(0, QMetaType.Type.UInt)
        call.setArguments([_APPLICATION, replaces, "", title, text, actions, {}, shown_ms])
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(call, _ANSWER_WITHIN_MS), self)
        watcher.finished.connect(lambda: self._answered(watcher, text))

    def _answered(self, watcher: QDBusPendingCallWatcher, text: str) -> None:
        answer = QDBusPendingReply(watcher)
        watcher.deleteLater()
        if answer.isError():
            self.refused.emit(text)
        else:
            self._shown.add(answer.argumentAt(0))

    @pyqtSlot(QDBusMessage)
    def _invoked(self, message: QDBusMessage) -> None:
        number, action = message.arguments()
        if action == _CLICK and number in self._shown:
            self.clicked.emit()


def _typed(value: object, kind: QMetaType.Type) -> QDBusArgument:
    """What PyQt would send as another type."""
    argument = QDBusArgument()
    argument.add(value, kind.value)  # type: ignore[arg-type]  # to PyQt's stub a value is the member
    return argument

"""One export in the list: what becomes what, how far it is, what came of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PyQt6.QtCore import Qt, pyqtBoundSignal, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from lowlight_live.gui.export.job import OVER, ExportJob, JobState
from lowlight_live.gui.export.progress import ExportProgress
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.readable import readable
from lowlight_live.gui.texts.translation import translate
from lowlight_live.gui.texts.wording import number, time_left

_STEPS = 1000


class ExportRow(QFrame):
    """Shows a job and sends wishes.

    Attributes:
        settings_wanted, cancel_wanted, retry_wanted, remove_wanted, folder_wanted: A button was pressed.
    """

    settings_wanted = pyqtSignal()
    cancel_wanted = pyqtSignal()
    retry_wanted = pyqtSignal()
    remove_wanted = pyqtSignal()
    folder_wanted = pyqtSignal()

    def __init__(self, job: ExportJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._detail = ""
        self.title = _Elided()
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.settings_button = self._button(self.tr("Settings…"), self.settings_wanted)
        self.cancel_button = self._button(self.tr("Cancel"), self.cancel_wanted)
        self.retry_button = self._button(self.tr("Try again"), self.retry_wanted)
        self.copy_button = self._button(self.tr("Copy details"), self._copy)
        self.folder_button = self._button(self.tr("Open folder"), self.folder_wanted)
        self.remove_button = self._button(self.tr("Remove"), self.remove_wanted)
        buttons = QHBoxLayout()
        for button in self._buttons():
            buttons.addWidget(button)
        layout = QGridLayout(self)
        layout.addWidget(self.title, 0, 0)
        layout.addLayout(buttons, 0, 1)
        layout.addWidget(self.bar, 1, 0, 1, 2)
        layout.addWidget(self.status, 2, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        self.show_job(job, None, paused=False)

    def show_job(self, job: ExportJob, progress: ExportProgress | None, *, paused: bool) -> None:
        """Show where a job stands; the progress is that of the job at work."""
        self._detail = "\n".join(part for part in (job.message, job.hint, job.detail) if part)
        name = readable(job.source.name)
        self.title.setText(f"{name}  →  {readable(job.target.name)}")
        self.title.setToolTip(f"{readable(str(job.source))}\n→ {readable(str(job.target))}")
        self.status.setText(self._words(job, progress, paused=paused))
        self._show_bar(job, progress)
        self.settings_button.setVisible(job.state not in (JobState.RUNNING, JobState.DONE))
        self.cancel_button.setVisible(job.state in (JobState.WAITING, JobState.RUNNING))
        self.retry_button.setVisible(job.state in (JobState.FAILED, JobState.CANCELLED, JobState.UNFINISHED))
        self.retry_button.setText(self.tr("Resume") if job.state is JobState.UNFINISHED else self.tr("Try again"))
        self.copy_button.setVisible(bool(job.state is JobState.FAILED and job.detail))
        self.folder_button.setVisible(job.state is JobState.DONE)
        self.remove_button.setToolTip(self.tr("Also deletes what was written so far.") if job.parts else "")
        self.remove_button.setVisible(job.state in OVER or job.state is JobState.UNFINISHED)
        self.bar.setAccessibleName(self.tr("Progress of {name}").format(name=name))
        self.setAccessibleName(f"{name}: {self.status.text()}")
        for button in self._buttons():
            button.setAccessibleName(f"{button.text()}: {name}")

    def _words(self, job: ExportJob, progress: ExportProgress | None, *, paused: bool) -> str:
        match job.state:
            case JobState.WAITING:
                return self.tr("Waits for its turn.")
            case JobState.UNFINISHED:
                if not job.parts:
                    return self.tr("Not begun the last time.")
                text = job.message or self.tr("Not finished the last time; it goes on where it ended.")
                return (
                    text
                    + " "
                    + self.tr("What was done plays until then: {part}").format(part=readable(str(job.parts[0])))
                )
            case JobState.RUNNING:
                return _course(progress, paused=paused)
            case JobState.FAILED:
                return _lines(in_words(part, has_place=True) for part in (job.message, job.hint) if part)
            case _:
                return _lines((job.message, *map(in_words, job.warnings)))

    def _show_bar(self, job: ExportJob, progress: ExportProgress | None) -> None:
        self.bar.setVisible(job.state is JobState.RUNNING)
        if job.state is not JobState.RUNNING:
            return
        share = progress.share if progress is not None else None
        self.bar.setRange(0, 0 if share is None else _STEPS)  # without a range: busy
        if share is not None:
            self.bar.setValue(round(share * _STEPS))

    def _button(self, text: str, pressed: Callable[[], None] | pyqtBoundSignal) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(pressed)
        return button

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.settings_button,
            self.copy_button,
            self.retry_button,
            self.folder_button,
            self.cancel_button,
            self.remove_button,
        )

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self._detail)


class _Elided(QLabel):
    """One line that ends in "…" where there is no room for it; whole for screen readers and the pointer."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802  Qt's name
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


def _lines(texts: Iterable[str]) -> str:
    """Texts with names of files in them, below each other."""
    return "\n".join(readable(line) for text in texts for line in text.split("\n"))


def _course(progress: ExportProgress | None, *, paused: bool) -> str:
    """How far, how fast and how long still."""
    if progress is not None and progress.searching:
        words = translate("ExportRow", "Looking for where it ended: {n} frames").format(n=progress.frames)
        return f"{translate('ExportRow', 'Paused')} · {words}" if paused else words
    if progress is None or (progress.total is None and not progress.frames):
        words = translate("ExportRow", "Getting ready …")
        return f"{translate('ExportRow', 'Paused')} · {words}" if paused else words
    parts = [translate("ExportRow", "Paused")] if paused else []
    if progress.looking_through:
        parts.append(translate("ExportRow", "First of two passes"))
    if progress.goes_on_at_s is not None:
        minutes, seconds = divmod(int(progress.goes_on_at_s), 60)
        parts.append(translate("ExportRow", "Resumed at {time}").format(time=f"{minutes}:{seconds:02}"))
    total = "?" if progress.total is None else progress.total
    parts.append(translate("ExportRow", "{done} of {total} frames").format(done=progress.frames, total=total))
    if progress.fps is not None:
        parts.append(translate("ExportRow", "{fps} frames/s").format(fps=number(progress.fps, 1)))
    if progress.left_s is not None:
        parts.append(time_left(progress.left_s))
    return " · ".join(parts)

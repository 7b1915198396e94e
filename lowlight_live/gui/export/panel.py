"""The queue of exports as the user sees it: files in, how far each is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.export.announcing import Announcer, show_folder_of
from lowlight_live.gui.export.job import OVER, ExportJob, ExportOptions, JobState, free_target
from lowlight_live.gui.export.queue import ExportQueue
from lowlight_live.gui.export.row import ExportRow
from lowlight_live.gui.sources.kinds import dropped_paths, films_in
from lowlight_live.gui.texts.readable import readable
from lowlight_live.settings import EnhanceSettings

_MOST_NAMES = 5
_IN_LINE = (JobState.WAITING, JobState.RUNNING)


class ExportPanel(QWidget):
    """A widget for a dock or a window of its own. Whoever owns it calls `close_down` at the end of the application.

    Args:
        parent: Its owner.
        folder: Where the queue's file lies; None for the user's own.
        current: Settings and what enhances, for files that are added here, by the button or a drop; the defaults
            without it.
        queue: Another queue, for tests.

    Attributes:
        queue: What it shows.
        told: A sentence worth a glance: what was left out, or, where the desktop could not say it, what came of the
            exports once all are over, the last file that it tells of, or None, and whether something went wrong.
    """

    told = pyqtSignal(str, object, bool)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        folder: Path | None = None,
        current: Callable[[], tuple[EnhanceSettings, Choice]] | None = None,
        queue: ExportQueue | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Exports"))
        self.setAcceptDrops(True)
        self.queue = queue or ExportQueue(folder, parent=self)
        self._current = current or (lambda: (EnhanceSettings(), Choice()))
        self._rows: dict[str, ExportRow] = {}
        self.announcer = Announcer(self.queue, self)
        self.announcer.unheard.connect(self.told)
        self._build()
        self.queue.changed.connect(self._show)
        self.queue.advanced.connect(self._show)
        self.queue.removed.connect(self._drop_row)
        self.queue.paused_changed.connect(self._show_all)
        for job in self.queue:
            self._show(job.id)
        self._show_frame()

    def add_files(self, paths: Sequence[Path], settings: EnhanceSettings, choice: Choice | None = None) -> None:
        """Put films and photos in line, to be exported beside where they are; each can be changed there.

        Args:
            paths: Of them, or of folders, for all films in them.
            settings: Of the picture.
            choice: What enhances them; None for the defaults.
        """
        choice = choice or Choice()
        films, left_out = films_in(paths)
        for path in films:
            self.queue.add(self._job_for(path, settings, choice))
        if left_out:
            names = ", ".join(readable(path.name) for path in left_out[:_MOST_NAMES])
            more = ", …" if len(left_out) > _MOST_NAMES else ""
            self.told.emit(
                self.tr("Left out, since these are no films: {names}").format(names=names + more), None, False
            )

    def ask_for(self, path: Path, settings: EnhanceSettings, choice: Choice) -> None:
        """Put a film or photo in line as the user wants it: the form is opened first, and nothing is added without it.

        Args:
            path: Of it.
            settings: Of the picture, as the form begins.
            choice: What enhances it, likewise.
        """
        self._ask(self._job_for(path, settings, choice), self.queue.add)

    def close_down(self) -> None:
        """End what is at work, within a moment; it is offered at the next start."""
        self.announcer.notifier.hide()
        self.queue.close()

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None and dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None:
            self.add_files(dropped_paths(event.mimeData()), *self._current())
            event.acceptProposedAction()

    def _build(self) -> None:
        self.notice = QLabel(self.queue.notice)
        self.notice.setWordWrap(True)
        self.notice.setVisible(bool(self.queue.notice))
        self.offer = QFrame()
        self.offer.setFrameShape(QFrame.Shape.StyledPanel)
        self.offer_text = QLabel()
        self.offer_text.setWordWrap(True)
        self.take_up_button = _button(self.tr("Resume"), self.queue.take_up)
        self.discard_button = _button(self.tr("Discard"), self._discard)
        offer = QHBoxLayout(self.offer)
        offer.addWidget(self.offer_text, 1)
        offer.addWidget(self.take_up_button)
        offer.addWidget(self.discard_button)
        self.add_button = _button(self.tr("Add films…"), self._choose_files)
        self.folder_button = _button(self.tr("Add a folder…"), self._choose_folder)
        self.pause_button = _button(self.tr("Pause"), self._toggle_pause)
        self.clear_button = _button(self.tr("Clear finished"), self._clear)
        bar = QHBoxLayout()
        bar.addWidget(self.add_button)
        bar.addWidget(self.folder_button)
        bar.addWidget(self.pause_button)
        bar.addStretch(1)
        bar.addWidget(self.clear_button)
        self.empty = QLabel(self.tr("Drop films or folders here, or add them with the buttons."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setEnabled(False)
        rows = QWidget()
        self._list = QVBoxLayout(rows)
        self._list.addWidget(self.empty, 1)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(rows)
        scroll.setAccessibleName(self.tr("Exports"))
        self.summary = QLabel()
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self.notice)
        layout.addWidget(self.offer)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.summary)

    def _show(self, name: str) -> None:
        job = self.queue.job(name)
        row = self._rows.get(name)
        if row is None:
            row = self._rows[name] = ExportRow(job)
            row.settings_wanted.connect(lambda: self._ask(self.queue.job(name), self.queue.replace))
            row.cancel_wanted.connect(partial(self.queue.cancel, name))
            row.retry_wanted.connect(partial(self.queue.retry, name))
            row.remove_wanted.connect(partial(self.queue.remove, name))
            row.folder_wanted.connect(partial(self._open_folder, name))
            self._list.insertWidget(self._list.count() - 1, row)
        progress = self.queue.progress if job.state is JobState.RUNNING else None
        row.show_job(job, progress, paused=self.queue.paused)
        self._show_frame()

    def _show_all(self) -> None:
        for job in self.queue:
            self._show(job.id)

    def _show_frame(self) -> None:
        """What stands around the rows."""
        jobs = list(self.queue)
        unfinished = len(self.queue.unfinished())
        self.offer.setVisible(bool(unfinished))
        self.offer_text.setText(
            self.tr("Exports not finished the last time: {n}. They go on where they ended.").format(n=unfinished)
        )
        self.empty.setVisible(not jobs)
        self.pause_button.setText(self.tr("Go on") if self.queue.paused else self.tr("Pause"))
        self.pause_button.setEnabled(self.queue.paused or any(job.state in _IN_LINE for job in jobs))
        self.clear_button.setEnabled(any(job.state in OVER for job in jobs))
        counts = [
            (self.tr("{n} done"), JobState.DONE),
            (self.tr("{n} at work"), JobState.RUNNING),
            (self.tr("{n} waiting"), JobState.WAITING),
            (self.tr("{n} failed"), JobState.FAILED),
        ]
        numbers = [(text, sum(job.state is state for job in jobs)) for text, state in counts]
        self.summary.setText(", ".join(text.format(n=number) for text, number in numbers if number))

    def _drop_row(self, name: str) -> None:
        row = self._rows.pop(name, None)
        if row is not None:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._show_frame()

    def _job_for(self, path: Path, settings: EnhanceSettings, choice: Choice) -> ExportJob:
        target = free_target(path, {job.target for job in self.queue})
        return ExportJob(path, target, settings, ExportOptions(choice.model, choice.device))

    def _ask(self, job: ExportJob, wanted: Callable[[ExportJob], None]) -> None:
        from lowlight_live.gui.export.settings import ExportSettings  # with it comes FFmpeg

        taken = {other.target for other in self.queue if other.id != job.id and other.state not in OVER}
        is_new = all(other.id != job.id for other in self.queue)
        dialog = ExportSettings(job, self, taken=taken, is_new=is_new)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: wanted(dialog.job))
        dialog.open()

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Films to export"))
        self.add_files([Path(name) for name in names], *self._current())

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of films to export"))
        if name:
            self.add_files([Path(name)], *self._current())

    def _toggle_pause(self) -> None:
        if self.queue.paused:
            self.queue.go_on()
        else:
            self.queue.pause()

    def _clear(self) -> None:
        for job in self.queue:
            if job.state in OVER:
                self.queue.remove(job.id)

    def _discard(self) -> None:
        for job in self.queue.unfinished():
            self.queue.remove(job.id)

    def _open_folder(self, name: str) -> None:
        show_folder_of(self.queue.job(name).target)


def _button(text: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: pressed())
    return button

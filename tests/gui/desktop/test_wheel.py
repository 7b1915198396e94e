"""The wheel over a panel that scrolls: it scrolls, and moves only what cannot be meant to scroll."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QFileDialog, QScrollArea, QWidget

from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.training.form import TrainingForm
from lowlight_live.settings import EnhanceSettings
from tests.gui.conftest import Desk

NOTCH = 120


def turn(widget: QWidget, notches: int = -1) -> None:
    """Turn the wheel over the middle of a widget, from there up to whoever takes it.

    Qt hands only events of the system up; this does the same with one of its own.
    """
    place: QWidget | None = widget
    while place is not None:
        middle = place.rect().center()
        event = QWheelEvent(
            QPointF(middle),
            QPointF(place.mapToGlobal(middle)),
            QPoint(),
            QPoint(0, notches * NOTCH),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(place, event)
        if event.isAccepted() or place.isWindow():
            return
        place = place.parentWidget()


@pytest.mark.parametrize("focused", [False, True])
def test_the_wheel_over_the_models_scrolls_and_loads_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, focused: bool
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (asked.append(given), ("", ""))[1])
    window = desk.window()
    window.resize(700, 300)
    area = window.dock.widget()
    assert isinstance(area, QScrollArea)
    bar = area.verticalScrollBar()
    assert bar is not None
    desk.until(lambda: bar.maximum() > 0)
    row, chosen = window.panel.model, list[Choice]()
    row.chosen.connect(chosen.append)
    for box in (row.model, row.device, window.panel.presets.box):
        bar.setValue(0)
        if focused:
            box.setFocus()
        for _ in range(box.count() + 1):
            turn(box)
        assert bar.value() > 0
    assert (chosen, asked) == ([], [])
    assert window.bridge.settings == EnhanceSettings()


def test_a_number_takes_the_wheel_once_it_has_the_focus(desk: Desk) -> None:
    window = desk.window()
    number = window.panel.controls.rows["exposure"].number
    turn(number, 1)
    assert window.bridge.settings.exposure == 0.0
    number.setFocus()
    turn(number, 1)
    assert window.bridge.settings.exposure == pytest.approx(0.1)


def test_a_slider_takes_the_wheel_wherever_the_focus_is(desk: Desk) -> None:
    window = desk.window()
    window.preview.setFocus()
    turn(window.panel.controls.rows["exposure"].slider, 1)
    assert window.bridge.settings.exposure > 0.0


def test_the_wheel_over_the_form_of_a_training_changes_nothing(desk: Desk) -> None:
    form = TrainingForm(desk.folder, can_record=True)
    desk.qtbot.addWidget(form)
    form.show()
    form.more_button.click()
    fields = [*form.findChildren(QComboBox), *form.findChildren(QAbstractSpinBox)]
    before = {name: control.value for name, control in form.controls.items()}
    form.name.setFocus()
    for field in fields:
        turn(field, 1)
        turn(field, -1)
        turn(field, -1)
    assert len(fields) > 5
    assert form.purpose.currentIndex() == 0
    assert {name: control.value for name, control in form.controls.items()} == before

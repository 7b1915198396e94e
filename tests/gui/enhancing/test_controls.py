"""Every declared setting has a control whose parts go together, and which acts at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt, QTimer
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.gui.enhancing.controls import Controls
from lowlight_live.gui.enhancing.setting_row import SettingRow
from lowlight_live.settings import EnhanceSettings, declared_settings
from lowlight_live.video.live.opening import CameraSpec
from tests.gui.conftest import Desk, enhanced


@pytest.fixture
def controls(qtbot: QtBot) -> Controls:
    controls = Controls(EnhanceSettings())
    qtbot.addWidget(controls)
    with qtbot.waitExposed(controls):
        controls.show()
    return controls


def sliders(controls: Controls) -> list[SettingRow]:
    return [row for row in controls.rows.values() if row.box is None]


def test_every_declared_setting_has_a_control_and_the_exposure_is_the_first(controls: Controls) -> None:
    assert set(controls.rows) == {setting.name for setting in declared_settings()}
    assert next(iter(controls.rows)) == "exposure"
    assert controls.rows["exposure"].label.font().pointSizeF() > controls.rows["strength"].label.font().pointSizeF()


def test_slider_and_number_go_together(controls: Controls, qtbot: QtBot) -> None:
    for row in sliders(controls):
        with qtbot.waitSignal(controls.changed) as moved:
            row.slider.setValue(row.slider.maximum() // 4)
        assert row.number.value() == pytest.approx(getattr(moved.args[0], row.setting.name))
        with qtbot.waitSignal(controls.changed) as typed:
            row.number.setValue(row.setting.maximum)
        assert row.slider.value() == row.slider.maximum()
        assert getattr(typed.args[0], row.setting.name) == row.setting.maximum


def test_arrow_keys_and_wheel_go_by_the_declared_step(controls: Controls, qtbot: QtBot) -> None:
    row = controls.rows["exposure"]
    row.slider.setFocus()
    qtbot.keyClick(row.slider, Qt.Key.Key_Right)
    assert controls.settings.exposure == pytest.approx(row.setting.step)
    row.number.setFocus()
    qtbot.keyClick(row.number, Qt.Key.Key_Up)
    assert controls.settings.exposure == pytest.approx(2 * row.setting.step)
    QApplication.sendEvent(row.slider, wheel(row.slider))
    assert controls.settings.exposure > 2 * row.setting.step


def wheel(widget: QWidget) -> QWheelEvent:
    at = widget.rect().center()
    position, none = QPointF(at), QPoint()
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turned = QPoint(0, 120)
    return QWheelEvent(
        position, QPointF(widget.mapToGlobal(at)), none, turned, buttons, keys, Qt.ScrollPhase.NoScrollPhase, False
    )


def test_a_double_click_gives_the_default_back(controls: Controls, qtbot: QtBot) -> None:
    for row in sliders(controls):
        for widget in (row.slider, row.label):
            row.number.setValue(row.setting.minimum)
            qtbot.mouseDClick(widget, Qt.MouseButton.LeftButton)
            assert getattr(controls.settings, row.setting.name) == row.setting.default


def test_a_setting_of_two_values_is_a_box_to_tick(controls: Controls, qtbot: QtBot) -> None:
    boxes = [row for row in controls.rows.values() if row.box is not None]
    assert boxes
    for row in boxes:
        assert row.box is not None
        before = getattr(controls.settings, row.setting.name)
        row.box.click()
        assert getattr(controls.settings, row.setting.name) != before


def test_reset_gives_all_defaults_back(controls: Controls) -> None:
    controls.rows["exposure"].number.setValue(2.0)
    controls.rows["denoise"].number.setValue(0.1)
    controls.reset_button.click()
    assert controls.settings == EnhanceSettings()
    assert controls.rows["exposure"].value == 0.0


def test_every_control_has_a_name_for_screen_readers(desk: Desk) -> None:
    window = desk.live()
    for row in sliders(window.panel.controls):
        for widget in (row.slider, row.number):
            assert widget.accessibleName()
            assert widget.accessibleDescription()
    kinds = (QAbstractButton, QAbstractSpinBox, QComboBox, QSlider)
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds) and not widget.objectName().startswith("qt_")
        if not (widget.accessibleName() or text_of(widget))
    ]
    assert not nameless


def text_of(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if text is not None else ""


def test_a_double_click_is_promised_only_where_it_resets(desk: Desk, qtbot: QtBot) -> None:
    for row in desk.window().panel.controls.rows.values():
        default = row.value
        if row.box is None:
            assert "double click" in row.toolTip()
            row.number.setValue(row.setting.minimum)
            qtbot.mouseDClick(row.slider, Qt.MouseButton.LeftButton)
            assert row.value == default
        else:
            assert "double click" not in row.toolTip()
            assert row.toolTip() == row.box.accessibleDescription()


def test_a_moved_slider_acts_on_the_next_picture(desk: Desk) -> None:
    window = desk.live()
    window.panel.controls.rows["exposure"].number.setValue(1.5)
    desk.until(lambda: desk.built[-1].seen[-1].exposure == 1.5)


def test_a_moved_slider_acts_on_a_paused_film(desk: Desk, still: object) -> None:
    window = desk.window()
    window.open(still)  # type: ignore[arg-type]
    desk.until(lambda: bool(desk.built) and bool(desk.built[-1].seen))
    window.panel.controls.rows["exposure"].number.setValue(-1.0)

    def shown_with() -> bool:
        pair = window.preview.pair
        return pair is not None and pair.settings is not None and pair.settings.exposure == -1.0

    desk.until(shown_with)


def test_the_exposure_has_keys(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window()
    qtbot.keyClick(window, Qt.Key.Key_BracketRight)
    qtbot.keyClick(window, Qt.Key.Key_BracketRight)
    qtbot.keyClick(window, Qt.Key.Key_BracketLeft)
    assert window.bridge.settings.exposure == pytest.approx(0.2)


def test_presets_are_saved_chosen_renamed_and_removed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    window = desk.window()
    presets, controls = window.panel.presets, window.panel.controls
    controls.rows["exposure"].number.setValue(1.0)
    assert presets.box.currentText() == "(changed)"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_named: ("Night street", True))
    presets.save_action.trigger()
    assert presets.box.currentText() == "Night street"
    controls.reset_button.click()
    assert presets.box.currentText() == "Default"
    presets.box.setCurrentIndex(presets.box.findText("Night street"))
    presets.box.activated.emit(presets.box.currentIndex())
    assert window.bridge.settings.exposure == 1.0
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_named: ("Street", True))
    presets.rename_action.trigger()
    assert window.store.presets.names() == ["Street"]
    presets.remove_action.trigger()
    assert window.store.presets.names() == []
    assert not presets.remove_action.isEnabled()


@pytest.mark.parametrize(("button", "kept"), [("Replace", 1.5), ("Cancel", 1.0)])
def test_a_preset_is_replaced_only_when_the_user_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, button: str, kept: float
) -> None:
    window = desk.window()
    presets = window.panel.presets
    window.store.presets.save("Night street", replace(EnhanceSettings(), exposure=1.0))
    window.panel.controls.rows["exposure"].number.setValue(1.5)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_named: ("  Night  street ", True))
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        next(choice for choice in box.buttons() if choice.text().replace("&", "") == button).click()

    QTimer.singleShot(0, answer)
    presets.save_action.trigger()
    assert asked == ["There is a preset “Night street” already."]
    assert window.store.presets.settings("Night street").exposure == kept
    assert presets.box.currentText() == ("Night street" if button == "Replace" else "(changed)")


def test_a_preset_travels_as_a_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    window = desk.window()
    presets = window.panel.presets
    window.store.presets.save("Mine", replace(EnhanceSettings(), exposure=2.0))
    window.panel.set_settings(replace(EnhanceSettings(), exposure=2.0))
    path = desk.folder / "mine.preset.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    presets.export_action.trigger()
    window.store.presets.remove("Mine")
    window.panel.controls.reset_button.click()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    presets.import_action.trigger()
    assert window.bridge.settings.exposure == 2.0
    assert window.store.presets.names() == ["Mine"]


def test_a_preset_that_is_none_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    window = desk.window()
    path = desk.folder / "other.preset.json"
    path.write_text("{}")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.panel.presets.import_action.trigger()
    assert window.messages.problem is not None
    assert "is not a preset" in window.messages.problem.sentence


def test_settings_and_window_are_kept_from_one_start_to_the_next(desk: Desk) -> None:
    window = desk.window()
    window.panel.controls.rows["exposure"].number.setValue(0.7)
    window.acts["figures"].trigger()
    window.acts["wipe"].trigger()
    window.acts["controls"].trigger()
    window.resize(780, 600)  # the screen of the tests is small
    window.close()
    again = desk.window()
    assert again.bridge.settings.exposure == pytest.approx(0.7)
    assert again.acts["figures"].isChecked()
    assert again.acts["wipe"].isChecked()
    assert again.dock.isHidden()
    assert (again.width(), again.height()) == (780, 600)


def test_a_damaged_file_of_settings_gives_the_defaults_and_a_notice(desk: Desk) -> None:
    (desk.folder / "settings.json").write_text("{")
    window = desk.window()
    desk.until(lambda: window.messages.problem is not None)
    assert window.bridge.settings == EnhanceSettings()


def test_another_model_takes_over_and_one_that_fails_leaves_the_picture(desk: Desk) -> None:
    window = desk.live()
    row = window.panel.model
    row.model.insertItem(0, "broken", "broken")
    row.model.setCurrentIndex(0)
    row.model.activated.emit(0)
    desk.until(lambda: window.messages.problem is not None)
    assert window.messages.problem is not None
    assert (window.messages.problem.sentence, window.messages.problem.hint) == (
        "The model is broken.",
        "Take another.",
    )
    assert row.model.currentData() == "dce-live"
    assert desk.built[0].closed == 0
    row.model.setCurrentIndex(row.model.findData("zero-dce"))
    row.model.activated.emit(row.model.currentIndex())
    desk.until(lambda: len(desk.built) == 2 and bool(desk.built[1].seen))
    assert desk.built[0].closed == 1
    row.device.setCurrentIndex(row.device.findData("cpu"))
    row.device.activated.emit(row.device.currentIndex())
    desk.until(lambda: len(desk.built) == 3 and bool(desk.built[2].seen))
    assert (desk.built[2].info.model, desk.built[2].info.device) == ("zero-dce", "cpu")
    runs_on = window.panel.runs_on
    desk.until(lambda: runs_on.text() == "Runs on this computer's processor.")
    assert runs_on.toolTip() == runs_on.accessibleDescription() == "Runs on cpu in float32: it is a test."


@pytest.mark.parametrize(
    ("device", "said"),
    [("cuda:0", "graphics card"), ("onnx", "processor, with onnxruntime"), ("cpu", "processor."), ("xpu", "on xpu.")],
)
def test_where_it_runs_is_said_in_plain_words(desk: Desk, device: str, said: str) -> None:
    panel = desk.window().panel
    panel.show_enhancer(EnhancerInfo("dce-live", "dce-live", device, "float16", (2, 3), "of a probe"))
    assert said in panel.runs_on.text()
    assert f"{device} in float16: of a probe" in panel.runs_on.toolTip()
    panel.show_enhancer(None)
    assert (panel.runs_on.text(), panel.runs_on.toolTip()) == ("", "")


def test_the_picture_comes_before_the_model_is_there(desk: Desk) -> None:
    window = desk.window()
    desk.may_build.clear()
    window.open(CameraSpec("/dev/video0"))
    desk.until(lambda: window.preview.pair is not None)
    assert not enhanced(window)
    desk.until(lambda: window.busy_label.text() == "Loading the model…")
    desk.may_build.set()
    desk.until(lambda: enhanced(window))
    desk.until(lambda: window.busy_label.text() == "")

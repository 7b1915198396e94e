"""What comes from below the window in English is shown in the user's language, with its values as they were."""

from __future__ import annotations

import ast
import errno
import importlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from PyQt6.QtCore import QLocale
from PyQt6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import lowlight_live
from lowlight_live import errors
from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.errors import LowlightError
from lowlight_live.extras import required
from lowlight_live.gui.enhance_panel import EnhancePanel
from lowlight_live.gui.error_texts import CONTEXT, ErrorTexts, in_words
from lowlight_live.gui.export_job import ExportJob, JobState
from lowlight_live.gui.export_row import ExportRow
from lowlight_live.gui.loading import Choice
from lowlight_live.gui.message_bar import MessageBar
from lowlight_live.gui.overlay import state_sentence
from lowlight_live.gui.presets import Presets, settings_from
from lowlight_live.gui.problem import Problem, problem_of
from lowlight_live.gui.source_menus import CamerasMenu
from lowlight_live.gui.training_form import TrainingForm
from lowlight_live.gui.training_run import RunState, TrainingRun
from lowlight_live.gui.training_view import TrainingView
from lowlight_live.gui.translation import LOCALES, apply_language, read_catalogue
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.settings import EnhanceSettings
from lowlight_live.training.recipes import config_of_recipe
from lowlight_live.video.camera import Camera
from lowlight_live.video.camera_opener import Machine
from lowlight_live.video.live import CameraSpec, open_live
from lowlight_live.video.protocols import LiveStatus, SourceState
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.target import check_target, format_for, hint_for
from lowlight_live.weights import resolve_weights

PACKAGE = Path(lowlight_live.__file__).parent
TEMPLATES = {text: said for (context, text, _), said in read_catalogue(LOCALES / "de.ts").items() if context == CONTEXT}
FIELD = re.compile(r"\{(\*?)(\w+)(:g|!r)?\}")


OVER_A_WORD = re.compile(r"[A-Za-z]{3}")
COMMAND = re.compile(r"pip\b")
"""Said in the same way in every language."""


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    apply_language(qapp, QLocale("de_DE"))
    yield
    apply_language(qapp, QLocale("en_US"))


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`.ci/error_templates.py`."""
    monkeypatch.syspath_prepend(str(PACKAGE.parent / ".ci"))
    return importlib.import_module("error_templates")


# Nothing is forgotten.


def raised_texts() -> Iterator[tuple[str, str]]:
    """Sentence and hint of every error that is made in the package: place, and a pattern with `.*` for each field."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] in ("cli", "evaluation"):
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and issubclass(_class_of(call), LowlightError):
                for node in (*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "hint")):
                    pattern = _pattern(node)
                    if OVER_A_WORD.search(pattern) and not COMMAND.match(pattern):
                        yield f"{path.relative_to(PACKAGE)}:{node.lineno}", pattern


def _class_of(call: ast.Call) -> type:
    kind = getattr(errors, getattr(call.func, "id", ""), object)
    return kind if isinstance(kind, type) else object


def _pattern(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=values):
            return "".join(map(_pattern, values))
    return ".*"


def test_every_error_of_the_package_has_a_german_sentence_and_hint() -> None:
    patterns = dict(raised_texts())
    assert len(patterns) > 150
    assert [
        place
        for place, pattern in patterns.items()
        if not any(re.fullmatch(pattern, template) for template in TEMPLATES)
    ] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_comes_out_with_its_values(template: str) -> None:
    values = {
        field[2]: {":g": str(7 + 2 * number), "!r": f"'v {number}'"}.get(field[3], f"/media/{number} {{{field[2]}}}.x")
        for number, field in enumerate(FIELD.finditer(template))
    }
    text, expected = (FIELD.sub(lambda field: values[field[2]], said) for said in (template, TEMPLATES[template]))
    assert ErrorTexts(TEMPLATES).translated(text) == expected


def test_a_line_too_long_to_be_compared_stays_as_it_is() -> None:
    known, name = "{one} is {two} of {three}.", f"a is b of {'c' * 4000}."
    texts = ErrorTexts({known: "{three} hat {two}: {one}."})
    assert texts.translated(f"A is B of C.\n{name}\nA is B of C.") == f"C hat B: A.\n{name}\nC hat B: A."


# What the sources say is found.


def templates_of(tool: ModuleType, folder: Path, source: str) -> list[str]:
    (folder / "part.py").write_text(source, encoding="utf-8")
    return [text for text in tool.error_templates(folder) if text not in tool.OF_ELSEWHERE]


@pytest.mark.parametrize(
    ("source", "templates"),
    [
        ("raise SinkError('It is full.', hint='Make room.')", ["Make room.", "It is full."]),
        ("raise SinkError(f'{path} is a folder.')", ["{path} is a folder."]),
        (
            "raise SinkError(f'{path.name} holds {len(a)} of {b:.1f} {c!r}.')",
            ["{path} holds {number:g} of {b:g} {c!r}."],
        ),
        ("raise SinkError(f'It failed ({error.strerror}). {error.hint}')", ["It failed ({*reason}). {*hint}"]),
        ("raise SinkError('It is ' + ('full.' if full else 'gone.'))", ["It is full.", "It is gone."]),
        ("HINT = 'Make room.'\nraise SinkError(text, hint=HINT)", ["Make room."]),
        (
            "def f(a):\n    what = 'a folder' if a else 'a file'\n    raise SinkError(f'It is {what}.')",
            ["It is a folder.", "It is a file."],
        ),
        ("def told(n):\n    return f'There are {n}.'\nraise SinkError('No.', hint=told(3))", ["There are {n}."]),
        ("KINDS = {1: 'a cat', 2: 'a dog'}\nraise SinkError(f'It is {KINDS[n]}.')", ["It is a cat.", "It is a dog."]),
        ("self._warnings.append(f'{n} parts are missing.')", ["{n} parts are missing."]),
        ("self.warnings += (f'{n} parts are missing.',)", ["{n} parts are missing."]),
        ("Camera(note='it does not answer')", ["it does not answer"]),
        ("self.speed, self.reason = 3, 'as asked for'", ["as asked for"]),
        ("def f(part):\n    return f'{part} is there still.'", ["{part} is there still."]),
        ("def f(part):\n    'It is there still.'\n    _log.info(f'{part} is there still.')", []),
        ("raise ValueError('It is full.')", []),
        ("raise SinkError(f'{a}: {b}')", []),
        ("raise SinkError(translate('Here', 'It is full.'))", []),
    ],
)
def test_texts_become_templates(tool: ModuleType, tmp_path: Path, source: str, templates: list[str]) -> None:
    assert sorted(templates_of(tool, tmp_path, source)) == sorted(templates)


def test_templates_that_differ_in_the_names_of_fields_alone_are_one(tool: ModuleType, tmp_path: Path) -> None:
    source = "raise SinkError(f'{path} is full.')\nraise SinkError(f'{disk} is full.')\n"
    assert templates_of(tool, tmp_path, source) == ["{path} is full."]


# Real errors.


def test_a_missing_film(german: None, tmp_path: Path) -> None:
    path = tmp_path / "a {path} b.mp4"
    assert (
        said(lambda: VideoReader(path)) == f"Es gibt keine Datei {path}.\nPrüfen Sie die Schreibweise und den Ordner."
    )


def test_a_text_for_a_film(german: None, tmp_path: Path) -> None:
    (tmp_path / "is a folder.mp4").write_text("There is no file x.\n" * 100)
    assert said(lambda: VideoReader(tmp_path / "is a folder.mp4")) == (
        "is a folder.mp4 ist keine Videodatei, die gelesen werden kann (Ungültige Daten).\n"
        "Wenn ein Videoprogramm sie öffnet, wandeln Sie sie erst mit FFmpeg oder HandBrake um."
    )


def test_no_weight_file(german: None, tmp_path: Path) -> None:
    (tmp_path / "w.pth").write_text("no weights")
    hint = "Wählen Sie ein Modell der Liste, eine .safetensors-Datei von uns oder eine .pth-Datei von Zero-DCE."
    sentence = "w.pth enthält mehr als Gewichte oder gar keine; nichts darin wurde ausgeführt."
    assert said(lambda: load_network(tmp_path / "w.pth")) == f"{sentence}\n{hint}"


def test_an_unknown_model(german: None) -> None:
    sentence, hint = said(lambda: resolve_weights("dce-huge")).split("\n")
    assert sentence == "Es gibt kein Modell 'dce-huge'."
    assert re.fullmatch(r"Mitgeliefert: [\w+, -]+; oder geben Sie eine Datei an\.", hint)


def test_targets_that_cannot_be(german: None, tmp_path: Path) -> None:
    film = tmp_path / "There is no file x.mp4"
    film.touch()
    assert said(lambda: check_target(film, overwrite=False, source=None)) == (
        f"{film} ist schon da.\nWählen Sie einen anderen Namen, oder erlauben Sie das Ersetzen (--overwrite)."
    )
    assert said(lambda: check_target(tmp_path, overwrite=False, source=None)).startswith(f"{tmp_path} ist ein Ordner.")
    assert said(lambda: format_for(tmp_path / "a.avi", overwrite=False, source=None)) == (
        "a.avi hat die Endung .avi; sie nennt kein Format, das geschrieben werden kann.\n"
        "Wählen Sie eines von .mp4, .m4v, .mov, .mkv."
    )


def test_a_missing_camera(german: None, tmp_path: Path) -> None:
    assert said(lambda: open_live(CameraSpec("7"), machine=Machine(tmp_path))) == (
        "Es gibt keine Kamera 7.\nEs wurde keine Kamera gefunden. Nennen Sie eine Kamera mit ihrer Nummer oder einem "
        "Teil ihres Namens, oder geben Sie eine Adresse wie http://… oder rtsp://…."
    )


def test_a_missing_package(german: None) -> None:
    asked = {"wanted_by": "A virtual camera", "package": "nocam", "extra": "virtual-camera"}
    assert said(lambda: required("nocam", **asked)) == (
        "Eine virtuelle Kamera braucht nocam, das nicht installiert ist.\npip install 'lowlight-live[virtual-camera]'"
    )


def test_values_out_of_range(german: None) -> None:
    assert said(lambda: EnhanceSettings(exposure=99)).startswith("exposure ist 99.\nWählen Sie einen Wert von -")
    assert said(lambda: settings_from({"strength": "much"})) == "strength ist 'much'.\nEs muss eine Zahl sein."
    assert said(lambda: config_of_recipe("paired", Path("data"), Path("out.safetensors"), steps=0)) == (
        "steps ist 0.\nWählen Sie einen Wert von mindestens 1."
    )


def test_an_error_in_an_error(german: None, tmp_path: Path) -> None:
    path = tmp_path / "a.preset.json"
    settings = {"strength": 99}
    content = {"format": "lowlight-live preset", "version": 1, "name": "a", "settings": settings}
    path.write_text(json.dumps(content))
    sentence = said(lambda: Presets({}, lambda: None).import_from(path)).split("\n")[0]
    assert sentence == "a.preset.json ist unbrauchbar: strength ist 99."


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EACCES, errno.ENAMETOOLONG, errno.ENOTDIR, None])
def test_what_to_do_about_a_disk_is_translated_wherever_it_stands(german: None, number: int | None) -> None:
    hint = hint_for(number, Path("/media/full: disk. x/a.mp4"))
    alone = in_words(hint)
    assert alone != hint
    assert ("/media/full: disk. x" in alone) == ("/media/full: disk. x" in hint)
    assert in_words(f"{hint} The film is in /tmp/.a.part.mp4.") == f"{alone} Der Film ist in /tmp/.a.part.mp4."


def said(fails: Callable[[], object]) -> str:
    """What the message bar shows of an error: the sentence, and the hint in the line below."""
    with pytest.raises(LowlightError) as caught:
        fails()
    problem = problem_of(caught.value)
    assert problem.sentence == str(caught.value), "what is logged and copied stays English"
    return f"{in_words(problem.sentence)}\n{in_words(problem.hint)}"


# Texts in texts.


def test_why_this_device_and_why_this_precision_are_two_texts(german: None) -> None:
    """The second has a field that could hold the first."""
    assert in_words("no CUDA device was found; bfloat16 took 3.0 ms in a probe, float32 3.2 ms") == (
        "kein CUDA-Gerät gefunden; in einer Probe brauchte bfloat16 3.0 ms, float32 3.2 ms"
    )


def test_the_reasons_of_every_backend_follow_each_other(german: None) -> None:
    reasons = "opencv: HD Cam did not open. pyav: HD Cam did not open (Device or resource busy)."
    assert in_words(f"Camera 0 did not open. {reasons}") == (
        "Die Kamera 0 ließ sich nicht öffnen. opencv: HD Cam ließ sich nicht öffnen. "
        "pyav: HD Cam ließ sich nicht öffnen (Gerät schon in Gebrauch)."
    )


def test_a_device_and_why_it_was_taken(german: None) -> None:
    assert in_words("cuda:0 ran out of memory; half precision is the fast one on this device; plain torch") == (
        "cuda:0 hatte zu wenig Speicher; halbe Genauigkeit ist auf diesem Gerät die schnelle; einfaches torch"
    )
    assert in_words("cuda:0 with a thumbnail of 120 lines was lost: the CPU took over.") == (
        "cuda:0 mit einem verkleinerten Bild von 120 Zeilen ging verloren: Jetzt arbeitet die CPU."
    )


def test_a_stream_that_was_left_out(german: None) -> None:
    left_out = "Subtitle stream 2 (dvb_subtitle) in deu was left out: the output's format cannot hold it."
    assert in_words(f"{left_out} Choose .mkv as output to keep it.") == (
        "Untertitelspur 2 (dvb_subtitle) in deu wurde weggelassen: Das Format des Ergebnisses kann sie nicht fassen. "
        "Mit .mkv als Endung bleibt sie erhalten."
    )


# No harm.


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Nobody knows this sentence.",
        "Nobody knows this. Nor that; nor this: and that!",
        "{path} {0} {} %s",
        "Es gibt keine Datei x.mp4.",
        "CUDA error: an illegal memory access was encountered",
        "[Errno 2] Nothing of that name: '/media/There is no file'",
        "x" * 100_000,
        ". " * 1_000,
        "a: b; c. " * 200,
    ],
)
def test_a_text_that_nobody_knows_stays_as_it_is(german: None, text: str) -> None:
    assert in_words(text) == text


@pytest.mark.parametrize(
    "path",
    [
        "/media/{path}/{*reason}/{0}.mp4",
        "/media/x. There is no file y",
        "/media/x is a folder.",
        "/media/it does not answer",
        "/media/\\1 \\g<path>.mp4",
        "/media/(Permission denied).mp4",
    ],
)
def test_a_path_comes_through_whatever_it_looks_like(german: None, path: str) -> None:
    assert in_words(f"There is no file {path}.") == f"Es gibt keine Datei {path}."
    assert in_words(f"{path} cannot be written (Permission denied).") == (
        f"{path} kann nicht geschrieben werden (Keine Berechtigung)."
    )


def test_in_english_everything_is_as_it_was(qapp: QApplication) -> None:
    apply_language(qapp, QLocale("en_US"))
    assert in_words("There is no file x.") == "There is no file x."


# Where it is shown.


def test_the_message_bar_shows_german_and_copies_english(german: None, qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_problem(Problem("There is no file x.mp4.", "Check the spelling and the folder.", "Traceback"))
    assert bar.sentence.text() == bar.accessibleName() == "Es gibt keine Datei x.mp4."
    assert bar.hint.text() == "Prüfen Sie die Schreibweise und den Ordner."
    bar.copy_button.click()
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == "There is no file x.mp4.\nCheck the spelling and the folder.\n\nTraceback"
    bar.show_notice("3 chapters were not kept.")
    assert bar.sentence.text() == "3 Kapitel wurden nicht behalten."


def test_the_longest_message_is_not_clipped(german: None, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout, bar = QVBoxLayout(window), MessageBar()
    layout.addWidget(bar)
    layout.addStretch(1)
    sentence, hint, *_ = sorted(TEMPLATES, key=lambda template: -len(TEMPLATES[template]))
    bar.show_problem(Problem(sentence, hint, "Traceback"), "Noch einmal öffnen", lambda: None)
    window.resize(440, 600)
    window.show()
    for label, template in ((bar.sentence, sentence), (bar.hint, hint)):
        assert label.text() == TEMPLATES[template]
        assert label.height() >= label.heightForWidth(label.width()) > 2 * label.fontMetrics().height()
    assert bar.geometry().bottom() <= window.height()


def test_an_export_tells_its_error_and_its_warnings(german: None, qtbot: QtBot) -> None:
    job = ExportJob(
        Path("a.mp4"), Path("b.mp4"), state=JobState.FAILED, message="a.mp4 is empty.", hint="Try another film."
    )
    row = ExportRow(job)
    qtbot.addWidget(row)
    assert row.status.text() == "a.mp4 ist leer.\nVersuchen Sie einen anderen Film."
    done = replace(job, state=JobState.DONE, message="Fertig.", warnings=("3 chapters were not kept.",))
    row.show_job(done, None, paused=False)
    assert row.status.text() == "Fertig.\n3 Kapitel wurden nicht behalten."


def test_the_panel_says_why_on_this_device(german: None, qtbot: QtBot) -> None:
    panel = EnhancePanel(EnhanceSettings(), Presets({}, lambda: None), Choice())
    qtbot.addWidget(panel)
    panel.show_enhancer(EnhancerInfo("m", "n", "cpu", "float32", (2, 3), "no CUDA device was found; as asked for"))
    assert panel.runs_on.text() == "Läuft auf cpu in float32: kein CUDA-Gerät gefunden; wie gewünscht."


def test_a_camera_that_is_away_says_why(german: None) -> None:
    status = LiveStatus(SourceState.LOST, 0.0, reason="HD Cam is unplugged.")
    view = SimpleNamespace(source=SimpleNamespace(info=SimpleNamespace(name="HD Cam")))
    sentence = state_sentence(SimpleNamespace(source=status), view)
    assert sentence == "HD Cam ist weg (HD Cam ist nicht angeschlossen); es wird auf sie gewartet"


def test_the_note_of_a_camera_stands_in_its_menu(german: None, qtbot: QtBot) -> None:
    camera = Camera(0, "/dev/video0", "HD Cam", "hd", note="it does not say what it offers (Permission denied)")
    menu = CamerasMenu(lambda: [camera], lambda: None)
    qtbot.addWidget(menu)
    (of_camera,) = menu.findChildren(QMenu)
    assert [action.text() for action in of_camera.actions()][1:] == [
        "sie sagt nicht, was sie bietet (Keine Berechtigung)"
    ]


def test_the_training_form_shows_sentence_and_hint(german: None, qtbot: QtBot, tmp_path: Path) -> None:
    form = TrainingForm(tmp_path, can_record=False)
    qtbot.addWidget(form)
    form.say("steps is 0.\nChoose a value of at least 1.")
    assert form.trouble.text() == "steps ist 0.\nWählen Sie einen Wert von mindestens 1."


def test_a_training_that_failed_says_why(german: None, qtbot: QtBot, tmp_path: Path) -> None:
    run = TrainingRun(tmp_path)
    run.state = RunState.FAILED
    run.course.message, run.course.hint = "There is no folder /dark.", "Give a folder of well-lit photos."
    run.course.warnings.append("/dark/a.png is left out: 8 x 6 pixels is too small.")
    view = TrainingView(run)
    qtbot.addWidget(view)
    assert view.status.text() == "Es gibt keinen Ordner /dark.\nGeben Sie einen Ordner mit hellen Fotos."
    assert view.status.toolTip() == "/dark/a.png wird ausgelassen: 8 x 6 Pixel sind zu klein."

"""What comes from below the window in English is shown in the user's language, with its values as they were."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import QLocale
from PyQt6.QtWidgets import QApplication

from lowlight_live.errors import LowlightError
from lowlight_live.extras import required
from lowlight_live.gui.storage.presets import Presets, settings_from
from lowlight_live.gui.texts.errors import ErrorTexts, in_words
from lowlight_live.gui.texts.problem import problem_of
from lowlight_live.gui.texts.translation import apply_language
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.settings import EnhanceSettings
from lowlight_live.training.recipes import config_of_recipe
from lowlight_live.video.live.camera_opener import Machine
from lowlight_live.video.live.opening import CameraSpec, open_live
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.target import check_target, format_for, hint_for
from lowlight_live.weights import resolve_weights
from tests.gui.texts.conftest import TEMPLATES

FIELD = re.compile(r"\{(\*?)(\w+)(:g|!r)?\}")


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
        f"{film} ist schon da.\n"
        "Wählen Sie einen anderen Namen, oder lassen Sie sie ersetzen: „Einstellungen…“ fragt danach."
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

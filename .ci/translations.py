"""Brings the catalogues of the window's languages up to date with its sources: `make translations`.

    python .ci/translations.py            new texts come in as unfinished, those that are gone go
    python .ci/translations.py --check    changes nothing; says what is missing or left over, and then exits 1

A new language is begun by an empty file: `lowlight_live/gui/texts/locale/fr.ts` with
`<TS language="fr" version="2.1"></TS>`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree

from error_templates import error_templates
from PyQt6.lupdate import lupdate

from lowlight_live.gui.texts.errors import CONTEXT
from lowlight_live.gui.texts.translation import LOCALES
from lowlight_live.gui.training.fields import declared_title
from lowlight_live.settings import declared_settings
from lowlight_live.training.config import TrainConfig
from lowlight_live.weights import shipped_weights

SOURCES = LOCALES.parent.parent


def declared_texts() -> list[tuple[str, str]]:
    """What is declared outside the window and translated where it is shown: context and text."""
    texts = [("Settings", setting.summary) for setting in declared_settings()]
    for field in fields(TrainConfig):
        if "summary" in field.metadata:
            texts += [("TrainingFields", text) for text in (declared_title(field.name), field.metadata["summary"])]
    texts += [("Models", weights.summary) for weights in shipped_weights().values()]
    known = {text for _, text in texts}
    return texts + [(CONTEXT, template) for template in error_templates() if template not in known]


def updated(catalogue: Path) -> bytes:
    """The content that a catalogue should have.

    Places in the sources are left out, and texts are in the order of the alphabet: else each change or move of a file
    would change its catalogues.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = Path(shutil.copy(catalogue, name))
        declared = Path(name) / "declared.py"
        declared.write_text("".join(f"translate({context!r}, {text!r})\n" for context, text in declared_texts()))
        sources = [str(path) for path in (*sorted(SOURCES.rglob("*.py")), declared)]
        lupdate(sources, [str(copy)], no_obsolete=True)
        tree = ElementTree.parse(copy)  # noqa: S314  a file of ours
    root = tree.getroot()
    for message in root.iter("message"):
        for place in message.findall("location"):
            message.remove(place)
    root[:] = sorted(root, key=lambda context: context.findtext("name", ""))
    for context in root:
        name, *messages = context
        context[:] = [name, *sorted(messages, key=lambda message: message.findtext("source", ""))]
    ElementTree.indent(tree)
    head = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    return head + ElementTree.tostring(root, "utf-8") + b"\n"


def texts(content: bytes, *, only_unfinished: bool = False) -> list[str]:
    """The texts of a catalogue, each with its context, in the order of the alphabet."""
    return sorted(
        f"{context.findtext('name')}: {message.findtext('source')}"
        for context in ElementTree.fromstring(content)  # noqa: S314  a file of ours
        for message in context.iter("message")
        if not only_unfinished or message.find("translation[@type]") is not None or not message.findtext("translation")
    )


def main() -> int:
    only_check = "--check" in sys.argv[1:]
    wrong = 0
    for catalogue in sorted(LOCALES.glob("*.ts")):
        content = updated(catalogue)
        missing = texts(content, only_unfinished=True)
        for text in missing:
            print(f"{catalogue.name}: not translated: {text}")
        if texts(content) == texts(catalogue.read_bytes()):
            print(f"{catalogue.name} is up to date.")
        elif only_check:
            print(f"{catalogue.name} is not what the sources say: run `make translations`.")
            wrong += 1
        else:
            catalogue.write_bytes(content)
            print(f"{catalogue.name} has been brought up to date.")
        wrong += len(missing)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

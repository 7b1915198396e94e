"""Shows the window in the user's language, as far as `locale/` has a catalogue of it.

What is to be translated is marked as Qt's tools know it: `self.tr("…")` in a widget, `translate("Context", "…")`
elsewhere. `make translations` collects it into the catalogues.
"""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, Qt, QTranslator

LOCALES = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "en"

translate = QCoreApplication.translate
"""By this name Qt's tools find what there is to translate."""


class Catalogue(QTranslator):
    """A .ts file at work: PyQt6 ships nothing that would compile it, and reading it takes a few milliseconds.

    Args:
        path: Of the file.
        parent: Its owner.
    """

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = read_catalogue(path)

    def translate(  # type: ignore[override]  # PyQt's stub does not know that it may be None
        self, context: str | None, text: str | None, disambiguation: str | None = None, _number: int = -1
    ) -> str | None:
        """The translation; None where there is none: then Qt asks the next catalogue, and takes the text itself."""
        return self._texts.get((context or "", text or "", disambiguation or ""))

    def texts(self, context: str) -> dict[str, str]:
        """All translations of a context, by text."""
        return {text: said for (place, text, _), said in self._texts.items() if place == context}

    def isEmpty(self) -> bool:  # noqa: N802  Qt's name
        return not self._texts


def read_catalogue(path: Path) -> dict[tuple[str, str, str], str]:
    """The translations of a .ts file, by context, text and what tells it from others; unfinished ones are left out."""
    from xml.etree import ElementTree  # only those who need a catalogue wait for it

    texts = {}
    for context in ElementTree.parse(path).iter("context"):  # noqa: S314  a file of this package
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                texts[name, message.findtext("source", ""), message.findtext("comment", "")] = translation.text
    return texts


def language_for(locale: QLocale) -> str:
    """The first of the user's languages that the window has.

    Qt's own texts, such as those of standard buttons, are taken in the same one: a window speaks one language.
    """
    for name in locale.uiLanguages():
        language = name.replace("-", "_")
        if language == SOURCE_LANGUAGE or _catalogue(language).is_file():
            return language
    return SOURCE_LANGUAGE


def apply_language(application: QCoreApplication, locale: QLocale | None = None) -> str:
    """Let what is made from now on speak the user's language.

    Args:
        application: It; a language that it had before goes.
        locale: None for the system's.

    Returns:
        The language.
    """
    for earlier in application.findChildren(QTranslator, options=Qt.FindChildOption.FindDirectChildrenOnly):
        application.removeTranslator(earlier)
        earlier.setParent(None)
    language = language_for(locale or QLocale.system())
    ours, of_qt = _catalogue(language), QTranslator(application)
    if of_qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(of_qt)
    if ours.is_file():
        application.installTranslator(Catalogue(ours, application))
    return language


def _catalogue(language: str) -> Path:
    return LOCALES / f"{language}.ts"

"""Says in the user's language what comes from below the window, where nothing is known of translations.

Errors, hints and warnings come as finished English sentences. The context `Errors` of a catalogue has the templates
that they were made from (`.ci/error_templates.py` finds them and says what a field looks like): the one that fits and
says most itself is taken, its translation filled in. What fits none stays as it is. What speaks of the command line is
said in the words of the window, `wording_hints`, in every language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache

from PyQt6.QtCore import QCoreApplication, Qt

from lowlight_live.gui.texts.translation import Catalogue
from lowlight_live.gui.texts.wording_hints import window_hints

CONTEXT = "Errors"

_FIELD = re.compile(r"\{(?P<text>\*?)(?P<name>\w+)(?P<kind>:g|!r)?\}")
_HOLDS = {
    None: ".*?",
    ":g": r"[-+]?(?:\d[\d.,]*(?:e[-+]?\d+)?|inf|nan)",
    "!r": r"""'.*?'|".*?"|\[.*?\]|\{.*?\}|True|False|None|[-+]?[\d.]+""",
}
_BETWEEN = re.compile(r"(?<=[.!?:]) +|; +")
"""Where one text may end and the next begin."""
_AND = "; "
_MOST_PIECES = 8
_LONGEST = 600
"""Of a line; what is compared with five fields takes as many times longer as the fifth power of the length."""
_REMEMBERED = 100
"""Lines: why a camera is away is asked for several times a second."""


class _Template:
    """Is ready to be compared at once; its pattern is compiled for the first text that has all of its words."""

    def __init__(self, template: str, translation: str) -> None:
        self.translation = translation
        self._template = template
        self._words = [words for words in re.split(r"\{[^{}]*\}", template) if words]
        self.says = sum(map(len, self._words))
        self.texts = {field["name"] for field in _FIELD.finditer(template) if field["text"]}

    def fields_of(self, text: str) -> dict[str, str] | None:
        """What the fields hold if the text is made from this; None if it is not."""
        if not all(words in text for words in self._words):
            return None
        match = self._pattern.fullmatch(text)
        return match.groupdict() if match is not None else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pattern, end = "", 0
        for field in _FIELD.finditer(self._template):
            pattern += re.escape(self._template[end : field.start()])
            pattern += f"(?P<{field['name']}>{_HOLDS[field['kind']]})"
            end = field.end()
        return re.compile(pattern + re.escape(self._template[end:]))


class ErrorTexts:
    """Translates texts that were made from templates.

    Args:
        translations: By template.
    """

    def __init__(self, translations: Mapping[str, str]) -> None:
        templates = [_Template(*item) for item in translations.items()]
        self._templates = sorted(templates, key=lambda template: -template.says)
        self._lines = lru_cache(_REMEMBERED)(self._line)

    def translated(self, text: str) -> str:
        """The text in the other language, as far as its templates are known."""
        return "\n".join(line if len(line) > _LONGEST else self._lines(line) for line in text.split("\n"))

    def _line(self, line: str) -> str:
        # Reasons: the template of one has a field that could hold those before it.
        reasons = [self._one(piece) for piece in line.split(_AND)]
        if len(reasons) > 1 and None not in reasons:
            return _AND.join(reason[1] for reason in reasons if reason is not None)
        whole = self._one(line)
        return whole[1] if whole is not None else self._several(line)

    def _several(self, text: str) -> str:
        """A text of several: cut so that the templates say most."""
        ends = [match.span() for match in _BETWEEN.finditer(text)][: _MOST_PIECES - 1]
        cuts = [(0, 0), *ends, (len(text), len(text))]
        best: list[tuple[int, str]] = [(0, "")]
        """What the templates say, and the text, up to each cut."""
        for last in range(1, len(cuts)):
            choices = []
            for first in range(last):
                says, before = best[first]
                piece = text[cuts[first][1] : cuts[last][0]]
                blank = text[cuts[first][0] : cuts[first][1]]
                found = self._one(piece)
                if found is not None or last == first + 1:
                    more, translation = found or (0, piece)
                    choices.append((says + more, before + blank + translation))
            best.append(max(choices, key=lambda choice: choice[0]))  # of equals the one in fewer pieces
        return best[-1][1]

    def _one(self, text: str) -> tuple[int, str] | None:
        """How much its template says, and the translation; None where there is no template."""
        for template in self._templates:
            fields = template.fields_of(text)
            if fields is not None:
                return template.says, self._filled(template, fields)
        return None

    def _filled(self, template: _Template, values: dict[str, str]) -> str:
        values |= {name: self._several(values[name]) for name in template.texts}
        return _FIELD.sub(lambda field: values.get(field["name"], field[0]), template.translation)


def in_words(text: str, *, has_place: bool = False) -> str:
    """A text from below in the language of the window; from the window's thread.

    Args:
        text: It.
        has_place: The user can choose where the result that it is about goes.
    """
    application = QCoreApplication.instance()
    if application is None:
        return text
    ours = application.findChildren(Catalogue, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return _texts_of(ours[0] if ours else None, has_place).translated(text)


@lru_cache(maxsize=2)
def _texts_of(catalogue: Catalogue | None, has_place: bool) -> ErrorTexts:
    known = catalogue.texts(CONTEXT) if catalogue is not None else {}
    return ErrorTexts(known | window_hints(has_place=has_place))

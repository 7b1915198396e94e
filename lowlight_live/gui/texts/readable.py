"""Makes names of files fit to be shown: the system allows in them what is no text, or what would turn a sentence."""

from __future__ import annotations

from unicodedata import bidirectional, category

_INSTEAD = "\ufffd"
_NO_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, bytes that are not UTF-8 (as Python holds them), ends of lines and paragraphs."""
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""What sets the direction of all that follows, to the end of the label."""


def readable(text: str) -> str:
    """One line of text that cannot change how what stands beside it is read; each odd character becomes a mark."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_INSTEAD if category(one) in _NO_TEXT or bidirectional(one) in _TURNING else one for one in text)

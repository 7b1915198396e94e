"""Joins what this window has changed with what another one has written since, so that no change costs another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_GONE = object()


def merged_mapping(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Three-way merge, key by key; values are not looked into.

    Args:
        base: As this window last knew it.
        mine: As this window wants it: what is not as in `base` is its change, and wins.
        theirs: As it is now; what this window does not know stays.
    """
    result = dict(theirs)
    for key in [*mine, *(key for key in base if key not in mine)]:
        if key not in mine:
            result.pop(key, None)
        elif mine[key] != base.get(key, _GONE):
            result[key] = mine[key]
    return result


def merged_list(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The same of a list with the latest first: what came to its head here stands before what is there now."""
    head = list(mine[:1]) if mine[:1] != base[:1] else []
    fresh = [*head, *(item for item in mine if item not in base and item not in head)]
    gone = [item for item in base if item not in mine]
    return [*fresh, *(item for item in theirs if item not in fresh and item not in gone)]

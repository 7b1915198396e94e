"""The report is one file that needs nothing else, escapes what it is given, and shows the worst first."""

from __future__ import annotations

import base64
from html.parser import HTMLParser

import cv2
import numpy as np
import pytest

from lowlight_live.evaluation.methods import PLAIN
from lowlight_live.evaluation.picture_page import picture_page
from lowlight_live.evaluation.picture_report import Scored
from lowlight_live.evaluation.picture_scores import Sample, score_pictures
from lowlight_live.evaluation.picture_sheets import draw_sheet
from tests.evaluation.pictures import flat, texture

VOID = {"meta", "img", "circle", "path"}
EVIL = "<script>alert(1)</script>.png"


class Page(HTMLParser):
    """What of a page matters here; a tag that is not closed in order is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.images: list[str] = []
        self.references: list[str] = []
        self.headings: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.references += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "data")]
        self.images += [value or "" for name, value in attrs if (tag, name) == ("img", "src")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["h3"]:
            self.headings.append(data)


def scored(names: list[str], *, with_reference: bool = True) -> Scored:
    """Pictures of which each one is darker than the one before, and so worse."""
    samples = []
    for index, name in enumerate(names):
        bright = texture(160, 240, seed=index)
        samples.append(Sample(name, bright // (3 + index), bright if with_reference else None))
    subjects = ["gamma 0.35"]
    return Scored("night", score_pictures(samples, dict(PLAIN.values()), shown=subjects), subjects, 0, {})


def decoded(source: str) -> np.ndarray:
    head, _, data = source.partition(",")
    assert head == "data:image/jpeg;base64"
    return cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR_RGB)


@pytest.fixture(scope="module")
def pair_page() -> Page:
    pytest.importorskip("skimage")
    return Page(picture_page(scored(["a.png", "b.png", EVIL])))


def test_nothing_comes_from_outside_the_file(pair_page: Page) -> None:
    assert pair_page.references
    assert all(reference.startswith("data:") for reference in pair_page.references)
    assert not {"script", "link", "iframe", "object"} & set(pair_page.tags)


def test_names_are_shown_and_never_run(pair_page: Page) -> None:
    assert any(EVIL in heading for heading in pair_page.headings)


def test_the_worst_comes_first_with_before_after_and_reference(pair_page: Page) -> None:
    assert [heading.split(". ", 1)[1] for heading in pair_page.headings] == [EVIL, "b.png", "a.png"]
    assert len(pair_page.images) == 3 * 3 * 2
    before, _, after, _, reference, _ = (decoded(source) for source in pair_page.images[:6])
    assert before.mean() < 0.3 * reference.mean()
    assert before.mean() < after.mean()
    assert np.abs(reference.astype(int) - texture(160, 240, seed=2)).mean() < 6


def test_without_references_there_is_nothing_to_rank_and_no_reference() -> None:
    text = picture_page(scored(["b.png", "a.png"], with_reference=False))
    page = Page(text)
    assert [heading.split(". ", 1)[1] for heading in page.headings] == ["a.png", "b.png"]
    assert len(page.images) == 2 * 2 * 2
    assert "nothing here ranks" in text


def test_a_long_set_is_shown_in_part_and_says_so() -> None:
    text = picture_page(scored(["c.png", "b.png", "a.png"], with_reference=False), sheets=2)
    assert len(Page(text).headings) == 2
    assert "2 of 3" in text


def test_sheets_are_left_out_where_none_were_drawn() -> None:
    results = score_pictures([Sample("a.png", texture(40, 60), None)], dict(PLAIN.values()))
    assert Page(picture_page(Scored("night", results, ["CLAHE"], 0, {}))).images == []


def test_a_picture_of_one_flat_colour_still_has_axes() -> None:
    results = score_pictures([Sample("flat.png", flat(9), None)], {"untouched": PLAIN["untouched"][1]})
    text = picture_page(Scored("night", results, ["untouched"], 0, {}))
    plots = text[text.index("<svg") : text.rindex("</svg>")]
    assert "nan" not in plots.lower()
    assert Page(text).tags.count("svg") == 2


def test_a_sheet_shows_the_whole_small_and_the_middle_at_full_size() -> None:
    before = texture(700, 1000)
    whole, piece = (
        cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)
        for data in (draw_sheet(before, {}, None)[0].whole, draw_sheet(before, {}, None)[0].piece)
    )
    assert whole.shape == (294, 420, 3)
    assert np.abs(piece.astype(int) - before[280:420, 395:605]).mean() < 6


def test_a_long_name_of_a_method_does_not_run_out_of_the_plot() -> None:
    name = "/a/folder/far/away/with/my-network.safetensors"
    results = score_pictures([Sample("a.png", texture(40, 60), None)], {name: PLAIN["gamma"][1]})
    text = picture_page(Scored("night", results, [name], 0, {}))
    plots = text[text.index("<svg") : text.rindex("</svg>")]
    assert f"<title>{name}</title>" in plots
    assert ">…ork.safetensors<" in plots

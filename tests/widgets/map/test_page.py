"""The page of HTML: everything in it, nothing from outside, and no word of it ever runs."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from explorer.analysis.clusters import find_clusters
from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from explorer.task import Cancelled, Task
from widgets.map.drawing import make_drawing
from widgets.map.layers import Layers
from widgets.map.lettering import Style
from widgets.map.scene import Link
from widgets.map.writing import write_drawing
from widgets.theme import DARK, LIGHT, load_fonts

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    '<img src=x onerror="alert(2)">',
    "a&lt;b\\u003c",
    "\u2028",
    "half \ud800",
    "ملك",
    "王",
    "👑",
    "\\",
    "'; alert(3); '",
)


def map_of(n=300, dims=2, complete=True):
    random = np.random.default_rng(4)
    points = random.normal(size=(n, dims)).astype(np.float32)
    words = HOSTILE + tuple(f"word{i}" for i in range(2 * n - len(HOSTILE)))
    vectors = np.concatenate([points[:, :2], points[:, :2]])
    groups = tuple("xy"[i % 2] + "</script>" for i in range(2 * n))
    if complete:
        words, vectors, groups = words[:n], vectors[:n], groups[:n]
    embedding = Embedding("a & <b>", words, vectors, np.arange(len(words), 0, -1), {"kind": groups})
    indices = np.arange(n) if complete else np.sort(random.choice(2 * n, n, replace=False))
    axes = ("more <b>", "less", "deeper")[:dims]
    return embedding, Projection("pca", points, indices, len(words), axes=axes)


class Page(HTMLParser):
    """The tags of a page and the text of its scripts, as a browser tells them apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: dict[str, str] = {}
        self._now = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._now = dict(attrs).get("id") or tag

    def handle_endtag(self, tag):
        self._now = ""

    def handle_data(self, data):
        if self._now:
            self.blocks[self._now] = self.blocks.get(self._now, "") + data


@pytest.fixture(autouse=True)
def own_letters(qapp):
    load_fonts(qapp)


@pytest.fixture
def write(tmp_path):
    def write(**options):
        dims, complete = options.pop("dims", 2), options.pop("complete", True)
        embedding, projection = map_of(dims=dims, complete=complete)
        options = {"size": (400, 300), "theme": DARK, "color_by": "column:kind", **options}
        drawing = make_drawing(embedding, projection, **options)
        write_drawing(drawing, tmp_path / "map.html", 1, False)
        return drawing, Page((tmp_path / "map.html").read_text(encoding="utf-8"))

    return write


def unpacked(page, name, kind):
    return np.frombuffer(base64.b64decode(page.blocks[name]), kind)


@pytest.mark.parametrize("dims", [2, 3])
@pytest.mark.parametrize("complete", [True, False], ids=["all words", "some words"])
def test_the_page_holds_every_word_with_its_place_colour_and_count(write, dims, complete):
    drawing, page = write(dims=dims, complete=complete)
    scene = drawing.scene
    shown = [scene.embedding.index_to_key[i] for i in scene.projection.indices]
    assert json.loads(page.blocks["words"]) == shown
    places = unpacked(page, "places", "<f4").reshape(-1, dims)
    assert np.array_equal(places, scene.projection.points)
    facts = json.loads(page.blocks["facts"])
    colors = np.array(facts["palette"])[unpacked(page, "colors", np.uint8)]
    assert np.array_equal(colors[scene.points.rows], scene.discs.colors & 0xFFFFFF)
    assert facts["counts"] == scene.embedding.counts[scene.projection.indices].tolist()
    assert (facts["ranks"] is None) == complete
    assert [entry["label"] for entry in facts["legend"]["entries"]] == ["x</script>", "y</script>"]


def test_a_page_of_documents_speaks_of_documents(tmp_path):
    embedding, projection = map_of()
    drawing = make_drawing(replace(embedding, unit="document"), projection, size=(400, 300), theme=DARK)
    write_drawing(drawing, tmp_path / "map.html", 1, False)
    page = Page((tmp_path / "map.html").read_text(encoding="utf-8"))
    read = {each for _, attrs in page.tags for name, each in attrs.items() if name in ("placeholder", "aria-label")}
    assert read == {"Map of documents", "Search for a document", "Search for a document ( / )"}
    assert json.loads(page.blocks["facts"])["standing"] == ["document", "word"]


def test_no_word_ends_a_script_or_becomes_a_tag(write):
    _, page = write(caption=True)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 7
    assert [attrs for tag, attrs in page.tags if tag == "script" and "type" not in attrs] == [{}]
    assert not {"img", "b", "a", "link", "iframe"} & set(tags)
    assert page.blocks["title"] == "a & <b>"
    for name in ("facts", "words"):
        assert not re.search("[<>&\u2028\u2029]", page.blocks[name])


def test_the_page_asks_for_nothing_and_allows_nothing_else(write):
    _, page = write()
    for _, attrs in page.tags:
        assert not {"src", "href", "action", "data", "style"} & set(attrs)
        assert not any(name.startswith("on") for name in attrs)
    for text in page.blocks.values():
        assert "//" not in text.replace("// ", "") or "http" not in text
    policy = next(attrs["content"] for _, attrs in page.tags if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    for name in ("script", "style"):
        import hashlib

        digest = base64.b64encode(hashlib.sha256(page.blocks[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy, "or a browser would refuse it"


def test_legend_and_caption_can_be_left_out(write):
    _, page = write(legend=False)
    facts = json.loads(page.blocks["facts"])
    assert facts["legend"] is None
    assert facts["caption"] == ""
    _, page = write(caption=True)
    assert json.loads(page.blocks["facts"])["caption"] == "a & <b> · 300 words · PCA"


def test_a_page_that_was_cancelled_or_has_no_room_leaves_nothing(tmp_path):
    drawing = make_drawing(*map_of(), size=(400, 300), theme=LIGHT)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        write_drawing(drawing, tmp_path / "map.html", 1, False, task)
    assert not list(tmp_path.iterdir())


# The page at work, where there is a JavaScript engine -----------------------------------------------------------


@pytest.fixture
def run(write, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node on this machine to run the page's script")

    def run(*events, **options):
        drawing, _ = write(**options)
        command = [node, str(Path(__file__).parent / "page_stub.js"), str(tmp_path / "map.html"), json.dumps(events)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return drawing, json.loads(done.stdout)

    return run


@pytest.mark.parametrize("dims", [2, 3])
def test_the_page_shows_what_was_seen(run, dims):
    drawing, told = run(dims=dims, layers=Layers("below", True), label_density=0.6)
    spots = drawing.camera.to_screen(drawing.scene.projection.points[:50])
    assert np.allclose(np.array(told["spots"]).T, spots, atol=0.05)
    assert told["lit"] > 1000
    assert len(told["written"]) > 4
    assert told["calls"]["drawImage"] == 1, "the density"
    assert told["calls"]["lineTo"] > 20, "its lines"
    assert len(told["written"]) == len(set(told["written"]))
    assert set(drawing.scene.projection.axes) <= set(told["written"])


def test_words_are_found_centred_and_pointed_at(run):
    search = ["search", "input", {"value": "SCRIPT"}]
    drawing, told = run(search, ["search", "keydown", {"key": "Enter"}])
    assert told["found"] == [HOSTILE[0], HOSTILE[1]]
    assert told["word"] == 0
    assert told["middle"][:2] == pytest.approx(drawing.scene.projection.points[0].tolist())
    x, y = drawing.camera.to_screen(drawing.scene.projection.points[20:21])[0]
    _, told = run(["map", "pointermove", {"clientX": x, "clientY": y}])
    assert told["card"][0] == "word8"
    assert told["card"][1] == "rank 21 · 280 occurrences · x</script>"


def test_the_page_zooms_at_the_pointer_and_is_dragged(run):
    drawing, told = run(["map", "wheel", {"deltaY": -300, "clientX": 120, "clientY": 80, "deltaMode": 0}])
    before, factor = drawing.camera, told["scale"] / drawing.camera.scale
    assert factor > 1.5
    zoomed = before.zoomed(factor, 120, 80)
    assert np.allclose(np.array(told["spots"]).T, zoomed.to_screen(drawing.scene.projection.points[:50]), atol=0.1)
    drag = [("pointerdown", 100, 100), ("pointermove", 140, 110), ("pointerup", 140, 110)]
    drawing, told = run(*(["map", name, {"clientX": x, "clientY": y}] for name, x, y in drag))
    expected = drawing.camera.panned(40, 10).to_screen(drawing.scene.projection.points[:50])
    assert np.allclose(np.array(told["spots"]).T, expected, atol=0.1)


def test_in_space_a_drag_turns_the_map_as_in_the_window(run):
    drag = [("pointerdown", 100, 100), ("pointermove", 160, 130), ("pointerup", 160, 130)]
    drawing, told = run(*(["map", name, {"clientX": x, "clientY": y}] for name, x, y in drag), dims=3)
    expected = drawing.camera.orbited(60, 30).to_screen(drawing.scene.projection.points[:50])
    assert np.allclose(np.array(told["spots"]).T, expected, atol=0.1)


def test_what_is_chosen_is_chosen_on_the_page(tmp_path):
    drawing = make_drawing(*map_of(), size=(400, 300), theme=LIGHT)
    scene = replace(drawing.scene, word=5, links=(Link(7, 1.0), Link(9, 0.5))).selecting((5, 8))
    write_drawing(replace(drawing, scene=scene), tmp_path / "map.html", 1, False)
    facts = json.loads(Page((tmp_path / "map.html").read_text(encoding="utf-8")).blocks["facts"])
    assert (facts["word"], facts["selected"], facts["links"]) == (5, [5, 8], [[7, 1.0], [9, 0.5]])


def test_names_of_clusters_stand_on_the_whole_map_and_give_way_to_words(run):
    names = ("north, up, high", "east, right, far", "west, left, </script>")
    clusters = replace(find_clusters(map_of()[0], 3), names=names)
    options = {"color_by": "cluster", "clusters": clusters, "size": (900, 600)}
    drawing, told = run(**options)
    assert {label.text for label in drawing.labels if label.style is Style.NAME} == set(names)
    assert set(names) <= set(told["written"])
    wheel = ["map", "wheel", {"deltaY": -600, "clientX": 200, "clientY": 150, "deltaMode": 0}]
    _, told = run(wheel, **options)
    assert told["later"]
    assert not any(text.split(", ")[0] in ("north", "east", "west") for text in told["later"])

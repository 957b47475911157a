"""Maps are steered along chosen axes, kept, and shown side by side."""

from PySide6.QtCore import Qt

from explorer.formats.registry import write_vectors
from tests.conftest import three_groups


def test_a_map_is_steered_kept_and_held_against_another(user, tmp_path):
    write_vectors(three_groups(), tmp_path / "three-groups.txt", "glove-text")
    user.drops(tmp_path / "three-groups.txt")
    user.waits_for_map()
    user.waits_for_quiet()
    panel, tab = user.window.projection_panel, user.window.map_tab

    # The second and the third component take the place of the first and the second, at once.
    panel.choose_method("pca")
    before = user.state.projection
    panel.axes.scree.component_clicked.emit(3)
    assert user.state.projection.points[:, 0].tolist() == before.components[:, 2].tolist()

    # From animals to colours, of numbers alone, and then of all words.
    panel.choose_method("axes")
    line = panel.axis_fields.fields["x"]
    line.setFocus()
    user.qtbot.keyClicks(line, "animal0 -> colour0")
    panel.words.choose("filter")
    user.qtbot.keyClicks(panel.words.filter, "number")
    user.waits_until(lambda: panel.cost.text().startswith("20 words · "))
    user.qtbot.keyClick(line, Qt.Key.Key_Return)
    user.waits_until(lambda: user.state.projection.method == "axes")
    user.waits_for_quiet()
    assert tab.status.text().startswith("20 of 60 words, beginning with “number” · Axes")
    user.clicks(panel.rest)
    user.waits_until(lambda: user.state.projection.is_complete)
    user.waits_for_quiet()
    assert panel.axes.ends.isVisible()

    # Both stand beside each other, and what is chosen on one is chosen on the other.
    rows = list(panel.maps.rows.values())
    assert len(rows) == 3
    rows[0].menu().actions()[0].trigger()
    user.waits_for_quiet()
    side = tab.beside.views[1]
    assert side.isVisible()
    assert side.scene.projection is user.state.maps[0].projection
    user.clicks_word("animal4")
    user.waits_until(lambda: user.word == "animal4")
    assert user.state.embedding.index_to_key[side.scene.word] == "animal4"
    user.undoes()
    user.undoes()
    assert len(tab.beside.views) == 1

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from explorer.projection.axes import AxesOptions
from explorer.projection.methods import METHODS
from explorer.projection.pca import PcaOptions
from explorer.projection.umap import UmapOptions
from explorer.projection.words import WordChoice
from explorer.session.settings import load_settings
from tests.conftest import three_groups
from widgets.panels.projection import ProjectionPanel


@pytest.fixture
def panel(workbench, qtbot):
    made = ProjectionPanel(workbench)
    qtbot.addWidget(made)
    made.resize(264, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def opened(panel, workbench):
    embedding = three_groups(6000)
    workbench.store.change("Open", embeddings=(embedding,), embedding=embedding)
    return embedding


def epochs(task):
    task.step(128, 200, "epoch 128 of 200")


def type_into(qtbot, spin, text):
    spin.selectAll()
    qtbot.keyClicks(spin, text)
    qtbot.keyClick(spin, Qt.Key.Key_Return)


def test_without_an_embedding_nothing_can_be_run(panel):
    assert not panel.run.isEnabled()
    assert not panel.words.box.isEnabled()


def test_every_method_has_a_button_with_its_sentence_and_its_own_parameters(panel, opened, qtbot):
    for key, method in METHODS.items():
        qtbot.mouseClick(panel.methods.button(key), Qt.MouseButton.LeftButton)
        assert panel.method == key
        assert panel.methods.button(key).toolTip() == method.sentence
        assert panel.options == method.options()


def test_run_asks_for_the_method_with_the_parameters_that_are_shown(panel, opened, qtbot):
    type_into(qtbot, panel.form.control("n_neighbors"), "30")
    with qtbot.waitSignal(panel.project_requested) as asked:
        qtbot.mouseClick(panel.run, Qt.MouseButton.LeftButton)
    assert asked.args == ["umap", UmapOptions(n_neighbors=30), WordChoice()]


def test_which_words_get_a_place_is_chosen_in_sight(panel, opened, workbench, qtbot):
    box = panel.words.box
    assert [box.itemText(i) for i in range(box.count())] == [
        "All 6,000",
        "5,000 most frequent",
        "2,000 most frequent",
        "1,000 most frequent",
        "Selected",
        "Filter",
        "Equally by column",
    ]
    workbench.store.change("Select", selection=(3, 4, 9))
    assert box.itemText(4) == "3 selected"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.project_requested) as asked:
        qtbot.mouseClick(panel.run, Qt.MouseButton.LeftButton)
    assert asked.args[2] == WordChoice(n=5000)


def test_what_belongs_to_a_filter_or_a_column_is_in_sight_only_with_it(panel, opened, qtbot):
    words = panel.words
    assert not (words.filter.isVisible() or words.column.isVisible() or words.number.isVisible())
    words.box.setFocus()
    qtbot.keyClicks(words.box, "Filter")
    assert words.filter.isVisible()
    qtbot.keyClicks(words.filter, "/al1/")
    assert words.choice == WordChoice(filter="/al1/")
    words.choose("equally")
    assert words.column.isVisible()
    assert not words.filter.isVisible()
    assert words.choice == WordChoice(column="group", n=5000)


def test_below_run_stands_what_it_will_cost(panel, opened, workbench, qtbot, monkeypatch):
    qtbot.waitUntil(lambda: "MB" in panel.cost.text())
    workbench.settings.pace["umap"] = 1000.0
    panel.words.choose("filter")
    panel.words.filter.setText("/l1/")
    panel.words.changed.emit()
    qtbot.waitUntil(lambda: panel.cost.text().startswith("1,111 words · about "))
    monkeypatch.setattr("explorer.projection.estimate.free_bytes", lambda: 1000)
    panel.words.filter.setText("/l1.*5/")
    panel.words.changed.emit()
    qtbot.waitUntil(lambda: "1 kB" in panel.cost.text() or "are free" in panel.cost.text())
    assert panel.cost.property("role") == "danger"
    panel.words.filter.setText("/(/")
    panel.words.changed.emit()
    qtbot.waitUntil(lambda: "is no regular expression" in panel.cost.text())


def test_axes_are_typed_in_lines_of_their_own_and_enter_runs_them(panel, opened, workbench, qtbot):
    panel.choose_method("axes")
    fields = panel.axis_fields.fields
    assert fields["x"].isVisible()
    assert not fields["z"].isVisible()
    type_into(qtbot, panel.form.control("n_components"), "3")
    assert fields["z"].isVisible()
    qtbot.keyClicks(fields["x"], "animal0 -> colour0 ")
    with qtbot.waitSignal(panel.project_requested) as asked:
        qtbot.keyClick(fields["x"], Qt.Key.Key_Return)
    assert asked.args[:2] == ["axes", AxesOptions(x="animal0 -> colour0", n_components=3)]
    assert workbench.settings.options["axes"]["x"] == "animal0 -> colour0"


def test_a_word_of_an_axis_is_completed_while_it_is_typed(panel, opened, workbench, qtbot):
    panel.choose_method("axes")
    field = panel.axis_fields.fields["x"]
    qtbot.keyClicks(field, "animal0 -> colour199")
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    qtbot.keyClicks(field, "8")
    completer = field.completer()
    assert completer.model().stringList() == ["colour1998"]
    assert completer.pathFromIndex(completer.model().index(0, 0)) == "animal0 -> colour1998"


def test_the_selected_words_can_be_an_axis_or_an_end_of_one(panel, opened):
    panel.choose_method("axes")
    field = panel.axis_fields.fields["x"]
    menu = field.findChild(QMenu)
    menu.actions()[0].trigger()
    assert field.text() == "[selection]"
    field.setText("animal0 ->")
    menu.actions()[0].trigger()
    assert field.text() == "animal0 -> [selection]"
    menu.actions()[1].trigger()
    assert panel.options.x == "pca([selection])"


def test_components_that_are_shown_are_also_those_of_the_next_run(panel, opened):
    panel.choose_method("pca")
    panel.show_components((3, 1))
    assert panel.options == PcaOptions(x=3, y=1, z=2)
    panel.show_components((2, 5, 1))
    assert panel.options == PcaOptions(x=2, y=5, z=1, n_components=3)


def test_values_that_do_not_fit_each_other_are_told_and_nothing_is_run(panel, opened, qtbot):
    asked = []
    panel.project_requested.connect(lambda *what: asked.append(what))
    panel.form.set_options(UmapOptions(spread=0.5))
    type_into(qtbot, panel.form.control("min_dist"), "0.9")
    qtbot.mouseClick(panel.run, Qt.MouseButton.LeftButton)
    assert asked == []
    assert panel.problem.isVisible()
    type_into(qtbot, panel.form.control("min_dist"), "0.2")
    assert not panel.problem.isVisible()


def test_the_parameters_of_each_method_are_remembered_at_the_next_start(panel, opened, workbench, qtbot):
    type_into(qtbot, panel.form.control("n_neighbors"), "30")
    qtbot.mouseClick(panel.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    kept, _ = load_settings(workbench.settings_path)
    again = ProjectionPanel(replace(workbench, settings=kept))
    qtbot.addWidget(again)
    assert again.form.options().n_neighbors == 30


def test_parameters_that_a_method_no_longer_takes_or_allows_fall_back_to_the_usual(workbench, qtbot):
    workbench.settings.options["umap"] = {"n_neighbors": -5, "no_such_parameter": 1}
    panel = ProjectionPanel(workbench)
    qtbot.addWidget(panel)
    assert panel.form.options() == UmapOptions()


def test_while_it_runs_its_progress_and_stop_take_the_place_of_run(panel, opened, workbench, qtbot):
    job = workbench.jobs.start("UMAP", epochs)
    panel.show_job(job)
    assert panel.run.isHidden()
    assert panel.progress.isVisible()
    with qtbot.waitSignal(panel.stop_requested):
        qtbot.mouseClick(panel.progress.button, Qt.MouseButton.LeftButton)
    assert job.is_finished
    assert panel.run.isVisible()
    assert not panel.progress.isVisible()


def test_a_projection_that_takes_the_place_of_another_keeps_stop_in_sight(panel, opened, workbench):
    first = workbench.jobs.start("PCA", epochs)
    panel.show_job(first)
    second = workbench.jobs.start("UMAP", epochs)
    panel.show_job(second)
    first.cancel()
    assert panel.run.isHidden()
    second.cancel()
    assert panel.run.isVisible()


def test_rarer_parameters_unfold_and_the_panel_grows(panel, opened, qtbot):
    assert not panel.form.control("spread").isVisible()
    before = panel.sizeHint().height()
    more = next(each for each in panel.form.findChildren(QPushButton) if each.text() == "More parameters")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert panel.form.control("spread").isVisible()
    qtbot.waitUntil(lambda: panel.sizeHint().height() > before + 60)


def test_while_a_model_learns_the_chosen_number_of_words_stays(panel, opened, workbench, qtbot):
    panel.words.choose(5000)
    later = replace(opened, vectors=opened.vectors * 2)
    workbench.store.amend(embeddings=(later,), embedding=later)
    assert panel.words.choice.n == 5000
    workbench.store.change("Show other", embedding=three_groups(3000))
    assert panel.words.choice.is_all

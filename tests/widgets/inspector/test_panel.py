"""What is seen and done in the Inspector tab; the values on the screen are those of the core."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from explorer.training.inspector.history import History
from explorer.training.inspector.options import MOST_CHOSEN, InspectorOptions
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.run import start_run
from explorer.training.inspector.setup import GrammarSource, make_setup
from explorer.training.inspector.step import Phase
from widgets.inspector.frame import Spot
from widgets.inspector.model_source import unknown_words
from widgets.inspector.neurons import NeuronsPanel
from widgets.inspector.panel import InspectorTab
from widgets.inspector.telling import card_of, plain, typeset


def texts_of(tab):
    return plain(tab.formula.text.text())


def color_in(canvas, place):
    return canvas.grab().toImage().pixelColor(place)


def test_it_opens_on_the_first_preset_with_the_weights_of_the_reference(learner):
    assert learner.frame.words == ("apple", "drink", "eat", "juice", "milk", "orange", "rice", "water")
    reference = [0.080054, -0.076605, 0.027332, 0.018817, -0.072070]
    assert np.allclose(learner.frame.W[learner.row["apple"]], reference, atol=5e-7)


def test_after_500_samples_the_probabilities_are_those_of_the_reference(learner):
    learner.runs(500)
    learner.points_at(learner.tab.neurons, "input", learner.row["drink"])
    frame = learner.tab.neurons.frame
    says = [frame.p[learner.row[word]] for word in ("juice", "milk", "water")]
    assert np.allclose(says, [0.2544, 0.3876, 0.3092], atol=5e-5)


def test_next_tells_the_story_and_the_formulas_carry_its_numbers(learner):
    learner.presses_next()
    assert "exp(" in texts_of(learner.tab)
    step = learner.player.step
    assert f"{step.y[learner.row['apple']]:.3f}" in texts_of(learner.tab)
    learner.presses_next()
    assert "E = " in texts_of(learner.tab)
    learner.presses_next()
    assert "EH" in texts_of(learner.tab)
    learner.presses_next()
    assert learner.player.position == 1
    assert "step 1" in learner.tab.transport.position.text()


def test_neurons_cells_and_edges_have_the_colours_of_their_values(learner, tab):
    learner.runs(100)
    frame = tab.neurons.frame
    place = tab.neurons.place_of(Spot("output", learner.row["juice"])).toPoint()
    assert color_in(tab.neurons, place) == tab.neurons.scale.color(frame.y[learner.row["juice"]])
    cell = tab.matrices.grids(tab.matrices.frame)[0].cell(2, 1).topLeft().toPoint()
    expected = tab.matrices.scale.color(frame.W[2, 1])
    assert color_in(tab.matrices, cell + cell.__class__(4, 4)) == expected


def test_pointing_at_an_input_neuron_excites_it_until_the_pointer_leaves(learner, tab):
    learner.points_at(tab.neurons, "input", learner.row["milk"])
    assert np.flatnonzero(tab.neurons.frame.x).tolist() == [learner.row["milk"]]
    assert "the network says" in plain(tab.neurons.card.text())
    assert tab.neurons.card.isVisible()
    learner.points_away(tab.neurons)
    assert not tab.neurons.frame.x.any()
    assert not tab.neurons.card.isVisible()


def test_a_click_pins_an_input_and_another_lets_it_go(learner, tab):
    learner.pins("milk")
    learner.points_away(tab.neurons)
    assert np.flatnonzero(tab.neurons.frame.x).tolist() == [learner.row["milk"]]
    learner.pins("milk")
    learner.points_away(tab.neurons)
    assert not tab.neurons.frame.x.any()


@pytest.mark.parametrize(
    ("canvas", "spot", "words"),
    [
        ("neurons", Spot("hidden", 1), ("h2, hidden unit", "EH")),
        ("neurons", Spot("output", 0), ("apple, output", "0.127", "-0.873", "exp(")),
        ("neurons", Spot("output_edge", 0, 1), ("h2", "apple", "weight", "gradient")),
        ("matrices", Spot("input_cell", 2, 0), ("W: eat, h1", "gradient", "change")),
        ("vectors", Spot("output_dot", 0), ("apple, output vector", "norm", "gradient")),
    ],
)
def test_a_card_tells_value_gradient_and_formula(learner, tab, canvas, spot, words):
    learner.presses_next(3)
    panel = getattr(tab, canvas)
    panel._point(spot)
    told = plain(panel.card.text()).replace("\u2212", "-")
    for word in words:
        assert word in told
    assert panel.card.isVisible()
    assert panel.accessibleDescription()


def test_what_is_pointed_at_on_one_panel_lights_up_on_the_others(learner, tab):
    learner.points_at(tab.matrices, "output_cell", 3, 2)
    assert tab.neurons.spot == tab.vectors.spot == Spot("output_cell", 3, 2)


def test_every_panel_can_be_walked_by_keys(learner, tab):
    for canvas, kinds in ((tab.neurons, {"input", "hidden", "output"}), (tab.matrices, {"input_cell", "output_cell"})):
        seen = set()
        for _ in range(12):
            learner.qtbot.keyClick(canvas, Qt.Key.Key_Right)
            seen.add(canvas.spot.kind)
        assert seen == kinds
    learner.qtbot.keyClick(tab.neurons, Qt.Key.Key_Down)
    for _ in range(3):
        learner.qtbot.keyClick(tab.neurons, Qt.Key.Key_Left)
    learner.qtbot.keyClick(tab.neurons, Qt.Key.Key_Return)
    assert learner.player.run.pinned == (tab.neurons.spot.row,)


def test_a_preset_restarts_with_its_words_and_undo_brings_the_old_run_back(learner):
    learner.runs(20)
    learner.chooses_preset(4)
    assert learner.frame.words == tuple("ABCDE")
    assert learner.player.position == 0
    learner.bench.store.undo()
    assert learner.player.position == 20
    assert learner.tab.controls.sources["samples"].data.text == PRESETS[0].text


def test_every_preset_can_be_learned(learner):
    for place in range(len(PRESETS)):
        learner.chooses_preset(place)
        learner.presses_next(4)
        assert learner.player.position == 1
        assert np.isfinite(learner.frame.W).all()


def test_errors_are_marked_at_their_characters_and_nothing_restarts_until_they_are_gone(learner, tab):
    data = tab.controls.sources["samples"].data
    learner.types(data, "eat|apple, drinkjuice, a|b|c")
    places = [(each.cursor.selectionStart(), each.cursor.selectionEnd()) for each in data.box.extraSelections()]
    assert len(places) == 2
    for (start, end), wrong in zip(places, ("drinkjuice", "a|b|c"), strict=True):
        assert data.text.index(wrong) <= start < end <= data.text.index(wrong) + len(wrong)
    assert data.said.text()
    assert not tab.controls.restart.isEnabled()
    before = learner.player.run
    tab.controls.begin("Restart")
    assert learner.player.run is before
    learner.types(data, "eat|apple, drink|juice")
    assert data.box.extraSelections() == []
    assert "4" in tab.controls.problem.text()  # that many words are left, and five hidden units are too many
    tab.controls.form.control("hidden_size").setValue(3)
    assert tab.controls.restart.isEnabled()
    assert learner.player.run is before  # typing alone restarts nothing
    learner.clicks(tab.controls.restart)
    assert learner.frame.words == ("apple", "drink", "eat", "juice")


def test_more_hidden_units_than_words_are_refused_with_the_range(learner, tab):
    tab.controls.form.control("hidden_size").setValue(50)
    assert not tab.controls.restart.isEnabled()
    assert "8" in tab.controls.problem.text()
    tab.controls.form.control("hidden_size").setValue(4)
    assert tab.controls.restart.isEnabled()
    assert not tab.controls.problem.isVisible()


def test_config_and_form_follow_each_other(learner, tab):
    controls = tab.controls
    controls.form.control("learning_rate").setValue(0.5)
    assert '"learning_rate": 0.5' in controls.config.text
    learner.types(controls.config, '{"hidden_size": 3, "learning_rate": 0.1}')
    assert controls.form.control("hidden_size").value() == 3
    learner.types(controls.config, '{"hidden_size": -1}')
    assert not controls.restart.isEnabled()
    assert controls.config.box.extraSelections()[0].cursor.selectedText() == "-1"


def test_the_learning_rate_alone_can_be_updated(learner, tab):
    learner.runs(20)
    weights = learner.frame.W.copy()
    tab.controls.form.control("learning_rate").setValue(0.7)
    learner.clicks(tab.controls.update_rate)
    assert np.array_equal(learner.frame.W, weights)
    assert learner.player.position == 20
    learner.presses_next()
    assert learner.frame.rate == 0.7


def test_more_words_than_can_be_drawn_are_refused_with_the_reason(learner, tab):
    data = tab.controls.sources["samples"].data
    data.set_text(", ".join(f"word{i}|word{i + 1}" for i in range(201)))
    tab.controls.begin("Restart")
    assert "200" in tab.controls.problem.text()
    assert len(learner.frame.words) == 8


def test_two_hundred_words_are_drawn(learner, tab):
    tab.controls.sources["samples"].data.set_text(", ".join(f"word{i}|word{i + 1}" for i in range(199)))
    tab.controls.begin("Restart")
    learner.presses_next(4)
    assert len(learner.frame.words) == 200
    learner.points_at(tab.neurons, "input", 120)
    assert tab.neurons.spot.kind == "input"
    assert tab.neurons.grab().toImage().width() > 0


def test_a_text_is_read_through_a_sliding_window(learner, tab):
    learner.clicks(tab.controls.source.button("text"))
    tab.player.pace = "sample"
    learner.presses_next(4)
    assert tab.sliding.isVisible()
    shown = tab.sliding.shown
    tokens = [token.word for token in tab.sliding.tokens]
    assert tokens[shown.center] == "fox"
    assert tokens[shown.first : shown.last] == ["quick", "brown", "fox", "jumps", "over"]
    learner.clicks(tab.controls.sources["text"].method.button("cbow"))
    learner.presses_next(4)
    assert {learner.frame.words[i] for i in learner.frame.context} == {"quick", "brown", "jumps", "over"}
    assert [learner.frame.words[i] for i in learner.frame.targets] == ["fox"]


def test_negative_sampling_shows_the_drawn_words(learner, tab):
    tab.controls.form.set_options(InspectorOptions(objective="negative", negative=3))
    tab.controls.begin("Restart")
    learner.presses_next(2)
    frame, step = learner.frame, learner.player.step
    assert frame.drawn
    assert {int(row) for row in step.drawn.ravel()} == {*frame.drawn}
    assert {i for i in range(8) if np.isfinite(frame.y[i])} == {*frame.drawn, *frame.targets}


def test_hierarchical_softmax_lights_the_path_to_the_target(learner, tab):
    tab.controls.form.set_options(InspectorOptions(objective="hierarchical"))
    tab.controls.begin("Restart")
    learner.presses_next(2)
    tree, frame = tab.neurons.tree, tab.neurons.frame
    target = frame.targets[0]
    assert {*frame.lit_outputs} == {int(node) for node in learner.player.setup.tree.paths[target]}
    assert len(tree.path_branches((target,))) == learner.player.setup.tree.depth(target)
    learner.points_at(tab.neurons, "node", frame.lit_outputs[0])
    assert "of the tree" in plain(tab.neurons.card.text())


def test_glove_counts_in_front_of_the_eyes_and_then_fits(learner, tab):
    learner.clicks(tab.controls.source.button("glove"))
    setup = learner.player.setup
    learner.presses_next(3)
    assert np.array_equal(tab.counts.counts, setup.counted(3))
    assert tab.sliding.shown is not None
    learner.runs(20)
    assert learner.player.position == 20
    assert np.array_equal(tab.counts.counts, setup.X)
    learner.presses_next(3)
    step = learner.player.step
    assert tab.counts.frame.fitted is step
    tab.counts._point(Spot("count", step.i, step.j))
    assert "residual" in plain(tab.counts.card.text())
    assert np.flatnonzero(learner.frame.dW.any(axis=1)).tolist() == [step.i]
    learner.bench.store.undo()
    assert tab.neurons.isVisible()


def test_words_of_a_model_are_looked_at_with_their_own_vectors(learner, tab, small_embedding):
    learner.bench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding)
    learner.bench.store.change("Select", selection=(0, 4, 9))
    learner.clicks(tab.controls.source.button("model"))
    assert np.allclose(learner.frame.W, small_embedding.vectors[[0, 4, 9]])
    assert tab.notice.isVisible()
    assert "chosen words only" in tab.controls.sources["model"].about.text()
    assert "Next" not in tab.formula.phases.text()
    before = learner.player.position
    learner.presses_next()
    assert learner.player.position == before  # there is nothing to learn from
    learner.points_at(tab.neurons, "input", 0)
    scores = small_embedding.vectors[[0, 4, 9]].astype(np.float64) @ small_embedding.vectors[0].astype(np.float64)
    expected = np.exp(scores - scores.max())
    assert np.allclose(tab.neurons.frame.p, expected / expected.sum())


def test_without_a_model_it_says_what_would_open_one(learner, tab):
    learner.clicks(tab.controls.source.button("model"))
    assert "Open word vectors" in tab.controls.sources["model"].about.text()


def test_unknown_words_of_a_model_are_marked(small_embedding):
    text = "animal0 unheard colour1"
    [problem] = unknown_words(text, small_embedding)
    assert text[problem.start : problem.end] == "unheard"
    many = " ".join(small_embedding.index_to_key[: MOST_CHOSEN + 1])
    assert str(MOST_CHOSEN) in unknown_words(many, small_embedding)[0].sentence


def test_the_axes_stay_until_pca_is_pressed(learner, tab):
    before = tab.vectors.axes
    learner.runs(100)
    assert tab.vectors.axes is before
    learner.clicks(tab.controls.pca)
    axes = tab.vectors.axes
    assert axes is not before
    assert np.allclose(axes.axes @ axes.axes.T, np.eye(2))
    learner.bench.store.undo()
    assert tab.vectors.axes is before


def test_no_dot_leaves_the_panel_while_it_learns(learner, tab):
    tab.vectors.grab()
    for _ in range(3):
        learner.runs(100)
        tab.vectors.grab()
        places = tab.vectors.to_screen(np.vstack(tab.vectors.positions(tab.vectors.frame)))
        assert (places >= 0).all()
        assert (places <= (tab.vectors.width(), tab.vectors.height())).all()


def test_the_loss_is_shown_as_a_number_and_a_curve(learner, tab):
    learner.runs(100)
    learner.qtbot.waitUntil(lambda: not tab._slow.isActive())
    expected = History(learner.player.setup)
    expected.advance(100)
    assert np.allclose(tab.controls.chart._line[:, 1], expected.pass_losses())
    assert f"{learner.player.step.loss:.3f}" in tab.controls.loss.text()


def test_the_scale_can_follow_the_data(learner, tab):
    learner.clicks(tab.looks.scale.button("data"))
    largest = max(np.abs(learner.frame.W).max(), np.abs(learner.frame.W_out).max())
    assert tab.matrices.scale.unit == pytest.approx(largest / 0.9, rel=0.06)
    learner.clicks(tab.looks.scale.button("fixed"))
    assert tab.matrices.scale.unit == 1.0


def test_the_presentation_size_makes_letters_larger(learner, tab):
    before = tab.neurons.letters().pixelSize()
    learner.clicks(tab.looks.presentation)
    tab.looks.presentation.setChecked(True)
    assert tab.neurons.letters().pixelSize() >= 1.5 * before
    for canvas in (tab.neurons, tab.matrices, tab.vectors):
        canvas.grab()


def test_trails_tell_where_the_vectors_came_from(learner, tab):
    learner.runs(100)
    tab.looks.trails.setChecked(True)
    frame = tab.vectors.frame
    assert np.allclose(tab.vectors.trails[-1], np.vstack(tab.vectors.positions(frame)))
    assert len(tab.vectors.trails) > 10


def test_both_themes_draw_every_phase(learner, tab):
    for theme in ("light", "dark"):
        learner.bench.theme.choose(theme)
        for _ in Phase:
            learner.presses_next()
            image = tab.grab().toImage()
            assert image.pixelColor(tab.neurons.mapTo(tab, tab.neurons.rect().topLeft()) + tab.neurons.pos() * 0) == (
                QColor(learner.bench.theme.theme.map)
            )


def test_formulas_are_typeset():
    assert typeset("u_juice = v′_juice · h") == "u<sub>juice</sub> = v′<sub>juice</sub> · h"
    assert typeset("½ · f(X_a,b) · residual ^ 2") == "½ · f(X<sub>a,b</sub>) · residual<sup>2</sup>"
    assert typeset("a < b") == "a &lt; b"


def test_a_card_of_a_word_with_marks_shows_them_as_they_are(learner):
    learner.tab.controls.sources["samples"].data.set_text("<b>|x, x|<b>")
    learner.tab.controls.form.control("hidden_size").setValue(2)
    learner.tab.controls.begin("Restart")
    assert "&lt;b&gt;" in card_of(Spot("input", 0), learner.frame, None)


def test_the_controls_are_made_when_the_tab_is_first_shown(qtbot, workbench):
    tab = InspectorTab(workbench)
    qtbot.addWidget(tab)
    assert tab.findChildren(NeuronsPanel) == []
    assert workbench.state.inspector is None
    tab.show()
    assert tab.findChildren(NeuronsPanel) == [tab.view.neurons]
    assert workbench.state.inspector is tab.view.player.run


def test_a_run_that_the_state_holds_already_is_taken_up(qtbot, workbench):
    setup = make_setup(GrammarSource("a|b, b|c"), InspectorOptions(hidden_size=2))
    workbench.store.amend(inspector=start_run(setup))
    tab = InspectorTab(workbench)
    qtbot.addWidget(tab)
    tab.show()
    assert tab.view.neurons.frame.words == ("a", "b", "c")
    assert tab.view.controls.sources["samples"].data.text == "a|b, b|c"
    assert tab.view.controls.form.control("hidden_size").value() == 2


def test_words_of_a_model_can_be_gone_to_from_their_neurons(learner, tab, small_embedding):
    learner.bench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding)
    learner.bench.store.change("Select", selection=(3, 4, 9))
    learner.clicks(tab.controls.source.button("model"))
    tab.neurons.clicked.emit(Spot("output", 1))
    assert learner.bench.state.word == 4


def test_chosen_words_come_back_by_undo(learner, tab, small_embedding):
    learner.bench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding)
    learner.clicks(tab.controls.source.button("model"))
    words = tab.controls.sources["model"].words.text
    learner.bench.store.change("Select", selection=(30, 31))
    learner.clicks(tab.controls.sources["model"].take)
    assert learner.frame.words == small_embedding.index_to_key[30:32]
    learner.bench.store.undo()
    assert tab.controls.sources["model"].words.text == words
    assert learner.frame.words == tuple(words.split())


def test_single_letters_do_what_their_buttons_do(learner, tab):
    tab.neurons.setFocus()
    learner.qtbot.keyClick(tab.neurons, Qt.Key.Key_N)
    assert learner.player.phase == Phase.FORWARD
    learner.qtbot.keyClick(tab.neurons, Qt.Key.Key_B)
    assert learner.player.phase == Phase.READY
    learner.qtbot.keyClick(tab.neurons, Qt.Key.Key_S)
    assert tab.looks.presentation.isChecked()
    learner.qtbot.keyClick(tab.neurons, Qt.Key.Key_K)
    assert learner.player.is_playing
    learner.qtbot.keyClick(tab.neurons, Qt.Key.Key_K)
    axes = tab.vectors.axes
    learner.qtbot.keyClick(tab.neurons, Qt.Key.Key_P)
    assert tab.vectors.axes is not axes

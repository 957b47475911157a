from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea

from explorer.errors import BadOption
from explorer.options import check_options, option
from explorer.projection.umap import UmapOptions
from widgets.parts.option_form import OptionForm


@dataclass(frozen=True)
class Knobs:
    window: int = option(5, "Window", "How far apart two words may stand.", minimum=1, maximum=50)
    rate: float = option(0.025, "Learning rate", "How far one step goes.", minimum=0.001, maximum=1.0, step=0.005)
    method: str = option("sg", "Method", "What predicts what.", choices={"sg": "Skip-gram", "cbow": "CBOW"})
    lower: bool = option(True, "Lower case", "Write all words in small letters.")
    least: int = option(1, "Least", "At most the window.", minimum=1)
    secret: int = 7

    def __post_init__(self):
        check_options(self)
        if self.least > self.window:
            raise BadOption("Least is larger than the window; make it smaller.")


@pytest.fixture
def form(qtbot):
    made = OptionForm(Knobs)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def wheel(widget, steps):
    window = widget.window()
    at = QPointF(widget.mapTo(window, widget.rect().center()))
    QTest.wheelEvent(window.windowHandle(), at, QPoint(0, 120 * steps))


def test_the_form_starts_with_the_defaults(form):
    assert form.options() == Knobs()


def test_typing_changes_a_value_when_it_is_finished(form, qtbot):
    changes = []
    form.changed.connect(lambda: changes.append(form.options().window))
    spin = form.control("window")
    spin.selectAll()
    qtbot.keyClicks(spin, "12")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert changes == [12]


def test_what_was_set_comes_back_also_where_no_control_shows_it(form):
    told = []
    form.changed.connect(lambda: told.append(1))
    wanted = Knobs(window=9, rate=0.05, method="cbow", lower=False, secret=11)
    form.set_options(wanted)
    assert form.options() == wanted
    assert told == []


def test_a_small_rate_keeps_all_its_digits(form):
    form.set_options(Knobs(rate=0.025))
    assert form.control("rate").text() == "0.025"


def test_the_control_refuses_what_is_out_of_range(form, qtbot):
    spin = form.control("window")
    spin.selectAll()
    qtbot.keyClicks(spin, "99")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert form.options().window <= 50


def test_values_that_do_not_fit_each_other_are_an_error_with_a_sentence(form):
    form.control("least").setValue(8)
    with pytest.raises(BadOption, match="larger than the window"):
        form.options()


@pytest.mark.parametrize("name", ["window", "rate", "method"])
def test_the_wheel_changes_nothing_until_the_control_has_the_focus(form, qtbot, name):
    form.control("lower").setFocus()
    wheel(form.control(name), -1)
    assert form.options() == Knobs()
    form.control(name).setFocus()
    wheel(form.control(name), -1)
    assert form.options() != Knobs()


def test_the_wheel_over_a_control_scrolls_the_panel_around_it(qtbot):
    area = QScrollArea()
    qtbot.addWidget(area)
    form = OptionForm(Knobs, explain=True)
    area.setWidget(form)
    area.resize(320, 120)
    with qtbot.waitExposed(area):
        area.show()
    form.control("lower").setFocus()
    area.verticalScrollBar().setValue(0)
    wheel(form.control("window"), -1)
    assert area.verticalScrollBar().value() > 0


def test_every_control_has_a_name_and_explains_itself(form):
    for name, text in {"window": "Window", "rate": "Learning rate", "method": "Method", "lower": "Lower case"}.items():
        control = form.control(name)
        assert control.accessibleName() == text
        assert control.toolTip()


def test_sentences_stand_under_the_controls_only_where_asked_for(qtbot):
    for explain in (True, False):
        form = OptionForm(Knobs, explain=explain)
        qtbot.addWidget(form)
        texts = [each.text() for each in form.findChildren(QLabel)]
        assert ("How far one step goes." in texts) == explain


def test_further_parameters_unfold_and_count_while_they_are_folded(qtbot):
    form = OptionForm(Knobs, basic=["window"])
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    assert form.control("window").isVisible()
    assert not form.control("rate").isVisible()
    form.set_options(Knobs(rate=0.1))
    assert form.options().rate == 0.1
    qtbot.mouseClick(form.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert form.control("rate").isVisible()


def test_a_hidden_field_keeps_what_it_was_set_to(qtbot):
    form = OptionForm(Knobs, hidden=["method"])
    qtbot.addWidget(form)
    form.set_options(Knobs(method="cbow"))
    assert form.options().method == "cbow"


def test_a_text_without_choices_is_typed(qtbot):
    @dataclass(frozen=True)
    class Named:
        name: str = option("model", "Name", "What the model is called.")

    form = OptionForm(Named)
    qtbot.addWidget(form)
    line = form.control("name")
    assert isinstance(line, QLineEdit)
    line.clear()
    qtbot.keyClicks(line, "whales")
    assert form.options() == Named("whales")


def test_a_minimum_that_means_something_else_is_written_out(qtbot):
    @dataclass(frozen=True)
    class Layout:
        n_epochs: int = option(0, "Epochs", "How many rounds.", minimum=0, least="automatic")

    form = OptionForm(Layout)
    qtbot.addWidget(form)
    assert form.control("n_epochs").text() == "automatic"
    assert form.options() == Layout(n_epochs=0)


def test_a_text_can_be_chosen_from_what_is_suggested(qtbot):
    form = OptionForm(UmapOptions)
    qtbot.addWidget(form)
    form.suggest("target", ["part of speech", "supersense"])
    form.suggest("nothing of the form", ["x"])
    line = form.control("target")
    offered = line.completer().model()
    assert [offered.index(row, 0).data() for row in range(offered.rowCount())] == ["part of speech", "supersense"]
    line.setText("supersense")
    assert form.options().target == "supersense"

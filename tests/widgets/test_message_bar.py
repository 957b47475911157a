"""The bottom of the window tells what runs and what was last to be said."""

import pytest

from explorer.errors import ExplorerError
from explorer.task import Task
from widgets.message_bar import MessageBar


@pytest.fixture
def bar(qtbot, workbench):
    made = MessageBar(workbench)
    qtbot.addWidget(made)
    made.resize(900, 30)
    made.show()
    return made


def work(task=Task()):
    task.step(1, 4, "counting words")


def refuse(task=Task()):
    raise ExplorerError("The file is empty. Choose another file.")


def crash(task=Task()):
    raise ZeroDivisionError("division by zero")


def test_a_running_job_is_named_and_leaves_when_it_has_finished(bar, workbench, qtbot):
    job = workbench.jobs.start("Counting", work)
    assert bar.job_label.isVisible()
    assert bar.job_label.text() == "Counting"
    with qtbot.waitSignal(job.finished):
        pass
    assert not bar.job_label.isVisible()


def test_progress_and_its_message_are_shown(bar, workbench, qtbot):
    job = workbench.jobs.start("Counting", work)
    with qtbot.waitSignal(job.progressed):
        pass
    assert bar.bar.value() == bar.bar.maximum() // 4
    assert bar.job_label.text() == "counting words"


def test_an_error_leaves_when_what_failed_has_succeeded(bar, workbench, qtbot):
    with qtbot.waitSignal(workbench.jobs.start("Opening", refuse, group="open").finished):
        pass
    assert bar.text == "The file is empty. Choose another file."
    with qtbot.waitSignal(workbench.jobs.start("Counting", work, group="count").finished):
        pass
    assert bar.text == "The file is empty. Choose another file."
    with qtbot.waitSignal(workbench.jobs.start("Opening", work, group="open").finished):
        pass
    assert bar.text == bar.message.text() == ""
    assert "The file is empty" in bar.message.toolTip()


def test_a_sentence_is_taken_back_unless_another_was_said(bar):
    bar.say("“kng” is not in the vocabulary.")
    bar.take_back("something else")
    assert bar.text
    bar.take_back("“kng” is not in the vocabulary.")
    assert not bar.text


def test_a_click_on_the_cross_cancels(bar, workbench, qtbot):
    job = workbench.jobs.start("Counting", work)
    with qtbot.waitSignal(job.cancelled):
        bar.cancel.click()
    assert bar.text == "Counting: cancelled."


def test_a_quiet_job_is_not_shown_but_its_failure_is(bar, workbench, qtbot):
    job = workbench.jobs.start("Looking", refuse, quiet=True)
    assert not bar.job_label.isVisible()
    with qtbot.waitSignal(job.failed):
        pass
    assert bar.text == "The file is empty. Choose another file."
    assert "Details" not in bar.message.text()


def test_an_unforeseen_error_offers_its_details(bar, workbench, qtbot):
    job = workbench.jobs.start("Dividing", crash)
    with qtbot.waitSignal(job.failed):
        pass
    assert "Dividing failed unexpectedly" in bar.text
    with qtbot.waitSignal(bar.details_requested) as asked:
        bar.message.linkActivated.emit("details")
    assert "ZeroDivisionError" in asked.args[0].details


def test_a_later_message_takes_the_place_of_a_failure(bar, workbench, qtbot):
    job = workbench.jobs.start("Dividing", crash)
    with qtbot.waitSignal(job.failed):
        pass
    bar.say("Opened <b>words</b>.")
    assert bar.text == "Opened <b>words</b>."
    assert "&lt;b&gt;" in bar.message.text()


def test_a_message_that_is_too_long_ends_in_dots_until_there_is_room(bar, qtbot):
    sentence = "Opened words. " + "1 row with NaN or infinite values was left out, line 10 of words.txt. " * 3
    bar.say(sentence)
    qtbot.waitUntil(lambda: "…" in bar.message.text())
    assert bar.text == sentence
    bar.resize(3000, 30)
    qtbot.waitUntil(lambda: "…" not in bar.message.text())


def test_the_way_to_the_details_is_never_cut_off(bar, workbench, qtbot):
    job = workbench.jobs.start("Dividing " + "very " * 100, crash)
    with qtbot.waitSignal(job.failed):
        pass
    assert "…" in bar.message.text()
    assert "Details" in bar.message.text()


def test_what_was_said_before_can_be_read_again(bar):
    for number in range(10):
        bar.say(f"Opened <file> {number}.")
    assert bar.message.toolTip().startswith("<p>Opened &lt;file&gt; 9.</p><p>Opened &lt;file&gt; 8.</p>")
    assert "file&gt; 0." not in bar.message.toolTip(), "the tooltip would grow without an end"


def test_another_theme_says_nothing_twice(bar, workbench):
    bar.say("Opened words.")
    workbench.theme.choose("light")
    assert bar.message.toolTip() == "<p>Opened words.</p>"

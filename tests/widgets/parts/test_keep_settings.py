from dataclasses import replace

import pytest

from explorer.session.settings import load_settings
from widgets.jobs import JobRunner
from widgets.parts.keep_settings import keep_settings


@pytest.fixture
def threaded(workbench):
    runner = JobRunner()
    yield replace(workbench, jobs=runner)
    assert runner.close()


def test_what_was_set_last_is_what_is_kept_however_quickly_it_came(threaded, qtbot):
    for percent in range(101):
        threaded.settings.label_density = percent / 100
        keep_settings(threaded)
    qtbot.waitUntil(lambda: not threaded.jobs.running)
    settings, _ = load_settings(threaded.settings_path)
    assert settings.label_density == 1.0
    assert [path.name for path in threaded.settings_path.parent.iterdir()] == ["settings.json"]


def test_settings_that_cannot_be_written_are_told_in_a_sentence(workbench, qtbot, tmp_path):
    (tmp_path / "file").touch()
    blocked = replace(workbench, settings_path=tmp_path / "file" / "settings.json")
    with qtbot.waitSignal(keep_settings(blocked).failed) as told:
        pass
    assert told.args[0].details == ""
    assert "settings.json was not written" in told.args[0].sentence

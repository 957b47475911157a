"""What a newcomer meets first: the checks before the environment is built, and the run of everything."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks libraries of Qt's")


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def check_system(monkeypatch):
    module = script("check_system")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr(module.os, "geteuid", lambda: 1000, raising=False)
    return module


def lacking(module, monkeypatch, *names):
    monkeypatch.setattr(module, "_loads", lambda name: name not in names)


def offering(module, monkeypatch, *installers):
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/usr/bin/{name}" if name in installers else None)


def test_an_old_python_is_told_which_one_is_needed(monkeypatch):
    check_python = script("check_python")
    monkeypatch.setattr(check_python.sys, "version_info", (3, 9, 2))
    assert "Python 3.9" in check_python.complaint()
    assert "3.11 or later" in check_python.complaint()


def test_a_python_without_environments_is_told_the_line_that_mends_it(monkeypatch):
    check_python = script("check_python")
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "apt-get install python3-venv" in check_python.complaint()


def test_this_python_will_do():
    assert script("check_python").complaint() is None


@on_linux
def test_nothing_is_said_when_all_is_there(check_system, monkeypatch, capsys):
    lacking(check_system, monkeypatch)
    assert check_system.main(["--window"]) == 0
    assert capsys.readouterr() == ("", "")


@on_linux
def test_a_user_of_debian_is_told_the_one_line(check_system, monkeypatch, capsys):
    lacking(check_system, monkeypatch, "libEGL.so.1", "libdbus-1.so.3")
    offering(check_system, monkeypatch, "apt-get")
    assert check_system.main([]) == 1
    [_, line] = capsys.readouterr().err.splitlines()
    assert line.strip() == (
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends libegl1 libdbus-1-3"
    )


@on_linux
def test_a_user_of_fedora_is_told_by_the_names_of_the_libraries(check_system, monkeypatch, capsys):
    lacking(check_system, monkeypatch, "libEGL.so.1")
    offering(check_system, monkeypatch, "dnf")
    assert check_system.main([]) == 1
    assert "sudo dnf install 'libEGL.so.1()(64bit)'" in capsys.readouterr().err


@on_linux
def test_a_user_of_another_system_is_told_which_libraries(check_system, monkeypatch, capsys):
    lacking(check_system, monkeypatch, "libEGL.so.1")
    offering(check_system, monkeypatch)
    assert check_system.main([]) == 1
    assert "libEGL.so.1" in capsys.readouterr().err


@on_linux
def test_what_only_a_window_needs_is_looked_for_only_where_one_can_be_shown(check_system, monkeypatch):
    lacking(check_system, monkeypatch, "libxcb-cursor.so.0")
    assert check_system.main([]) == 0
    assert check_system.main(["--window"]) == 0
    monkeypatch.setenv("DISPLAY", ":0")
    assert check_system.main([]) == 0
    assert check_system.main(["--window"]) == 1


@on_linux
@pytest.mark.parametrize("comes", [True, False])
def test_root_on_debian_gets_them_installed_or_is_told_if_that_fails(check_system, monkeypatch, comes):
    missing, commands = {"libGL.so.1"}, []
    monkeypatch.setattr(check_system, "_loads", lambda name: name not in missing)
    offering(check_system, monkeypatch, "apt-get")
    monkeypatch.setattr(check_system.os, "geteuid", lambda: 0)

    def run(command, env, check):
        commands.append(" ".join(command))
        if comes and "install" in command:
            missing.clear()
        return subprocess.CompletedProcess(command, 0 if comes else 100)

    monkeypatch.setattr(check_system.subprocess, "run", run)
    assert check_system.main([]) == (0 if comes else 1)
    assert commands[0].startswith("apt-get update")
    assert comes == (len(commands) == 2 and "libgl1" in commands[1])


@pytest.fixture
def ci_run(tmp_path):
    """Runs a copy of .ci/run with a stand-in for make, which ends each goal as told."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    make = tmp_path / "bin" / "make"
    make.parent.mkdir()

    def run(check, test):
        make.write_text(
            "#!/bin/sh\n"
            f'if [ "$1" = check ]; then echo checking; exit {check}; fi\n'
            f'echo "===== 3 passed in 1.23s ====="\n[ {test} = 0 ] || {{ echo "make: *** Error" >&2; exit {test}; }}\n'
        )
        make.chmod(0o755)
        done = subprocess.run(
            ["bash", str(tmp_path / ".ci" / "run")],
            env={"PATH": f"{make.parent}:/usr/bin:/bin"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
        )
        return done.returncode, done.stdout.splitlines()

    return run


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(("check", "test", "code"), [(0, 0, 0), (2, 0, 2), (0, 2, 2), (3, 2, 3)])
def test_the_run_of_everything_masks_no_failure_and_ends_with_the_summary_of_the_tests(ci_run, check, test, code):
    returned, lines = ci_run(check, test)
    assert returned == code
    assert lines[0] == "checking"
    assert lines[-1] == "===== 3 passed in 1.23s ====="


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_alone_lists_what_can_be_made():
    told = subprocess.run(["make", "--no-print-directory"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    for goal in ("run", "test", "install", "check", "bench", "clean", "help"):
        assert f"make {goal} " in told


@on_linux
@pytest.mark.parametrize(("user", "expected"), [(0, ["xvfb", "xauth"]), (1000, [])])
def test_the_tests_of_a_real_window_get_their_screen_from_root_and_nobody_is_bothered(
    check_system, monkeypatch, capsys, user, expected
):
    lacking(check_system, monkeypatch)
    offering(check_system, monkeypatch, "apt-get")
    monkeypatch.setattr(check_system.os, "geteuid", lambda: user)
    installed = []
    monkeypatch.setattr(check_system, "_apt", lambda packages, how="": installed.extend(packages))
    assert check_system.main(["--tests"]) == 0
    assert installed == expected
    assert capsys.readouterr().err == ""

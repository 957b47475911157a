"""The promises that ARCHITECTURE.md makes of the code as a whole."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for room in ("explorer", "widgets") for path in (ROOT / room).rglob("*.py"))
NAMES = [path.relative_to(ROOT).as_posix() for path in SOURCES]

LONGEST_FILE = 300
# What is longer, with the reason; to be split when the next feature comes to it.
LONGER: dict[str, str] = {}

# Threads and processes are started by the jobs; a kernel may use more cores within one job, and ends what it started.
STARTERS = {
    "widgets/jobs.py",
    "widgets/job_process.py",
    "explorer/formats/text_reading.py",
    "explorer/projection/umap_layout.py",
    "explorer/cores.py",
    "explorer/corpus/chain/apart.py",
    "explorer/corpus/cooccurrence.py",
    "explorer/training/glove.py",
    "explorer/training/piecewise.py",
    "explorer/training/snapshots.py",
}
STARTING = {"Thread", "Timer", "ThreadPoolExecutor", "ProcessPoolExecutor", "Process", "Pool", "QThread", "QThreadPool"}
STARTING_MODULES = {"multiprocessing", "subprocess", "concurrent.futures", "concurrent"}

FORBIDDEN = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?)(_|$)", re.IGNORECASE)
FORBIDDEN_CLASS = re.compile(r"(Util|Helper|Manager|Handler)s?$")
HEAVY = {"gensim", "umap", "sklearn", "openTSNE", "numba", "pynndescent", "faiss", "polars", "scipy.stats"}


def tree_of(name):
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def imported(tree):
    """Every module that is imported anywhere in a file, and every name that is taken from one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def loaded_by(code):
    """The top-level modules that are loaded after the code has run in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_imports_go_one_way():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("__init__.py")])
def test_an_init_file_is_one_line_that_says_what_the_room_is_for(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    assert ast.get_docstring(tree_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_short_enough_to_be_read_in_one_go(name):
    n_lines = len((ROOT / name).read_text(encoding="utf-8").splitlines())
    if name in LONGER:
        assert n_lines > LONGEST_FILE, "it has become short: take it out of LONGER"
    else:
        assert n_lines <= LONGEST_FILE, f"{n_lines} lines: split it, or give the reason in LONGER"


@pytest.mark.parametrize("name", NAMES)
def test_a_file_begins_with_what_it_is_for(name):
    assert ast.get_docstring(tree_of(name)), "no docstring"


@pytest.mark.parametrize("name", [name for name in NAMES if name not in STARTERS])
def test_only_the_jobs_start_threads_and_processes(name):
    for module, taken in imported(tree_of(name)):
        assert module not in STARTING_MODULES, f"imports {module}"
        assert taken not in STARTING, f"imports {taken}"
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Attribute) and node.attr in STARTING:
            assert not isinstance(node.value, ast.Name) or node.value.id not in ("threading", "QtCore"), node.attr


@pytest.mark.parametrize("name", NAMES)
def test_names_say_what_a_thing_is(name):
    assert not FORBIDDEN.search(Path(name).stem)
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.ClassDef):
            assert not FORBIDDEN_CLASS.search(node.name), node.name
        elif isinstance(node, ast.FunctionDef):
            assert not FORBIDDEN.search(node.name), node.name


def test_the_core_runs_without_qt():
    modules = sorted(
        name.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for name in NAMES if "explorer/" in name
    )
    loaded = loaded_by("\n".join(f"import {module}" for module in modules))
    assert not [each for each in loaded if each.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph", "superqt")]


@pytest.mark.parametrize("code", ["import widgets.app", "import explorer.cli", "import widgets.picture_command"])
def test_nothing_heavy_is_loaded_before_it_is_needed(code):
    loaded = loaded_by(code)
    assert not HEAVY & loaded


def test_a_room_and_its_tests_have_the_same_names():
    """So that the tests of a file are found by its path, and none outlives it."""
    names = set(NAMES)
    for path in (*(ROOT / "tests" / "explorer").rglob("test_*.py"), *(ROOT / "tests" / "widgets").rglob("test_*.py")):
        room = path.parent.relative_to(ROOT / "tests").as_posix()
        assert (ROOT / room).is_dir(), f"{path}: there is no {room}"
        assert any(name.startswith(f"{room}/") for name in names)


def test_the_samples_and_the_picture_of_the_program_are_where_the_wheel_takes_them_from():
    assert (ROOT / "data" / "README.md").is_file()
    assert (ROOT / "widgets" / "icons" / "lexiscope.svg").is_file()


def constraints():
    """What `packaging/constraints.txt` names, for any Python."""
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def test_the_tested_versions_are_names_and_versions_only():
    for each in constraints():
        assert each.url is None
        assert [part.operator for part in each.specifier] == ["=="]


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_there_is_one_tested_version_of_all_that_is_needed_and_it_is_an_allowed_one(python):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    needed = map(Requirement, [*project["project"]["dependencies"], *groups["dev"], *groups["bench"]])
    for each in needed:
        if each.marker is not None and not each.marker.evaluate(environment):
            continue
        [tested] = [
            found
            for found in constraints()
            if canonicalize_name(found.name) == canonicalize_name(each.name)
            and (found.marker is None or found.marker.evaluate(environment))
        ]
        [version] = tested.specifier
        assert each.specifier.contains(version.version), f"{tested} is not {each}"

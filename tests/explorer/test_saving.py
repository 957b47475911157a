import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from explorer.errors import UnwritableFile
from explorer.saving import atomic_write

resource = pytest.importorskip("resource")


def left_in(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_is_there_and_nothing_else(tmp_path):
    with atomic_write(tmp_path / "a.csv") as file:
        file.write(b"one")
        assert not (tmp_path / "a.csv").exists()
    assert (tmp_path / "a.csv").read_bytes() == b"one"
    assert left_in(tmp_path) == ["a.csv"]


def test_an_error_in_the_block_is_passed_on_and_the_old_file_kept(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), atomic_write(path) as file:
        file.write(b"new")
        _ = 1 / 0
    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["a.csv"]


@pytest.fixture
def disk_of_100_kilobytes():
    """Writing beyond that fails in the system itself, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("chunk", [1_000, 300_000])
def test_a_file_that_does_not_fit_leaves_the_old_one_and_no_trace(tmp_path, disk_of_100_kilobytes, chunk):
    path = tmp_path / "vectors.bin"
    path.write_bytes(b"old")
    with pytest.raises(UnwritableFile, match=r"vectors\.bin was not written: .* make room"), atomic_write(path) as file:
        for _ in range(300_000 // chunk):
            file.write(b"x" * chunk)
    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["vectors.bin"]


def test_a_disk_that_is_full_only_when_it_is_flushed_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def full(_descriptor):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnwritableFile, match="no space left"), atomic_write(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["a.csv"]


def test_a_missing_folder_a_path_below_a_file_and_a_folder_are_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "none" / "a", tmp_path / "file" / "a", tmp_path / "folder"):
        with pytest.raises(UnwritableFile, match="was not written"), atomic_write(path) as file:
            file.write(b"x")
    assert left_in(tmp_path) == ["file", "folder"]


def test_a_replaced_file_keeps_its_permissions_and_a_new_one_gets_the_usual(tmp_path):
    path, ordinary = tmp_path / "private", tmp_path / "ordinary"
    path.write_bytes(b"old")
    path.chmod(0o600)
    ordinary.write_bytes(b"")
    for each in (path, tmp_path / "new"):
        with atomic_write(each) as file:
            file.write(b"x")
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode == ordinary.stat().st_mode


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "settings.json"
    link.symlink_to(tmp_path / "real" / "settings.json")
    with atomic_write(link) as file:
        file.write(b"x")
    assert link.is_symlink()
    assert (tmp_path / "real" / "settings.json").read_bytes() == b"x"


def test_a_name_as_long_as_the_disk_allows_can_be_written(tmp_path):
    path = tmp_path / ("n" * 255)
    with atomic_write(path) as file:
        file.write(b"x")
    assert path.read_bytes() == b"x"


def test_what_a_killed_program_left_is_removed_but_not_what_another_is_writing(tmp_path):
    stray, fresh, foreign = tmp_path / ".lexiscope-1.part", tmp_path / ".lexiscope-2.part", tmp_path / "mine.part"
    for path in (stray, fresh, foreign):
        path.write_bytes(b"half")
    for path in (stray, foreign):
        os.utime(path, (time.time() - 7200,) * 2)
    with atomic_write(tmp_path / "a") as file:
        file.write(b"x")
    assert left_in(tmp_path) == [".lexiscope-2.part", "a", "mine.part"]


_WRITE_FOR_EVER = """
import itertools, sys
from explorer.saving import atomic_write
for letter in itertools.cycle((b"a", b"b")):
    with atomic_write(sys.argv[1]) as file:
        for _ in range(40):
            file.write(letter * 50_000)
    print("written", flush=True)
"""


def test_a_program_that_is_killed_while_writing_leaves_a_whole_file(tmp_path):
    path = tmp_path / "a"
    for pause in (0.0, 0.001, 0.002, 0.004, 0.007, 0.011):
        writer = subprocess.Popen([sys.executable, "-c", _WRITE_FOR_EVER, str(path)], stdout=subprocess.PIPE)
        writer.stdout.readline()
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert path.read_bytes() in (b"a" * 2_000_000, b"b" * 2_000_000)


def test_a_pipe_gets_the_bytes_and_is_not_replaced(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with atomic_write(path) as file:
            file.write(b"one")
        assert os.read(reader, 10) == b"one"
    finally:
        os.close(reader)
    assert path.is_fifo()
    assert left_in(tmp_path) == ["pipe"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_device_is_told_and_stays_a_device(tmp_path):
    link = tmp_path / "full.csv"
    link.symlink_to("/dev/full")
    with pytest.raises(UnwritableFile, match="no space left"), atomic_write(link) as file:
        file.write(b"one")
    assert link.is_char_device()

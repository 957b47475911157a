"""Vectors that were parsed once open at once, and never as anything but what the file holds."""

import os

import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.formats import cache, registry
from explorer.formats.registry import read_vectors, write_vectors


@pytest.fixture(autouse=True)
def keep_small_files(monkeypatch):
    monkeypatch.setattr(cache, "SMALLEST", 1)
    monkeypatch.setattr(cache, "_ENDS", 64)


@pytest.fixture
def parsed(monkeypatch):
    """The names of the files that were parsed and not recalled."""
    names = []

    def counting(each):
        def read(path, task):
            names.append(path.name)
            return each.read(path, task)

        return registry.Format(each.key, each.label, each.suffixes, each.sniff, read, each.write)

    monkeypatch.setattr(registry, "FORMATS", tuple(map(counting, registry.FORMATS)))
    return names


@pytest.fixture
def path(tmp_path, small_embedding):
    write_vectors(small_embedding, tmp_path / "vectors.txt", "glove-text")
    return tmp_path / "vectors.txt"


def entries(folder) -> list:
    return sorted((folder / "cache" / "vectors").glob("*"))


def told(embedding: Embedding) -> tuple:
    return (embedding.name, embedding.index_to_key, embedding.vectors.tobytes(), embedding.origin, embedding.notices)


def test_the_second_opening_equals_the_first_and_parses_nothing(path, parsed, own_folders):
    first, second = read_vectors(path), read_vectors(path)
    assert parsed == ["vectors.txt"]
    assert told(second) == told(first)
    assert not second.vectors.flags.writeable
    assert len(entries(own_folders)) == 1


def test_notices_and_odd_words_are_kept_too(tmp_path, parsed):
    path = tmp_path / "odd"
    path.write_text("9 2\nnon\u00a0breaking 0.5 1.5\nline\u2028separator 2.5 3.5\n. . 3 4 0.25 0.5\n🐋 nan 1\n")
    first, second = read_vectors(path), read_vectors(path)
    assert len(parsed) == 1
    assert told(second) == told(first)
    assert len(first.notices) == 3


def test_a_file_that_changed_is_parsed_again(path, parsed, small_embedding):
    read_vectors(path)
    doubled = Embedding("doubled", small_embedding.index_to_key, small_embedding.vectors * 2)
    write_vectors(doubled, path, "glove-text")
    assert read_vectors(path).vectors.tobytes() == doubled.vectors.tobytes()
    assert len(parsed) == 2


def test_a_file_that_changed_at_its_end_is_parsed_again_even_if_its_time_is_the_same(path, parsed):
    read_vectors(path)
    before = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:-3] + (b"55\n" if content[-3:] != b"55\n" else b"66\n"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    read_vectors(path)
    assert len(parsed) == 2


def test_the_same_file_read_as_another_format_is_parsed_again(tmp_path, parsed):
    path = tmp_path / "two-ways"
    path.write_text("3 2\na 0.5\nb 1.5\n")
    assert read_vectors(path, format_key="word2vec-text").index_to_key == ("a", "b")
    assert read_vectors(path, format_key="glove-text").index_to_key == ("3", "a", "b")


def test_a_copy_elsewhere_has_its_own_entry_and_name(path, parsed, own_folders):
    read_vectors(path)
    copy = path.with_name("copy.txt")
    copy.write_bytes(path.read_bytes())
    assert read_vectors(copy).name == "copy"
    assert len(entries(own_folders)) == 2


def test_an_entry_that_was_damaged_anywhere_is_ignored_and_made_anew(path, parsed, own_folders):
    first = told(read_vectors(path))
    (entry,) = entries(own_folders)
    whole = entry.read_bytes()
    places = [0, 5, whole.index(b"\n"), whole.index(b"\n") + 1, len(whole) // 2, len(whole) - 1]
    for number, place in enumerate(places):
        entry.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert told(read_vectors(path)) == first
        assert len(parsed) == number + 2
        assert entry.read_bytes() == whole


@pytest.mark.parametrize("keep", [0, 1, 100, 0.5, 0.9, -1])
def test_an_entry_that_was_cut_is_ignored(path, parsed, own_folders, keep):
    first = told(read_vectors(path))
    (entry,) = entries(own_folders)
    whole = entry.read_bytes()
    entry.write_bytes(whole[: int(keep * len(whole)) if isinstance(keep, float) else keep])
    assert told(read_vectors(path)) == first
    assert len(parsed) == 2


def test_an_entry_of_zeros_as_a_power_cut_leaves_it_is_ignored(path, parsed, own_folders):
    first = told(read_vectors(path))
    (entry,) = entries(own_folders)
    header = entry.read_bytes().partition(b"\n")[0] + b"\n"
    entry.write_bytes(header + bytes(entry.stat().st_size - len(header)))
    assert told(read_vectors(path)) == first
    assert len(parsed) == 2


def test_a_cache_that_cannot_be_written_is_no_error(path, parsed, monkeypatch, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("LEXISCOPE_CACHE", str(tmp_path / "file" / "below"))
    assert told(read_vectors(path)) == told(read_vectors(path))
    assert len(parsed) == 2


def test_a_full_disk_is_no_error_and_leaves_nothing(path, parsed, own_folders, monkeypatch):
    def full(_self, _target):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("pathlib.Path.replace", full)
    read_vectors(path)
    assert entries(own_folders) == []


def test_small_files_and_unwanted_caches_leave_nothing(path, own_folders, monkeypatch):
    read_vectors(path, cache=False)
    monkeypatch.setattr(cache, "SMALLEST", 1 << 30)
    read_vectors(path)
    assert entries(own_folders) == []


def test_the_place_of_the_cache_can_be_chosen(path, tmp_path, monkeypatch):
    monkeypatch.setenv("LEXISCOPE_CACHE", str(tmp_path / "mine"))
    read_vectors(path)
    assert len(list((tmp_path / "mine" / "vectors").iterdir())) == 1
    monkeypatch.delenv("LEXISCOPE_CACHE")
    assert "lexiscope" in cache.cache_folder().parts


def test_what_was_not_used_for_longest_makes_room(tmp_path, own_folders, monkeypatch):
    paths = []
    for number in range(4):
        path = tmp_path / f"{number}.txt"
        vectors = np.full((20, 50), number + 0.5, np.float32)
        write_vectors(Embedding("x", tuple(f"w{i}" for i in range(20)), vectors), path, "glove-text")
        paths.append(path)
    for age, path in enumerate(paths[:3]):
        before = set(entries(own_folders))
        read_vectors(path)
        (made,) = set(entries(own_folders)) - before
        os.utime(made, (1000 + age, 1000 + age))
    read_vectors(paths[0])  # used again: the second is now the oldest
    monkeypatch.setattr(cache, "LARGEST", 3 * (20 * 50 * 4 + 600))
    read_vectors(paths[3])
    kept = {path.name: cache.recall(cache.key_of(path, "glove-text"), path) is not None for path in paths}
    assert kept == {"0.txt": True, "1.txt": False, "2.txt": True, "3.txt": True}

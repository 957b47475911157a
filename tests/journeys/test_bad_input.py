"""What cannot be opened says why in one sentence, and the program goes on as it was."""

import pickle

import pytest

from explorer.formats.registry import write_vectors
from tests.conftest import three_groups

BAD_FILES = {
    "empty.txt": b"",
    "photo.txt": bytes(range(256)) * 40,
    "ragged.txt": b"cat 0.1 0.2 0.3 0.4 0.5\ndog 0.1 0.2 0.3 0.4 0.5\nfox 0.1 0.2\nhen 0.1 0.2 0.3 0.4 0.5\n",
    "nothing-but-nan.vec": b"2 5\ncat nan nan nan nan nan\ndog nan nan nan nan nan\n",
    "cut.bin": b"1000 50\ncat \x00\x00",
}


class WouldRun:
    """Unpickling this would create a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


@pytest.fixture
def at_the_map(user, tmp_path):
    write_vectors(three_groups(), tmp_path / "good.txt", "glove-text")
    user.drops(tmp_path / "good.txt")
    user.waits_for_map()
    user.waits_for_quiet()
    return user


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_in_a_sentence_and_nothing_changes(at_the_map, tmp_path, name):
    user = at_the_map
    before = user.state
    (tmp_path / name).write_bytes(BAD_FILES[name])
    user.drops(tmp_path / name)
    user.waits_until(lambda: name in user.message)
    user.waits_for_quiet()
    assert user.state is before
    assert user.message.endswith((".", "?"))
    assert "Traceback" not in user.message


def test_a_ragged_row_is_told_with_its_line(at_the_map, tmp_path):
    user = at_the_map
    (tmp_path / "ragged.txt").write_bytes(BAD_FILES["ragged.txt"])
    user.drops(tmp_path / "ragged.txt")
    user.waits_until(lambda: "line 3" in user.message)


def test_a_pickle_is_refused_and_nothing_in_it_runs(at_the_map, tmp_path):
    user = at_the_map
    trap = tmp_path / "trap"
    (tmp_path / "model.kv").write_bytes(pickle.dumps(WouldRun(trap), protocol=4))
    user.drops(tmp_path / "model.kv")
    user.waits_until(lambda: "pickle" in user.message)
    assert not trap.exists()


def test_a_folder_without_texts_says_so(at_the_map, tmp_path):
    user = at_the_map
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    user.drops(folder)
    user.waits_until(lambda: "pictures" in user.message)
    assert not user.state.corpora


def test_a_good_file_opens_even_if_a_bad_one_is_dropped_with_it(at_the_map, tmp_path):
    user = at_the_map
    write_vectors(three_groups(seed=3), tmp_path / "second.txt", "glove-text")
    (tmp_path / "empty.txt").write_bytes(b"")
    user.drops(tmp_path / "second.txt", tmp_path / "empty.txt")
    user.waits_until(lambda: user.state.embedding.name == "second")
    assert len(user.state.embeddings) == 2

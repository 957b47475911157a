"""Matrices of co-occurrences as files that other programs read."""

import csv

import numpy as np
import pytest
from scipy.sparse import csr_matrix, load_npz

from explorer.corpus import cooccurrence_files
from explorer.corpus.cooccurrence_files import save_npz, save_pairs, writer_of
from explorer.errors import BadOption
from explorer.task import Cancelled, Task

WORDS = ("the", "größe", "=1")
MATRIX = csr_matrix([[0.0, 1.5, 0.0], [1 / 3, 0.0, 2.0], [0.0, 2.0, 0.0]])


def test_scipy_reads_the_matrix_and_numpy_the_words(tmp_path):
    save_npz(tmp_path / "counts.npz", WORDS, MATRIX)
    assert np.array_equal(load_npz(tmp_path / "counts.npz").toarray(), MATRIX.toarray())
    with np.load(tmp_path / "counts.npz") as file:
        assert tuple(file["words"]) == WORDS


def test_a_spreadsheet_reads_the_pairs(tmp_path, monkeypatch):
    monkeypatch.setattr(cooccurrence_files, "_ROWS", 2)
    save_pairs(tmp_path / "counts.csv", WORDS, MATRIX)
    with (tmp_path / "counts.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == ["word", "other word", "value"]
    assert [(one, other, float(value)) for one, other, value in rows] == [
        ("the", "größe", 1.5),
        ("größe", "the", 1 / 3),
        ("größe", "'=1", 2.0),
        ("'=1", "größe", 2.0),
    ]


def test_the_ending_tells_what_is_written(tmp_path):
    assert writer_of(tmp_path / "a.NPZ") is save_npz
    assert writer_of(tmp_path / "a.csv") is save_pairs
    with pytest.raises(BadOption, match=r"“a\.docx” tells no format\. End it in \.npz or \.csv\."):
        writer_of(tmp_path / "a.docx")


def test_cancel_leaves_an_older_file_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(cooccurrence_files, "_ROWS", 1)
    (tmp_path / "counts.csv").write_text("old")
    task = Task(lambda *_: task.cancel())
    with pytest.raises(Cancelled):
        save_pairs(tmp_path / "counts.csv", WORDS, MATRIX, task)
    assert (tmp_path / "counts.csv").read_text() == "old"

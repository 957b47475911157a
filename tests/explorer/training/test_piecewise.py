"""Several workers learn from pieces of the text, by steps of gensim that take numbers or from files that it reads."""

from contextlib import nullcontext

import numpy as np
import pytest
from gensim.models import FastText, Word2Vec

from explorer.corpus.reading import open_corpus
from explorer.corpus.token_file import TokenFile
from explorer.errors import UnwritableFile
from explorer.training import gensim_models, gensim_steps, piecewise
from explorer.training.observed_models import ObservedFastText, ObservedWord2Vec
from explorer.training.options import FastTextOptions, Word2VecOptions
from explorer.training.piecewise import train_in_pieces
from explorer.training.trainers import train
from tests.explorer.training.test_observed_models import Watch

LINES = "the größe cat is fluffy\nthe dog is fluffy\ncats are मछली friends\n" * 20
N_TOKENS = len(LINES.split())
SHARED = {"vector_size": 8, "min_count": 1, "sample": 0.0, "workers": 1, "seed": 1, "alpha": 0.05, "min_alpha": 0.05}


@pytest.fixture
def path(tmp_path):
    (tmp_path / "lines.txt").write_text(LINES, encoding="utf-8", newline="\n")
    return tmp_path / "lines.txt"


def observed(kind, path, **options):
    model = kind(**{**SHARED, **options})
    model.build_vocab(corpus_file=str(path))
    model.watch = Watch()
    return model


@pytest.mark.parametrize(
    ("kind", "plain", "options"),
    [
        (ObservedWord2Vec, Word2Vec, {"sg": 1}),
        (ObservedWord2Vec, Word2Vec, {"sg": 1, "sample": 0.01, "negative": 3, "window": 2}),
        (ObservedWord2Vec, Word2Vec, {"sg": 0}),
        (ObservedWord2Vec, Word2Vec, {"sg": 0, "sample": 0.01, "cbow_mean": 0}),
        (ObservedWord2Vec, Word2Vec, {"sg": 0, "hs": 1, "negative": 0}),
        (ObservedFastText, FastText, {"sg": 1, "bucket": 100}),
    ],
)
def test_a_text_in_one_piece_is_learned_as_gensim_learns_a_file(kind, plain, options, path):
    model = observed(kind, path, **options)
    train_in_pieces(model, iter([LINES.encode("utf-8")]), N_TOKENS, 0.05, model.watch)
    alone = plain(corpus_file=str(path), epochs=1, **{**SHARED, **options})
    assert model.wv.index_to_key == alone.wv.index_to_key
    assert np.array_equal(model.wv.vectors, alone.wv.vectors)
    assert model.watch.told[0][0] == N_TOKENS


@pytest.mark.parametrize("sg", [0, 1])
def test_with_another_gensim_a_text_is_learned_by_files_all_the_same(sg, path, monkeypatch):
    learned = []
    for address_of in (gensim_steps.address_of, lambda name: 0):
        monkeypatch.setattr(gensim_steps, "address_of", address_of)
        model = observed(ObservedWord2Vec, path, sg=sg)
        train_in_pieces(model, iter([LINES.encode("utf-8")]), N_TOKENS, 0.05, model.watch)
        learned.append((model.wv.vectors, model.watch.told))
    (by_numbers, told), (by_files, told_of_files) = learned
    assert np.array_equal(by_numbers, by_files)
    assert told == [pytest.approx(each, rel=1e-6) for each in told_of_files]


@pytest.mark.parametrize(("kind", "options"), [(ObservedWord2Vec, {}), (ObservedWord2Vec, {"hs": 1, "negative": 0}),
                                               (ObservedFastText, {"bucket": 10})])  # fmt: skip
@pytest.mark.parametrize("length", [10_000, 9_000, 3_001, 7])
def test_no_word_of_a_long_piece_is_left_out(kind, options, length, path):
    model = observed(kind, path, sg=0, window=1, **options)
    line = b"the dog is fluffy " * (length // 4 + 1)
    lines = b" ".join(line.split()[:length]) + b"\n"
    n_lines = -(-25_000 // length)
    train_in_pieces(model, iter([lines * n_lines]), length * n_lines, 0.05, model.watch)
    n_read, _, n_trained = map(sum, zip(*model.watch.told, strict=True))
    assert n_read == length * n_lines
    assert n_trained == (n_read if model.tells_loss else 0)


def test_a_function_of_gensim_with_another_signature_is_not_called(monkeypatch):
    name = "w2v_fast_sentence_sg_neg"
    assert gensim_steps.address_of(name)
    monkeypatch.setitem(gensim_steps._SIGNATURES, name, "double (double)")
    assert gensim_steps.address_of.__wrapped__(name) == 0


def test_every_piece_is_told_with_its_words_and_its_loss(path):
    model = observed(ObservedWord2Vec, path, sg=1)
    pieces = [line.encode("utf-8") for line in LINES.splitlines(keepends=True)]
    train_in_pieces(model, iter(pieces), N_TOKENS, 0.05, model.watch)
    assert [(words, trained) for words, _, trained in model.watch.told] == [(5, 5), (4, 4), (4, 4)] * 20
    assert all(loss > 0 for _, loss, _ in model.watch.told)
    assert model.epochs == 5  # as the model had it before


@pytest.mark.parametrize("kind", [ObservedWord2Vec, ObservedFastText])
def test_the_rate_falls_with_the_words_that_were_read(kind, path):
    largest = []
    for n_before in (0, 99):  # of a hundred words
        model = observed(kind, path, sg=1)
        model.min_alpha = 0.0
        alone = [b"the\n"] * n_before  # teaches nothing
        train_in_pieces(model, iter([*alone, b"the dog is fluffy\n"]), 100, 0.05, model.watch)
        largest.append(np.abs(model.syn1neg).max())
    assert largest[1] == pytest.approx(largest[0] / 100, rel=0.5)


def test_nothing_is_learned_once_it_is_over(path):
    model = observed(ObservedWord2Vec, path, sg=1)
    model.watch.jobs = 4
    train_in_pieces(model, iter([b"the cat is fluffy\n"] * 1000), 4000, 0.05, model.watch)
    assert len(model.watch.told) == 4


def test_without_room_for_a_piece_a_sentence_says_so(path, tmp_path, monkeypatch):
    model = observed(ObservedFastText, path, sg=1)
    gone = nullcontext(str(tmp_path / "gone"))
    monkeypatch.setattr(piecewise.tempfile, "TemporaryDirectory", lambda **_: gone)
    train_in_pieces(model, iter([b"the cat\n"]), 2, 0.05, model.watch)
    (error,) = model.watch.errors
    assert isinstance(error, UnwritableFile)
    assert "Make room for temporary files" in str(error)


@pytest.mark.parametrize("options", [Word2VecOptions, FastTextOptions])
def test_two_workers_learn_from_pieces_or_from_sentences_if_these_could_not_be_kept(options, path, monkeypatch):
    learned = []

    def watched(*given):
        learned.append(given)
        train_in_pieces(*given)

    monkeypatch.setattr(gensim_models, "train_in_pieces", watched)
    corpus = open_corpus([path])
    chosen = options(dim=4, min_count=1, epochs=2, workers=2)
    assert np.isfinite(train(corpus, chosen).vectors).all()
    assert len(learned) == 1
    monkeypatch.setattr(TokenFile, "n_bytes", 0)
    assert np.isfinite(train(corpus, chosen).vectors).all()
    assert len(learned) == 1

"""Laws of every method of training: it learns, can be watched, stopped and repeated, and refuses in a sentence."""

import os
import random
import subprocess
import sys
import threading

import numpy as np
import pytest

from explorer.corpus.preprocessing import TokenOptions, sentences
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import survey_corpus
from explorer.errors import EmptyCorpus, UnreadableFile
from explorer.task import Cancelled, Task
from explorer.training import gensim_models
from explorer.training.gensim_models import TrainingSnapshot, Word2VecOptions, suggest_options, train_word2vec

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."
TOPICS = {
    "sea": ["whale", "ship", "sailor", "harbour", "captain", "wave", "storm", "anchor"],
    "farm": ["horse", "barn", "wheat", "farmer", "meadow", "plough", "sheep", "fence"],
}
METHODS = ("skipgram", "cbow")
GENSIM_SG = {"skipgram": 1, "cbow": 0}


def two_topics(n_sentences=400, seed=1):
    rng = random.Random(seed)
    for _ in range(n_sentences):
        yield " ".join(["the", *rng.choices(TOPICS[rng.choice(sorted(TOPICS))], k=8)])


@pytest.fixture
def corpus_of(tmp_path):
    def make(text, name="text"):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return open_corpus([path])

    return make


@pytest.fixture
def topics(corpus_of):
    return corpus_of("\n".join(two_topics()), "topics")


@pytest.fixture
def uneven(corpus_of):
    """No two words are equally frequent, so that gensim itself has only one order to put them in."""
    words = [f"word{letter}" for i, letter in enumerate("abcdefghijklmno") for _ in range(20 + 5 * i)]
    random.Random(1).shuffle(words)
    return corpus_of("\n".join(" ".join(words[i : i + 8]) for i in range(0, len(words), 8)), "uneven")


@pytest.fixture(params=METHODS)
def options(request):
    return Word2VecOptions(method=request.param, dim=12, min_count=1, epochs=5, sample=0.0, workers=1)


def with_changes(options, **changes):
    return type(options)(**{**vars(options), **changes})


class Watched:
    """A task that keeps what it is told, and what to do when a snapshot comes."""

    def __init__(self, on_snapshot=lambda snapshot: None):
        self.progress: list[tuple[float, str]] = []
        self.snapshots: list[TrainingSnapshot] = []
        self.task = Task(lambda *told: self.progress.append(told), self._on_partial)
        self._on_snapshot = on_snapshot

    def _on_partial(self, snapshot):
        self.snapshots.append(snapshot)
        self._on_snapshot(snapshot)


# What is learned ----------------------------------------------------------------------------------------------------


def test_every_frequent_word_has_a_vector_in_the_order_of_falling_count(topics, options):
    embedding = train_word2vec(topics, options)
    counts = survey_corpus(topics).counts
    assert embedding.index_to_key == tuple(counts)
    assert embedding.counts.tolist() == list(counts.values())
    assert embedding.vectors.shape == (17, 12)
    assert embedding.vectors.dtype == np.float32
    assert np.isfinite(embedding.vectors).all()
    assert embedding.name == f"topics · {'skip-gram' if options.method == 'skipgram' else 'CBOW'}"
    assert embedding.origin == embedding.name.split(" · ")[1] + " on topics.txt"
    assert embedding.notices == ()


def test_rare_words_are_left_out(corpus_of, options):
    corpus = corpus_of("a b c. A b d. A b a c.")
    assert train_word2vec(corpus, with_changes(options, min_count=2)).index_to_key == ("a", "b", "c")


def test_the_token_options_say_what_a_word_is(corpus_of, options):
    embedding = train_word2vec(corpus_of("The cat. The dog 7."), options, TokenOptions(lower=False, numbers=False))
    assert embedding.index_to_key == ("The", "cat", "dog")


def test_words_of_one_topic_come_to_be_near(topics, options):
    embedding = train_word2vec(topics, with_changes(options, epochs=40, alpha=0.05))
    unit = embedding.vectors / embedding.norms[:, None]
    sea = [embedding.index_of(word) for word in TOPICS["sea"]]
    farm = [embedding.index_of(word) for word in TOPICS["farm"]]
    similarity = unit @ unit.T
    assert similarity[np.ix_(sea, sea)].mean() > similarity[np.ix_(sea, farm)].mean() + 0.3


def plain_gensim(corpus, method, epochs):
    """gensim's own class on a list of the same sentences."""
    from gensim.models import Word2Vec

    return Word2Vec(
        list(sentences(corpus)),
        sg=GENSIM_SG[method],
        vector_size=12,
        min_count=1,
        epochs=epochs,
        sample=0.0,
        workers=1,
        seed=1,
        compute_loss=True,
    )


def test_the_vectors_are_those_of_plain_gensim(uneven, options):
    plain = plain_gensim(uneven, options.method, epochs=5)
    embedding = train_word2vec(uneven, options)
    assert tuple(plain.wv.index_to_key) == embedding.index_to_key
    assert np.array_equal(plain.wv.vectors, embedding.vectors)


# The same again -----------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_vectors_and_another_gives_others(topics, options):
    first, again = train_word2vec(topics, options), train_word2vec(topics, options)
    assert np.array_equal(first.vectors, again.vectors)
    other = train_word2vec(topics, with_changes(options, seed=2))
    assert not np.array_equal(first.vectors, other.vectors)


def test_watching_does_not_change_what_is_learned(topics, options):
    assert np.array_equal(
        train_word2vec(topics, options).vectors, train_word2vec(topics, options, task=Watched().task).vectors
    )


def test_another_process_learns_the_same(topics, options):
    code = (
        "import sys; from explorer.corpus.reading import open_corpus;"
        "from explorer.training.gensim_models import Word2VecOptions, train_word2vec;"
        f"v = train_word2vec(open_corpus([{str(topics.paths[0])!r}]), {options!r}).vectors;"
        "sys.stdout.buffer.write(v.tobytes())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert run.stdout == train_word2vec(topics, options).vectors.tobytes()


# Watching -----------------------------------------------------------------------------------------------------------


def test_progress_rises_to_the_end_and_counts_words(topics, options):
    watched = Watched()
    train_word2vec(topics, options, task=watched.task)
    fractions = [fraction for fraction, _ in watched.progress]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)
    assert watched.progress[-1][1] == "Epoch 5 of 5 · 18,000 of 18,000 words"


def test_snapshots_share_their_words_with_the_result_and_the_last_is_the_result(topics, options):
    watched = Watched()
    embedding = train_word2vec(topics, options, task=watched.task)
    assert len(watched.snapshots) >= 2
    assert all(each.embedding.index_to_key is embedding.index_to_key for each in watched.snapshots)
    assert watched.snapshots[-1].embedding is embedding
    assert not np.array_equal(watched.snapshots[0].embedding.vectors, embedding.vectors)
    last = watched.snapshots[-1]
    assert last.words_done == last.words_total == 18_000
    assert last.epoch == 5
    assert last.words_per_second > 0


def test_a_snapshot_places_every_word(topics, options):
    watched = Watched()
    train_word2vec(topics, options, task=watched.task)
    for snapshot in watched.snapshots:
        assert snapshot.projection.method == "live"
        assert snapshot.projection.is_complete
        assert np.isfinite(snapshot.projection.points).all()


def test_the_loss_falls(topics, options):
    watched = Watched()
    train_word2vec(topics, with_changes(options, epochs=40, alpha=0.05), task=watched.task)
    curve = watched.snapshots[-1].loss_curve
    assert curve[-1][0] == 40 * 3600
    assert curve[-1][1] < 0.97 * curve[0][1]


def test_the_loss_is_that_which_gensim_counts(uneven, options):
    """In one epoch of one job, where gensim's own running sum is still exact."""
    plain = plain_gensim(uneven, options.method, epochs=1)
    watched = Watched()
    train_word2vec(uneven, with_changes(options, epochs=1), task=watched.task)
    ((words, loss),) = watched.snapshots[-1].loss_curve
    assert words == sum(survey_corpus(uneven).counts.values())
    assert loss * words == pytest.approx(plain.get_latest_training_loss(), rel=1e-5)


def test_two_workers_tell_the_loss_that_one_tells(topics, options, monkeypatch):
    monkeypatch.setattr(gensim_models, "_batch_words", lambda options: 200)  # so that there is work for two
    mean = []
    for workers in (1, 2):
        watched = Watched()
        train_word2vec(topics, with_changes(options, epochs=10, workers=workers), task=watched.task)
        curve = watched.snapshots[-1].loss_curve
        assert curve[-1][0] == 36_000
        mean.append(np.mean([loss for _, loss in curve]))
    assert mean[1] == pytest.approx(mean[0], rel=0.05)


# Stopping -----------------------------------------------------------------------------------------------------------


def test_cancel_ends_the_training_and_its_threads(topics, options):
    def cancel(snapshot):
        watched.task.cancel()

    watched = Watched(cancel)
    before = threading.active_count()
    with pytest.raises(Cancelled):
        train_word2vec(topics, with_changes(options, epochs=10_000, workers=2), task=watched.task)
    assert threading.active_count() == before
    assert watched.snapshots[-1].words_done < 10_000 * 3600 / 100


def test_a_task_that_is_cancelled_already_does_not_even_read(topics, options):
    watched = Watched()
    watched.task.cancel()
    with pytest.raises(Cancelled):
        train_word2vec(topics, options, task=watched.task)
    assert watched.snapshots == []


def test_enough_ends_the_training_and_keeps_what_was_learned(topics, options):
    enough = threading.Event()
    watched = Watched(lambda snapshot: enough.set())
    embedding = train_word2vec(topics, with_changes(options, epochs=1000), task=watched.task, enough=enough)
    last = watched.snapshots[-1]
    assert last.embedding is embedding
    assert last.words_done < last.words_total
    assert embedding.notices == (f"The training was ended after {last.words_done:,} of 3,600,000 words.",)


def test_an_error_in_a_snapshot_ends_the_training_instead_of_hanging_it(topics, options):
    def fail(snapshot):
        raise RuntimeError("the listener failed")

    with pytest.raises(RuntimeError, match="the listener failed"):
        train_word2vec(topics, with_changes(options, workers=2), task=Watched(fail).task)


# Refusing -----------------------------------------------------------------------------------------------------------


def test_words_that_are_all_rarer_than_the_minimum_count_are_told_which_would_do(corpus_of, options):
    with pytest.raises(EmptyCorpus, match=r"^text: no word occurs 5 times or more\. Set .* to 2 or less\.$"):
        train_word2vec(corpus_of(THREE), with_changes(options, min_count=5))


def test_one_frequent_word_alone_is_refused(corpus_of, options):
    with pytest.raises(EmptyCorpus, match=r"only one word, “the”, occurs 4 times or more\. Set .* to 2 or less\.$"):
        train_word2vec(corpus_of(THREE), with_changes(options, min_count=4))


def test_a_text_of_one_word_is_refused(corpus_of, options):
    with pytest.raises(EmptyCorpus, match=r"^text: there is only one word in this text, “whale”\. Choose a longer"):
        train_word2vec(corpus_of("Whale. Whale whale!"), options)


def test_a_list_of_single_words_is_refused(corpus_of, options):
    with pytest.raises(EmptyCorpus, match="each sentence is a single word"):
        train_word2vec(corpus_of("cat\nelephant\nox\nbutterfly\n"), options)


def test_a_file_that_went_away_is_told(topics, options):
    topics.paths[0].unlink()
    with pytest.raises(UnreadableFile, match=r"^topics\.txt: there is no such file"):
        train_word2vec(topics, options)


def test_three_sentences_can_be_trained_with_what_is_suggested(corpus_of, options):
    corpus = corpus_of(THREE)
    suggested = suggest_options(survey_corpus(corpus), options)
    embedding = train_word2vec(corpus, with_changes(suggested, epochs=50))
    assert set(embedding.index_to_key) == {"the", "cat", "dog", "is", "are", "fluffy", "and", "friends"}

"""Laws of every method of training: it learns, can be watched, stopped and repeated, and refuses in a sentence."""

import os
import random
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from explorer.corpus.preprocessing import TokenOptions, sentences
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import survey_corpus
from explorer.errors import EmptyCorpus, UnreadableFile
from explorer.options import described, remembered
from explorer.task import Cancelled, Task
from explorer.training import gensim_models
from explorer.training.glove_options import GloveOptions
from explorer.training.learned import FurtherOptions
from explorer.training.options import Doc2VecOptions, FastTextOptions, Word2VecOptions
from explorer.training.ppmi import PpmiOptions
from explorer.training.snapshots import TrainingSnapshot
from explorer.training.trainers import TRAINERS, learn, train, trainer_of

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."
TOPICS = {
    "sea": ["whale", "ship", "sailor", "harbour", "captain", "wave", "storm", "anchor"],
    "farm": ["horse", "barn", "wheat", "farmer", "meadow", "plough", "sheep", "fence"],
}
WORD2VEC = ("skipgram", "cbow")
GENSIM = (*WORD2VEC, "skipgram-hs", "fasttext", "doc2vec", "doc2vec-dbow")
LEARNERS = (
    *WORD2VEC,
    "fasttext",
    "doc2vec",
    "glove",
)  # which come nearer to their aim step by step; PPMI is found at once
TELL_LOSS = (*WORD2VEC, "skipgram-hs", "glove")
OPTIONS = {
    "skipgram": Word2VecOptions(method="skipgram", dim=12, min_count=1, epochs=5, sample=0.0, workers=1),
    "cbow": Word2VecOptions(method="cbow", dim=12, min_count=1, epochs=5, sample=0.0, workers=1),
    "skipgram-hs": Word2VecOptions(loss="hs", dim=12, min_count=1, epochs=5, sample=0.0, workers=1),
    "fasttext": FastTextOptions(dim=12, min_count=1, epochs=5, sample=0.0, workers=1, bucket=1000, alpha=0.025),
    "doc2vec": Doc2VecOptions(documents="sentence", dim=12, min_count=1, epochs=5, sample=0.0, workers=1),
    "doc2vec-dbow": Doc2VecOptions(
        dm=False, documents="sentence", dim=12, min_count=1, epochs=5, sample=0.0, workers=1
    ),
    "glove": GloveOptions(dim=12, min_count=1, epochs=5, x_max=10.0, workers=1),
    "ppmi": PpmiOptions(dim=12, min_count=1, epochs=5),
}
WELL = {  # with which they learn so small a text well
    "skipgram": {"epochs": 40, "alpha": 0.05},
    "cbow": {"epochs": 40, "alpha": 0.05},
    "fasttext": {"epochs": 40, "alpha": 0.05, "max_n": 0},  # so few words have too many parts in common
    "doc2vec": {"epochs": 20, "alpha": 0.1},
    "glove": {"epochs": 100, "x_max": 1.0},
    "ppmi": {},
}
NAMES = {
    "skipgram": "skip-gram",
    "cbow": "CBOW",
    "fasttext": "fastText",
    "doc2vec": "doc2vec",
    "glove": "GloVe",
    "ppmi": "PPMI + SVD",
}


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
    return corpus_of("\n\n".join(" ".join(words[i : i + 8]) for i in range(0, len(words), 8)), "uneven")


@pytest.fixture(params=TRAINERS)
def options(request):
    return OPTIONS[request.param]


def with_changes(options, **changes):
    """The options with other values, as far as they know the parameters and reach so far."""
    known = {name: value for name, value in changes.items() if name in vars(options)}
    if "epochs" in known:
        known["epochs"] = min(known["epochs"], int(described(options)["epochs"].maximum))
    return replace(options, **known)


def learning_well(options):
    return with_changes(options, **WELL[trainer_of(options).key])


def of(*keys):
    return pytest.mark.parametrize("options", [OPTIONS[key] for key in keys], ids=keys)


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


def test_more_dimensions_than_words_are_told_before_the_training(topics, options):
    seen = []
    task = Task(on_told=seen.extend, on_partial=lambda _: seen.append("a snapshot"))
    train(topics, replace(options, dim=200, epochs=1), task=task)
    assert "200 dimensions for" in seen[0]


def test_every_frequent_word_has_a_vector_in_the_order_of_falling_count(topics, options):
    embedding = train(topics, options)
    counts = survey_corpus(topics).counts
    assert embedding.index_to_key == tuple(counts)
    assert embedding.counts.tolist() == list(counts.values())
    assert embedding.vectors.shape == (17, 12)
    assert embedding.vectors.dtype == np.float32
    assert np.isfinite(embedding.vectors).all()
    assert embedding.name == f"topics · {NAMES[trainer_of(options).key]}"
    assert embedding.origin == embedding.name.split(" · ")[1] + " on topics.txt"
    assert embedding.notices == ()


def test_rare_words_are_left_out(corpus_of, options):
    corpus = corpus_of("a b c. A b d. A b a c.")
    assert train(corpus, with_changes(options, min_count=2)).index_to_key == ("a", "b", "c")


def test_the_token_options_say_what_a_word_is(corpus_of, options):
    embedding = train(corpus_of("The cat. The dog 7."), options, TokenOptions(lower=False, numbers="drop"))
    assert remembered(TokenOptions, embedding.preprocessing) == TokenOptions(lower=False, numbers="drop")
    assert embedding.index_to_key == ("The", "cat", "dog")


def test_words_of_one_topic_come_to_be_near(topics, options):
    embedding = train(topics, learning_well(options))
    unit = embedding.vectors / embedding.norms[:, None]
    sea = [embedding.index_of(word) for word in TOPICS["sea"]]
    farm = [embedding.index_of(word) for word in TOPICS["farm"]]
    similarity = unit @ unit.T
    assert similarity[np.ix_(sea, sea)].mean() > similarity[np.ix_(sea, farm)].mean() + 0.3


def plain_gensim(corpus, options, epochs):
    """gensim's own class on a list of the same sentences, or of the same documents."""
    from gensim.models import Doc2Vec, FastText, Word2Vec
    from gensim.models.doc2vec import TaggedDocument

    shared = {
        "vector_size": 12, "min_count": 1, "epochs": epochs, "sample": 0.0, "workers": 1, "seed": 1,
        "hs": int(options.loss == "hs"), "negative": 5 if options.loss == "ns" else 0,
    }  # fmt: skip
    if isinstance(options, Doc2VecOptions):
        documents = [TaggedDocument(words, [number]) for number, words in enumerate(sentences(corpus))]
        return Doc2Vec(documents, dm=int(options.dm), dbow_words=int(not options.dm), **shared)
    if isinstance(options, FastTextOptions):
        return FastText(list(sentences(corpus)), sg=1, bucket=options.bucket, **shared)
    return Word2Vec(list(sentences(corpus)), sg=int(options.method == "skipgram"), compute_loss=True, **shared)


@of(*GENSIM)
def test_the_vectors_are_those_of_plain_gensim(uneven, options):
    plain = plain_gensim(uneven, options, epochs=5)
    learned = learn(uneven, options)
    assert tuple(plain.wv.index_to_key) == learned.embedding.index_to_key
    assert np.array_equal(plain.wv.vectors, learned.embedding.vectors)
    if learned.documents is not None:
        assert np.array_equal(plain.dv.vectors, learned.documents.vectors)


def test_only_doc2vec_learns_documents(topics, options):
    documents = learn(topics, options).documents
    assert (documents is not None) == isinstance(options, Doc2VecOptions)
    if documents is not None:
        assert documents.index_to_key[:2] == ("topics 1", "topics 2")
        assert len(documents) == 400
        assert documents.counts.tolist() == [9] * 400
        assert np.isfinite(documents.vectors).all()


# The same again -----------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_vectors(topics, options):
    assert np.array_equal(train(topics, options).vectors, train(topics, options).vectors)


@of(*LEARNERS)
def test_another_seed_gives_other_vectors(topics, options):
    first = train(topics, options)
    other = train(topics, with_changes(options, seed=2))
    assert not np.array_equal(first.vectors, other.vectors)


def test_watching_does_not_change_what_is_learned(topics, options):
    assert np.array_equal(train(topics, options).vectors, train(topics, options, task=Watched().task).vectors)


def test_another_process_learns_the_same(topics):
    every = [OPTIONS[key] for key in TRAINERS]
    code = (
        "import sys; from explorer.corpus.reading import open_corpus;"
        "from explorer.training.trainers import *;"
        f"corpus = open_corpus([{str(topics.paths[0])!r}]);"
        f"every = [train(corpus, options).vectors for options in {every!r}];"
        "sys.stdout.buffer.write(b''.join(each.tobytes() for each in every))"
    )
    code = code.replace("import *;", "import *; from explorer.training.ppmi import *;")
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert run.stdout == b"".join(train(topics, options).vectors.tobytes() for options in every)


# Going on -----------------------------------------------------------------------------------------------------------


@of(*LEARNERS)
def test_a_model_can_be_trained_further_and_stays_as_it_was(topics, options):
    learned = learn(topics, options)
    before = learned.embedding.vectors.copy()
    first, again = (learned.model.train_further(FurtherOptions(epochs=3)) for _ in range(2))
    assert np.array_equal(learned.embedding.vectors, before)
    assert not np.array_equal(first.embedding.vectors, before)
    assert np.array_equal(first.embedding.vectors, again.embedding.vectors)
    assert first.embedding.index_to_key is learned.embedding.index_to_key
    assert np.array_equal(first.embedding.counts, learned.embedding.counts)
    assert first.model.options == options
    assert first.model.n_bytes == learned.model.n_bytes > 0
    assert (first.documents is None) == (learned.documents is None)


@of(*GENSIM)
def test_training_further_is_what_gensim_does(uneven, options):
    plain = plain_gensim(uneven, options, epochs=5)
    examples = list(sentences(uneven))
    if isinstance(options, Doc2VecOptions):
        from gensim.models.doc2vec import TaggedDocument

        examples = [TaggedDocument(words, [number]) for number, words in enumerate(examples)]
    plain.train(examples, total_examples=len(examples), epochs=3)
    learned = learn(uneven, options).model.train_further(FurtherOptions(epochs=3))
    assert np.array_equal(plain.wv.vectors, learned.embedding.vectors)


@of("skipgram", "glove")
def test_training_further_lowers_the_loss_and_can_be_ended_early(topics, options):
    losses = []
    learned = learn(topics, options, task=(watched := Watched()).task)
    losses.append(watched.snapshots[-1].loss_curve[-1][1])
    further = learned.model.train_further(FurtherOptions(epochs=20), task=(watched := Watched()).task)
    losses.append(watched.snapshots[-1].loss_curve[-1][1])
    assert losses[1] < losses[0]
    enough = threading.Event()
    enough.set()
    stopped = further.model.train_further(FurtherOptions(epochs=20), enough=enough)
    assert " was ended after 0 of " in stopped.embedding.notices[0]
    assert stopped.model.train_further(FurtherOptions(epochs=1)).embedding.notices == ()


def test_what_is_found_at_once_cannot_be_trained_further(topics):
    assert learn(topics, OPTIONS["ppmi"]).model is None


# Watching -----------------------------------------------------------------------------------------------------------


def test_progress_rises_to_the_end_and_tells_what_is_done(topics, options):
    watched = Watched()
    train(topics, options, task=watched.task)
    fractions = [fraction for fraction, _ in watched.progress]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)
    last = watched.snapshots[-1]
    total = f"{last.words_total:,}"
    assert watched.progress[-1][1] == f"Epoch 5 of 5 · {total} of {total} {last.unit}"


@of(*GENSIM)
def test_gensims_models_count_words(topics, options):
    watched = Watched()
    train(topics, options, task=watched.task)
    assert watched.progress[-1][1] == "Epoch 5 of 5 · 18,000 of 18,000 words"


def test_snapshots_share_their_words_with_the_result_and_the_last_is_the_result(topics, options):
    watched = Watched()
    embedding = train(topics, options, task=watched.task)
    assert len(watched.snapshots) >= 2
    assert all(each.embedding.index_to_key is embedding.index_to_key for each in watched.snapshots)
    assert watched.snapshots[-1].embedding is embedding
    last = watched.snapshots[-1]
    assert last.words_done == last.words_total
    assert last.epoch == 5
    assert last.words_per_second > 0


@of(*LEARNERS)
def test_a_snapshot_is_not_touched_by_what_is_learned_later(topics, options):
    seen = []
    watched = Watched(lambda snapshot: seen.append(snapshot.embedding.vectors.copy()))
    embedding = train(topics, options, task=watched.task)
    for snapshot, vectors in zip(watched.snapshots, seen, strict=True):
        assert np.array_equal(snapshot.embedding.vectors, vectors)
    assert not np.array_equal(seen[0], embedding.vectors)


def test_a_snapshot_places_every_word(topics, options):
    watched = Watched()
    train(topics, options, task=watched.task)
    for snapshot in watched.snapshots:
        assert snapshot.projection.method == "live"
        assert snapshot.projection.is_complete
        assert np.isfinite(snapshot.projection.points).all()


@of(*TRAINERS)
def test_a_snapshot_takes_no_core_from_the_workers(topics, options):
    def blas_threads():  # but those of faiss, which has a BLAS of its own and takes no part
        libraries = (each for each in threadpool_info() if each["user_api"] == "blas")
        return [each["num_threads"] for each in libraries if "faiss" not in each["filepath"]]

    seen = []
    train(topics, options, task=Watched(lambda snapshot: seen.append(blas_threads())).task)
    assert len(seen) > 1
    assert set(seen[0]) == {1}  # still, when it is handed over: to give the threads back each time would wake them


@of(*TELL_LOSS)
def test_the_loss_falls(topics, options):
    watched = Watched()
    train(topics, learning_well(options), task=watched.task)
    curve = watched.snapshots[-1].loss_curve
    assert curve[-1][0] == watched.snapshots[-1].words_total
    assert curve[-1][1] < 0.97 * curve[0][1]


@of("fasttext", "doc2vec", "doc2vec-dbow")
def test_no_loss_is_told_where_gensim_has_none(topics, options):
    watched = Watched()
    train(topics, options, task=watched.task)
    assert watched.snapshots[-1].loss_curve == ()


@of(*WORD2VEC, "skipgram-hs")
def test_the_loss_is_that_which_gensim_counts(uneven, options):
    """In one epoch of one job, where gensim's own running sum is still exact."""
    plain = plain_gensim(uneven, options, epochs=1)
    watched = Watched()
    train(uneven, with_changes(options, epochs=1), task=watched.task)
    ((words, loss),) = watched.snapshots[-1].loss_curve
    assert words == sum(survey_corpus(uneven).counts.values())
    assert loss * words == pytest.approx(plain.get_latest_training_loss(), rel=1e-5)


@of(*TELL_LOSS)
def test_two_workers_tell_the_loss_that_one_tells(topics, options, monkeypatch):
    monkeypatch.setattr(gensim_models, "_batch_words", lambda *_: 200)  # so that there is work for two
    mean = []
    for workers in (1, 2):
        watched = Watched()
        train(topics, with_changes(options, epochs=10, workers=workers), task=watched.task)
        curve = watched.snapshots[-1].loss_curve
        assert curve[-1][0] == watched.snapshots[-1].words_total
        mean.append(np.mean([loss for _, loss in curve]))
    assert mean[1] == pytest.approx(mean[0], rel=0.05)


# Stopping -----------------------------------------------------------------------------------------------------------


def test_cancel_ends_the_training_and_its_threads(topics, options):
    def cancel(snapshot):
        watched.task.cancel()

    watched = Watched(cancel)
    before = threading.active_count()
    with pytest.raises(Cancelled):
        train(topics, with_changes(options, epochs=10_000, workers=2), task=watched.task)
    assert threading.active_count() == before
    assert watched.snapshots[-1].words_done < watched.snapshots[-1].words_total / 2


def test_a_task_that_is_cancelled_already_does_not_even_read(topics, options):
    watched = Watched()
    watched.task.cancel()
    with pytest.raises(Cancelled):
        train(topics, options, task=watched.task)
    assert watched.snapshots == []


def test_enough_ends_the_training_and_keeps_what_was_learned(topics, options):
    enough = threading.Event()
    watched = Watched(lambda snapshot: enough.set())
    embedding = train(topics, with_changes(options, epochs=1000), task=watched.task, enough=enough)
    last = watched.snapshots[-1]
    assert last.embedding is embedding
    assert last.words_done < last.words_total
    (notice,) = embedding.notices
    assert " was ended after " in notice
    if trainer_of(options).key != "ppmi":
        assert f" {last.words_done:,} of {last.words_total:,} {last.unit}." in notice


def test_an_error_in_a_snapshot_ends_the_training_instead_of_hanging_it(topics, options):
    def fail(snapshot):
        raise RuntimeError("the listener failed")

    with pytest.raises(RuntimeError, match="the listener failed"):
        train(topics, with_changes(options, workers=2), task=Watched(fail).task)


# Refusing -----------------------------------------------------------------------------------------------------------


def test_words_that_are_all_rarer_than_the_minimum_count_are_told_which_would_do(corpus_of, options):
    with pytest.raises(EmptyCorpus, match=r"^text: no word occurs 5 times or more\. Set .* to 2 or less\.$"):
        train(corpus_of(THREE), with_changes(options, min_count=5))


def test_one_frequent_word_alone_is_refused(corpus_of, options):
    with pytest.raises(EmptyCorpus, match=r"only one word, “the”, occurs 4 times or more\. Set .* to 2 or less\.$"):
        train(corpus_of(THREE), with_changes(options, min_count=4))


def test_a_text_of_one_word_is_refused(corpus_of, options):
    with pytest.raises(EmptyCorpus, match=r"^text: there is only one word in this text, “whale”\. Choose a longer"):
        train(corpus_of("Whale. Whale whale!"), options)


def test_a_list_of_single_words_is_refused(corpus_of, options):
    with pytest.raises(EmptyCorpus, match="each sentence is a single word"):
        train(corpus_of("cat\nelephant\nox\nbutterfly\n"), options)


def test_a_file_that_went_away_is_told(topics, options):
    topics.paths[0].unlink()
    with pytest.raises(UnreadableFile, match=r"^topics\.txt: there is no such file"):
        train(topics, options)


def test_three_sentences_can_be_trained_with_what_is_suggested(corpus_of, options):
    corpus = corpus_of(THREE)
    suggested = trainer_of(options).suggest(survey_corpus(corpus), options, None)
    embedding = train(corpus, with_changes(suggested, epochs=50))
    assert set(embedding.index_to_key) == {"the", "cat", "dog", "is", "are", "fluffy", "and", "friends"}

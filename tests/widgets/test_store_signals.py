import pytest

from explorer.session.store import Store
from widgets.store_signals import StoreSignals

SIGNALS = (
    "embeddings_changed",
    "embedding_changed",
    "projection_changed",
    "word_changed",
    "selection_changed",
    "question_changed",
    "coloring_changed",
    "changed",
)


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def heard(qapp, store):
    signals, told = StoreSignals(store), []
    for name in SIGNALS:
        getattr(signals, name).connect(lambda state, name=name: told.append((name, state)))
    yield told
    signals.deleteLater()


def names(heard):
    return [name for name, _ in heard]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"word": 3}, ["word_changed"]),
        ({"selection": (1, 2)}, ["selection_changed"]),
        ({"metric": "l1"}, ["question_changed"]),
        ({"topn": 5}, ["question_changed"]),
        ({"color_by": "norm"}, ["coloring_changed"]),
        ({"size_by": "none"}, ["coloring_changed"]),
        ({"metric": "l2", "topn": 5}, ["question_changed"]),
        ({"word": 3, "selection": (3,)}, ["word_changed", "selection_changed"]),
    ],
)
def test_each_view_hears_of_what_it_cares_about_once_a_change(store, heard, fields, expected):
    store.change("x", **fields)
    assert names(heard) == [*expected, "changed"]
    assert all(state is store.state for _, state in heard)


def test_a_change_that_changes_nothing_is_not_told(store, heard):
    store.change("x", metric="cosine", selection=())
    assert heard == []


def test_another_embedding_tells_also_of_what_it_cleared(store, heard, small_embedding):
    store.change("Open", embeddings=(small_embedding,), embedding=small_embedding, word=1, selection=(1,))
    heard.clear()
    store.change("Close", embeddings=(), embedding=None)
    assert names(heard) == [
        "embeddings_changed",
        "embedding_changed",
        "word_changed",
        "selection_changed",
        "changed",
    ]


def test_undo_redo_and_what_the_program_does_by_itself_are_told_too(store, heard):
    store.change("Go to a word", word=3)
    store.undo()
    store.redo()
    store.amend(word=4)
    assert names(heard) == ["word_changed", "changed"] * 4
    assert [state.word for name, state in heard if name == "word_changed"] == [3, None, 3, 4]


def test_a_listener_may_change_the_state_in_turn_and_everyone_ends_with_the_last(store, heard, qapp):
    seen = []
    signals = StoreSignals(store)
    signals.word_changed.connect(lambda state: store.amend(selection=(state.word,)))
    signals.changed.connect(lambda _: seen.append(store.state.selection))
    store.change("Go", word=3)
    assert store.state.selection == (3,)
    assert seen[-1] == (3,)
    signals.deleteLater()

import numpy as np
import pytest

from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from explorer.session.state import State
from explorer.session.store import Store


def embedding_of(*words: str) -> Embedding:
    return Embedding("test", words, np.ones((len(words), 2), np.float32))


def map_of(n: int) -> Projection:
    return Projection("pca", np.zeros((n, 2), np.float32), np.arange(n), n)


@pytest.fixture
def store(small_embedding) -> Store:
    return Store(State(embeddings=(small_embedding,), embedding=small_embedding, projection=map_of(60)))


def test_a_change_replaces_fields_and_can_be_taken_back_and_done_again(store):
    store.change("Go to animal1", word=3, selection=(3,))
    assert (store.state.word, store.state.selection) == (3, (3,))
    assert (store.undo_label, store.redo_label) == ("Go to animal1", None)
    store.undo()
    assert (store.state.word, store.state.selection) == (None, ())
    assert (store.undo_label, store.redo_label) == (None, "Go to animal1")
    store.redo()
    assert (store.state.word, store.undo_label) == (3, "Go to animal1")


def test_the_last_hundred_changes_can_be_taken_back_and_no_more(store):
    for index in range(1, 121):
        store.change(f"Go to {index}", topn=100 + index)
    steps = 0
    while store.undo_label:
        store.undo()
        steps += 1
    assert (steps, store.state.topn) == (100, 120)
    while store.redo_label:
        store.redo()
    assert store.state.topn == 220


def test_undo_puts_back_the_very_state_that_was(store):
    before = store.state
    store.change("Select", selection=(1, 2))
    store.undo()
    assert store.state is before


def test_a_change_drops_what_could_be_done_again(store):
    store.change("one", topn=30)
    store.undo()
    store.change("two", topn=40)
    assert store.redo_label is None
    store.redo()
    assert store.state.topn == 40


def test_a_change_that_changes_nothing_is_no_step_and_tells_nobody(store):
    told = []
    store.subscribe(lambda *states: told.append(states))
    store.change("nothing", selection=(), metric="cosine", embedding=store.state.embedding)
    store.undo()
    store.redo()
    assert (store.undo_label, told) == (None, [])


def test_subscribers_are_told_once_a_change_in_their_order(store):
    told = []
    store.subscribe(lambda old, new: told.append(("first", old.word, new.word)))
    store.subscribe(lambda old, new: told.append(("second", old.word, new.word)))
    store.change("Go", word=1, selection=(1,), metric="l1")
    assert told == [("first", None, 1), ("second", None, 1)]
    store.undo()
    assert told[2:] == [("first", 1, None), ("second", 1, None)]


def test_who_ended_the_subscription_is_told_no_more_even_from_within(store):
    told = []

    def once(_old, _new):
        told.append("once")
        stop()

    stop = store.subscribe(once)
    store.subscribe(lambda old, new: told.append("always"))
    store.change("Go", word=1)
    store.change("Go", word=2)
    assert told == ["once", "always", "always"]


def test_a_change_made_by_a_subscriber_is_told_to_all_after_the_one_that_caused_it(store):
    told = []

    def follow(_old, new):
        if new.word != 9:
            store.change("Follow", word=9)
            assert store.state.word == 9

    store.subscribe(follow)
    store.subscribe(lambda old, new: told.append((old.word, new.word)))
    store.change("Go", word=1)
    assert told == [(None, 1), (1, 9)]


def test_a_subscriber_that_fails_does_not_silence_the_store(store):
    told = []

    def fail(_old, new):
        told.append(new.word)
        raise RuntimeError("broken view")

    stop = store.subscribe(fail)
    with pytest.raises(RuntimeError, match="broken view"):
        store.change("Go", word=1)
    stop()
    store.subscribe(lambda old, new: told.append((old.word, new.word)))
    store.change("Go", word=2)
    assert told == [1, (1, 2)]


def test_another_embedding_clears_what_was_keyed_by_word_in_the_same_change(store):
    store.change("Go", word=5, selection=(5, 6))
    told = []
    store.subscribe(lambda old, new: told.append(new))
    other = embedding_of("a", "b")
    store.change("Show other", embedding=other)
    assert len(told) == 1
    state = store.state
    assert (state.embedding, state.projection, state.word, state.selection) == (other, None, None, ())
    store.undo()
    assert (store.state.word, store.state.selection) == (5, (5, 6))
    assert store.state.projection is not None


def test_a_map_and_a_word_can_come_with_the_embedding_they_belong_to(store):
    projection = map_of(2)
    store.change("Show other", embedding=embedding_of("a", "b"), projection=projection, word=1)
    assert (store.state.projection, store.state.word, store.state.selection) == (projection, 1, ())


def test_opening_a_text_leaves_the_map_alone(store):
    projection = store.state.projection
    store.change("Open text", corpora=(Corpus("text", (), 0, ()),))
    assert store.state.projection is projection


def test_an_amendment_tells_subscribers_but_is_no_step(store):
    told = []
    store.subscribe(lambda old, new: told.append(new))
    store.amend(projection=map_of(60))
    store.amend(projection=store.state.projection)
    assert (len(told), store.undo_label) == (1, None)


def test_an_amendment_keeps_what_could_be_done_again(store):
    store.change("Go", word=1)
    store.undo()
    store.amend(projection=map_of(60))
    assert store.redo_label == "Go"


def test_undoing_what_the_user_did_does_not_undo_what_the_program_did(store):
    store.change("Go", word=1)
    store.change("Go", word=2)
    store.undo()
    live = map_of(60)
    store.amend(projection=live)
    store.undo()
    assert (store.state.word, store.state.projection) == (None, live)
    store.redo()
    store.redo()
    assert (store.state.word, store.state.projection) == (2, live)


def test_an_amendment_leaves_an_older_map_that_the_user_replaced_as_it_was(store):
    older, live = store.state.projection, map_of(60)
    store.change("Project by PCA", projection=map_of(60))
    store.amend(projection=live)
    store.undo()
    assert store.state.projection is older


def test_an_amendment_does_not_reach_the_states_of_another_embedding(store):
    first = store.state.embedding
    store.change("Show other", embedding=embedding_of("a", "b"))
    store.change("Show no map", topn=50)
    store.change("Show first", embedding=first)
    store.amend(projection=map_of(60))
    store.undo()
    assert (store.state.embedding.name, store.state.projection) == ("test", None)


def test_vectors_that_are_being_learned_are_swapped_in_every_remembered_state(store):
    live = store.state.embedding
    store.change("Go", word=1, selection=(1,))
    store.change("Open other", embeddings=(live, embedding_of("a")), topn=5)
    learned = Embedding("learned", live.index_to_key, live.vectors * 2)
    projection = map_of(60)
    store.swap_embedding(live, learned, projection=projection)
    assert (store.state.embedding, store.state.projection) == (learned, projection)
    assert (store.state.word, store.state.selection) == (1, (1,))
    assert store.state.embeddings[0] is learned
    while store.undo_label:
        store.undo()
        assert store.state.embedding is learned
        assert store.state.embeddings == (learned,)


def test_vectors_of_other_words_are_not_swapped(store):
    with pytest.raises(ValueError, match="other words"):
        store.swap_embedding(store.state.embedding, embedding_of("a"))


def test_forgetting_lets_go_of_every_other_state(store):
    store.change("Go", word=1)
    store.change("Go", word=2)
    store.undo()
    store.forget()
    assert (store.undo_label, store.redo_label, store.state.word) == (None, None, 1)
    store.undo()
    store.redo()
    assert store.state.word == 1


def test_an_embedding_that_is_withdrawn_was_never_there():
    first, second = embedding_of("a", "b", "c", "d"), embedding_of("e", "f", "g", "h")
    store = Store()
    store.change("Open first", embeddings=(first,), embedding=first)
    store.change("Train second", embeddings=(first, second), embedding=second)
    store.change("Go to a word", word=3, selection=(3,))
    store.withdraw(second, first)
    assert store.state.embeddings == (first,)
    assert store.state.embedding is first
    assert store.state.word is None
    assert store.undo_label == "Open first"
    store.undo()
    assert store.state.embeddings == ()
    store.redo()
    assert store.state.embedding is first
    assert store.redo_label is None


def test_what_was_done_beside_a_withdrawn_embedding_can_still_be_undone():
    first, second = embedding_of("a", "b", "c", "d"), embedding_of("e", "f", "g", "h")
    store = Store()
    store.change("Open first", embeddings=(first,), embedding=first)
    store.change("Train second", embeddings=(first, second), embedding=second)
    store.change("Neighbours by L1", metric="l1")
    store.withdraw(second, first)
    assert store.state.metric == "l1"
    store.undo()
    assert store.state.metric == "cosine"


def test_what_is_shown_for_a_while_is_exchanged_in_every_remembered_state(store):
    usual, passing = store.state.projection, map_of(60)
    store.change("Go", word=1)
    store.exchange("projection", usual, passing)
    assert store.state.projection is passing
    store.change("Open other", embeddings=(store.state.embedding, other := embedding_of("a")), embedding=other)
    store.exchange("projection", passing, usual)
    assert store.state.projection is None
    store.undo()
    assert store.state.projection is usual
    store.undo()
    assert (store.state.projection, store.redo_label) == (usual, "Go")

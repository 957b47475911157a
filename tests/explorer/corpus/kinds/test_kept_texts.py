"""Texts that were slow to get at are kept as they were."""

import gc
import os
import threading

from hypothesis import given
from hypothesis import strategies as st

from explorer.corpus.kinds.kept_texts import KeptTexts

LINE = st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)))


@given(st.lists(st.lists(LINE), max_size=5))
def test_every_text_is_read_as_it_was_kept(texts):
    store = KeptTexts()
    kept = [store.keep(lines) for lines in texts]
    assert [list(each.lines()) for each in reversed(kept)] == texts[::-1]


def test_several_threads_read_at_once_and_progress_ends_at_the_end():
    store, seen, outcomes = KeptTexts(), [], []
    kept = [store.keep(f"{name} {number}" for number in range(3_000)) for name in "ab"]
    threads = [threading.Thread(target=lambda each=each: outcomes.append(list(each.lines()))) for each in kept]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(lines) for lines in outcomes) == [3_000, 3_000]
    assert {lines[0] for lines in outcomes} == {"a 0", "b 0"}
    list(kept[1].lines(seen.append))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 1)


def test_the_file_goes_with_the_last_of_the_texts():
    kept = KeptTexts().keep(["a"])
    number = kept.texts._file.fileno()
    assert list(kept.lines()) == ["a"]
    del kept
    gc.collect()
    try:
        os.fstat(number)
    except OSError:
        return
    raise AssertionError("the file is still open")

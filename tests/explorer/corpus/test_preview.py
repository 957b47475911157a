"""The first sentences of a corpus, step by step."""

import pytest

from explorer.corpus.preprocessing import TokenOptions, chain_of
from explorer.corpus.preview import SHOWN, preview
from explorer.corpus.reading import open_corpus
from explorer.errors import BadOption
from explorer.samples import data_folder


@pytest.fixture(scope="module")
def moby_dick():
    return open_corpus([data_folder() / "moby-dick.txt"])


def test_the_first_sentences_are_shown_as_written_and_after_each_step(moby_dick):
    found = preview(moby_dick, TokenOptions(stop_words=True))
    assert len(found.texts) == len(found.stages) == SHOWN
    assert found.texts[0] == "ETYMOLOGY."
    assert found.stages[0][-1].tokens == ("etymology",)
    assert [stage.key for stage in found.stages[0]] == ["tokens", "lower", "stop_words"]
    assert found.n_learned == 0
    assert found.language.name == "English"


def test_pieces_are_learned_from_the_first_sentences_until_the_whole_text_was_read(tmp_path):
    (tmp_path / "text.txt").write_text("The cat is fluffy. The dog is fluffy.", encoding="utf-8")
    corpus, options = open_corpus([tmp_path / "text.txt"]), TokenOptions(pieces="bpe", n_pieces=40)
    assert preview(corpus, options).n_learned == 2
    chain_of(corpus, options)
    assert preview(corpus, options).n_learned == 0


def test_what_cannot_be_done_is_told_at_once(moby_dick):
    with pytest.raises(BadOption, match="no lemmatiser for Tamil"):
        preview(moby_dick, TokenOptions(base="lemma", language="ta"))

import pytest

from explorer.analysis.word_queries import words_asked_for
from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.patterns import BadPattern, compiled, pattern_in
from explorer.projection.words import matching
from tests.conftest import three_groups


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("/^un/", "^un"), (" /ing$/i ", "ing$"), ("/a/b/", "a/b"), ("either/or", None), ("/", None), ("//", None)],
)
def test_a_pattern_is_what_stands_between_slashes(text, pattern):
    assert pattern_in(text) == pattern


@pytest.mark.parametrize("text", ["/ANIMAL1/", "/^COLOUR/i", "/(?-i:number)2/", "/[02]$/"])
def test_a_search_and_a_filter_find_the_same_words(text):
    three = three_groups()
    some = Embedding("some", tuple(map(str.title, three.index_to_key[:10])), three.vectors[:10])
    for embedding in (three, some):
        try:
            found = matching(embedding, text).tolist()
        except ExplorerError:
            found = None
        try:
            asked = list(words_asked_for(embedding, text).indices)
        except ExplorerError:
            asked = None
        assert found == asked


def test_what_cannot_be_read_says_where():
    with pytest.raises(BadPattern, match="unterminated subpattern") as told:
        compiled("ki(ng")
    assert told.value.position == 2

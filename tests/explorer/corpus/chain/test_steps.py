"""What each step of the chain makes of words, held against the libraries that know."""

import importlib
import sys
from types import SimpleNamespace

import pytest
import simplemma
import snowballstemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from explorer.corpus.chain import base_forms
from explorer.corpus.chain.languages import LANGUAGES
from explorer.corpus.chain.stop_words import likely_language, stop_list, stop_words_of
from explorer.corpus.preprocessing import TokenOptions, tokenise
from explorer.corpus.token_options import STEPS, told
from explorer.errors import BadOption, MissingLibrary
from explorer.options import described

TEXT = "The whales' 3 ships, and 1,000 better sailors went running."


@pytest.mark.parametrize(
    ("options", "tokens"),
    [
        (TokenOptions(numbers="one"), "the whales <number> ships and <number> better sailors went running"),
        (TokenOptions(numbers="drop", lower=False), "The whales ships and better sailors went running"),
        (TokenOptions(punctuation="keep"), "the whales ' 3 ships , and 1,000 better sailors went running ."),
        (TokenOptions(tokens="spaces"), "the whales 3 ships and 1,000 better sailors went running"),
        (
            TokenOptions(tokens="spaces", punctuation="keep"),
            "the whales' 3 ships, and 1,000 better sailors went running.",
        ),
        (TokenOptions(tokens="pattern", pattern="[A-Z][a-z]+|s[a-z]+s"), "the ships sailors"),
        (TokenOptions(stop_words=True, stop_also="ships, Went"), "whales 3 1,000 better sailors running"),
        (TokenOptions(stop_words=True, stop_not="and"), "whales 3 ships and 1,000 better sailors went running"),
        (TokenOptions(base="snowball"), "the whale 3 ship and 1,000 better sailor went run"),
        (TokenOptions(base="lemma", numbers="one"), "the whale <number> ship and <number> good sailor go run"),
    ],
)
def test_each_step_does_what_it_says(options, tokens):
    assert tokenise(TEXT, options) == tokens.split()


def test_every_field_belongs_to_a_step_or_to_all_of_them():
    fields = [field for step in STEPS.values() for field in step.fields]
    assert sorted([*fields, "language"]) == sorted(described(TokenOptions))


def test_a_chain_is_told_in_a_line():
    options = TokenOptions(stop_words=True, base="snowball", language="de", pieces="bpe", n_pieces=2000)
    line = "Words · lower case · German stop words left out · German Snowball stems · 2,000 BPE pieces"
    assert told(options) == line


def test_signs_are_tokens_of_their_own_and_a_word_keeps_its_apostrophe():
    assert tokenise("Don't stop... “now”!?", TokenOptions(punctuation="keep")) == [
        "don't", "stop", "...", "“", "now", "”", "!", "?",
    ]  # fmt: skip


@pytest.mark.parametrize("code", [code for code, language in LANGUAGES.items() if language.stemmer])
def test_stems_are_those_of_snowball_in_all_its_languages(code):
    words = sorted(stop_words_of(code))[:20] if LANGUAGES[code].has_stop_words else ["words", "слова"]
    step = base_forms.base_form_step("snowball", code)
    assert [step(word) for word in words] == snowballstemmer.stemmer(LANGUAGES[code].stemmer).stemWords(words)


def test_all_stemmers_of_snowball_are_offered():
    offered = {each.stemmer for each in LANGUAGES.values()} | {each.porter for each in LANGUAGES.values()}
    assert offered - {""} == set(snowballstemmer.algorithms())


@pytest.mark.parametrize(("word", "stem"), [("relational", "relat"), ("hopping", "hop"), ("sensibiliti", "sensibl")])
def test_porter_stems_are_those_of_his_paper(word, stem):
    assert base_forms.base_form_step("porter", "en")(word) == stem


def test_lemmas_are_those_of_simplemma():
    words = ["whales", "was", "better", "ships", "mice"]
    assert tokenise(" ".join(words), TokenOptions(base="lemma")) == [simplemma.lemmatize(w, lang="en") for w in words]


def test_every_language_with_lemmas_is_known_to_simplemma():
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    assert {each.lemmas for each in LANGUAGES.values()} - {""} == set(SUPPORTED_LANGUAGES)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (TokenOptions(base="lemma", language="ta"), "no lemmatiser for Tamil. Take Snowball stems instead"),
        (TokenOptions(base="snowball", language="la"), "no stemmer for Latin. Take lemmas instead"),
        (TokenOptions(base="porter", language="de"), "no Porter stemmer for German. Take Snowball stems"),
        (TokenOptions(base="lemma", language="zh"), "no lemmatiser for Chinese. Choose another language"),
        (TokenOptions(stop_words=True, language="yi"), "no list of Yiddish stop words"),
        (TokenOptions(tokens="pattern", pattern="(a"), "no regular expression: missing ), unterminated subpattern at"),
        (TokenOptions(tokens="pattern", pattern=""), "regular expression is empty"),
    ],
)
def test_what_a_language_or_a_pattern_cannot_do_is_told_with_what_to_do_instead(options, sentence):
    with pytest.raises(BadOption, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        tokenise(TEXT, options)


def test_optional_libraries_that_are_missing_are_announced(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for options in (TokenOptions(base="spacy"), TokenOptions(chinese="jieba")):
        with pytest.raises(MissingLibrary, match="pip install"):
            tokenise(TEXT, options)


def test_each_character_of_scripts_without_blanks_can_be_a_word():
    text = "私は猫がすきです。고양이 cats ラーメン"
    assert tokenise(text) == ["私", "は", "猫", "がすきです", "고양이", "cats", "ラーメン"]
    one_by_one = [*"私は猫がすきです고양이", "cats", *"ラーメン"]
    assert tokenise(text, TokenOptions(chinese="kana")) == one_by_one


def test_a_segmenter_finds_chinese_words_between_others_and_their_places(monkeypatch):
    """Jieba need not be installed for the tests: a module of its interface stands for it."""
    jieba = SimpleNamespace(setLogLevel=lambda level: None, cut=lambda run: [run[:2], *run[2:]])
    monkeypatch.setitem(sys.modules, "jieba", jieba)
    monkeypatch.setattr("explorer.corpus.chain.segmenting.has_jieba", lambda: True)
    from explorer.corpus.preprocessing import plain_chain

    chain = plain_chain(TokenOptions(chinese="jieba", stop_not="x"))  # no other test has this chain
    assert next(chain.read(["我们爱cats和狗"])) == ["我们", "爱", "cats", "和狗"]
    assert next(chain.places(["我们爱cats和狗"])) == [(0, 2), (2, 3), (3, 7), (7, 9)]


def test_a_model_of_spacy_gives_the_lemmas_of_its_language(monkeypatch):
    """Spacy need not be installed for the tests: a module of its interface stands for it."""
    parted = {"l'arbres": ("l'/le", "arbres/arbre"), "won't": ("wo/will", "n't/not"), "i": ("i/I",)}

    def parts_of(word):
        parts = (part.split("/") for part in parted.get(word, ("whales/whale",)))
        return [SimpleNamespace(text=text, lemma_=lemma) for text, lemma in parts]

    spacy = SimpleNamespace(
        util=SimpleNamespace(get_installed_models=lambda: ["de_core_news_sm", "en_core_web_sm"]),
        load=lambda name, exclude: parts_of if name == "en_core_web_sm" else None,
    )
    monkeypatch.setitem(sys.modules, "spacy", spacy)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spacy)
    words = ("whales", "l'arbres", "won't", "i")  # spaCy takes some of them apart
    assert [*map(base_forms.base_form_step("spacy", "en"), words)] == ["whale", "l'arbre", "won't", "i"]
    base_forms._spacy_model.cache_clear()  # it is none for other tests
    with pytest.raises(BadOption, match="spaCy has no model for French here"):
        base_forms.base_form_step("spacy", "fr")


def test_the_english_list_agrees_with_that_of_scikit_learn_on_the_commonest_words():
    common = stop_words_of("en") & ENGLISH_STOP_WORDS
    assert {"the", "of", "and", "to", "in", "is", "he", "with", "not"} <= common
    assert len(common) > 110


@pytest.mark.parametrize("code", [code for code, language in LANGUAGES.items() if language.has_stop_words])
def test_stop_lists_hold_words_in_small_letters_as_the_tokens_have_them(code):
    words = stop_words_of(code)
    assert len(words) > 30
    assert all(word == word.lower() and not word.startswith("#") and len(word.split()) == 1 for word in words)


def test_a_list_is_edited_by_adding_and_taking_away():
    assert stop_list("en", True, "whale ship", "the;ship") == (stop_words_of("en") | {"whale"}) - {"the"}
    assert stop_list("yi", False, "und", "") == {"und"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the dog and the cat are in the house of a friend", "English"),
        ("der hund und die katze sind im haus von einem freund", "German"),
        ("le chien et le chat sont dans la maison de mon ami", "French"),
        ("el perro y el gato están en la casa de un amigo", "Spanish"),
        ("собака и кошка в доме у друга, но не на улице", "Russian"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_stop_words(text, name):
    assert likely_language(tokenise(text)).name == name


def test_no_language_is_guessed_where_no_stop_words_are():
    assert likely_language(["xyzzy", "plugh"]) is None
    assert likely_language([]) is None

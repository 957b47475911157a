"""Bringing words to a base form, so that “whale” and “whales” are one: by stemming or by lemmatisation."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from explorer.corpus.chain.languages import LANGUAGES
from explorer.errors import BadOption, MissingLibrary

CHOICES = {
    "none": "As they are",
    "snowball": "Snowball stems",
    "porter": "Porter stems",
    "lemma": "Lemmas",
    "spacy": "Lemmas by spaCy",
}

_APOSTROPHES = ("'", "’")


def base_form_step(choice: str, code: str) -> Callable[[str], str] | None:
    """A step that gives the base form of a word of a language; None for "none".

    "snowball" and "porter" cut endings off by rules (Porter 1980, An Algorithm for Suffix Stripping), "lemma" looks
    words up in simplemma's dictionaries, "spacy" asks a model of spaCy's that the user has installed.

    Raises
    ------
    BadOption      : this is not known of the language.
    MissingLibrary : spaCy or a model of the language is not installed.

    Example: ``base_form_step("lemma", "en")("whales")`` is ``"whale"``.
    """
    if choice == "none":
        return None
    language = LANGUAGES[code]
    if choice == "lemma":
        if not language.lemmas:
            raise BadOption(_unknown("lemmatiser", language.name, "Snowball stems" if language.stemmer else ""))
        return _simplemma(language.lemmas)
    if choice == "spacy":
        return _spacy(code)
    algorithm = language.porter if choice == "porter" else language.stemmer
    if not algorithm:
        instead = "Snowball stems" if choice == "porter" and language.stemmer else "lemmas" if language.lemmas else ""
        raise BadOption(_unknown("Porter stemmer" if choice == "porter" else "stemmer", language.name, instead))
    return _snowball(algorithm)


def _unknown(what: str, language: str, instead: str) -> str:
    either = f"Take {instead} instead, choose" if instead else "Choose"
    return f"There is no {what} for {language}. {either} another language, or leave words as they are."


def _snowball(algorithm: str) -> Callable[[str], str]:
    import snowballstemmer

    stem = snowballstemmer.stemmer(algorithm).stemWord
    return lambda token: str(stem(token)) or token


def _simplemma(code: str) -> Callable[[str], str]:
    from simplemma import lemmatize

    return lambda token: str(lemmatize(token, lang=code)) or token


def spacy_models(code: str) -> list[str]:
    """The models of spaCy's for a language that are installed; none if spaCy is not."""
    if importlib.util.find_spec("spacy") is None:
        return []
    spacy: Any = importlib.import_module("spacy")
    found = sorted(spacy.util.get_installed_models())
    return [name for name in found if name.split("_")[0] == ("no" if code in ("nb", "nn") else code)]


def _spacy(code: str) -> Callable[[str], str]:
    name = LANGUAGES[code].name
    if importlib.util.find_spec("spacy") is None:
        raise MissingLibrary("spacy", "Finding lemmas by spaCy")
    models = spacy_models(code)
    if not models:
        raise BadOption(
            f"spaCy has no model for {name} here. Install one (python -m spacy download ...), or take other base forms."
        )
    return lambda token: _lemma_of_last(token, _spacy_model(models[0])(token))


def _lemma_of_last(token: str, parts: Sequence[Any]) -> str:
    """The lemma of a word; of one that spaCy parts behind an apostrophe, such as "l'arbres", what follows is changed.

    Those that it parts elsewhere stay as they are: the lemmas of "won't" and "well-known" make up no word.
    """
    if not parts or not all(part.text.endswith(_APOSTROPHES) for part in parts[:-1]):
        return token
    lemma = str(parts[-1].lemma_).strip() or parts[-1].text
    return "".join(part.text for part in parts[:-1]) + (lemma.lower() if token.islower() else lemma)


@cache
def _spacy_model(name: str) -> Any:
    """A model of spaCy's, read when the first word is looked up."""
    spacy: Any = importlib.import_module("spacy")
    return spacy.load(name, exclude=["parser", "ner"])

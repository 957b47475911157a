"""The languages whose words can be brought to base forms or whose stop words are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from explorer.shipped import data_folder


@dataclass(frozen=True)
class Language:
    """A language and what is known of it.

    code:      by ISO 639: "en"
    name:      in English: "English"
    stemmer:   the algorithm of Snowball, "" if there is none
    porter:    Porter's own algorithm for it, "" if there is none
    lemmas:    how simplemma calls it, "" if it has no lemmas of it
    """

    code: str
    name: str
    stemmer: str = ""
    porter: str = ""
    lemmas: str = ""

    @property
    def has_stop_words(self) -> bool:
        """Whether a list of its stop words is shipped."""
        return (data_folder() / "stop-words" / f"{self.code}.txt").is_file()


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        each.code: each
        for each in (
            Language("sq", "Albanian", "", "", "sq"),
            Language("grc", "Ancient Greek", "", "", "grc"),
            Language("ar", "Arabic", "arabic", "", "ar"),
            Language("hy", "Armenian", "armenian", "", "hy"),
            Language("ast", "Asturian", "", "", "ast"),
            Language("eu", "Basque", "basque"),
            Language("bg", "Bulgarian", "", "", "bg"),
            Language("ca", "Catalan", "catalan", "", "ca"),
            Language("zh", "Chinese"),
            Language("hr", "Croatian", "", "", "hbs"),
            Language("cs", "Czech", "czech", "", "cs"),
            Language("da", "Danish", "danish", "", "da"),
            Language("nl", "Dutch", "dutch", "dutch_porter", "nl"),
            Language("en", "English", "english", "porter", "en"),
            Language("eo", "Esperanto", "esperanto", "", "eo"),
            Language("et", "Estonian", "estonian", "", "et"),
            Language("fi", "Finnish", "finnish", "", "fi"),
            Language("fr", "French", "french", "", "fr"),
            Language("gl", "Galician", "", "", "gl"),
            Language("ka", "Georgian", "", "", "ka"),
            Language("de", "German", "german", "", "de"),
            Language("el", "Greek", "greek", "", "el"),
            Language("he", "Hebrew", "", "", "he"),
            Language("hi", "Hindi", "hindi", "", "hi"),
            Language("hu", "Hungarian", "hungarian", "", "hu"),
            Language("is", "Icelandic", "", "", "is"),
            Language("id", "Indonesian", "indonesian", "", "id"),
            Language("ga", "Irish", "irish", "", "ga"),
            Language("it", "Italian", "italian", "", "it"),
            Language("ja", "Japanese"),
            Language("la", "Latin", "", "", "la"),
            Language("lv", "Latvian", "", "", "lv"),
            Language("lt", "Lithuanian", "lithuanian", "", "lt"),
            Language("lb", "Luxembourgish", "", "", "lb"),
            Language("mk", "Macedonian", "", "", "mk"),
            Language("ms", "Malay", "", "", "ms"),
            Language("ml", "Malayalam", "", "", "ml"),
            Language("gv", "Manx", "", "", "gv"),
            Language("enm", "Middle English", "", "", "enm"),
            Language("ne", "Nepali", "nepali"),
            Language("se", "Northern Sámi", "", "", "se"),
            Language("nb", "Norwegian Bokmål", "norwegian", "", "nb"),
            Language("nn", "Norwegian Nynorsk", "norwegian", "", "nn"),
            Language("fa", "Persian", "persian", "", "fa"),
            Language("pl", "Polish", "polish", "", "pl"),
            Language("pt", "Portuguese", "portuguese", "", "pt"),
            Language("ro", "Romanian", "romanian", "", "ro"),
            Language("ru", "Russian", "russian", "", "ru"),
            Language("gd", "Scottish Gaelic", "", "", "gd"),
            Language("sr", "Serbian", "serbian", "", "hbs"),
            Language("st", "Sesotho", "sesotho"),
            Language("sk", "Slovak", "", "", "sk"),
            Language("sl", "Slovenian", "", "", "sl"),
            Language("es", "Spanish", "spanish", "", "es"),
            Language("sw", "Swahili", "", "", "sw"),
            Language("sv", "Swedish", "swedish", "", "sv"),
            Language("tl", "Tagalog", "", "", "tl"),
            Language("ta", "Tamil", "tamil"),
            Language("tr", "Turkish", "turkish", "", "tr"),
            Language("uk", "Ukrainian", "", "", "uk"),
            Language("cy", "Welsh", "", "", "cy"),
            Language("yi", "Yiddish", "yiddish"),
        )
    }
)
"""The languages by code, in the order of their names."""

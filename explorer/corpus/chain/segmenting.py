"""Parting Chinese text, which has no blanks, into words: by jieba, if it is installed."""

from __future__ import annotations

import importlib
import importlib.util
import logging
from collections.abc import Callable
from typing import Any

from explorer.errors import MissingLibrary

Segment = Callable[[str], list[str]]
"""Parts a run of Chinese characters into words that make it up."""


def has_jieba() -> bool:
    """Whether jieba is installed."""
    return importlib.util.find_spec("jieba") is not None


def jieba_segment() -> Segment:
    """The segmenter jieba; its dictionary is read at the first call.

    Raises
    ------
    MissingLibrary : it is not installed.
    """
    if not has_jieba():
        raise MissingLibrary("jieba", "Finding Chinese words")
    jieba: Any = importlib.import_module("jieba")
    jieba.setLogLevel(logging.WARNING)  # it tells of its dictionary otherwise
    return lambda run: [str(word) for word in jieba.cut(run)]

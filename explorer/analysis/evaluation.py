"""How good word vectors are by tests that people share: files of analogies and of judged pairs of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.analysis.analogy_questions import Questions, Score, evaluate_analogies, questions_in
from explorer.analysis.word_pairs import Agreement, WordPairs, evaluate_word_pairs, is_number, pairs_in
from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.neighbors.space import AS_LOADED, Space, in_space
from explorer.opening import read_head, text_lines
from explorer.options import check_options, option
from explorer.task import Task

Test = Sequence[Questions] | WordPairs

_HEAD = 1 << 16  # bytes that tell whether a file is a test


@dataclass(frozen=True)
class EvaluationOptions:
    """What of the vocabulary takes part in a test."""

    words: int = option(
        0,
        "Known words",
        "Only so many words, the first of the file, are known and can be answers; many published figures are of"
        " 300,000.",
        minimum=0,
        least="all",
    )

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What came out.

    name:      of the embedding
    analogies: a score for each section, the last that of all together; () if no analogies were asked
    pairs:     an agreement for each file of judged pairs
    space:     in which space the words were compared: "centred", or "" as they were loaded
    n_words:   how many words were known
    """

    name: str
    analogies: tuple[Score, ...]
    pairs: tuple[Agreement, ...]
    space: str
    n_words: int


def read_test(path: Path) -> Test:
    """Read a file of analogies or of judged pairs; which it is, its lines tell.

    Raises
    ------
    UnreadableFile : it cannot be read, is no UTF-8 text, or holds neither.
    """
    lines = text_lines(path)
    sections, pairs = questions_in(lines, path.stem), tuple(pairs_in(lines))
    n_questions = _n_of_words(sections)
    if not pairs and not n_questions:
        raise UnreadableFile(
            path, "it holds neither analogies (four words a line) nor judged pairs (two words and a number a line)."
        )
    is_of_questions = n_questions and (n_questions > len(pairs) or any(line.startswith(":") for line in lines))
    return sections if is_of_questions else WordPairs(path.stem, pairs)


def is_test(path: Path) -> bool:
    """Whether a file looks like one of analogies or judged pairs, and not like a text or word vectors."""
    try:
        head, is_whole = read_head(path, _HEAD)
    except UnreadableFile:
        return False
    lines = head.decode("utf-8", errors="replace").splitlines()
    if not is_whole:
        lines.pop()  # cut somewhere
    telling = [line for line in lines if line.strip() and not line.startswith((":", "#"))]
    n_asking = _n_of_words(questions_in(telling, "")) + sum(1 for _ in pairs_in(telling))
    return n_asking > 0 and 2 * n_asking >= len(telling)


def _n_of_words(sections: Sequence[Questions]) -> int:
    """How many questions are of words; of four on a line the third may be a number, as in a file of judged pairs."""
    return sum(not is_number(quadruple[2]) for section in sections for quadruple in section.quadruples)


def evaluate(
    embedding: Embedding,
    tests: Sequence[Test],
    options: EvaluationOptions = EvaluationOptions(),
    space: Space = AS_LOADED,
    task: Task = Task(),
) -> Evaluation:
    """Ask all analogies and compare all judged pairs, in a space.

    Raises
    ------
    ExplorerError : as `space.in_space` does.
    """
    moved = in_space(embedding, space, task.part(0, 0.1))
    n_words = options.words or None
    sections = [section for test in tests if not isinstance(test, WordPairs) for section in test]
    pairs = [test for test in tests if isinstance(test, WordPairs)]
    judged = evaluate_word_pairs(moved, pairs, n_words, task.part(0.1, 0.2))
    scores = evaluate_analogies(moved, sections, n_words, task.part(0.2, 1)) if sections else []
    known = min(n_words or len(embedding), len(embedding))
    return Evaluation(embedding.name, tuple(scores), tuple(judged), space.told(embedding.dim), known)


def evaluate_files(
    embedding: Embedding,
    paths: Sequence[Path],
    options: EvaluationOptions = EvaluationOptions(),
    space: Space = AS_LOADED,
    task: Task = Task(),
) -> Evaluation:
    """Read files of analogies or judged pairs, and `evaluate`; all are read before the first is asked.

    Raises
    ------
    As `read_test` and `evaluate` do.
    """
    return evaluate(embedding, [read_test(path) for path in paths], options, space, task)

"""The samples that ship with the program: what a newcomer opens by one click."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from explorer.corpus.reading import Corpus, open_corpus
from explorer.embedding import Embedding
from explorer.errors import BadOption, UnreadableFile, UnwritableFile, reason_of
from explorer.formats.cache import cache_folder
from explorer.shipped import damaged, data_folder, shipped_text
from explorer.task import Task
from explorer.training.options import Word2VecOptions

_REPAIR = "Install Lexiscope again."
_MOST_BYTES = 64 << 20  # of an unpacked archive; ours has 11 MB

_PARTIES = {
    "d": "Democratic",
    "dr": "Democratic-Republican",
    "f": "Federalist",
    "n": "none",
    "nu": "National Union",
    "r": "Republican",
    "w": "Whig",
    "wd": "Whig, later none",
}


@dataclass(frozen=True)
class Sample:
    """One of the samples.

    key:       how the program calls it, and its files: "moby-dick"
    title:     how the start page calls it
    sentence:  what it leads to
    kind:      "corpus" (to be trained on) or "vectors" (ready to be projected)
    color_by:  how the points of its map are coloured at first, as the `State` tells it
    settings:  the parameters of word2vec that suit a corpus of its size and differ from the defaults
    """

    key: str
    title: str
    sentence: str
    kind: Literal["corpus", "vectors"]
    color_by: str = "none"
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def word2vec(self) -> Word2VecOptions:
        """The parameters of word2vec that suit the corpus."""
        return Word2VecOptions(**self.settings)


SAMPLES: tuple[Sample, ...] = (
    Sample(
        "moby-dick",
        "Moby-Dick",
        "Train word2vec on the novel and watch whales, ships and sailors find their places.",
        "corpus",
        # 200,000 words are few: fewer dimensions than usual, and more rounds.
        settings=MappingProxyType({"dim": 30, "epochs": 20}),
    ),
    Sample(
        "glove-10k",
        "GloVe, 10,000 words",
        "The most frequent words of English as Stanford's GloVe knows them, coloured by part of speech or by meaning.",
        "vectors",
        color_by="column:part of speech",
    ),
    Sample(
        "state-of-the-union",
        "State of the Union",
        "Train on 233 speeches of American presidents, from 1790 to 2021, a folder of one text each.",
        "corpus",
        settings=MappingProxyType({"min_count": 10}),
    ),
    Sample(
        "three-sentences",
        "Three sentences",
        "A cat, a dog and eight words in all: small enough to follow every number of the training.",
        "corpus",
        # Every word is frequent in a corpus of fifteen words: none may be dropped for it.
        settings=MappingProxyType({"dim": 10, "window": 3, "min_count": 1, "epochs": 500, "sample": 0.0, "workers": 1}),
    ),
)


def sample_of(key: str) -> Sample:
    """The sample of that key.

    Raises
    ------
    BadOption : there is none.
    """
    for sample in SAMPLES:
        if sample.key == key:
            return sample
    raise BadOption(f"There is no sample “{key}”; choose one of {', '.join(each.key for each in SAMPLES)}.")


def card_picture(key: str, theme_name: str) -> Path:
    """The picture of what a sample leads to, drawn by the program in the theme "dark" or "light"."""
    return data_folder() / "cards" / f"{key}-{theme_name}.png"


def open_sample(key: str, task: Task = Task()) -> Embedding | Corpus:
    """Open a sample: an `Embedding` if its kind is "vectors", otherwise a `Corpus`.

    Raises
    ------
    BadOption       : there is no sample of that key.
    UnreadableFile  : its file is missing or damaged.
    UnwritableFile  : the archive of the speeches cannot be unpacked into the cache folder.
    """
    sample = sample_of(key)
    task.step(0, 1, f"Opening {sample.title}")
    if sample.kind == "vectors":
        return _glove(task)
    if key == "state-of-the-union":
        folder = _unpacked(data_folder() / f"{key}.tar.gz", task.part(0, 0.5))
        return _with_speakers(open_corpus([folder], task.part(0.5, 1)))
    return open_corpus([data_folder() / f"{key}.txt"], task)


def _with_speakers(corpus: Corpus) -> Corpus:
    """The speeches with what their files' names tell: 1869_ulysses_s_grant_r is of Ulysses S. Grant, a Republican."""
    parts = []
    for part in corpus.parts:
        year, *name, party = part.path.stem.split("_")
        president = " ".join(f"{each.upper()}." if len(each) == 1 else each.capitalize() for each in name)
        about = {"year": year, "president": president.replace("Mc ", "Mc"), "party": _PARTIES[party]}
        parts.append(replace(part, metadata=MappingProxyType(about)))
    return replace(corpus, parts=tuple(parts))


def _glove(task: Task) -> Embedding:
    """GloVe's words with what WordNet knows of them: part of speech, and supersense of the most used sense."""
    stem = data_folder() / "glove.6B.50d.first10000"
    words = tuple(shipped_text(stem.with_name(f"{stem.name}.words.txt")).removesuffix("\n").split("\n"))
    table = stem.with_name(f"{stem.name}.wordnet.tsv")
    rows = [line.split("\t") for line in shipped_text(table).removesuffix("\n").split("\n")[1:]]
    array = stem.with_name(f"{stem.name}.f16.npy")
    task.step(1, 2, "Reading vectors")
    try:
        vectors = np.load(array, allow_pickle=False).astype(np.float32)
    except (OSError, ValueError) as error:
        raise damaged(array) from error
    if tuple(row[0] for row in rows) != words or any(len(row) != 4 for row in rows):
        raise UnreadableFile(table, f"it does not fit the words beside it. {_REPAIR}")
    return Embedding(
        name="glove.6B.50d · 10,000 words",
        index_to_key=words,
        vectors=vectors,
        metadata=MappingProxyType(
            {"part of speech": tuple(row[2] for row in rows), "supersense": tuple(row[3] for row in rows)}
        ),
        origin="the most frequent words of Stanford's GloVe 6B",
    )


def _unpacked(archive: Path, task: Task) -> Path:
    """The folder in the cache that holds the archive's texts, unpacked now unless they are all there."""
    folder = cache_folder().with_name("samples") / archive.name.removesuffix(".tar.gz")
    try:
        with tarfile.open(archive, "r:gz") as tar:
            members = [_harmless(member, archive) for member in tar]
            if sum(member.size for member in members) > _MOST_BYTES:
                raise UnreadableFile(archive, f"it unpacks to more than it should. {_REPAIR}")
            if not _is_whole(folder, members):
                _unpack(tar, members, folder, task)
    except (tarfile.TarError, EOFError, FileNotFoundError) as error:
        raise damaged(archive) from error
    except OSError as error:
        raise UnwritableFile(
            folder, f"{reason_of(error)}. Make room, or set LEXISCOPE_CACHE to another folder."
        ) from error
    return folder


def _harmless(member: tarfile.TarInfo, archive: Path) -> tarfile.TarInfo:
    """The member, if it is a text beside the others: no folder, link or device, and no way out of the folder."""
    if not member.isreg() or member.name.startswith(".") or Path(member.name).name != member.name:
        raise UnreadableFile(archive, f"“{member.name}” in it is not a plain text. {_REPAIR}")
    return member


def _is_whole(folder: Path, members: list[tarfile.TarInfo]) -> bool:
    """Whether the folder holds just these files, each of its size."""
    if not folder.is_dir():
        return False
    found = {path.name: path.stat().st_size for path in folder.iterdir()}
    return found == {member.name: member.size for member in members}


def _unpack(tar: tarfile.TarFile, members: list[tarfile.TarInfo], folder: Path, task: Task) -> None:
    """Unpack beside the folder and rename, so that the folder is there as a whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        fresh = Path(beside) / folder.name
        fresh.mkdir()
        for place, member in enumerate(members):
            task.step(place, len(members), "Unpacking the speeches")
            # The content alone is taken: before Python 3.11.4, tarfile cannot filter what an archive would set.
            content = tar.extractfile(member)
            assert content is not None  # _harmless let regular files pass only
            with content, (fresh / member.name).open("wb") as file:
                shutil.copyfileobj(content, file)
        if folder.exists():
            folder.replace(Path(beside) / "old")
        fresh.replace(folder)

"""Draw what each sample leads to, by the program itself: data/cards/KEY-THEME.png for the start page.

Takes some minutes. Run it by `make cards`, when the look of the map or a sample changes, and look at the result.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding
from explorer.projection.methods import project
from explorer.samples import SAMPLES, Sample, card_picture, open_sample
from explorer.training.gensim_models import train_word2vec
from widgets.map.picture import draw_map
from widgets.saving import write_png
from widgets.theme import THEMES, load_fonts

SIZE, SCALE = (300, 180), 2  # of a card, drawn for a sharp screen
WORDS = 2_500  # more would be a cloud at this size
COLOR = {"glove-10k": "column:part of speech"}


def embedding_of(sample: Sample) -> Embedding:
    """The sample's vectors, or those that training on it gives, the same each time."""
    opened = open_sample(sample.key)
    if isinstance(opened, Corpus):
        return train_word2vec(opened, replace(sample.word2vec, workers=1))
    return opened


def main() -> int:
    """Draw the cards of all samples, or of those that are named."""
    load_fonts(QApplication(sys.argv[:1]))
    for sample in SAMPLES:
        if sys.argv[1:] and sample.key not in sys.argv[1:]:
            continue
        embedding = embedding_of(sample)
        projection = project(embedding, "umap" if len(embedding) > 100 else "pca", n_words=min(WORDS, len(embedding)))
        for theme in THEMES.values():
            image = draw_map(
                embedding,
                projection,
                size=SIZE,
                scale=SCALE,
                theme=theme,
                color_by=COLOR.get(sample.key, "none"),
            )
            path = card_picture(sample.key, theme.name)
            path.parent.mkdir(exist_ok=True)
            write_png(image, path)
            print(f"{path.name}: {projection.method}, {len(projection):,} of {len(embedding):,} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())

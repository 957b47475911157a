"""Draw what each sample leads to, by the program itself: data/cards/KEY-THEME.png for the start page.

Takes some minutes. Run it by `make cards`, when the look of the map or a sample changes, and look at the result.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding
from explorer.projection.methods import project
from explorer.projection.projection import Projection
from explorer.samples import SAMPLES, Sample, card_picture, open_sample
from explorer.training.trainers import train
from widgets.map.coloring import color_points, discs_of
from widgets.map.drawing import Drawing, image_of_drawing
from widgets.map.fitting import fit
from widgets.map.labels import LabelWriter
from widgets.map.points import shuffled
from widgets.map.scene import Scene
from widgets.parts.pictures import write_picture
from widgets.theme import THEMES, Theme, load_fonts

SIZE, SCALE = (300, 180), 2  # of a card, drawn for a sharp screen
MARGIN = 14.0
DENSITY = 0.5  # of the words that are written
WORDS = slice(120, 2_000)  # without “the” and “of”, which say little; more would be a cloud at this size
CLOSER = 1.3  # so far zoomed in that the card is filled


def embedding_of(sample: Sample) -> Embedding:
    """The sample's vectors, or those that training on it gives, the same each time."""
    opened = open_sample(sample.key)
    if isinstance(opened, Corpus):
        opened = train(opened, replace(sample.word2vec, workers=1))
    return opened if len(opened) < WORDS.stop else part_of(opened, WORDS)


def part_of(embedding: Embedding, words: slice) -> Embedding:
    """The embedding of some of the words."""
    return replace(
        embedding,
        index_to_key=embedding.index_to_key[words],
        vectors=embedding.vectors[words],
        counts=None if embedding.counts is None else embedding.counts[words],
        metadata={name: column[words] for name, column in embedding.metadata.items()},
    )


def card(embedding: Embedding, projection: Projection, theme: Theme, color_by: str, closer: float) -> QImage:
    """The map as the window shows it, but close up to the edges and without a legend, which would fill a card.

    closer:  how far zoomed in on the middle of the words; 1 shows all of them, and writes as many as there is room for
    """
    points = shuffled(projection)
    coloring = color_points(embedding, projection, color_by, "frequency", theme)
    scene = Scene(embedding, projection, theme, points, discs_of(points, coloring))
    camera = fit(projection.points, *SIZE, margin=MARGIN)
    if closer > 1.0:
        camera = camera.centred(np.median(projection.points, axis=0), camera.scale * closer)
    labels = LabelWriter().arrange(scene, camera, DENSITY if closer > 1.0 else 1.0)
    return image_of_drawing(Drawing(scene, camera, labels), SCALE)


def main() -> int:
    """Draw the cards of all samples, or of those that are named."""
    load_fonts(QApplication(sys.argv[:1]))
    for sample in SAMPLES:
        if sys.argv[1:] and sample.key not in sys.argv[1:]:
            continue
        embedding = embedding_of(sample)
        few = len(embedding) < 100
        projection = project(embedding, "pca" if few else "umap")
        color_by = "frequency" if sample.color_by == "none" else sample.color_by
        for theme in THEMES.values():
            image = card(embedding, projection, theme, color_by, 1.0 if few else CLOSER)
            path = card_picture(sample.key, theme.name)
            path.parent.mkdir(exist_ok=True)
            write_picture(image, path)
            print(f"{path.name}: {len(projection):,} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""GloVe's residual of each cell: found in a job, when the model behind the embedding is one of GloVe's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from explorer.analysis.cooccurrence_table import CooccurrenceTable
from explorer.embedding import Embedding
from explorer.training.glove import GloveModel
from explorer.training.glove_residuals import Residuals, residuals_of
from widgets.parts.numbers import measured
from widgets.workbench import Workbench

VIEWS = {"similarity": "Similarity", "residual": "Residual"}
SENTENCES = {
    "similarity": "The cosine similarity of the two vectors.",
    "residual": "What GloVe's vectors make of a pair, less the logarithm of its count: 0 is a perfect fit.",
}

ModelOf = Callable[[Embedding | None], Any]


class ResidualFinder(QObject):
    """Finds the residuals of a table's words.

    Signals
    -------
    found(CooccurrenceTable, Residuals) : those of a table that was asked for.
    """

    found = Signal(object, object)

    def __init__(self, workbench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.model_of: ModelOf = lambda embedding: None

    def model(self, table: CooccurrenceTable | None) -> GloveModel | None:
        """GloVe's model behind the embedding beside a table, if there is one that is kept."""
        if table is None or table.learned is None:
            return None
        model = self.model_of(table.learned.embedding)
        return model if isinstance(model, GloveModel) else None

    def ask(self, table: CooccurrenceTable) -> None:
        """Find them; the corpus is counted as it was for the training, once."""
        model = self.model(table)
        if model is None:
            return
        name = f"Residuals of {model.embedding.name}"
        job = self._workbench.jobs.start(name, residuals_of, model, table.words, group="glove residuals", quiet=True)
        job.succeeded.connect(lambda residuals: self.found.emit(table, residuals))


def residual_text(table: CooccurrenceTable, residuals: Residuals, row: int, column: int) -> str:
    """What is told of a cell."""
    pair = f"{table.words[row]} · {table.words[column]}"
    count, fitted = float(residuals.counts[row, column]), float(residuals.fitted[row, column])
    if np.isnan(fitted):
        return f"{pair}: GloVe learned no vector for one of them."
    if not count:
        return f"{pair}: never counted together, so that GloVe learned nothing of this pair\nfitted {measured(fitted)}"
    residual = float(residuals.values[row, column])
    return (
        f"{pair}: residual {measured(residual)}\n"
        f"count {measured(count)}, its logarithm {measured(float(np.log(count)))}, fitted {measured(fitted)}"
    )

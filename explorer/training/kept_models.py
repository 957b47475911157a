"""The models behind the embeddings of a session, from which a training can go on; in a bounded memory."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from explorer.embedding import Embedding
from explorer.training.learned import Model

MOST_BYTES = 1_500_000_000


class KeptModels:
    """Keeps a model as long as its embedding is in use, and the newest ones only if they are too large together.

    Example:
    -------
    >>> models = KeptModels()
    >>> models.keep(learned.embedding, learned.model)
    >>> models.of(learned.embedding) is learned.model
    True
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._models: WeakKeyDictionary[Embedding, Model] = WeakKeyDictionary()

    def keep(self, embedding: Embedding, model: Model | None) -> None:
        """Remember the model behind an embedding, and forget the oldest ones while all are too large together."""
        if model is None:
            return
        self._models[embedding] = model
        while len(self._models) > 1 and sum(each.n_bytes for each in self._models.values()) > self._most_bytes:
            del self._models[next(iter(self._models))]

    def of(self, embedding: Embedding | None) -> Model | None:
        """The model behind an embedding, or None if it was not trained in this session, or was forgotten."""
        return None if embedding is None else self._models.get(embedding)

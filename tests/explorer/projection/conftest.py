import json
from pathlib import Path

import numpy as np
import pytest

from explorer.samples import open_sample

REFERENCE = Path(__file__).parents[2] / "reference" / "umap-learn.json"


@pytest.fixture(scope="session")
def umap_learn():
    """What umap-learn finds; see tests/reference/make_umap_learn_file.py."""
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def glove_words(umap_learn):
    """The vectors of the words that it was given: the first of the GloVe sample."""
    return np.ascontiguousarray(open_sample("glove-10k").vectors[: umap_learn["words"]])

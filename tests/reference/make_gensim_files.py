"""Make the reference files that come from gensim; run it by hand, the files are kept."""

from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors

WORDS = ["the", "Walfänger", "白鯨", "non\u00a0breaking", "line\u2028separator", "🐋", "חיות", "name@domain.com", "."]
HERE = Path(__file__).parent

vectors = KeyedVectors(5)
values = np.random.default_rng(1851).normal(size=(len(WORDS), 5)).astype(np.float32)
values[0] = [0.0, -0.0, 1e-45, 3.4028235e38, -1.0]
vectors.add_vectors(WORDS, values)
vectors.save_word2vec_format(str(HERE / "gensim.txt"))
vectors.save_word2vec_format(str(HERE / "gensim-no-header.txt"), write_header=False)
vectors.save_word2vec_format(str(HERE / "gensim.bin"), binary=True)
np.save(HERE / "gensim.npy", values)

"""What the drawn panels show: one moment of a training, in plain arrays."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from explorer.training.inspector.glove import GloveStep
from explorer.training.inspector.moment import Floats
from explorer.training.inspector.step import Phase


@dataclass(frozen=True)
class Spot:
    """Something that can be pointed at.

    kind: "input", "hidden", "output" neurons (and "node", an inner node of the tree); "input_edge", "output_edge";
          "input_cell", "output_cell" of the matrices; "input_dot", "output_dot" of the vectors; "count" of GloVe
    row:  the word, node or hidden unit
    unit: the hidden unit of an edge or cell, or the second word of a count; -1 where there is none
    """

    kind: str
    row: int
    unit: int = -1


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment, with every quantity by the letter that arXiv 1411.2738 gives it.

    words:     of the input layer, (V,)
    outputs:   what the rows of the second matrix stand for: the words, or the inner nodes of a tree
    W, W_out:  input and output vectors, (V, H) and (N, H)
    phase:     how far the step has come
    context, targets:  rows of the words of the sample; drawn are those of the words drawn as negatives
    x, h:      input activations (V,) and hidden layer (H,)
    u, y, t, e:  scores, probabilities, targets and errors of the outputs, (N,); NaN where a step leaves them out
    p:         what the output layer says of every word, (V,); as y, but also for words at the leaves of a tree
    EH:        the error that reaches the hidden layer, (H,)
    dW, dW_out:  gradients of the loss, as W and W_out; zeros where nothing changes
    b, b_out:  biases of GloVe, (V,), and db, db_out their gradients; None for word2vec
    fitted:    the step of GloVe that the moment belongs to; None for word2vec
    loss:      of the sample, before the update
    rate:      the learning rate of the step
    reveal:    how far the story of the phase was told, 0 to 1
    is_probe:  whether x comes from pointing and pins rather than from the sample
    """

    words: tuple[str, ...]
    outputs: tuple[str, ...]
    W: Floats
    W_out: Floats
    phase: Phase = Phase.READY
    context: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    drawn: tuple[int, ...] = ()
    x: Floats = field(default_factory=lambda: np.zeros(0))
    h: Floats = field(default_factory=lambda: np.zeros(0))
    u: Floats = field(default_factory=lambda: np.zeros(0))
    y: Floats = field(default_factory=lambda: np.zeros(0))
    t: Floats = field(default_factory=lambda: np.zeros(0))
    e: Floats = field(default_factory=lambda: np.zeros(0))
    p: Floats = field(default_factory=lambda: np.zeros(0))
    EH: Floats = field(default_factory=lambda: np.zeros(0))
    dW: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    dW_out: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    b: Floats | None = None
    b_out: Floats | None = None
    db: Floats | None = None
    db_out: Floats | None = None
    fitted: GloveStep | None = None
    loss: float = float("nan")
    rate: float = 0.0
    reveal: float = 1.0
    is_probe: bool = False

    @property
    def lit_outputs(self) -> tuple[int, ...]:
        """The rows of W_out that the sample is about: its targets, or the inner nodes on the way to them."""
        if self.words == self.outputs:
            return self.targets
        return () if self.is_probe else tuple(np.flatnonzero(np.isfinite(self.t)).tolist())

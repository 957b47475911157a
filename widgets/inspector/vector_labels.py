"""Where the words stand beside their dots, so that none covers another."""

from __future__ import annotations

import numpy as np

from explorer.training.inspector.moment import Floats, Ints

_CUT = 100  # a label that leaves the panel is worse than one that covers so many dots


def place_labels(places: Floats, boxes: Floats, urgent: list[int], always: bool, area: tuple[float, float]) -> Ints:
    """For each dot, which of its eight places its label takes, (dots,); -1 if there is no room.

    places: middles of the dots, (dots, 2)
    boxes:  what `label_boxes` gave
    urgent: dots whose labels come first and are written in any case
    always: whether all are
    area:   width and height of the panel, which labels should not leave

    Of the places that are free the one that covers the fewest dots is taken.
    """
    order = list(dict.fromkeys([*urgent, *range(len(places))]))
    n_urgent = len(dict.fromkeys(urgent))
    x, y = places[:, 0], places[:, 1]
    left, top, right, bottom = (boxes[:, :, side, None] for side in range(4))
    covers = ((x > left - 4) & (x < right + 4) & (y > top - 2) & (y < bottom + 2)).sum(axis=2)
    covers = covers + _CUT * ((boxes < 0) | (boxes > (*area, *area))).any(axis=2)
    choices = np.full(len(places), -1)
    taken = np.zeros((len(places), 4))
    n_taken = 0
    for number, dot in enumerate(order):
        mine, others = boxes[dot][:, None, :], taken[None, :n_taken]
        apart = (
            (mine[..., 0] >= others[..., 2]) | (mine[..., 2] <= others[..., 0])
            | (mine[..., 1] >= others[..., 3]) | (mine[..., 3] <= others[..., 1])
        ).all(axis=1)  # fmt: skip
        if apart.any():
            choice = int(np.where(apart, covers[dot], 10_000).argmin())
        elif number < n_urgent or always:
            choice = 0
        else:
            continue
        choices[dot], taken[n_taken] = choice, boxes[dot, choice]
        n_taken += 1
    return choices


def label_boxes(places: Floats, away: float, sizes: Floats) -> Floats:
    """Where labels can stand beside their dots, (dots, 8, 4) as left, top, right, bottom; the best places first."""
    x, y = places[:, 0], places[:, 1]
    width, height = sizes[:, 0], sizes[:, 1]
    lefts = (
        x + away,
        x + away,
        x - away - width,
        x + away,
        x - away - width,
        x - away - width,
        x - width / 2,
        x - width / 2,
    )
    above, beside, below = y - away - height * 0.7, y - height / 2, y + away - height * 0.3
    tops = (above, beside, above, below, beside, below, y - away - height, y + away)
    left, top = np.stack(lefts, axis=1), np.stack(tops, axis=1)
    return np.stack([left, top, left + width[:, None], top + height[:, None]], axis=2)

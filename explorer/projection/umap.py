"""UMAP of our own, from a neighbour graph and a PCA start; umap-learn lays out too, as the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from explorer.embedding import Indices, Vectors
from explorer.errors import BadOption
from explorer.options import check_options, option
from explorer.projection.gliding import Frames, Gliding
from explorer.projection.layout import METRIC_KEYS, METRICS, check_layable, graph_of_any_size, starting_places
from explorer.projection.projection import Points, Projection, of_all_rows, unit_of
from explorer.projection.spectral import spectral_places
from explorer.projection.umap_graph import curve_parameters, fuzzy_set, supervised, ties_of
from explorer.projection.umap_layout import START_SIZE, laid_out
from explorer.projection.umap_learn import laid_out_by_umap_learn
from explorer.task import Task

LEXISCOPE, UMAP_LEARN = "lexiscope", "umap-learn"
ENGINES: Mapping[str, str] = MappingProxyType({LEXISCOPE: "Lexiscope", UMAP_LEARN: "umap-learn"})

INITS: Mapping[str, str] = MappingProxyType({"pca": "The map before, or PCA", "spectral": "Spectral"})

_MANY_EPOCHS, _FEW_EPOCHS, _MANY_EPOCHS_UP_TO = 500, 200, 10_000  # as umap-learn chooses


@dataclass(frozen=True)
class UmapOptions:
    """The parameters of UMAP, named as in umap-learn; raises `BadOption`.

    labels: the number of the value of each word in the column of ``target``, -1 for none; see
            `explorer.analysis.map_options`
    """

    n_neighbors: int = option(
        15,
        "Neighbours",
        "How many nearest words each word is tied to: few show fine groups, many the large shape. Usual: 5 to 50.",
        minimum=2,
        maximum=200,
        step=1,
    )
    min_dist: float = option(
        0.1,
        "Minimum distance",
        "How near points may lie on the map: small values make tight clumps. Usual: 0 to 0.5.",
        minimum=0.0,
        maximum=1.0,
        step=0.05,
    )
    spread: float = option(
        1.0,
        "Spread",
        "How far the clumps lie apart, together with the minimum distance, which it must not be below.",
        minimum=0.1,
        maximum=10.0,
        step=0.1,
    )
    metric: str = option("cosine", "Metric", "Which words count as near in the space of the vectors.", choices=METRICS)
    n_components: int = option(2, "Dimensions", "2 for a flat map, 3 for one in space.", minimum=2, maximum=3, step=1)
    target: str = option(
        "",
        "Supervised by",
        "A column of the file: words of the same value are drawn together. Empty: the vectors alone decide.",
    )
    init: str = option(
        "pca",
        "Start",
        "Where the words start: where they stand now, so that they can be followed, or by the waves of their graph.",
        choices=INITS,
    )
    n_epochs: int = option(
        0,
        "Epochs",
        "How many times all ties are pulled; 0 chooses 500 up to 10,000 words and 200 beyond.",
        minimum=0,
        least="automatic",
        maximum=5000,
        step=50,
    )
    engine: str = option(
        LEXISCOPE,
        "Engine",
        "Lexiscope's own shows the map as it forms. umap-learn is the reference: no better, slower, without frames; it "
        "can only be stopped, not paused.",
        choices=ENGINES,
    )
    random_state: int = option(1, "Seed", "The same seed gives the same map.", minimum=0, maximum=2**31 - 1, step=1)
    labels: Indices | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        check_options(self)
        if self.min_dist > self.spread:
            raise BadOption(
                f"Minimum distance (min_dist) is {self.min_dist}; it must not exceed the spread, {self.spread}."
            )


def project_umap(
    vectors: Vectors,
    options: UmapOptions = UmapOptions(),
    task: Task = Task(),
    n_words: int | None = None,
    start: Points | None = None,
) -> Projection:
    """The vectors laid out by UMAP; the same each time for one seed.

    vectors:  (n, dim) float32
    n_words:  how many words the embedding has, if these are only its first
    start:    (n, 2) or (n, 3) places to begin at and to turn the result onto; without it, PCA

    ``task.partial`` gets the layout as it stands, as a `Projection`: the start at once if there was no map before, the
    layout after its first epoch and then ten times a second at most; nothing jumps from one to the next. With fewer
    words than neighbours asked for, as many as there are count, and a spectral start that is not found in reasonable
    time becomes PCA; ``options`` of the result tells, and ``figures["spectral start"]`` is 0 then. The neighbours are
    exact up to 20,000 words; beyond, ``figures["graph recall"]`` is the share of them that was found.

    Raises
    ------
    BadOption     : ``options.target`` was not looked up, see `explorer.analysis.map_options.settled`.
    ExplorerError : there are fewer than four words, or all vectors are equal.

    Source: McInnes, Healy & Melville (2018), UMAP: Uniform Manifold Approximation and Projection.
    """
    check_layable(vectors, "UMAP")
    n = len(vectors)
    if options.target and (options.labels is None or len(options.labels) != n):
        raise BadOption(f"There is no column “{options.target}” to supervise the map by.")
    options = replace(options, n_neighbors=min(options.n_neighbors, n))
    n_epochs = epochs_for(n, options)
    figures: dict[str, float] = {}

    def projection(points: Points, unit: float = 1.0) -> Projection:
        return of_all_rows("umap", points, options, n_words, figures, unit=unit)

    seed = options.random_state
    places, onto = starting_places(vectors, options.metric, start, seed, task.part(0.0, 0.04), options.n_components)
    if start is None:
        task.partial(projection(Gliding(places, onto).last(places)))
    k = options.n_neighbors - 1
    indices, distances, told = graph_of_any_size(vectors, k, METRIC_KEYS[options.metric], task.part(0.04, 0.3))
    figures.update(told)
    if options.engine == UMAP_LEARN:
        layout = laid_out_by_umap_learn(vectors, places, indices, distances, options, n_epochs, task.part(0.3, 1.0))
        points = Gliding(places, onto).last(layout)
        return projection(points, unit_of(layout, points))
    strengths = fuzzy_set(indices, distances)
    if options.target and options.labels is not None:
        strengths = supervised(strengths, options.labels)
    if options.init == "spectral":
        task.step(0.3, 1, "UMAP: seeking the spectral start")
        waves = spectral_places(strengths, places, seed, task)
        figures["spectral start"] = float(waves is not None)
        options, places = (replace(options, init="pca"), places) if waves is None else (options, waves)
    gliding = Gliding(places, onto)
    show = Frames(n_epochs, lambda layout: task.partial(projection(gliding.frame(layout))))
    ties, curve = ties_of(strengths, n_epochs), curve_parameters(options.min_dist, options.spread)
    layout = laid_out(places * START_SIZE, ties, curve, n_epochs, seed, task.part(0.3, 1.0), show)
    points = gliding.last(layout)
    return projection(points, unit_of(layout, points))


def epochs_for(n: int, options: UmapOptions) -> int:
    """How many epochs the layout of ``n`` words takes."""
    return options.n_epochs or (_MANY_EPOCHS if n <= _MANY_EPOCHS_UP_TO else _FEW_EPOCHS)


def needs_process(options: UmapOptions) -> bool:
    """Whether these options ask for umap-learn, which can only be stopped by ending its process."""
    return options.engine == UMAP_LEARN

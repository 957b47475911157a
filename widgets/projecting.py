"""Running projections and showing their maps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QObject

from explorer.analysis.map_plans import MapPlan, plan_map, reductions
from explorer.analysis.placing_rest import place_rest
from explorer.embedding import Embedding
from explorer.options import remembered
from explorer.projection.estimate import MACHINE, learned
from explorer.projection.layout import metric_of_map
from explorer.projection.methods import METHODS, run_projection
from explorer.projection.pca import MOST_COMPONENTS, along_components
from explorer.projection.projection import Points, Projection
from explorer.projection.quality import with_quality
from explorer.projection.words import WordChoice
from explorer.session.kept_maps import exchange
from explorer.session.state import State
from explorer.wording import counted, worded
from widgets.jobs import Failure, Job
from widgets.panels.projection import ProjectionPanel
from widgets.parts.keep_settings import keep_settings
from widgets.shown_maps import ShownMaps
from widgets.workbench import Workbench

FEWEST_TO_REFINE, MOST_TO_REFINE = 50, 20_000
EVERYTHING = WordChoice()
LAYOUTS = ("umap", "tsne")
"""The methods whose maps are followed from one embedding to the next."""


@dataclass(frozen=True)
class _Ask:
    """What a map was asked for: whether by the user, the label of the step, and what follows once it is there."""

    label: str = ""  # "" for a map that comes by itself, which is no step of undo
    then: Callable[[Projection], object] = lambda projection: None


class Projecting(QObject):
    """Starts projections: those that the user asks for, and a first map of whatever is shown without one.

    The first map is PCA of all words, which is there at once. With a moderate number of words UMAP follows by itself,
    if the user has not turned that off. Each map is kept beside those before it. Who returns to an embedding finds its
    maps.
    """

    def __init__(self, workbench: Workbench, panel: ProjectionPanel) -> None:
        super().__init__(panel)
        self._workbench = workbench
        self._panel = panel
        self._job: Job | None = None
        self.shown_maps = ShownMaps(workbench)
        self._maps_before: WeakKeyDictionary[Projection, Projection] = WeakKeyDictionary()  # an isolated one was made
        panel.project_requested.connect(self.run)
        panel.components_chosen.connect(self.choose_components)
        panel.rest_requested.connect(self.place_rest)
        panel.stop_requested.connect(self.stop)
        self._layout: WeakKeyDictionary[Embedding, Projection] = WeakKeyDictionary()  # the last that was shown
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        workbench.changes.projection_changed.connect(self._on_projection_changed)

    # What is asked for --------------------------------------------------------------------------------------------

    def run(self, method: str, options: Any = None, choice: WordChoice = EVERYTHING) -> None:
        """Project the embedding that is shown, as a step that can be undone."""
        embedding = self._workbench.state.embedding
        if embedding is not None:
            self._plan(embedding, method, options, _Ask(f"Project by {METHODS[method].label}"), choice)

    def isolate(self) -> None:
        """Project the selected words alone, as the panel says; without some to tell apart, show all words again."""
        state = self._workbench.state
        embedding, shown = state.embedding, state.projection
        if embedding is None or shown is None:
            return
        if len(state.selection) > 1 and not np.array_equal(state.selection, shown.indices):
            ask = _Ask(
                f"Isolate {counted(len(state.selection), state.unit)}",
                lambda isolated: self._maps_before.update({isolated: shown}),
            )
            self._plan(embedding, self._panel.method, self._panel.options, ask, WordChoice(selected=True))
        elif (before := self._maps_before.get(shown)) is not None:
            self._workbench.store.change(worded("Leave the isolated words", state.unit), projection=before)

    def go_into_space(self) -> None:
        """Project the words of the map once more, by the same method and parameters, but to three dimensions."""
        state = self._workbench.state
        embedding, shown = state.embedding, state.projection
        if embedding is None or shown is None:
            return
        method = shown.method if shown.method in METHODS else "pca"
        options = remembered(METHODS[method].options, shown.options)
        if method == "pca" and shown.components is not None:
            third = next(each for each in range(1, MOST_COMPONENTS + 1) if each not in (options.x, options.y))
            self.choose_components((options.x, options.y, third))
            return
        solid = replace(options, n_components=3)
        ask = _Ask(f"Project by {METHODS[method].label}")
        self._plan(embedding, method, solid, ask, like=shown)

    def choose_components(self, shown: tuple[int, ...]) -> None:
        """Let other components of PCA be the axes of the map, at once; how good that map is follows."""
        state = self._workbench.state
        old, embedding = state.projection, state.embedding
        if old is None or embedding is None or old.components is None:
            return
        new = along_components(old, shown)
        self._panel.show_components(shown)
        told = " and ".join(map(str, shown))
        self._workbench.store.change(f"Show components {told}", projection=new, maps=exchange(state.maps, old, new))
        vectors = embedding.vectors if new.is_complete else embedding.vectors[new.indices]
        metric = metric_of_map(new)
        job = self._workbench.jobs.start(
            "Measuring the map", with_quality, vectors, new, metric, group="map quality", quiet=True
        )
        job.succeeded.connect(lambda measured: self.shown_maps.exchange(new, measured))

    def place_rest(self) -> None:
        """Place the words that the map leaves out into it, as a step that can be undone."""
        state = self._workbench.state
        embedding, shown = state.embedding, state.projection
        if embedding is None or shown is None or shown.is_complete:
            return
        rest = counted(shown.n_words - len(shown), embedding.unit)
        self._panel.show_problem("")
        job = self._run(f"Placing {rest}", place_rest, embedding, shown, can_pause=True)
        self._panel.show_job(job)
        job.succeeded.connect(lambda whole: self.shown_maps.show(embedding, whole, f"Place the other {rest}"))

    def stop(self) -> None:
        """End the running projection; the map stays as it is."""
        if self._job is not None:
            self._job.cancel()

    def first_map(self, embedding: Embedding) -> None:
        """Draw a map of an embedding that has none, if it is the one that is shown."""
        if self._workbench.state.embedding is embedding:
            self._plan(embedding, "pca", None, _Ask(then=lambda _: self.refine(embedding)))

    def refine(self, embedding: Embedding) -> bool:
        """Go on to UMAP if the user wants that and the number of words is moderate; whether it did."""
        wanted = self._workbench.settings.refine_with_umap and FEWEST_TO_REFINE <= len(embedding) <= MOST_TO_REFINE
        if wanted and self._workbench.state.embedding is embedding:
            self._panel.choose_method("umap")
            self._plan(embedding, "umap", None, _Ask())
            return True
        return False

    # Planning and running -----------------------------------------------------------------------------------------

    def _plan(
        self,
        embedding: Embedding,
        method: str,
        options: Any,
        ask: _Ask,
        choice: WordChoice = EVERYTHING,
        like: Projection | None = None,
    ) -> None:
        """Look up what the map needs, in a job, since a search among many words takes a moment; then start it.

        like: a map whose words are taken, whatever the choice
        """
        bench, indices, words = self._workbench, None, choice.told()
        if like is not None and not like.is_complete:
            indices, words = like.indices, like.words
        self._panel.show_problem("")
        job = self._run(
            "Planning the map",
            plan_map,
            *(embedding, method, options, choice, bench.state.selection, dict(bench.settings.pace), indices),
            before=next(iter(self._layout.items()), None) if method in LAYOUTS else None,
            quiet=True,
        )
        job.succeeded.connect(lambda plan: self._start(replace(plan, words=words), ask))

    def _start(self, plan: MapPlan, ask: _Ask) -> None:
        chosen, settings = METHODS[plan.method], self._workbench.settings
        settings.pace[MACHINE] = plan.foreseen.machine
        job = self._run(
            chosen.label,
            run_projection,
            plan.vectors,
            plan.method,
            plan.options,
            len(plan.embedding),
            start=_places_now(self._workbench.state.projection, plan) if plan.start is None else plan.start,
            process=chosen.in_process(plan.options),
            can_pause=not chosen.in_process(plan.options),
        )
        was_paused: list[bool] = []
        job.paused_changed.connect(was_paused.append)
        self._panel.show_job(job)

        def on_succeeded(projection: Projection) -> None:
            if not was_paused:
                self._learn_pace(plan, job.seconds)
            projection = _placed(projection, plan)
            self.shown_maps.show(plan.embedding, projection, ask.label)
            self._panel.show_problem(" ".join(reductions(plan.options, projection)), role="muted")
            ask.then(projection)

        def on_cancelled() -> None:
            if job is self._job:  # the user stopped it; no other took its place
                self.shown_maps.stay_at_frame(plan.embedding, f"Stop {chosen.label}")

        job.partial.connect(lambda frame: self.shown_maps.show_frame(plan.embedding, _placed(frame, plan)))
        job.succeeded.connect(on_succeeded)
        job.cancelled.connect(on_cancelled)

    def _run(self, label: str, function: Callable[..., Any], *args: Any, **how: Any) -> Job:
        """Start a job in the place of the one that runs."""
        self._job = None  # who is replaced was not stopped
        self._job = job = self._workbench.jobs.start(label, function, *args, group="projection", **how)
        job.failed.connect(self._on_failed)
        return job

    def _learn_pace(self, plan: MapPlan, seconds: float) -> None:
        settings = self._workbench.settings
        pace = learned(settings.pace, plan.method, plan.foreseen.estimate, seconds)
        if pace != settings.pace:
            settings.pace = pace
            keep_settings(self._workbench)

    def _on_failed(self, failure: Failure) -> None:
        self._panel.show_problem(failure.sentence)

    def _on_embedding_changed(self, state: State) -> None:
        if state.embedding is None or state.projection is not None:
            return
        if not self.shown_maps.return_to(state.embedding):
            self.first_map(state.embedding)

    def _on_projection_changed(self, state: State) -> None:
        projection = state.projection
        if state.embedding is not None and projection is not None and projection.method in LAYOUTS:
            self._layout.clear()
            self._layout[state.embedding] = projection


def _placed(projection: Projection, plan: MapPlan) -> Projection:
    """A map of the first rows as one of the words that were chosen."""
    if plan.indices is None:
        return projection
    return replace(projection, indices=plan.indices, words=plan.words)


def _places_now(shown: Projection | None, plan: MapPlan) -> Points | None:
    """Where the words that are to be placed stand now, so that their points need not go far; None if not all do.

    PCA only looks at which way round its axes run, so it takes a map by PCA alone.
    """
    n_dims = getattr(plan.options, "n_components", 2)
    if shown is None or shown.n_dims < n_dims:
        return None
    if plan.method == "pca" and (shown.method != "live" and shown.options.get("x") != plan.options.x):
        return None
    points = shown.points[:, :n_dims]
    if plan.indices is None:
        return points if shown.is_complete else None
    rows = shown.rows_of(plan.indices)
    return points[rows] if len(rows) == plan.foreseen.n else None

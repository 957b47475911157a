"""What becomes of the first sentences at each step, beside the form of the steps."""

from __future__ import annotations

import html
from collections.abc import Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from explorer.corpus.chain.chain import Stage
from explorer.corpus.preview import Preview, preview
from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import STEPS, TokenOptions
from widgets.jobs import Failure, Job
from widgets.parts.labels import label
from widgets.parts.numbers import grouped
from widgets.theme import Theme
from widgets.workbench import Workbench

GROUP = "preview of the words"


class ChainPreview(QWidget):
    """The first sentences of a corpus as they are written, and below each its tokens after the steps that change it.

    What a step leaves out is struck through, what it makes is set off.

    Signals
    -------
    told(Preview) : the sentences were taken apart.
    refused(str)  : they cannot be, with the sentence that says why.
    """

    told = Signal(object)
    refused = Signal(str)

    def __init__(self, workbench: Workbench, corpus: Corpus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._corpus = workbench, corpus
        self._job: Job | None = None
        self._shown: Preview | None = None
        self.note = label("", "muted", wrap=True)
        self.page = QTextBrowser()
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setProperty("role", "page")
        self.page.setAccessibleName("The first sentences, step by step")
        self.page.setAccessibleDescription("What a step leaves out is struck through, what it makes is set off.")
        self.page.document().setDocumentMargin(0)
        # A bar that comes and goes would have every text laid out twice, which takes longer than all the rest.
        self.page.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label("The first sentences", "heading"))
        column.addWidget(self.note)
        column.addWidget(self.page, 1)
        self.note.hide()
        workbench.theme.changed.connect(self._draw)

    @property
    def shown(self) -> Preview | None:
        """What is shown, or None before the first sentences were read."""
        return self._shown

    def show_options(self, options: TokenOptions) -> None:
        """Take the first sentences apart by these options."""
        job = self._job = self._workbench.jobs.start(
            "Taking the first sentences apart", preview, self._corpus, options, group=GROUP, quiet=True
        )
        job.succeeded.connect(lambda shown: self._on_told(job, shown))
        job.failed.connect(lambda failure: self._on_failed(job, failure))

    def stop(self) -> None:
        """Let go of what is running."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _on_told(self, job: Job, shown: Preview) -> None:
        if job is not self._job:
            return
        self._job, self._shown = None, shown
        self.note.setText(
            f"Learned from the first {grouped(shown.n_learned)} sentences, until the whole text has been read."
        )
        self.note.setVisible(shown.n_learned > 0)
        self._draw(self._workbench.theme.theme)
        self.told.emit(shown)

    def _on_failed(self, job: Job, failure: Failure) -> None:
        if job is self._job:
            self._job = None
            self.note.setText("By the steps as they were before: those that are chosen now cannot be taken.")
            self.note.setVisible(self._shown is not None)
            self.refused.emit(failure.sentence)

    def _draw(self, theme: Theme) -> None:
        if self._shown is None:
            return
        place = self.page.verticalScrollBar().value()
        self.page.setHtml(written(self._shown, theme))
        self.page.verticalScrollBar().setValue(place)


def written(shown: Preview, theme: Theme) -> str:
    """A preview as rich text in the colours of a theme."""
    parts = [f"<style>td {{ color: {theme.muted}; padding: 2px 8px 2px 0; }}</style>"]
    for text, stages in zip(shown.texts, shown.stages, strict=True):
        parts.append(f"<p style='color: {theme.text}; margin: 12px 0 4px 0'>{html.escape(text)}</p><table>")
        before: Sequence[str] = ()
        for stage in stages:
            if stage is stages[0] or stage.tokens != tuple(before):
                parts.append(_row(stage, before if stage is not stages[0] else stage.tokens, theme))
            before = stage.tokens
        parts.append("</table>")
    return "".join(parts)


def _row(stage: Stage, before: Sequence[str], theme: Theme) -> str:
    chips: list[str] = []
    matcher = SequenceMatcher(None, list(before), list(stage.tokens), autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        if what == "delete":
            chips += [f"<s style='color: {theme.faint}'>{html.escape(token)}</s>" for token in before[start:end]]
        color = theme.raised if what == "equal" else theme.accent_soft
        chips += [_chip(token, color, theme) for token in stage.tokens[first:last]]
    name = STEPS[stage.key].label.lower()
    tokens = " ".join(chips) if stage.tokens or chips else "nothing is left"
    return f"<tr><td style='white-space: nowrap'><small>{name}</small></td><td>{tokens}</td></tr>"


def _chip(token: str, color: str, theme: Theme) -> str:
    text = html.escape(token.replace("/", "/\u2060"))  # no line breaks within "the</w>"
    return f"<span style='background-color: {color}; color: {theme.text}'>&nbsp;{text}&nbsp;</span>"

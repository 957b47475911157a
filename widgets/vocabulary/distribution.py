"""How the words of a corpus are distributed, what limits would keep of them, and the lines of one word."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from explorer.corpus.concordance import Lines
from explorer.corpus.word_frequencies import Kept, WordCounts, ZipfFit, coverage, zipf_fit
from explorer.wording import counted
from widgets.parts.labels import ElidedLabel, hairline, label
from widgets.parts.line_buttons import LineButtons
from widgets.parts.line_finder import LineFinder, LineQuestion
from widgets.parts.line_list import LineList, told_of
from widgets.parts.numbers import grouped
from widgets.parts.picture_saving import offer_picture, save_picture
from widgets.parts.table_buttons import picture_button
from widgets.theme import Theme, icon
from widgets.vocabulary.curve import Curve
from widgets.vocabulary.limits import Limits
from widgets.workbench import Workbench

BESIDE = 560  # pixels from which the curves stand beside each other


class Distribution(QWidget):
    """Two curves over the ranks, the sliders of the limits, and the lines of the word that was chosen.

    Signals
    -------
    word_chosen(int) : a word was clicked on a curve, as its place in the vocabulary.
    """

    word_chosen = Signal(int)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._workbench = workbench
        self._counts: WordCounts | None = None
        self._place: int | None = None
        theme = workbench.theme
        self.zipf = Curve(theme, "Counts by rank", "count by rank", self._told_of_count, _short, log_y=True)
        self.coverage = Curve(
            theme, "Coverage by rank", "share of the text by rank", self._told_of_share, "{:.0%}".format
        )
        self.fit = ElidedLabel("", "muted")
        self.half = ElidedLabel("", "muted")
        self.limits = Limits()
        self.finder = LineFinder(workbench, "lines of the vocabulary", self)
        self.heading = ElidedLabel("", "heading")
        self.lines = LineList(workbench, "Lines of the word", rows=(2, 6))
        self.note = label("", "muted", wrap=True)
        self.save_buttons = {
            self.zipf: picture_button("Save the picture of the counts"),
            self.coverage: picture_button("Save the picture of the coverage"),
        }
        self._lay_out()
        for curve in (self.zipf, self.coverage):
            curve.rank_clicked.connect(self.word_chosen)
            offer_picture(workbench, curve, partial(self._name_of, curve))
        self.limits.kept_changed.connect(self._on_kept_changed)
        self.finder.found.connect(self._on_found)
        self.finder.reading.connect(lambda _: self.note.setText("Reading the corpus …"))
        self.finder.stopped.connect(lambda sentence: self.note.setText(sentence or "The corpus was not read through."))
        theme.changed.connect(self._dress)
        self._dress(theme.theme)
        self.show_word(None)

    def show_counts(self, counts: WordCounts) -> None:
        """Show the distribution of other words."""
        self._counts = counts
        fit, shares = zipf_fit(counts.counts), coverage(counts.counts)
        self.zipf.set_values(counts.counts.astype(float), None if fit is None else fit.count_at)
        self.coverage.set_values(shares)
        self.fit.setText("Too few words for a line." if fit is None else _told_of_line(fit))
        n_half = int((shares < 0.5).sum()) + 1
        n_most = int((shares < 0.9).sum()) + 1
        make = "makes" if n_half == 1 else "make"
        self.half.setText(f"{counted(n_half, 'word')} {make} up half of the text, {counted(n_most, 'word')} 90%.")
        self.limits.show_counts(counts)
        self.show_word(None)  # what was shown is a place in another vocabulary

    def show_word(self, place: int | None) -> None:
        """Mark a word on the curves and show its lines."""
        if place is not None and place == self._place:
            return
        self._place = place
        self.zipf.set_mark(place)
        self.coverage.set_mark(place)
        self.lines.set_lines(())
        self.heading.setText("LINES")
        if self._counts is None or place is None:
            self.finder.forget()
            self.note.setText("Choose a word to see the lines that it stands in.")
            return
        word, corpus = self._counts.words[place], self._counts.corpus
        self.heading.setText(f"LINES OF “{word}”")
        self.lines.export_name = f"{word} in {corpus.name}"
        self.note.setText("")
        self.finder.ask(LineQuestion(corpus, self._counts.tokens, (word,)))

    def _lay_out(self) -> None:
        self._curves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._curves.setSpacing(16)
        for name, curve, told in (
            ("Zipf", self.zipf, self.fit),
            ("Coverage", self.coverage, self.half),
        ):
            column = QVBoxLayout()
            column.setSpacing(4)
            head = QHBoxLayout()
            head.addWidget(label(name, "heading"), 1)
            head.addWidget(self.save_buttons[curve])
            self.save_buttons[curve].clicked.connect(lambda _, curve=curve: self.save_curve(curve))
            column.addLayout(head)
            column.addWidget(curve, 1)
            column.addWidget(told)
            self._curves.addLayout(column, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._curves, 3)
        column.addWidget(hairline())
        column.addWidget(label("What a training would keep", "heading"))
        column.addWidget(self.limits)
        column.addWidget(hairline())
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(LineButtons(self.lines, self.finder, self._workbench))
        column.addLayout(head)
        column.addWidget(self.lines, 2)
        column.addWidget(self.note)

    def save_curve(self, curve: Curve) -> None:
        """Save a curve as a picture."""
        save_picture(self._workbench, self, self._name_of(curve), curve)

    def _name_of(self, curve: Curve) -> str:
        name = "" if self._counts is None else self._counts.corpus.name
        return f"{name} {curve.accessibleName().lower()}"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_beside = event.size().width() >= BESIDE
        self._curves.setDirection(QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom)

    def _on_kept_changed(self, kept: Kept) -> None:
        self.zipf.set_limit(kept.n_words)
        self.coverage.set_limit(kept.n_words)

    def _on_found(self, question: LineQuestion, found: Lines) -> None:
        if (
            self._counts is not None
            and self._place is not None
            and question.words == (self._counts.words[self._place],)
        ):
            self.lines.set_lines(found.lines)
            self.note.setText(told_of(found))

    def _told_of_count(self, place: int) -> str:
        assert self._counts is not None
        word, count = self._counts.words[place], int(self._counts.counts[place])
        return f"{word}: {grouped(count)}, rank {grouped(place + 1)}"

    def _told_of_share(self, place: int) -> str:
        assert self._counts is not None
        share = float(self._counts.counts[: place + 1].sum()) / self._counts.n_tokens
        return f"{share:.1%} up to {self._counts.words[place]}, rank {grouped(place + 1)}"

    def _dress(self, theme: Theme) -> None:
        for button in self.save_buttons.values():
            button.setIcon(icon("image", theme.muted, 14))


def _told_of_line(fit: ZipfFit) -> str:
    exponent = round(fit.exponent, 2) + 0.0  # without the sign of a negative zero
    return f"Dashed: count = {grouped(round(fit.scale))} / rank^{exponent:.2f}, R² {fit.r_squared:.3f}"


def _short(value: float) -> str:
    """A power of ten on the axis."""
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"

"""The controls of the Compare tab: what is drawn, by which metric and in which order, and how to keep it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget
from superqt import QFlowLayout

from explorer.analysis.clustering import ORDERS
from explorer.neighbors.metrics import METRICS
from widgets.parts.beside import beside
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.segmented import Segmented
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

VIEWS = {"pairs": "Pairs", "dimensions": "Dimensions", "groups": "Groups"}
VIEW_SENTENCES = {
    "pairs": "Each word compared with each other.",
    "dimensions": "The vectors of the words below each other, a column for each dimension.",
    "groups": "Two groups of words: how alike they are within and between, and whether they lean to attributes.",
}
ORDER_SENTENCE = (
    "In which order the words stand: as chosen, by frequency, by alphabet, or so that like ones are together."
)
ICON = 16


class CompareChoices(QWidget):
    """Shows and edits how the chosen words are compared.

    Signals
    -------
    view_chosen(str), metric_chosen(str), order_chosen(str) : the user chose this key.
    """

    view_chosen = Signal(str)
    metric_chosen = Signal(str)
    order_chosen = Signal(str)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = Segmented(VIEWS, "Table", VIEW_SENTENCES)
        self.views.setFixedWidth(240)
        self.views.chosen.connect(self.view_chosen)
        self.metrics = Segmented(
            {key: metric.label for key, metric in METRICS.items()},
            "Metric of the comparison",
            {key: metric.sentence for key, metric in METRICS.items()},
        )
        self.metrics.setFixedWidth(196)
        self.metrics.chosen.connect(self.metric_chosen)
        self.orders = QComboBox()
        calm_wheel(self.orders)
        for key, text in ORDERS.items():
            self.orders.addItem(text, key)
        self.orders.setAccessibleName("Order of the words")
        self.orders.setToolTip(ORDER_SENTENCE)
        self.orders.activated.connect(lambda _: self.order_chosen.emit(self.orders.currentData()))
        self.copy = _button("Copy the table", "Copy the table, with tabs between its columns (Ctrl+C)")
        self.export = _button("Export the table", "Save the table as a CSV file…")
        self.picture = _button("Save the picture", "Save the picture as PNG, SVG or PDF…")
        self._lay_out()
        workbench.theme.changed.connect(self._dress)
        self._dress(workbench.theme.theme)

    @property
    def order(self) -> str:
        """The key of the order."""
        return str(self.orders.currentData())

    def choose_order(self, order: str) -> None:
        """Show another order without telling anyone."""
        self.orders.setCurrentIndex(self.orders.findData(order))

    def show_what_matters(self, has_table: bool) -> None:
        """Show the controls that have something to act on; groups have an order of their own."""
        self.metrics.setVisible(has_table or self.views.current == "groups")
        self.orders.setVisible(has_table and self.views.current != "groups")
        self._icons.setVisible(self.metrics.isVisibleTo(self))

    def _lay_out(self) -> None:
        flow = QFlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setHorizontalSpacing(12)
        flow.setVerticalSpacing(8)
        self._icons = beside(0, self.copy, self.export, self.picture)
        for group in (self.views, self.metrics, self.orders, self._icons):
            flow.addWidget(group)

    def _dress(self, theme: Theme) -> None:
        for button, name in ((self.copy, "copy"), (self.export, "download"), (self.picture, "image")):
            button.setIcon(icon(name, theme.muted, ICON))


def _button(name: str, sentence: str) -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(ICON, ICON))
    button.setAccessibleName(name)
    button.setToolTip(sentence)
    return button

"""Asks how a training goes on."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from explorer.embedding import Embedding
from explorer.options import remembered
from explorer.training.learned import FurtherOptions
from widgets.dialogs.decision_row import DecisionRow
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.option_form import OptionForm
from widgets.workbench import Workbench

MEMORY = "training further"
"""The name under which the settings remember the parameters."""
ABOUT = "The same corpus is read again, with the same words. The model as it is now stays open beside the new one."


class TrainFurtherDialog(QDialog):
    """Accepted when the user wants to go on; `options` then says how.

    Example:
    -------
    >>> dialog = TrainFurtherDialog(workbench, embedding, window)
    >>> dialog.accepted.connect(lambda: training.further(embedding, dialog.options))
    >>> dialog.open()
    """

    def __init__(self, workbench: Workbench, embedding: Embedding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.setWindowTitle("Train further")
        self.form: OptionForm[FurtherOptions] = OptionForm(FurtherOptions, explain=True)
        self.form.set_options(remembered(FurtherOptions, workbench.settings.options.get(MEMORY, {})))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(ElidedLabel(embedding.name, "title"))
        column.addWidget(label(ABOUT, "muted", wrap=True))
        column.addSpacing(4)
        column.addWidget(self.form)
        column.addStretch(1)
        buttons = DecisionRow(self, "Train further")
        self.train = buttons.go_on
        column.addLayout(buttons)
        self.setMinimumWidth(440)

    @property
    def options(self) -> FurtherOptions:
        """How to go on, as the dialog shows it."""
        return self.form.options()

    def done(self, result: int) -> None:
        """Close; what was chosen is remembered if the user wants to go on."""
        if result == QDialog.DialogCode.Accepted:
            self._workbench.settings.options[MEMORY] = asdict(self.options)
            keep_settings(self._workbench)
        super().done(result)

"""A form made from the description of parameters: one control a parameter, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QGridLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from explorer.options import Option, check_options, described
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.quiet_buttons import unfold_button

OptionsT = TypeVar("OptionsT")

CONTROL_WIDTH = 104
EXPLAINED_WIDTH = CONTROL_WIDTH + 56  # where there are sentences, there is room
LARGEST = 2**31 - 1


class OptionForm(QWidget, Generic[OptionsT]):
    """Shows and edits an options dataclass whose fields carry an `explorer.options.Option`.

    kind:     the dataclass; the form starts with its defaults
    explain:  write the sentence of each parameter under it, as dialogs do; otherwise it is the tooltip only
    basic:    the fields that are always in sight; the others unfold at "More parameters". None shows all
    hidden:   fields that are not shown and keep the value that they were set to

    Signals
    -------
    changed()  : the user changed a value; `set_options` does not emit it.
    unfolded() : the further parameters came into sight or went out of it, which changes the height.
    """

    changed = Signal()
    unfolded = Signal()

    def __init__(
        self,
        kind: type[OptionsT],
        parent: QWidget | None = None,
        *,
        explain: bool = False,
        basic: Iterable[str] | None = None,
        hidden: Iterable[str] = (),
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._explain = explain
        self._controls: dict[str, _Control] = {}
        self._options: OptionsT = kind()
        self._quiet = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4 if explain else 6)
        self._grid.setColumnStretch(0, 1)
        shown = {name: each for name, each in described(kind).items() if name not in set(hidden)}
        first = shown if basic is None else {name: shown[name] for name in basic if name in shown}
        self._add_rows(first, self._grid)
        rest = {name: each for name, each in shown.items() if name not in first}
        if rest:
            self._add_more(rest)

    def control(self, name: str) -> QWidget:
        """The control of a field."""
        return self._controls[name].widget

    def suggest(self, name: str, values: Iterable[str]) -> None:
        """Offer texts for a field that is typed, if the form has it; another may be typed all the same."""
        line = self._controls[name].widget if name in self._controls else None
        if isinstance(line, QLineEdit):
            known = list(values)
            completer = QCompleter(known, line)
            completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            line.setCompleter(completer)
            line.setPlaceholderText(f"such as {known[0]}" if known else "")

    def options(self) -> OptionsT:
        """A new instance with what the form shows.

        Raises
        ------
        BadOption : the values do not fit each other or the ranges.
        """
        held = {each.name: getattr(self._options, each.name) for each in fields(self._kind) if each.init}  # type: ignore[arg-type]
        options = self._kind(**(held | {name: control.value() for name, control in self._controls.items()}))
        check_options(options)
        return options

    def set_options(self, options: OptionsT) -> None:
        """Show these values."""
        self._options, self._quiet = options, True
        for name, control in self._controls.items():
            control.set_value(getattr(options, name))
        self._quiet = False

    def _add_more(self, rest: dict[str, Option]) -> None:
        self._more = unfold_button("More parameters", "Parameters that seldom need another value")
        self._folded = QWidget()
        self._folded.setVisible(False)
        grid = QGridLayout(self._folded)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(self._grid.verticalSpacing())
        grid.setColumnStretch(0, 1)
        self._add_rows(rest, grid)
        self._more.toggled.connect(self._on_unfolded)
        self._grid.addWidget(self._more, self._grid.rowCount(), 0, 1, 2)
        self._grid.addWidget(self._folded, self._grid.rowCount(), 0, 1, 2)

    def _on_unfolded(self, unfolded: bool) -> None:
        self._more.setText("Fewer parameters" if unfolded else "More parameters")
        self._folded.setVisible(unfolded)
        self.updateGeometry()
        self.unfolded.emit()

    def _add_rows(self, options: dict[str, Option], grid: QGridLayout) -> None:
        for name, each in options.items():
            control = _control_of(each, getattr(self._options, name))
            control.set_value(getattr(self._options, name))
            control.on_change(self._on_edited)
            self._controls[name] = control
            self._add_row(each, control.widget, grid)

    def _add_row(self, each: Option, widget: QWidget, grid: QGridLayout) -> None:
        row = grid.rowCount()
        widget.setAccessibleName(each.label)
        widget.setAccessibleDescription(each.sentence)
        widget.setToolTip(_wrapped(each.sentence))
        if isinstance(widget, QCheckBox):
            widget.setText(each.label)
            grid.addWidget(widget, row, 0, 1, 2)
        else:
            name = ElidedLabel(each.label, "" if self._explain else "muted", about=_wrapped(each.sentence))
            name.setBuddy(widget)
            widget.setFixedWidth(EXPLAINED_WIDTH if self._explain else CONTROL_WIDTH)
            grid.addWidget(name, row, 0)
            grid.addWidget(widget, row, 1, Qt.AlignmentFlag.AlignRight)
        if self._explain:
            sentence = label(each.sentence, "muted", wrap=True)
            sentence.setContentsMargins(23 if isinstance(widget, QCheckBox) else 0, 0, 0, 8)
            grid.addWidget(sentence, row + 1, 0, 1, 2)

    def _on_edited(self) -> None:
        if not self._quiet:
            self.changed.emit()


class _Control:
    """A control and how its value is read, set and heard of."""

    def __init__(
        self, widget: QWidget, value: Callable[[], Any], set_value: Callable[[Any], Any], changed: Any
    ) -> None:
        self.widget, self.value, self.set_value, self._changed = widget, value, set_value, changed

    def on_change(self, slot: Callable[[], None]) -> None:
        self._changed.connect(lambda *_: slot())


def _control_of(each: Option, default: Any) -> _Control:
    """The control that fits a parameter: by its choices, else by the type of its default."""
    if each.choices is not None:
        return _choice(each)
    if isinstance(default, bool):
        check = QCheckBox()
        return _Control(check, check.isChecked, check.setChecked, check.toggled)
    if isinstance(default, int):
        return _whole_number(each)
    if isinstance(default, float):
        return _number(each, default)
    line = QLineEdit(str(default))
    return _Control(line, line.text, line.setText, line.textChanged)


def _choice(each: Option) -> _Control:
    box = _Combo()
    values = list((each.choices or {}).keys())
    box.addItems([str(text) for text in (each.choices or {}).values()])
    calm_wheel(box)

    def show(value: Any) -> None:
        box.setCurrentIndex(values.index(value) if value in values else -1)

    return _Control(box, lambda: values[box.currentIndex()], show, box.currentIndexChanged)


def _whole_number(each: Option) -> _Control:
    spin = QSpinBox()
    _prepare(spin, each)
    spin.setRange(
        -LARGEST if each.minimum is None else int(each.minimum),
        LARGEST if each.maximum is None else min(int(each.maximum), LARGEST),
    )
    spin.setSingleStep(int(each.step or 1))
    return _Control(spin, spin.value, spin.setValue, spin.valueChanged)


def _number(each: Option, default: float) -> _Control:
    spin = QDoubleSpinBox()
    _prepare(spin, each)
    spin.setDecimals(max(_decimals(value) for value in (each.step or 0.01, each.minimum or 0.0, default)))
    spin.setRange(-1e9 if each.minimum is None else each.minimum, 1e9 if each.maximum is None else each.maximum)
    spin.setSingleStep(each.step or 0.01)
    return _Control(spin, spin.value, spin.setValue, spin.valueChanged)


def _prepare(spin: QSpinBox | QDoubleSpinBox, each: Option) -> None:
    spin.setSpecialValueText(each.least)
    spin.setLocale(QLocale.c())  # a decimal point everywhere, as in the libraries' documents
    prepare_spin(spin)


def prepare_spin(spin: QSpinBox | QDoubleSpinBox) -> None:
    """What every spin box of the window has in common."""
    spin.setKeyboardTracking(False)  # while "15" is typed, 1 is not a value yet
    spin.lineEdit().setTextMargins(5, 0, 0, 0)  # the stylesheet's padding does not reach the line within
    calm_wheel(spin)


def _decimals(value: float) -> int:
    """How many digits after the point a number needs: 0.025 -> 3."""
    return len(f"{value:.9f}".rstrip("0").partition(".")[2])


def _wrapped(sentence: str) -> str:
    """Rich text, which tooltips wrap; plain text becomes one endless line."""
    return f"<p>{sentence.replace('&', '&amp;').replace('<', '&lt;')}</p>"


class _Combo(QComboBox):
    """A combo box whose longest entry does not widen the panel; the list itself is as wide as it needs."""

    def sizeHint(self) -> QSize:
        return QSize(CONTROL_WIDTH, super().sizeHint().height())

    def showPopup(self) -> None:
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)
        super().showPopup()

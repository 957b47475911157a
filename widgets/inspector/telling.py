"""What is told in letters: the card beside what is pointed at, and the formulas of the present phase."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

import numpy as np

from explorer.training.inspector.explanation import Explanation, explain, kinds_of
from explorer.training.inspector.glove import GloveSetup, GloveStep
from explorer.training.inspector.history import AnyStep
from explorer.training.inspector.moment import Floats
from explorer.training.inspector.step import Phase, Step
from widgets.inspector.frame import Frame, Spot
from widgets.inspector.numerals import short
from widgets.parts.numbers import grouped

if TYPE_CHECKING:
    from widgets.inspector.player import Player

_INDICES = str.maketrans({"\u2096": "_k", "\u2c7c": "_j", "\u1d62": "_i"})  # for which few fonts have letters
PHASES = {
    Phase.READY: ("Ready", "The weights as they are. Next takes a sample."),
    Phase.FORWARD: ("Forward", "The inputs light up; the hidden layer and the outputs follow."),
    Phase.ERROR: ("Error", "How far each output is from what it should be."),
    Phase.BACKWARD: ("Backward", "The errors come back to the hidden layer; outlined rows will change."),
    Phase.UPDATE: ("Update", "The weights moved against their gradients."),
}


def card_of(spot: Spot, frame: Frame, step: AnyStep | None, counts: Floats | None = None) -> str:
    """What is told of something that is pointed at, as rich text; ``counts`` are those of GloVe."""
    rows = _word_rows(spot, frame)
    if spot.kind == "count" and counts is not None and spot.row < len(counts):
        rows.append(("X", f"{counts[spot.row, spot.unit]:.4g}"))
    if step is not None and not frame.is_probe and frame.phase != Phase.READY:
        rows += [(_explained(each), "") for each in _explanations(spot, frame, step)]
    title = title_of(spot, frame)
    lines = "".join(
        f"<tr><td>{left}</td><td align=right>&nbsp;&nbsp;{right}</td></tr>" for left, right in rows if right
    )
    notes = "".join(f"<div style='margin-top:4px'>{left}</div>" for left, right in rows if not right)
    return f"<b>{title}</b><table cellspacing=0>{lines}</table>{notes}"


def title_of(spot: Spot, frame: Frame) -> str:
    """The name of something that is pointed at."""
    unit = "bias" if spot.unit == frame.W.shape[1] else f"h{spot.unit + 1}"
    inputs = frame.words[spot.row] if spot.row < len(frame.words) else ""
    outputs = frame.outputs[spot.row] if spot.row < len(frame.outputs) else ""
    return {
        "input": f"{escape(inputs)}, input",
        "hidden": f"h{spot.row + 1}, hidden unit",
        "output": f"{escape(inputs)}, output",
        "node": f"{escape(outputs)} of the tree",
        "input_edge": f"W: {escape(inputs)} \u2192 {unit}",
        "input_cell": f"W: {escape(inputs)}, {unit}",
        "output_edge": f"W\u2032: {unit} \u2192 {escape(outputs)}",
        "output_cell": f"W\u2032: {escape(outputs)}, {unit}",
        "input_dot": f"{escape(inputs)}, input vector",
        "output_dot": f"{escape(outputs)}, output vector",
        "count": f"{escape(inputs)}, {escape(frame.words[spot.unit]) if 0 <= spot.unit < len(frame.words) else ''}",
    }[spot.kind]


def _word_rows(spot: Spot, frame: Frame) -> list[tuple[str, str]]:
    """The values that the frame itself holds."""
    row, unit = spot.row, spot.unit
    if spot.kind == "input":
        rows = [("x", short(float(frame.x[row])))]
        return rows + ([("the network says", "&nbsp;"), *_answers(frame)] if frame.is_probe and frame.x[row] else [])
    if spot.kind == "hidden":
        return [("h", short(float(frame.h[row])))] if frame.phase != Phase.READY or frame.is_probe else []
    if spot.kind in ("output", "node"):
        names = [("u", frame.u), ("y", frame.y), ("t", frame.t), ("e", frame.e)]
        if spot.kind == "output" and frame.words != frame.outputs:
            names = [("p", frame.p)]
        return [
            (name, short(float(values[row])))
            for name, values in names
            if row < len(values) and np.isfinite(values[row])
        ]
    layer, gradients, biases = (
        (frame.W, frame.dW, frame.b) if spot.kind.startswith("input") else (frame.W_out, frame.dW_out, frame.b_out)
    )
    if spot.kind.endswith("_dot"):
        rows = [("norm", short(float(np.linalg.norm(layer[row])))), (_vector(layer[row]), "")]
        if gradients.shape == layer.shape and gradients[row].any():
            rows.append((f"gradient {_vector(gradients[row])}", ""))
        return rows
    if spot.kind.endswith(("_cell", "_edge")):
        if unit >= layer.shape[1]:
            return [("bias", short(float(biases[row])))] if biases is not None else []
        rows = [("weight", short(float(layer[row, unit])))]
        if gradients.shape == layer.shape and frame.phase != Phase.READY:
            rows.append(("gradient", short(float(gradients[row, unit]))))
            rows.append(("change", short(float(-frame.rate * gradients[row, unit]))))
        return rows
    return []


def _answers(frame: Frame, most: int = 4) -> list[tuple[str, str]]:
    """The words that the network finds likeliest."""
    best = np.argsort(-np.nan_to_num(frame.p), kind="stable")[:most]
    return [(f"&nbsp;&nbsp;{escape(frame.words[row])}", short(float(frame.p[row]))) for row in best]


def _explanations(spot: Spot, frame: Frame, step: AnyStep) -> list[Explanation]:
    """The formulas with the numbers of this step, as far as it has come."""
    kinds = _glove_kinds(spot, frame, step) if isinstance(step, GloveStep) else _kinds(spot, frame, step)
    return [explain(step, kind, row, column) for kind, row, column in kinds]


def _kinds(spot: Spot, frame: Frame, step: Step) -> list[tuple[str, int, int]]:
    """What explains something of word2vec: kinds with their rows and columns."""
    phase, row, unit = frame.phase, spot.row, spot.unit
    if phase == Phase.UPDATE and unit < 0:  # the network shows the new weights already
        return []
    if spot.kind == "input":
        return [("x", row, 0)]
    if spot.kind == "hidden":
        return [("h", row, 0)] + [("EH", row, 0)] * (phase >= Phase.BACKWARD)
    if spot.kind == "output" and frame.words != frame.outputs:
        return [("p", row, 0)]
    if spot.kind in ("output", "node", "output_dot"):
        units = step.units_of(row)
        if not len(units):
            return []
        at = int(units[0])
        return [("u", at, 0), ("y", at, 0)] + [("e", at, 0)] * (phase >= Phase.ERROR)
    if phase < Phase.BACKWARD or spot.unit < 0:
        return []
    return (
        [("dW", row, unit), ("W", row, unit)]
        if spot.kind.startswith("input")
        else [("dW'", row, unit), ("W'", row, unit)]
    )


def _glove_kinds(spot: Spot, frame: Frame, step: GloveStep) -> list[tuple[str, int, int]]:
    """What explains something of GloVe; only the two words of the cell move."""
    phase, is_bias = frame.phase, spot.unit >= frame.W.shape[1]
    if spot.kind == "count" and (spot.row, spot.unit) == (step.i, step.j):
        later = [("f", 0, 0), ("residual", 0, 0), ("loss", 0, 0)]
        return [("X", 0, 0), ("prediction", 0, 0)] + later * (phase >= Phase.ERROR)
    if phase < Phase.BACKWARD or not spot.kind.endswith("_cell"):
        return []
    if spot.kind == "input_cell" and spot.row == step.i:
        return [("db", 0, 0), ("b", 0, 0)] if is_bias else [("dw", spot.unit, 0), ("w", spot.unit, 0)]
    if spot.kind == "output_cell" and spot.row == step.j:
        return [("db~", 0, 0), ("b~", 0, 0)] if is_bias else [("dw~", spot.unit, 0), ("w~", spot.unit, 0)]
    return []


def phase_explanations(step: AnyStep | None, phase: Phase, spot: Spot | None = None) -> list[Explanation]:
    """The formulas of a phase: of the target, the first hidden unit, and the input; or of what is pointed at."""
    if step is None:
        return []
    if isinstance(step, GloveStep):
        return [explain(step, kind) for kind in kinds_of(step, phase)[:3]]
    target = int(np.flatnonzero(step.rows == step.target_words[0])[0]) if _has_unit(step) else 0
    unit = 0
    if spot is not None and spot.kind == "hidden":
        unit = spot.row
    elif spot is not None and spot.unit >= 0:
        unit = min(spot.unit, step.h.size - 1)
    if spot is not None and spot.kind in ("output", "node") and len(units := step.units_of(spot.row)):
        target = int(units[0])
    out_row = int(step.rows[target])
    in_row = int(step.inputs[0])
    places = {
        **dict.fromkeys(("u", "y", "t", "e"), (target, 0)),
        **dict.fromkeys(("h", "EH"), (unit, 0)),
        **dict.fromkeys(("W'", "dW'"), (out_row, unit)),
        **dict.fromkeys(("W", "dW"), (in_row, unit)),
    }
    return [explain(step, kind, *places.get(kind, (0, 0))) for kind in kinds_of(step, phase)]


def phase_sentence(player: Player) -> str:
    """What happens now, in words; empty where the phase says it already."""
    setup, step = player.setup, player.step
    if isinstance(setup, GloveSetup) and player.is_counting:
        counted = setup.counting[player.counted - 1] if player.counted else None
        if counted is None:
            return "Next counts the first neighbours; 20, 100 and 500 count them all and begin to fit."
        row, column = setup.vocabulary[counted.row], setup.vocabulary[counted.column]
        return f"Counting: “{column}” stands {counted.distance} from “{row}”, X grows by {counted.amount:.3g}."
    if not player.can_learn:
        return "There are no samples: point at a word to see what the network says of it."
    if isinstance(step, GloveStep):
        return {
            Phase.FORWARD: "What the two vectors and their biases make of the count.",
            Phase.ERROR: "How far that is from the logarithm of the count, and how much the pair weighs.",
            Phase.BACKWARD: "The two outlined vectors and their biases will change.",
        }.get(player.phase, "")
    return ""


def describe_position(player: Player) -> str:
    """Where the run stands: "step 12 \u00b7 pass 2 \u00b7 drink | juice"."""
    setup, step = player.setup, player.step
    if setup is None:
        return ""
    parts = [f"step {grouped(player.position)}"]
    if player.is_counting and isinstance(setup, GloveSetup):
        parts = [f"counted {grouped(player.counted)} of {grouped(len(setup.counting))}"]
    elif setup.n_places:
        parts.append(f"pass {grouped(setup.pass_of(max(player.position - 1, 0)) + 1)}")
    if isinstance(step, Step):
        parts.append(f"{'^'.join(step.sample.inputs)} | {'^'.join(step.sample.targets)}")
    elif isinstance(step, GloveStep):
        parts.append(f"{setup.vocabulary[step.i]}, {setup.vocabulary[step.j]}")
    return " \u00b7 ".join(parts)


def plain(text: str) -> str:
    """Rich text without its marks, for those who hear it."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split()))


def _has_unit(step: Step) -> bool:
    return step.setup.options.objective != "hierarchical"


def typeset(formula: str) -> str:
    """A formula as rich text: what follows an underscore becomes an index, ^ 2 an exponent."""
    text = escape(formula.translate(_INDICES), quote=False)
    text = re.sub(r"_([^\s\u00b7()/^|]+)", r"<sub>\1</sub>", text)
    return re.sub(r" \^ (\S+)", r"<sup>\1</sup>", text)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\u2212-]?[\d.]+(e[\u2212+-]?\d+)?", text) is not None


def equation(each: Explanation) -> tuple[str, str]:
    """A formula and the same with its numbers, as rich text."""
    value = (
        short(each.value) if abs(each.value) >= 5e-4 or each.value == 0 else f"{each.value:.1e}".replace("-", "\u2212")
    )
    filled = "" if _is_number(each.filled) else f"= {typeset(each.filled)} "  # else nothing was computed
    return f"{typeset(each.symbol)} = {typeset(each.formula)}", f"{filled}= <b>{value}</b>"


def _explained(each: Explanation) -> str:
    formula, filled = equation(each)
    return f"{formula}<br>{filled}"


def _vector(values: np.ndarray, most: int = 6) -> str:
    shown = ", ".join(short(float(value)) for value in values[:most])
    return f"({shown}{', …' if len(values) > most else ''})"

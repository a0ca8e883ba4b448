"""Draws a flow as SVG: boxes in order, arms side by side or, for narrow places, one below the other and indented."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup, escape

from dsl.program import Picture

WIDTHS = (184, 164, 146)
"""Of a box; the first with which the picture is COMFORTABLE to read beside other things."""
COMFORTABLE = 680
HEIGHT, GAP, COLUMN_GAP = 48, 22, 18
INDENT, NARROW_WIDTH = 18, 296
WIDEST = 1180
"""Beyond this many units the side-by-side picture would be unreadably small, so only the narrow one is shown."""

MARKS = {
    "done": "M1 6.5 4.5 10 11 2.5",
    "now": "M6 3.2a2.8 2.8 0 1 0 .01 0zM6 .2a5.8 5.8 0 1 0 .01 0z",
    "next": "M6 .8a5.2 5.2 0 1 0 .01 0z",
    "off": "M1.5 6h9",
    "bad": "M2 2l8 8M10 2l-8 8",
    "added": "M6 1v10M1 6h10",
    "removed": "M1.5 6h9",
    "changed": "M1 8.5 8.5 1l2.5 2.5L3.5 11H1z",
    "moved": "M6 1v10M2.5 4.5 6 1l3.5 3.5M2.5 7.5 6 11l3.5-3.5",
    "back": "M5 1.5 1.5 5 5 8.5M1.5 5H8a3 3 0 0 1 0 6H6",
}
REACHED = {"done", "now", "bad", "back"}


@dataclass(frozen=True, slots=True)
class Stop:
    """What one box shows: its state (done now next off bad back; of two
    versions beside each other: added removed changed moved next), its name and who has or had it."""

    state: str
    name: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn: the stops by node id, the labels of arms, and which arms were not taken, by (node, arm number)."""

    stops: Mapping[str, Stop]
    arms: Mapping[tuple[str, int], str] = field(default_factory=dict)
    taken: Mapping[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A drawn part: its size, the x of the line that runs through it, the state of its entry and of its exit."""

    width: float
    height: float
    axis: float
    entry: str
    leave: str
    body: str


def room_of(text: str, size: float, bold: bool = False) -> float:
    """About how wide `text` is at a font size: a Chinese character is a square, a Latin letter a bit over half of one."""
    letter = size * (0.645 if bold else 0.57)
    return sum(size if unicodedata.east_asian_width(char) in "WF" else letter for char in text)


def fitted(text: str, size: float, room: float, bold: bool = False) -> str:
    """`text`, shortened with an ellipsis until it fits."""
    if room_of(text, size, bold) <= room:
        return text
    while text and room_of(text + "…", size, bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def edge_class(state: str) -> str:
    """The class of a line that leads into something in `state`."""
    return "edge done" if state in REACHED else "edge off" if state == "off" else "edge"


def line(path: str, state: str) -> str:
    return f'<path class="{edge_class(state)}" d="{path}"/>'


def at(x: float, y: float, body: str) -> str:
    return f'<g transform="translate({x:g} {y:g})">{body}</g>' if x or y else body


def box(stop: Stop, width: float) -> Block:
    """One step: mark, name, and below it who."""
    name_y = 21 if stop.who else 29
    texts = f'<text class="name" x="31" y="{name_y}">{escape(fitted(stop.name, 12.5, width - 38, True))}</text>'
    if stop.who:
        texts += f'<text class="who" x="31" y="38">{escape(fitted(stop.who, 11.5, width - 38))}</text>'
    full = escape(f"{stop.name} · {stop.who}" if stop.who else stop.name)
    body = (
        f'<g class="{stop.state}"><title>{full}</title><rect class="box" width="{width:g}" height="{HEIGHT}" rx="8"/>'
        f'<path class="mark" transform="translate(11 18)" d="{MARKS[stop.state]}"/>{texts}</g>'
    )
    return Block(width, HEIGHT, width / 2, stop.state, stop.state, body)


def pill(stop: Stop, wide: bool) -> Block:
    """The head of a branch or a parallel: nobody's step, so smaller than one."""
    text = fitted(stop.name, 11.5, 190)
    width = room_of(text, 11.5) + 42
    body = (
        f'<g class="{stop.state}"><title>{escape(stop.name)}</title>'
        f'<rect class="box" width="{width:g}" height="26" rx="13"/>'
        f'<path class="mark" transform="translate(10 7)" d="{MARKS[stop.state]}"/>'
        f'<text class="who" x="30" y="17">{escape(text)}</text></g>'
    )
    return Block(width, 26, width / 2 if wide else 8, stop.state, stop.state, body)


def stacked(blocks: list[Block], gap: float = GAP) -> Block:
    """Blocks one below the other, joined by lines on their common axis."""
    axis = max(block.axis for block in blocks)
    right = max(block.width - block.axis for block in blocks)
    body, y = "", 0.0
    for number, block in enumerate(blocks):
        if number and gap:
            body += line(f"M{axis:g} {y:g}v{gap:g}", block.entry)
            y += gap
        body += at(axis - block.axis, y, block.body)
        y += block.height
    return Block(axis + right, y, axis, blocks[0].entry, blocks[-1].leave, body)


def listed(blocks: list[Block], gap: float = 12) -> Block:
    """Blocks one below the other, aligned left, joined by short lines."""
    body, y = "", 0.0
    for number, block in enumerate(blocks):
        if number:
            body += line(f"M8 {y:g}v{gap:g}", block.entry)
            y += gap
        body += at(0, y, block.body)
        y += block.height
    return Block(max(block.width for block in blocks), y, 8, blocks[0].entry, blocks[-1].leave, body)


def arm_label(text: str, x: float, y: float, state: str) -> str:
    """The label of an arm on its line, with a ground so that the line does not strike it through."""
    if not text:
        return ""
    room = room_of(text, 11.5) + 10
    kind = "arm done" if state in REACHED else "arm"
    return (
        f'<rect class="arm-ground" x="{x - room / 2:g}" y="{y - 13:g}" width="{room:g}" height="18"/>'
        f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="middle">{escape(text)}</text>'
    )


def side_by_side(arms: list[tuple[str, str, Block]], entry: str) -> Block:
    """Arms as columns (label, state, block) between a line that splits and one that joins."""
    widths = [max(block.width, room_of(label, 11.5) + 16) for label, _, block in arms]
    tall, top = max(block.height for _, _, block in arms), 46
    total = sum(widths) + COLUMN_GAP * (len(arms) - 1)
    axis, bottom, left = total / 2, top + tall + 14, 0.0
    off, on = "", ""
    for (label, state, block), width in zip(arms, widths, strict=True):
        x = left + (width - block.width) / 2 + block.axis
        lines = line(f"M{axis:g} 0V12H{x:g}V{top}", state)
        behind = "off" if state == "off" else block.leave
        lines += line(f"M{x:g} {top + block.height:g}V{bottom:g}H{axis:g}v12", behind)
        lines += arm_label(fitted(label, 11.5, width + COLUMN_GAP), x, 32, state) + at(x - block.axis, top, block.body)
        on, off = (on + lines, off) if state in REACHED else (on, off + lines)
        left += width + COLUMN_GAP
    return Block(total, bottom + 12, axis, entry, leaving(arms, entry), off + on)


def leaving(arms: list[tuple[str, str, Block]], entry: str) -> str:
    """The state of the line behind arms: theirs when they are through, still to come while one is not."""
    if entry == "now":
        return "next"
    return next((block.leave for _, state, block in arms if state in REACHED), entry)


def indented(arms: list[tuple[str, str, Block]], entry: str) -> Block:
    """Arms one below the other, each under its label, with a line along their side."""
    body, y = "", 0.0
    for label, state, block in arms:
        kind = "arm done" if state in REACHED else "arm"
        top = 26 if label else 8
        tall = top + block.height + (6 if block.height else 0)
        body += line(f"M8 {y:g}v{tall:g}", state)
        body += f'<text class="{kind}" x="{INDENT + 2}" y="{y + 18:g}">{escape(fitted(label, 11.5, 250))}</text>'
        body += at(INDENT, y + top, block.body)
        y += tall
    return Block(max(block.width for _, _, block in arms) + INDENT, y, 8, entry, leaving(arms, entry), body)


def draw_arm(steps: tuple[Picture, ...], sheet: Sheet, width: float, wide: bool, state: str) -> Block:
    """The steps of one arm; an arm without steps is only its line."""
    if not steps:
        return Block(64, 0, 32, state, state, "") if wide else Block(0, 0, 8, state, state, "")
    drawn = draw_steps(steps, sheet, width if wide else width - INDENT, wide)
    return replace(drawn, leave="next") if drawn.leave == "now" else drawn


def draw_steps(steps: tuple[Picture, ...], sheet: Sheet, width: float, wide: bool) -> Block:
    blocks = [draw_step(step, sheet, width, wide) for step in steps]
    return stacked(blocks) if wide else listed(blocks)


def draw_step(picture: Picture, sheet: Sheet, width: float, wide: bool) -> Block:
    """One step, or a branch or parallel with all its arms below it."""
    stop = sheet.stops[picture.node]
    if not picture.arms:
        return box(stop, width)
    arms = []
    for number, (label, steps) in enumerate(picture.arms):
        state = sheet.taken.get((picture.node, number), stop.state)
        label = sheet.arms.get((picture.node, number), label)
        arms.append((label, state, draw_arm(steps, sheet, width, wide, state)))
    if wide:
        return stacked([pill(stop, wide), side_by_side(arms, stop.state)], 0)
    return listed([pill(stop, wide), indented(arms, stop.state)], 0)


def svg(block: Block, kind: str, title: str, described: str) -> Markup:
    """The finished picture, as large as its content and never larger than the page."""
    width, height = block.width + 4, block.height + 4
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" role="img" aria-label="{escape(title)}"'
        f' aria-describedby="{described}" width="{width:g}" height="{height:g}" viewBox="-2 -2 {width:g} {height:g}">'
        f"{block.body}</svg>"
    )


def draw(steps: tuple[Picture, ...], sheet: Sheet, title: str, described: str) -> Markup:
    """Both pictures of a flow; the style shows the one that fits. `described` is the id of the text alternative."""
    narrow = draw_steps(steps, sheet, NARROW_WIDTH, False)
    drawn = (draw_steps(steps, sheet, width, True) for width in WIDTHS)
    wide = next((block for block in drawn if block.width <= COMFORTABLE), draw_steps(steps, sheet, WIDTHS[-1], True))
    if wide.width > WIDEST:
        return svg(narrow, "only", title, described)
    kind = "wide" if wide.width <= COMFORTABLE else "wide large"
    return svg(wide, kind, title, described) + svg(narrow, "narrow", title, described)

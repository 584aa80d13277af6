"""Reliability diagrams, as pictures for the pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import sqrt
from pathlib import Path

SIDE, LEFT, TOP = 300, 56, 16
LARGEST = 14.0
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #333 }
  .frame, .tick { stroke: #999; fill: none }
  .ideal { stroke: #999; stroke-dasharray: 5 4 }
  .line { stroke: #1a5fb4; fill: none; stroke-width: 1.5 }
  .bin { fill: #1a5fb4; fill-opacity: .75 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd } .line { stroke: #78aeed } .bin { fill: #78aeed }
  }
"""


def reliability_diagram(path: Path, bins: Sequence[tuple[float, float, float]], across: str, up: str) -> None:
    """Draw the bins of ``logistic.calibration``: their mean probability, the share that came true, and as a dot's area their part.

    On the dashed line every probability comes true just as often as it says. ``across`` and ``up`` name the axes.
    """
    path.parent.mkdir(exist_ok=True)
    places = [(LEFT + SIDE * mean, TOP + SIDE * (1 - share), part) for mean, share, part in bins]
    largest = max(part for _, _, part in bins)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE + 80}" height="{SIDE + 66}" role="img" '
        f'aria-label="{escape(up)} by {escape(across)}">',
        f"<style>{STYLE}</style>",
        f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}"/>',
        f'<line class="ideal" x1="{LEFT}" y1="{TOP + SIDE}" x2="{LEFT + SIDE}" y2="{TOP}"/>',
    ]
    for step in range(6):
        at, name = SIDE * step / 5, f"{step / 5:.1f}"
        parts += [
            f'<text x="{LEFT + at:.0f}" y="{TOP + SIDE + 18}" text-anchor="middle">{name}</text>',
            f'<text x="{LEFT - 8}" y="{TOP + SIDE - at + 4:.0f}" text-anchor="end">{name}</text>',
        ]
    parts.append(f'<polyline class="line" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)}"/>')
    parts += [
        f'<circle class="bin" cx="{x:.1f}" cy="{y:.1f}" r="{max(2.0, LARGEST * sqrt(part / largest)):.1f}"/>'
        for x, y, part in places
    ]
    parts += [
        f'<text x="{LEFT + SIDE / 2}" y="{TOP + SIDE + 42}" text-anchor="middle">{escape(across)}</text>',
        f'<text transform="translate(16 {TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">{escape(up)}</text>',
        "</svg>",
    ]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")

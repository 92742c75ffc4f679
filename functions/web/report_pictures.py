"""The report's pictures: SVG within the page, without script, links or anything from elsewhere."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pygal.graph.graph import Graph

_INK, _ACCENT, _LINE = "#14213d", "#1d4e89", "#8a94a6"
_WIDTH = 760
#: Names beside the axis of time; more of them would run into each other.
_MOMENTS = 9


@dataclass(frozen=True, slots=True)
class Picture:
    address: str
    """A `data:` address, which the pages' policy lets an image have."""
    alt: str
    """Says what the picture shows, figures included."""


def bars(names: Sequence[str], numbers: Sequence[int], alt: str) -> Picture:
    """One bar under the other, each with its number."""
    import pygal

    chart = pygal.HorizontalBar(
        **_look(len(names) * 44 + 20),
        **_numbered(numbers),
        show_x_labels=False,
        # pygal puts the middle of the text at the end of the bar: spaces as wide as the digits move it past it.
        value_formatter=lambda number: f"{'\u2007' * len(f'{number:.0f}')} {number:.0f}",
    )
    # pygal begins at the bottom.
    chart.x_labels = [*reversed(names)]
    chart.add("", [*reversed(numbers)])
    return _picture(chart, alt)


def columns(names: Sequence[str], numbers: Sequence[int], alt: str) -> Picture:
    """One column beside the other, each with its number."""
    import pygal

    chart = pygal.Bar(**_look(220), **_numbered(numbers), show_y_labels=False)
    chart.x_labels = [*names]
    chart.add("", [*numbers])
    return _picture(chart, alt)


def course(moments: Sequence[str], numbers: Sequence[int], alt: str) -> Picture:
    """How a number goes up and down over time, from nought."""
    import pygal

    chart = pygal.Line(
        **_look(300),
        fill=True,
        show_dots=False,
        include_x_axis=True,
        range=(0, max(numbers)),
        show_minor_x_labels=False,
        value_formatter=lambda number: f"{number:.0f}",
    )
    chart.x_labels = [*moments]
    chart.x_labels_major = [*moments[:: max(1, -(-len(moments) // _MOMENTS))]]
    chart.add("", [*numbers])
    return _picture(chart, alt)


def _numbered(numbers: Sequence[int]) -> dict[str, Any]:
    """Every number stands at the end of its bar, which has room for it: guides would say it once more."""
    return {
        "print_values": True,
        "print_values_position": "top",
        "show_x_guides": False,
        "show_y_guides": False,
        "range": (0, max(1, *numbers) * 1.1),
    }


def _look(height: int) -> dict[str, Any]:
    from pygal.style import Style

    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground=_INK,
        foreground_strong=_INK,
        foreground_subtle=_LINE,
        colors=(_ACCENT,),
        value_colors=(_INK,),
        opacity="1",
        font_family="sans-serif",
        label_font_size=16,
        major_label_font_size=16,
        value_font_size=16,
        transition="none",
    )
    return {
        "js": (),
        "style": style,
        "width": _WIDTH,
        "height": height,
        "margin": 10,
        "show_legend": False,
        "truncate_label": -1,
        "disable_xml_declaration": True,
    }


def _picture(chart: "Graph", alt: str) -> Picture:
    chart.add_xml_filter(_without_script)
    drawn = base64.b64encode(chart.render(is_unicode=True).encode()).decode()
    return Picture(f"data:image/svg+xml;base64,{drawn}", alt)


def _without_script(root: Any) -> Any:
    """pygal writes its settings into a script, for one of its own that we do not have."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in ("script", "desc") or not isinstance(child.tag, str):
                parent.remove(child)
    return root

"""axe-core in a page: what Deque's rules for accessibility hold against it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
_WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_LOADED = "typeof axe !== 'undefined'"
_RUN = """async rules => {
  const found = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
  return found.violations.map(each => [each.help, each.nodes.map(node => node.html + " " + node.failureSummary)]);
}"""


def violations(page: Page, *rules: str) -> Any:
    """Each rule that is broken, with where; all of WCAG 2.2 AA and axe's own good practice unless `rules` say less."""
    if not page.evaluate(_LOADED):
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    return page.evaluate(_RUN, list(rules or _WCAG))

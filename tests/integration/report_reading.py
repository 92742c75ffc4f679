"""The report's page as its reader sees it."""

import html
import re
from collections import defaultdict


def tables(page: str) -> dict[str, list[dict[str, list[str]]]]:
    """By caption, which several may share: the cells of each row after its first, by that one."""
    found: defaultdict[str, list[dict[str, list[str]]]] = defaultdict(list)
    for table in re.findall(r"<table[^>]*>.*?</table>", page, re.DOTALL):
        [caption] = re.findall(r"<caption>(.*?)</caption>", table)
        cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]
        found[_text(caption)].append({_text(first): [_text(cell) for cell in others] for first, *others in cells})
    return dict(found)


def quoted(page: str, heading: str) -> dict[str, set[str]]:
    """The texts under this heading, by the organisation above them; without one where nothing stands above them."""
    [part] = re.findall(rf"<h2>{heading}</h2>(.*?)(?=<h2>)", page, re.DOTALL)
    found: defaultdict[str, set[str]] = defaultdict(set)
    organisation = "Without an organisation"
    for named, said in re.findall(r"<h4>(.*?)</h4>|<blockquote[^>]*><p>(.*?)</p>", part, re.DOTALL):
        if named:
            organisation = _text(named)
        else:
            found[organisation].add(_text(said))
    return dict(found)


def _text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()

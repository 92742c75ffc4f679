"""What a page says, without its markup."""

import re


def words_of(text: str) -> str:
    """The page without its markup, so that a term and what belongs to it stand side by side."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))

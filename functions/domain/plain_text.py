"""Names as they are searched and sorted by."""

import unicodedata


def plain(text: str) -> str:
    """Without accents and capitals, so that whoever types Jose finds José, and Dáil stands before Diet."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))

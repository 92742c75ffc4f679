"""Marks sentences that delegates read, so that the catalogues hold them. They are translated when they are shown."""


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """The message unchanged: a message id of the catalogue."""
    return message

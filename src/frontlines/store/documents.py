"""An Extraction as JSON and back, by the vocabulary's own types."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from frontlines.errors import StoreError
from frontlines.model import Extraction

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Extraction]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - building it takes a moment that few commands need

    return TypeAdapter(Extraction)


def dump_extraction(extraction: Extraction, *, with_article: bool = True) -> str:
    """Give an extraction as one line of JSON; without its article where that is kept elsewhere."""
    return _adapter().dump_json(extraction, exclude=None if with_article else {"article"}).decode()


def load_extraction(document: str, article: dict[str, Any] | None = None) -> Extraction:
    """Rebuild an extraction, from a document without its article by the ``article`` given as JSON values.

    Raises ``ValueError`` for a document that is not one; its message may hold the document's text and is not for print.
    """
    if article is None:
        return _adapter().validate_json(document)
    from pydantic_core import from_json  # noqa: PLC0415

    fields = from_json(document)
    if not isinstance(fields, dict):
        raise ValueError("not an object")  # noqa: TRY004 - one kind of error for every broken document
    return _adapter().validate_python({**fields, "article": article})


def digest(article: Mapping[str, Any], document: str) -> str:
    """Give a hash of an article's fields and the document kept with it, so that a changed byte of either shows."""
    fields = "\0".join(f"{name}={article[name]}" for name in sorted(article))
    return hashlib.blake2b(f"{fields}\0{document}".encode(), digest_size=16).hexdigest()


def rebuilt(row: Any, store: str) -> Extraction:
    """Give the extraction of a row's mapping: an article's fields with ``reader``, ``document`` and ``digest``.

    Raises ``StoreError`` where a byte of it has changed; ``store`` is the store's name.
    """
    fields = {name: value for name, value in row.items() if name not in {"reader", "document", "digest"}}
    try:
        told = load_extraction(row["document"], fields)
    except ValueError:
        # Its message may quote the report's text, so nothing of it goes on.
        told = None
    if told is None or digest(fields, row["document"]) != row["digest"]:
        raise StoreError(
            f"the store {store} holds a damaged reading of the report {fields['id']}: "
            f"remove it with frontlines store remove {fields['id']} and read the report again"
        )
    return told

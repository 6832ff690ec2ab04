"""A text that was read: an OpenAPI document, a page that holds some, or an index of such pages."""

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Literal
from urllib.parse import urlsplit

from spec import metaschema, source
from spec.errors import Invalid, Unreadable
from spec.vendor import markdown
from spec.vendor.markdown import Block, Markdown

Kind = Literal["document", "page", "index"]

_DOCUMENT = (".yaml", ".yml", ".json")
_PAGE = (".md", ".mdx", ".markdown")
_INDEX = (".txt",)
_LANGUAGES = frozenset({"", "yaml", "yml", "json", "openapi"})
_OPENAPI = re.compile(r"""(^|[{,])\s*["']?openapi["']?\s*:""", re.MULTILINE)
# How a document begins, after comments: with a brace or with a member of its root.
_BEGINNING = re.compile(
    r"""(\s*(\#.*|---\s*)?\n)*\s*(\{|["']?(openapi|swagger|info|jsonSchemaDialect|servers|paths|components|tags|security"""
    r"""|webhooks|externalDocs|x-[\w-]+)["']?\s*:)"""
)
_HTML = re.compile(r"\s*<(!doctype\s+html|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """An OpenAPI document as it was found. `source` is where, with the line for a block of a page; `about` is what the page says
    of the block, such as the operation that it is for."""

    source: str
    text: str
    content: dict[str, Any]
    about: str


@dataclass(frozen=True, slots=True)
class Reading:
    """`pieces` are empty for an index, and for a page that holds no OpenAPI document; `links` are as written."""

    kind: Kind
    title: str
    pieces: tuple[Piece, ...]
    links: tuple[str, ...]


def understand(data: bytes, address: str, media_type: str, final: str = "") -> Reading:
    """What a text is, by its address, its media type and its beginning. `final` is where the address led, if it led elsewhere.
    Raises Unreadable, Invalid."""
    text = _decode(data, address)
    if media_type == "text/html" or _HTML.match(text):
        hint = "many sites have a page's Markdown at the same address with .md behind it"
        raise Unreadable("is a web page, and holds no OpenAPI document", address, hint=hint)
    suffix = _known_suffix(final, address)
    if suffix in _DOCUMENT or (suffix not in _PAGE and _BEGINNING.match(text)):
        return Reading("document", "", (_document(text, address, ""),), ())
    page = markdown.read(text)
    pieces = _pieces(page, address)
    kind: Kind = "index" if suffix in _INDEX and not pieces else "page"
    return Reading(kind, page.title, pieces, page.links if kind == "index" else ())


def suffix_of(address: str) -> str:
    path = urlsplit(address).path if "://" in address else address
    return PurePosixPath(path).suffix.lower()


def _known_suffix(*addresses: str) -> str:
    known = (*_DOCUMENT, *_PAGE, *_INDEX)
    return next((found for found in map(suffix_of, addresses) if found in known), "")


def may_hold_a_document(address: str) -> bool:
    """Whether a link of an index leads to a page or a document, as far as its name says."""
    return suffix_of(address) in (*_DOCUMENT, *_PAGE)


def _decode(data: bytes, address: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not UTF-8 at byte {error.start}", address) from None


def _document(text: str, name: str, about: str) -> Piece:
    content = source.parse(text, name).content
    metaschema.version(content, name=name)
    return Piece(name, text, content, about)


def _pieces(page: Markdown, address: str) -> tuple[Piece, ...]:
    found = (_piece(block, address) for block in page.blocks if _is_openapi(block))
    return tuple(piece for piece in found if piece)


def _is_openapi(block: Block) -> bool:
    return block.language in _LANGUAGES and bool(_OPENAPI.search(block.text))


def _piece(block: Block, address: str) -> Piece | None:
    """None for a block that is part of a document only, as prose shows them."""
    try:
        content = source.parse(block.text, address).content
        if not isinstance(content, dict) or not {"paths", "webhooks", "components"} & {*content}:
            return None
        piece = _document(block.text, address, block.about)
    except (Unreadable, Invalid) as error:
        error.line = block.line + (error.line or 1) - 1
        error.pointer = None
        raise
    return replace(piece, source=f"{address}:{block.line}")

"""Read the sources of a document, and the pages that their indexes list."""

import fnmatch
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from spec.errors import SpecError, Unreadable
from spec.fetch import NOTHING_KNOWN, Answer, Validators, get, refuse_insecure
from spec.source import MAX_BYTES
from spec.vendor.places import is_url
from spec.vendor.provenance import Record
from spec.vendor.reading import Reading, may_hold_a_document, understand

MAX_PAGES = 500
MAX_SECONDS = 900.0  # for all of a run: each page has its own limit, and there may be many
_NAMED = 5  # pages in a note

Listener = Callable[[int, int], None]  # how many of how many pages of an index are read


@dataclass(frozen=True, slots=True)
class Rules:
    """Which links of an index are followed: those that match one of `only` (if any) and none of `skip` (wildcards, against the
    whole address). `hosts` may be asked beside those of the sources themselves."""

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    def chooses(self, address: str) -> bool:
        chosen = not self.only or any(fnmatch.fnmatchcase(address, one) for one in self.only)
        return chosen and not any(fnmatch.fnmatchcase(address, one) for one in self.skip)


@dataclass(frozen=True, slots=True)
class Text:
    """One text that was read. `data` and `reading` are None when the server said that it is still what is on record. `final` is
    where it was found in the end: its links start from there (RFC 3986 section 5.1.3)."""

    address: str
    sha256: str
    validators: Validators
    data: bytes | None
    reading: Reading | None
    index: str = ""
    final: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    texts: tuple[Text, ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class Reader:
    """Reads addresses, each once. `known` are the records by address: what is on record is asked for on condition."""

    rules: Rules
    hosts: frozenset[str]
    known: Mapping[str, Record]
    listen: Listener = lambda _done, _total: None
    answers: dict[str, Answer] = field(default_factory=dict)
    start: float = field(default_factory=time.monotonic)

    def gather(self, sources: Sequence[str]) -> Gathered:
        """Every text of the sources, in order. Raises Unreadable, Invalid."""
        texts: list[Text] = []
        notes: list[str] = []
        for source in dict.fromkeys(sources):
            text = self._read(source)
            texts.append(text)
            if text.reading and text.reading.kind == "index":
                texts.extend(self._listed(text, notes))
            elif text.reading and not text.reading.pieces:
                hint = "a page holds one in a fenced block of YAML or JSON; an index of pages ends with .txt"
                raise Unreadable("holds no OpenAPI document", source, hint=hint)
        unique = {text.address: text for text in reversed(texts)}
        return Gathered(tuple(text for text in texts if unique[text.address] is text), tuple(notes))

    def _listed(self, index: Text, notes: list[str]) -> list[Text]:
        links = self._links(index, notes)
        if len(links) > MAX_PAGES:
            hint = "choose some with --only or --skip, such as --only '*/api-reference/*'"
            problem = f"lists {len(links)} pages, more than {MAX_PAGES}"
            raise Unreadable(problem, index.address, hint=hint)
        texts: list[Text] = []
        for number, link in enumerate(links):
            self.listen(number, len(links))
            texts.append(self._linked(link, index.address))
        self.listen(len(links), len(links))
        found = [text for text in texts if text.reading is None or text.reading.pieces]
        if len(found) < len(texts):
            empty = [text.address for text in texts if text not in found]
            told = f"{len(empty)} of {len(texts)} pages hold no OpenAPI document"
            more = ", …" if len(empty) > _NAMED else ""
            notes.append(f"{index.address}: {told}: {', '.join(empty[:_NAMED])}{more}")
        if not found:
            hint = "is it the right index, and do --only and --skip leave what is wanted?"
            raise Unreadable("lists no page with an OpenAPI document", index.address, hint=hint)
        return found

    def _linked(self, link: str, index: str) -> Text:
        try:
            return self._read(link, index)
        except SpecError as error:
            leave_out = f"{index} lists it; to leave it out: --skip '{link}'"
            error.hint = f"{error.hint}; {leave_out}" if error.hint else leave_out
            raise

    def _links(self, index: Text, notes: list[str]) -> list[str]:
        """The addresses that an index lists and that may be read; a note for each host that may not be asked."""
        links = index.reading.links if index.reading else ()
        elsewhere: Counter[str] = Counter()
        found: list[str] = []
        for address in dict.fromkeys(_addresses(index.final, links)):
            if not may_hold_a_document(address) or not self.rules.chooses(address):
                continue
            host = urlsplit(address).netloc.lower() if is_url(address) else ""
            if host and not self._may_ask(host):
                elsewhere[host] += 1
            else:
                found.append(address)
        for host, count in elsewhere.items():
            notes.append(
                f"{index.address}: {count} pages on {host} are left out; to read them: --allow-origin {host}"
            )
        return found

    def _may_ask(self, host: str) -> bool:
        return host in self.hosts or host in self.rules.hosts

    def _allow(self, url: str) -> None:
        host = urlsplit(url).netloc.lower()
        if not self._may_ask(host):
            hint = f"if it is to be trusted: --allow-origin {host}"
            raise Unreadable("is of a host that is none of the sources'", url, hint=hint)

    def _read(self, address: str, index: str = "") -> Text:
        answer = self._answer(address)
        if answer.data is None:
            return Text(address, self.known[address].sha256, answer.validators, None, None, index)
        reading = understand(answer.data, address, answer.media_type, answer.url)
        sha256 = hashlib.sha256(answer.data).hexdigest()
        return Text(address, sha256, answer.validators, answer.data, reading, index, answer.url)

    def _answer(self, address: str) -> Answer:
        before = self.answers.get(address)
        if before is not None and (before.data is not None or address in self.known):
            return before
        if is_url(address):
            known = self.known.get(address)
            # An index is asked for as a whole: its links are not on record, only the pages that held something.
            validators = known.validators if known and known.kind != "index" else NOTHING_KNOWN
            self._check_time(address)
            answer = get(address, validators, self._allow)
        else:
            answer = Answer(address, _file(address), "", NOTHING_KNOWN)
        self.answers[address] = answer
        return answer

    def _check_time(self, address: str) -> None:
        if time.monotonic() - self.start > MAX_SECONDS:
            problem = f"is not read any more: the others took {MAX_SECONDS / 60:g} minutes"
            raise Unreadable(problem, address, hint="choose some pages with --only or --skip")


def hosts_of(sources: Sequence[str]) -> frozenset[str]:
    """The hosts of the sources that are addresses. Raises Unreadable for one that is not fetched."""
    urls = [source for source in sources if is_url(source)]
    for url in urls:
        refuse_insecure(url)
    return frozenset(urlsplit(url).netloc.lower() for url in urls)


def _file(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        hint = "give a file or an https address"
        raise Unreadable(f"cannot be read: {error.strerror}", path, hint=hint) from None
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MiB", path)
    return data


def _addresses(index: str, links: Sequence[str]) -> Iterator[str]:
    """What links of an index lead to: relative ones from the index on, files only below its folder."""
    folder = None if is_url(index) else Path(index).parent
    for link in links:
        target = urldefrag(link).url
        if folder is None:
            target = urljoin(index, target)
        elif target and not urlsplit(target).scheme:
            path = folder / unquote(target)
            if path.resolve().is_relative_to(folder.resolve()):
                yield str(path)
            continue
        if urlsplit(target).scheme in ("http", "https"):
            yield target

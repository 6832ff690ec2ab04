"""Values for a gap of a proof: what meets the case and is refused, the limits of both sides first."""

import re
from collections.abc import Iterator
from itertools import chain, islice, product
from random import Random
from typing import Any

from spec.containment.cases import OF, TooMany, cases, types_of
from spec.containment.characters import Unsupported
from spec.containment.contraries import ODD
from spec.containment.gap import Gap
from spec.containment.languages import find
from spec.containment.listed import is_of
from spec.containment.node import Node
from spec.containment.numbers import interval
from spec.containment.sampling import Sampler
from spec.containment.texts import one_of, texts

_DRAWS = 6
_LONGEST = 70_000  # characters of a text, and items of an array
_WORD = re.compile(r"[A-Za-z0-9_-]+")  # what a pattern spells, where no automaton reads it
_MISSHAPEN = ("not a format", "", "1", "2024-02-30", "0", "\u00e9", "\u00c9", "a b")
_LINES = "[\\n\\r\\u2028\\u2029]"
# Some texts of formats, plain ones: of any length, and with any beginning that a limit may ask for.
_FORMS = {
    "date": "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$",
    "date-time": "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T[01][0-9]:[0-5][0-9]:[0-5][0-9]"
    "([.][0-9]{1,9})?(Z|[+]0[0-9]:00)$",
    "time": "^[01][0-9]:[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+]0[0-9]:00)$",
    "duration": "^P[1-9][0-9]*D$",
    "email": "^[a-z]{1,60}@[a-z]{2,60}[.](com|org)$",
    "idn-email": "^[a-z]{1,60}@[a-z]{2,60}[.](com|org)$",
    "hostname": "^[a-z]{2,60}([.][a-z]{2,60}){1,3}$",
    "idn-hostname": "^[a-z]{2,60}([.][a-z]{2,60}){1,3}$",
    "ipv6": "^([1-9a-f][0-9a-f]{3}:){7}[1-9a-f][0-9a-f]{3}$",
    "uri": "^(https|http|ftp)://[a-z]{2,20}[.]com/[a-z/]*$",
    "uri-reference": "^(https://[a-z]{2,20}[.]com)?/[a-z/]*$",
    "iri": "^(https|http|ftp)://[a-z]{2,20}[.]com/[a-z/]*$",
    "iri-reference": "^(https://[a-z]{2,20}[.]com)?/[a-z/]*$",
    "uri-template": "^(https://[a-z]{2,20}[.]com)?/[a-z/]*$",
    "json-pointer": "^(/[a-z]+)*$",
    "relative-json-pointer": "^[1-9][0-9]*(/[a-z]+)*$",
}
_MOST_PLACES = 3
_MOST_TRIED, _MOST_ESCAPING = 40, 3
_SIZES = ("minItems", "maxItems", "minContains", "maxContains")
_FRESH = ("other", "x", "another")


def values(gap: Gap, sampler: Sampler, proposals: int | None = None) -> Iterator[Any]:
    """Values of the case that the schema refuses, as far as one validator says, of so many proposals at most."""
    case = {"allOf": [*gap.case, OF[gap.kind]]}
    world = sampler.world
    for value in islice(_proposed(gap, case, sampler), proposals):
        if is_of(gap.case, gap.kind, value, world) and not world.accepts(gap.wanted, value):
            yield value


def _proposed(gap: Gap, case: dict[str, Any], sampler: Sampler) -> Iterator[Any]:
    yield from gap.refused
    if gap.kind in ("object", "array"):  # the limits of the others are told more plainly
        yield from _in_branches(gap, case, sampler)
    by_kind = {"number": _numbers, "string": _texts, "array": _arrays, "object": _objects}
    if gap.kind in by_kind:
        yield from by_kind[gap.kind](gap, case, sampler)
    elif gap.kind == "null":
        yield None
    elif gap.kind == "boolean":
        yield from (True, False)
    yield from chain.from_iterable(atom["enum"] for atom in gap.case if "enum" in atom)
    yield from _drawn(gap, case, sampler)


def _in_branches(gap: Gap, case: dict[str, Any], sampler: Sampler) -> Iterator[Any]:
    """Values that also meet a branch of the schema, of which it may want no more than one."""
    branches = gap.wanted.get("oneOf", ()) if isinstance(gap.wanted, dict) else ()
    chance = Random(0)  # noqa: S311
    for branch in branches:
        both = {"allOf": [*case["allOf"], branch]}
        yield from sampler.sample(both)
        for _ in range(_DRAWS):
            yield from sampler.draw(both, chance)


def _drawn(gap: Gap, case: dict[str, Any], sampler: Sampler) -> Iterator[Any]:
    """Samples of the case without what the schema accepts, of their difference as the algebra has it, and of the case alone."""
    yield from sampler.sample({"allOf": [*case["allOf"], {"not": gap.wanted}]})
    difference = sampler.difference(case, gap.wanted)
    if difference is not None:
        yield from sampler.sample(difference)
    yield from sampler.sample(case)
    chance = Random(0)  # noqa: S311  # the same luck each time, and no secret
    for _ in range(_DRAWS):
        yield from sampler.draw(case, chance)


def _words(gap: Gap, *names: str) -> list[Any]:
    """The values of keywords on both sides, nested choices of the schema included."""
    found: list[Any] = []
    ahead: list[Any] = [*gap.case, gap.wanted]
    while ahead:
        schema = ahead.pop()
        if isinstance(schema, dict):
            found.extend(schema[name] for name in names if name in schema)
            for choice in ("anyOf", "oneOf", "allOf"):
                ahead.extend(schema.get(choice, ()))
            ahead.extend(schema[name] for name in ("not", "if", "then", "else") if name in schema)
    return found


def _numbers(gap: Gap, case: dict[str, Any], sampler: Sampler) -> Iterator[Any]:
    del case, sampler
    bounds = interval(gap.case)
    divisor = bounds.divisor
    limits = [number for number in (bounds.low, bounds.high) if number is not None]
    for limit in [
        *limits,
        *_words(gap, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    ]:
        for near in (0, 1, -1, 0.5, -0.5, 0.001, -0.001):
            value = float(limit) + near
            yield int(value) if value.is_integer() else round(value, 6)
        if divisor is not None:
            yield from (_plain(limit + divisor), _plain(limit - divisor))
    yield from (0, 1, -1, 0.5, 1.5, 2, 3, 5, 7, 1e9, -1e9, 0.001)
    if divisor is not None:
        yield from (_plain(divisor * times) for times in (1, 2, 3, 5, -1))


def _plain(number: Any) -> int | float:
    return int(number) if float(number).is_integer() else float(number)


def _texts(gap: Gap, case: dict[str, Any], sampler: Sampler) -> Iterator[Any]:
    left = texts(gap.case)
    lengths = sorted(
        {int(n) + more for n in _words(gap, "minLength", "maxLength") for more in (-1, 0, 1)} - {-1}
    )
    plain = tuple(_FORMS[name] for name in sorted(left.formats) if name in _FORMS)
    for forms in (plain, ()) if plain else ((),):
        wanted = (*left.wanted, *forms)
        for pattern in [*_words(gap, "pattern"), *_listed(gap)]:
            # Texts of several lines are read by few as ECMA-262 does: first one without, then one that does not end a line.
            for lines in (_LINES, _LINES + "$", ""):
                unwanted = (*left.excluded, pattern, *filter(None, (lines,)))
                yield from _found(wanted, unwanted, left.shortest, left.longest)
            yield from _found((*wanted, pattern), left.excluded, left.shortest, left.longest)
        for length in lengths:
            if length <= _LONGEST:
                yield "a" * length
                yield from _found(wanted, left.excluded, length, length)
        yield from _found(wanted, left.excluded, left.shortest, left.longest)
    yield from (word for pattern in _words(gap, "pattern") for word in _WORD.findall(pattern))
    yield from _MISSHAPEN
    yield from (one + tail for one in sampler.sample(case) for tail in ("", "x", " "))


def _listed(gap: Gap) -> list[str]:
    """The texts that the schema lists, as a pattern."""
    values = gap.wanted.get("enum", ()) if isinstance(gap.wanted, dict) else ()
    return [one_of(values)] if any(isinstance(value, str) for value in values) else []


def _found(
    wanted: tuple[str, ...], unwanted: tuple[str, ...], shortest: int, longest: int | None
) -> Iterator[str]:
    try:
        text = find(wanted, unwanted, shortest=shortest, longest=longest)
    except Unsupported:
        return
    if text is not None:
        yield text


def _arrays(gap: Gap, case: dict[str, Any], sampler: Sampler) -> Iterator[Any]:
    sizes = sorted({int(n) + more for n in _words(gap, *_SIZES) for more in (-1, 0, 1)} - {-1})
    yield []
    yield from _with_items(gap, case, sampler)
    for base in sampler.sample(case):
        for item in [*base[:1], *ODD]:
            yield from ([item] * size for size in [1, 2, *sizes] if size <= _LONGEST)
        yield from (base[:size] for size in sizes)
        yield from ([*base, *base], [*base, *base[-1:]])
        yield from ([*base, odd] for odd in ODD)
    for size in sizes:
        sized = {"allOf": [*case["allOf"], {"minItems": size, "maxItems": size}]}
        yield from sampler.sample(sized)


def _with_items(gap: Gap, case: dict[str, Any], sampler: Sampler) -> Iterator[Any]:
    """Arrays with an item that `contains` counted before and does not now, or the other way round."""
    wanted = [one for one in _words(gap, "contains") if one is not True]
    own = [atom["contains"] for atom in gap.case if "contains" in atom] or [True]
    for one, other in product(own, wanted):
        both = sampler.sample({"allOf": [one, other]})
        for item in chain(_escaping((one,), other, sampler), both):
            yield from ([item] * size for size in range(1, 4))
            for index in range(_MOST_PLACES):
                places = [*([True] * index), {"enum": [item]}]
                with_it = {"minItems": index + 1, "prefixItems": places}
                yield from sampler.sample({"allOf": [*case["allOf"], with_it]})


def _with_names(gap: Gap, case: dict[str, Any], sampler: Sampler) -> Iterator[Any]:
    """Objects with a member whose name was allowed before and is not now."""
    own = [atom["propertyNames"] for atom in gap.case if "propertyNames" in atom]
    for names in _words(gap, "propertyNames"):
        for name in _escaping((OF["string"], *own), names, sampler):
            yield from sampler.sample({"allOf": [*case["allOf"], {"required": [name]}]})


def _escaping(given: tuple[Node, ...], wanted: Node, sampler: Sampler) -> Iterator[Any]:
    """Values of a conjunction that a schema refuses: of parts that a proof does not go into by themselves."""
    try:
        ways = cases(given, sampler.world)
    except TooMany:
        return
    for way in ways:
        for kind in types_of(way):
            found = values(Gap((), way, kind, wanted), sampler, _MOST_TRIED)
            yield from islice(found, _MOST_ESCAPING)


def _objects(gap: Gap, case: dict[str, Any], sampler: Sampler) -> Iterator[Any]:
    names = {name for atom in _words(gap, "properties") for name in atom}
    names |= {name for listed in _words(gap, "required") for name in listed}
    counts = [int(n) for n in _words(gap, "minProperties", "maxProperties")]
    yield from _with_names(gap, case, sampler)
    for present in ([], *([name] for name in sorted(names))):
        wanted = {"allOf": [*case["allOf"], {"required": present}]}
        for base in sampler.sample(wanted):
            yield base
            yield from ({key: item for key, item in base.items() if key != name} for name in base)
            yield {name: base[name] for name in base if _is_needed(name, gap)}
            yield from ({**base, name: odd} for name in (*_FRESH, *sorted(names)) for odd in ODD)
            for count in counts:
                more = {
                    f"{_FRESH[0]}{n}": odd
                    for odd in ODD[:1]
                    for n in range(min(count + 1 - len(base), 1000))
                }
                yield {**base, **more}
                yield dict(list(base.items())[: max(count - 1, 0)])


def _is_needed(name: str, gap: Gap) -> bool:
    return any(name in atom.get("required", ()) for atom in gap.case)

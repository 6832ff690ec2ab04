"""JUnit's XML, as Jenkins and GitLab read it: a property on an operation is a test case.

The element tree is the standard library's, which escapes: `junitparser` is well kept, and would add a dependency for a page.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET  # written, never parsed

from contract_tests.reports import words
from contract_tests.reports.plain import visible
from contract_tests.result import Finding, PropertyRun, Result

# What XML 1.0 cannot hold, not even escaped (section 2.2). Of controls there are none left: `visible` spells them out.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(result: Result) -> str:
    cases = list(_cases(result))
    suite = ET.Element(
        "testsuite",
        name=_clean(f"troth: {result.title}"),
        tests=str(len(cases)),
        failures=_count(cases, "failure"),
        errors=_count(cases, "error"),
        skipped=_count(cases, "skipped"),
        time=f"{result.seconds:.3f}",
        timestamp=_clean(result.started),
    )
    properties = ET.SubElement(suite, "properties")
    for name in ("document", "digest", "url", "seed", "requests", "version"):
        ET.SubElement(properties, "property", name=name, value=_clean(str(getattr(result, name))))
    suite.extend(cases)
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    text = ET.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _count(cases: list[ET.Element], outcome: str) -> str:
    return str(sum(case.find(outcome) is not None for case in cases))


def _cases(result: Result) -> Iterator[ET.Element]:
    found = words.alike(result.findings, lambda one: (one.property, one.operation))
    for run in result.properties:
        yield _case(run, found.pop((run.property, run.operation), []))
    for (property, operation), findings in found.items():
        run = PropertyRun(property, "", operation, "broken", 0, 0)
        yield _case(run, findings)
    if result.stopped:
        case = _element("the run ends by itself", "troth")
        ET.SubElement(case, "error", message=_clean(f"ended early: {result.stopped}"))
        yield case


def _case(run: PropertyRun, found: list[Finding]) -> ET.Element:
    """Known deviations skip a case, and warnings, which are about the document, are its output: neither fails it."""
    case = _element(run.property, run.operation)
    broken = [one for one in found if one.known is None and one.severity != "warning"]
    known = [one for one in found if one.known is not None]
    for finding in broken:
        message = _clean(finding.problem)
        failure = ET.SubElement(case, "failure", type=finding.severity, message=message)
        failure.text = _clean(_detail(finding))
    if known and not broken:
        ET.SubElement(case, "skipped", message=_clean(f"known: {known[0].known}"))
    elif not broken and run.verdict in ("masked", "not shown"):
        ET.SubElement(case, "skipped", message=_clean(f"{run.verdict}: {run.note}"))
    others = [one for one in found if one not in broken]
    if others:
        ET.SubElement(case, "system-out").text = _clean("\n\n".join(map(_detail, others)))
    return case


def _element(name: str, group: str) -> ET.Element:
    return ET.Element("testcase", classname=_clean(group), name=_clean(name), time="0")


def _detail(finding: Finding) -> str:
    lines = [
        f"{finding.id}: {finding.problem}",
        f"when: {words.when(finding)}",
        f"{words.again(finding)}, seed {finding.seed}",
    ]
    lines += [f"says: {words.place(one)} {one.pointer}: {one.quote}" for one in finding.says]
    for step in finding.steps:
        lines += ["", *([f"# {step.note}"] if step.note else []), f"$ {step.curl}", step.answer]
    return "\n".join(lines)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", visible(text))

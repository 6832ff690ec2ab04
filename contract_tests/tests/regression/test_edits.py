"""Single edits of the vendored document, as a careful reviewer would judge them."""

import copy
import json
from pathlib import Path

import pytest
import yaml

from contract_tests.regression.records import LEVELS
from contract_tests.regression.session import judge
from spec import catalog, pointer
from spec.document import build
from spec.frozen import thaw
from spec.source import parse

FILES = sorted((Path(__file__).parent / "edits").glob("*.yaml"))
BASE = thaw(catalog.load_entry(catalog.find()).content)


def loaded(content):
    return build(parse(json.dumps(content), "openapi.json"))


def edited(edits):
    content = copy.deepcopy(BASE)
    for edit in edits:
        where = pointer.read(edit.get("set") or edit.get("remove") or edit["append"])
        holder = pointer.get(content, where[:-1])
        key = int(where[-1]) if isinstance(holder, list) else where[-1]
        if "set" in edit:
            holder[key] = edit["to"]
        elif "remove" in edit:
            del holder[key]
        else:
            holder[key].append(edit["value"])
    return content


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_edit_is_judged_as_a_reviewer_would(path):
    """The worst of what is found has the level and the rule that the file names."""
    row = yaml.safe_load(path.read_text(encoding="utf-8"))
    findings = judge(loaded(BASE), loaded(edited(row["edit"]))).findings
    worst = min((one.level for one in findings), key=LEVELS.index)
    assert worst == row["expect"]["level"]
    assert row["expect"]["rule"] in {one.rule for one in findings if one.level == worst}


def test_there_are_edits_of_each_part():
    """Forty at least, the document itself untouched being none."""
    assert len(FILES) >= 40
    assert judge(loaded(BASE), loaded(BASE)).findings == ()

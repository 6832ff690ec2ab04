"""A document of several files: what a place in another file means is said by that file."""

from pathlib import Path

from spec import source
from spec.lint.run import lint
from spec.lint.settings import Settings

ROOT = """\
openapi: 3.1.0
info: {title: T, version: 1.0.0}
paths:
  /a:
    get:
      responses:
        default:
          description: All.
          content: {application/json: {schema: {$ref: "a.yaml#/A"}}}
"""
OTHER = """\
A: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {b: "#/B", d: "#/D"}}}
B: {allOf: [{$ref: "#/A"}]}
"""


def test_a_mapping_leads_into_its_own_file(tmp_path):
    """`#/B` in a file is that file's B; what it does not declare is told."""
    Path(tmp_path / "a.yaml").write_text(OTHER, "utf-8")
    Path(tmp_path / "main.yaml").write_text(ROOT, "utf-8")
    found = lint(source.read(tmp_path / "main.yaml"), (), Settings(), base=tmp_path)
    told = [
        (Path(one.source).name, one.pointer) for one in found if one.rule == "discriminator-mapping"
    ]
    assert told == [("a.yaml", "/A/discriminator/mapping/d")]

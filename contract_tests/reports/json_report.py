"""The whole result, for a machine: see `schemas/report.schema.json`."""

import json

from contract_tests.result import Result
from contract_tests.result_json import to_json


def render(result: Result) -> str:
    return json.dumps(to_json(result), indent=1, ensure_ascii=True) + "\n"

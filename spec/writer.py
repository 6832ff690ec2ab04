"""Values to text: JSON, and YAML that a YAML 1.2 reader and a YAML 1.1 reader understand alike."""

import json
import re
from typing import Any

import yaml

from spec.frozen import thaw


def to_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def to_yaml(value: Any) -> str:
    text: str = yaml.dump(
        thaw(value), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120
    )
    return text


_NUMBER_SINCE_12 = re.compile(
    r"0o[0-7]+|[-+]?[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+|[-+]?\.[0-9]+[eE][0-9]+"
)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _: Any) -> bool:
        return True


def _write_string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\n" in text:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    # PyYAML quotes what YAML 1.1 would misread; 1.2 has numbers that 1.1 has not, such as 1e3.
    style = "'" if _NUMBER_SINCE_12.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_string)

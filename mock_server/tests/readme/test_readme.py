"""README.md, walked through as a reader would."""

import re
import shutil
from pathlib import Path

import pytest

from mock_server.tests.readme.blocks import Block, read
from mock_server.tests.readme.session import ROOT
from mock_server.tests.readme.walkthrough import problems, walk

README = (ROOT / "README.md").read_text(encoding="utf-8")
NOT_RUN = [block for block in read(README) if block.not_run]


@pytest.mark.skipif(
    shutil.which("curl") is None, reason="README.md shows curl commands: install curl"
)
@pytest.mark.timeout(240)
def test_every_block_does_what_it_shows(tmp_path: Path) -> None:
    """Every command prints what README.md shows, every snippet runs, every settings block is read."""
    steps, _ = walk(README, tmp_path)
    wrong = problems(steps, "README.md")
    assert not wrong, (
        f"\n\n{wrong}\n\n`make readme` writes down what is printed now; read the difference then"
    )


@pytest.mark.parametrize("block", NOT_RUN, ids=[f"README.md:{block.line}" for block in NOT_RUN])
def test_blocks_that_are_not_run(block: Block) -> None:
    """What is only shown is listed in each run's summary, with its reason."""
    pytest.skip(f"README.md:{block.line} is not run: {block.not_run}")


def test_every_link_leads_to_a_file() -> None:
    """What README.md links to within the project is there."""
    targets = re.findall(r"\]\(([^)#:\s]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []

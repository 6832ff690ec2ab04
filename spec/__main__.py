"""`python -m spec`: the same face as `troth`, for the commands that need a document only."""

import sys

from spec.cli import main

sys.exit(main())

"""What the commands in bin/ share. Standard library only, because it runs before anything is installed."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place that an older Python reaches
    sys.exit(f"This needs Python 3.11 or newer, but here is {sys.version.split()[0]}.")

"""How the reader of dates bears a long text: the work of four times the text, divided by four times the work.

    python benchmarks/reading.py

Prints a ratio for each piece that a text may repeat: about 1 where the work grows as the text does, 4 where it grows
with its square. No row keeps so long a text, and ``parse`` refuses one; this is what stands behind that refusal.
Exits with 1 where a ratio is above 3.
"""

import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

PIECES = [
    "1", "1 ", "1.", "1.1.", "1,", "1. og ", "2021", "2021-", "2021-01-01–", "mai", "mai-", "uke 1–", "og ", "kl. ",
    "kl. 9-", "a", "å", "-", "– ", "(", "? ", "ikke ", "dato ikke ", "fredag ", "fredag og ", "i begynnelsen av ",
    "x den ", "\N{SOFT HYPHEN}", "\N{COMBINING RING ABOVE}", "én samling ",
]  # fmt: skip
SHORT, LONG, TIMES = 5_000, 20_000, 5
MOST = 3


def main():
    with tempfile.TemporaryDirectory(prefix="absolutt-benchmark-") as folder:
        set_up(folder)
        ratios = {piece: seconds(piece, LONG) / seconds(piece, SHORT) / (LONG / SHORT) for piece in PIECES}
    for piece, ratio in sorted(ratios.items(), key=lambda found: -found[1]):
        print(f"{ratio:5.2f}  {piece!r}")
    return 1 if max(ratios.values()) > MOST else 0


def set_up(folder):
    os.environ.update(DEMO="1", DATA_DIR=folder, LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="absolutt.settings")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import django

    django.setup()


def seconds(piece, length):
    """Of the processor, for one text; the best of some."""
    from programmes.when.reading import _facts
    from programmes.when.resolving import Misread
    from programmes.when.tokens import Line

    def once():
        text, started = piece * (length // len(piece)), time.process_time()
        with suppress(Misread):
            _facts(Line(text))
        return time.process_time() - started

    return min(once() for _ in range(TIMES))


if __name__ == "__main__":
    sys.exit(main())

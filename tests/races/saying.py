"""How the processes of a race say what came of it."""

import os


def say(line: object) -> None:
    """One line in one write: where output is not buffered, `print` writes a line in pieces, and those of several
    processes run into each other."""
    os.write(1, f"{line}\n".encode())

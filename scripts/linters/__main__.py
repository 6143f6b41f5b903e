"""Run every rule over the tree; print each finding and exit 1 if there is one."""

import sys

from scripts.linters.rules import RULES, RULES_FOR_ALL, findings


def main() -> None:
    lines = sorted(f"{path}:{line}: {text}" for path, line, text in findings())
    for line in lines:
        print(line)
    print(f"{len(RULES) + len(RULES_FOR_ALL)} rules of the house, {len(lines)} findings")
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()

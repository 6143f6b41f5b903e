"""Run every rule over the tree; print each finding and exit 1 if there is one."""

import sys

from scripts.linters.rules import RULES
from scripts.linters.sources import sources


def main() -> None:
    findings = [f"{path}:{line}: {text}" for rule in RULES for path, line, text in rule(sources())]
    for finding in sorted(findings):
        print(finding)
    print(f"{len(RULES)} rules of the house, {len(findings)} findings")
    sys.exit(bool(findings))


if __name__ == "__main__":
    main()

"""Rules of the house that no off-the-shelf linter knows. `python -m scripts.linters` runs them all."""

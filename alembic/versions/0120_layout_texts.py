"""a store's texts of the layout are called as the code calls them"""

from alembic import op

revision = "0120"
down_revision = "0115"

_RENAME = """
    update tenant set settings = (settings - '{whole}') || jsonb_build_object('{new_whole}',
        ((settings->'{whole}') - '{entry}' - '{missing}') || jsonb_strip_nulls(jsonb_build_object(
            '{new_entry}', settings->'{whole}'->'{entry}', '{new_missing}', settings->'{whole}'->'{missing}')))
    where settings ? '{whole}'
"""
_OLD, _NEW = ("chrome", "door", "lost"), ("layout", "entry", "not_found")


def _rename(old: tuple[str, str, str], new: tuple[str, str, str]) -> None:
    names = dict(zip(("whole", "entry", "missing"), old, strict=True))
    op.execute(_RENAME.format(**names, **dict(zip(("new_whole", "new_entry", "new_missing"), new, strict=True))))


def upgrade() -> None:
    _rename(_OLD, _NEW)


def downgrade() -> None:
    _rename(_NEW, _OLD)

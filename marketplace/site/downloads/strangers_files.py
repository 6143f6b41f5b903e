"""Files that somebody uploaded, given to who may read them."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import FileResponse

from marketplace.queries.shared.company_documents import StoredDocument
from marketplace.services.companies.documents import document_file

# A stranger's PDF is saved, never shown in a page of ours; what is in it runs nowhere.
_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def as_download(document: StoredDocument) -> FileResponse:
    """The file, to be saved. Raises `NotFound` when the disk has lost it."""
    file = document_file(document.path)
    kept_as = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(document.name)}"}
    return FileResponse(file, media_type=document.content_type, headers=_HEADERS | kept_as)

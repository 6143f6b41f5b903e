"""`/s/{store}/checkout`: where the award of a quote leads."""

from __future__ import annotations

from marketplace.pages.door import door

PAGE = door("/s/[store_handle]/checkout")

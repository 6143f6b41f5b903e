"""`/admin/jobs`: what runs, waits and died; followed while the page is open."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.job_causes import Cause, list_causes
from marketplace.queries.operator_desk.job_figures import JobFigures, get_figures
from marketplace.queries.operator_desk.jobs import JobDetail, JobRow, Turn, get_job, list_jobs, list_turns
from marketplace.services.operations import job_desk
from marketplace.state.listing import Address, Choice, PagedList, TabLink
from marketplace.state.operator_desk.layout import OperatorScreen

_EVERY_SECONDS, _AT_MOST = 2.5, 1200
_NO_CAUSE = Cause(fingerprint="", title="", kind="", error_class="", number=0, span="", href="")


class OperatorJobsState(OperatorScreen, PagedList):
    """The view, the cause and the open job are in the address."""

    PATH: ClassVar[str] = "/admin/jobs"
    jobs_ready: bool = False
    view: str = ""
    tabs: list[TabLink] = []
    figures: JobFigures = JobFigures()
    rows: list[JobRow] = []
    causes: list[Cause] = []
    cause: Cause = _NO_CAUSE
    turns: list[Turn] = []
    job: JobDetail = JobDetail()
    kinds: list[Choice] = []
    close_href: str = "/admin/jobs"
    is_live: bool = True

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for, and keep looking."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        answer = await self._show()
        self.jobs_ready = True
        return answer or OperatorJobsState.follow

    @rx.event(background=True)
    async def follow(self) -> None:
        """Look again every few seconds until the page is left or the list is held still."""
        for _ in range(_AT_MOST):
            await asyncio.sleep(_EVERY_SECONDS)
            async with self:
                if not self.is_live or self.router.url.path != self.PATH:
                    return
                await self._show()

    @rx.event
    async def hold(self) -> Any:
        """Hold the list still, or let it run on."""
        self.is_live = not self.is_live
        return OperatorJobsState.follow if self.is_live else None

    async def _show(self) -> Any:
        at = self._address()
        try:
            await self._read(at)
        except MarketplaceError as error:
            return self._refused(error)
        return None

    async def _read(self, at: Address) -> None:
        view, cause = at.value("view"), at.value("cause")
        figures, causes, turns = await self._at_admin(
            lambda db, actor: (get_figures(db, actor), list_causes(db, actor), list_turns(db, actor))
        )
        if view == "dead" and causes:
            known = [one for one in causes if one.fingerprint == cause]
            self.cause = (known or list(causes))[0]
            cause = self.cause.fingerprint
        else:
            self.cause = _NO_CAUSE
        page = await self._at_admin(
            lambda db, actor: list_jobs(db, actor, view=view, kind=at.value("kind"), cause=cause, page=at.page())
        )
        self.view, self.figures, self.causes, self.rows = view, figures, list(causes), list(page.rows)
        self.turns = list(turns)
        self._turn_to(at, page)
        self.kinds = at.choices("kind", [(kind.value, kind.label) for kind in page.kinds])
        self.chips = at.chips({"kind": ("Kind", {})})
        self.tabs, self.close_href = self._views(at), at.to(job=None)
        await self._read_job(at.value("job") or (page.rows[0].id if view == "dead" and page.rows else ""))

    async def _read_job(self, job_id: str) -> None:
        self.job = await self._at_admin(lambda db, actor: get_job(db, actor, job_id)) if job_id else JobDetail()

    def _views(self, at: Address) -> list[TabLink]:
        f = self.figures
        names = (
            ("", "Overview", ""),
            ("running", "Running", f.running),
            ("waiting", "Waiting", f.waiting),
            ("retrying", "Trying again", f.retrying),
            ("dead", "Dead letters", f.dead),
            ("done", "Done, 24 h", f.done),
        )
        clean = Address(at.path, {})
        return [
            TabLink(label, clean.to(view=key), f"{n:,}" if n != "" else "", at.value("view") == key)
            for key, label, n in names
        ]

    async def _act(self, use: Any, message: str) -> Any:
        try:
            answer = await self._at_admin(use)
        except MarketplaceError as error:
            return self._refused(error)
        note = self._did(message if answer is None else f"{count(answer, 'job')} {message}")
        return await self._read_place() or await self._show() or note

    @rx.event
    async def retry(self, job_id: str) -> Any:
        """Try one dead job again."""
        return await self._act(lambda db, actor: job_desk.retry_job(db, actor, job_id), "It is tried again now.")

    @rx.event
    async def retry_alike(self) -> Any:
        """Try every job of this cause again."""
        fingerprint = self.cause.fingerprint
        return await self._act(
            lambda db, actor: job_desk.retry_alike(db, actor, fingerprint), "given to the workers again."
        )

    @rx.event
    async def hurry(self, job_id: str) -> Any:
        """Let a waiting job start at once."""
        return await self._act(lambda db, actor: job_desk.run_now(db, actor, job_id), "It starts now.")

    @rx.event
    async def discard(self, form: dict[str, Any]) -> Any:
        """Give one job up, with a reason."""
        job_id, reason = self.job.id, FormReader(form).raw("reason")
        return await self._act(
            lambda db, actor: job_desk.discard_job(db, actor, job_id, reason=reason), "The job is discarded."
        )

    @rx.event
    async def discard_alike(self, form: dict[str, Any]) -> Any:
        """Give every job of this cause up, with a reason."""
        fingerprint, reason = self.cause.fingerprint, FormReader(form).raw("reason")
        return await self._act(
            lambda db, actor: job_desk.discard_alike(db, actor, fingerprint, reason=reason), "discarded."
        )

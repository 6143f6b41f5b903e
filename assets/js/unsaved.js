/* Leaving a desk's page with something typed and not saved asks first, whichever way one leaves.

   A form has changes when somebody typed into it and a field is not what it was drawn with. What was sent counts as
   saved, unless the form came back with an error. Searching and trying out are no changes: role="search". A form
   whose sending saves nothing says data-tries. Pages that keep count in their state say data-unsaved="true". */
(() => {
  const touched = new WeakSet(), sent = new WeakMap();
  const skipped = "[type=hidden], [type=password], [type=submit], [type=search], :disabled";
  const counts = (form) => form.matches(":not([method]):not([role=search])") && form.closest("#live");
  const fields = (form) => [...form.elements].filter((f) => f.name && !f.matches(skipped));
  const ticks = "[type=checkbox], [type=radio]";
  const differs = (f) => {
    if (f.matches(ticks)) return f.checked !== f.defaultChecked;
    if (f.tagName !== "SELECT") return f.value !== f.defaultValue;
    return f.selectedIndex !== Math.max(0, [...f.options].findIndex((o) => o.defaultSelected));
  };
  const values = (form) => fields(form).map((f) => (f.matches(ticks) ? f.checked : f.value)).join("\n");
  const shown = (form) => !form.closest("dialog:not([open])") && form.getClientRects().length > 0;
  const saved = (form) => sent.get(form) === values(form) && !form.querySelector(".err");
  const changed = (form) => counts(form) && touched.has(form) && shown(form) && fields(form).some(differs) && !saved(form);
  const unsaved = () =>
    document.querySelector("#live [data-unsaved='true']") || [...document.forms].find(changed);

  let going = false; // the answer was to leave: nothing asks again on the way
  let at = history.state?.idx; // the router numbers its entries
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (e) => {
      if (e.target.form) touched.add(e.target.form);
      going = false;
      at = history.state?.idx;
    }, true);
  }
  document.addEventListener("submit", (e) => {
    if (!e.target.dataset.tries) sent.set(e.target, values(e.target));
  }, true);

  /* The question, and what to do when the answer is to leave. */
  const ask = (leave) => {
    document.getElementById("unsaved")?.remove();
    document.body.insertAdjacentHTML("beforeend", `
      <dialog class="dialog" id="unsaved" aria-labelledby="unsaved-title"><form method="dialog" class="fields">
        <h2 id="unsaved-title">Leave without saving?</h2>
        <p class="ink2">What you typed on this page is not saved yet. It is lost when you leave.</p>
        <div class="row end"><button class="btn quiet" value="leave">Leave without saving</button>
        <button class="btn pri" value="stay" autofocus>Stay here</button></div></form></dialog>`);
    const box = document.getElementById("unsaved");
    box.addEventListener("close", () => {
      box.remove();
      if (box.returnValue === "leave") leave();
    });
    box.showModal();
  };

  const leaving = (way) => () => {
    going = true;
    way();
  };

  /* Links inside the desk: the router would follow them without the browser's own question. */
  document.addEventListener("click", (e) => {
    const link = e.target.closest?.("a[href]");
    if (!link || going || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    const to = new URL(link.href, location.href);
    const here = to.pathname + to.search === location.pathname + location.search;
    if (here || to.origin !== location.origin || link.target === "_blank" || link.hasAttribute("download")) return;
    if (!unsaved()) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    ask(leaving(() => link.click()));
  }, true);

  /* Back and forward have happened already: return to where the form is, and ask there. The router hears of neither
     step, or it would draw the form anew: Chromium calls a window's listeners of popstate in the order they came,
     capturing or not, so this one comes before the router's and does both. */
  let returning = 0;
  addEventListener("popstate", (e) => {
    const step = returning || (e.state?.idx ?? 0) - (at ?? 0);
    if (!returning && (going || !step || !unsaved())) {
      at = e.state?.idx;
      return;
    }
    e.stopImmediatePropagation();
    if (returning) ask(leaving(() => history.go(step)));
    else history.go(-step);
    returning = returning ? 0 : step;
  }, true);

  /* Reloading, closing, and links that load a whole page: the browser asks in its own words. */
  addEventListener("beforeunload", (e) => {
    if (!going && unsaved()) e.preventDefault();
  });
})();

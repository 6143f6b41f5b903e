/* What the storefront's pages do before, during and after Reflex takes them over. All of it is delegated to the
   document, so it serves the snapshot and the live tree alike. No inline script and no eval: the CSP forbids both. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const year = 31536000;

  /* ---- takeover: the live tree stands where the snapshot stood; carry over what the reader did meanwhile */
  function twin(element, from, to) {
    if (element.id) return to.querySelector(`#${CSS.escape(element.id)}`);
    const same = (root) => $$(element.tagName + (element.name ? `[name="${element.name}"]` : ""), root);
    return same(to)[same(from).indexOf(element)];
  }

  function takeOver(live, snapshot) {
    const focused = snapshot.contains(document.activeElement) ? document.activeElement : null;
    for (const field of $$("input:not([type=hidden]), textarea", snapshot)) {
      if (field.value === field.defaultValue && field.checked === field.defaultChecked) continue;
      const other = twin(field, snapshot, live);
      if (!other) continue;
      if (field.checked !== field.defaultChecked) { if (other.checked !== field.checked) other.click(); continue; }
      const kind = field.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
      Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(other, field.value);
      other.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const open of $$("details[open]", snapshot)) {
      const other = twin(open, snapshot, live);
      if (other) other.open = true;
    }
    const target = focused && twin(focused, snapshot, live);
    snapshot.remove();
    if (target) target.focus({ preventScroll: true });
  }

  function watch() {
    const snapshot = $("#snapshot");
    if (!snapshot) return;
    const look = () => {
      const live = $("#live");
      if (!live) return;
      watcher.disconnect();
      takeOver(live, snapshot);
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { childList: true, subtree: true });
    look();
  }

  /* ---- the title that arrived with the page stays: every public page is loaded whole, and React knows only its route */
  function keepTitle() {
    const title = document.title;
    const keep = () => { if (document.title !== title) document.title = title; };
    new MutationObserver(keep).observe(document.head, { childList: true, subtree: true, characterData: true });
  }

  /* ---- the store last visited, for the door on /stores and for the bare address */
  function remember() {
    const store = $("[data-remember]");
    if (!store) return;
    const day = new Date().toISOString().slice(0, 10);
    const secure = location.protocol === "https:" ? "; Secure" : "";
    for (const [name, value] of [["store", store.dataset.remember], ["visited", day]]) {
      document.cookie = `${name}=${value}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`;
    }
  }

  /* ---- light and dark; Reflex reads the same key before the first paint of the next page */
  function toggleTheme() {
    const root = document.documentElement;
    const next = root.classList.contains("dark") ? "light" : "dark";
    root.classList.remove("light", "dark");
    root.classList.add(next);
    root.style.colorScheme = next;
    localStorage.setItem("theme", next);
  }

  /* ---- panels */
  const reachable = "a[href], button:not([disabled]), input:not([type=hidden]), select, textarea";
  const panelOf = (node) => node instanceof Element ? node.closest("details.dd[open]") : null;

  function closePanels(except) {
    for (const panel of $$("details.dd[open]")) if (panel !== except) panel.open = false;
  }

  function panelKeys(event) {
    const summary = event.target.closest?.("details.dd > summary");
    const panel = panelOf(event.target) || (summary && summary.parentElement);
    if (!panel) return false;
    if (event.key === "Escape" && panel.open) {
      panel.open = false;
      $("summary", panel).focus();
      return true;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return false;
    if (event.target.matches("textarea, input[type=number], select")) return false;
    if (!panel.open) panel.open = true;
    const items = $$(`.menu :is(${reachable})`, panel).filter((item) => item.offsetParent);
    if (!items.length) return false;
    const at = items.indexOf(document.activeElement);
    const step = event.key === "ArrowDown" ? 1 : -1;
    items[(at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length].focus();
    return true;
  }

  /* ---- search: the panel belongs to the input (combobox); the reader never leaves it */
  const box = (input) => input.closest(".hd-search");
  const options = (input) => $$(".sugg [role=option]", box(input)).filter((item) => item.offsetParent);

  function mark(input, item) {
    for (const other of $$(".sugg [role=option]", box(input))) {
      other.classList.toggle("on", other === item);
      other.setAttribute("aria-selected", String(other === item));
    }
    if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  }

  function expand(input, open) {
    const holder = box(input);
    if (open) delete holder.dataset.closed; else holder.dataset.closed = "";
    input.setAttribute("aria-expanded", String(open && options(input).length > 0));
    if (!open) mark(input, null);
  }

  function searchKeys(event) {
    const input = event.target;
    const marked = $(".sugg .on", box(input));
    const shown = !("closed" in box(input).dataset) && options(input).length > 0;
    if (event.key === "Escape" && shown) { expand(input, false); return true; }
    if (event.key === "Enter" && marked && shown) { marked.click(); return true; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return false;
    expand(input, true);
    const list = options(input);
    if (!list.length) return false;
    const at = list.indexOf(marked) + (event.key === "ArrowDown" ? 1 : -1);
    mark(input, at < 0 && marked ? null : list[(at + list.length) % list.length]);
    return true;
  }

  const isSearch = (node) => node instanceof Element && node.matches(".hd-search input[role=combobox]");

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const typing = event.target.matches?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const field = $$(".hd-search input").find((input) => input.offsetParent);
      if (field) { event.preventDefault(); field.focus(); field.select(); }
      return;
    }
    if (isSearch(event.target) ? searchKeys(event) : panelKeys(event)) event.preventDefault();
  });

  document.addEventListener("input", (event) => {
    if (isSearch(event.target)) { mark(event.target, null); expand(event.target, true); }
  });

  document.addEventListener("focusin", (event) => {
    if (isSearch(event.target)) { closePanels(); expand(event.target, true); return; }
    for (const input of $$(".hd-search:not([data-closed]) input[role=combobox]")) {
      if (!box(input).contains(event.target)) expand(input, false);
    }
    closePanels(panelOf(event.target));
  });

  document.addEventListener("click", (event) => {
    const node = event.target instanceof Element ? event.target : null;
    if (node?.closest("[data-theme-toggle]")) toggleTheme();
    closePanels(node?.closest("details.dd"));
    for (const input of $$(".hd-search:not([data-closed]) input[role=combobox]")) {
      if (!box(input).contains(node)) expand(input, false);
    }
  });

  /* ---- what is typed into a form that says data-keeps stays in this tab until the server has it: the attribute names
     the state that the server has, and one that is newer than when this was typed has it all */
  const keeper = (path) => `keeps:${path}`;
  const ticks = (field) => ["checkbox", "radio"].includes(field.type);
  const typed = (form) => [...form.elements].filter((one) => one.name && !["hidden", "file", "submit"].includes(one.type));
  document.addEventListener("input", (event) => {
    const form = event.target.form ?? event.target;
    if (form.dataset?.keeps === undefined) return;
    const values = typed(form).map((field) => (ticks(field) ? field.checked : field.value));
    sessionStorage.setItem(keeper(location.pathname), JSON.stringify({ saved: form.dataset.keeps, values }));
  });
  addEventListener("DOMContentLoaded", () => {
    const form = $("form[data-keeps]"), path = location.pathname;
    if (!form) return sessionStorage.removeItem(keeper(path.replace(/\/quotes\/qrq_.*/, "/quotes/request")));
    const held = JSON.parse(sessionStorage.getItem(keeper(path)) ?? "null"), fields = typed(form);
    sessionStorage.removeItem(keeper(path));
    if (held?.saved !== form.dataset.keeps || held.values.length !== fields.length) return;
    fields.forEach((field, at) => { field[ticks(field) ? "checked" : "value"] = held.values[at]; });
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* A file that is too large is said before it is sent: the server would take nothing of the form it came with. */
  document.addEventListener("change", (event) => {
    const field = event.target, most = Number(field.dataset?.mostBytes);
    if (!most) return;
    const files = [...field.files], says = document.getElementById(field.getAttribute("aria-describedby"));
    const large = files.find((file) => file.size > most);
    const wrong = large ? `${large.name}: ${field.dataset.tooLarge}` : files.length > field.dataset.mostFiles && field.dataset.tooMany;
    if (wrong) field.value = "";
    field.toggleAttribute("aria-invalid", Boolean(wrong));
    Object.assign(says, { textContent: wrong || field.dataset.hint, className: wrong ? "err" : "hint" });
    says.setAttribute("role", wrong ? "alert" : "none");
  });

  /* The router takes "#main" for an address of its own and drops the query, so it never gets this click. */
  document.addEventListener("click", (event) => {
    const skip = event.target.closest?.("a.skip");
    const main = skip && document.querySelector("#live #main, #main");
    if (!main) return;
    event.preventDefault();
    main.focus();
    main.scrollIntoView();
  }, true);

  /* ---- pages of a store fade into each other; a page that does not fade (a bank's, a desk's) would complain of one
     that tried, and so would a second click while the first is under way */
  const quiet = (change) => {
    for (const promise of [change.ready, change.finished, change.updateCallbackDone]) promise?.catch(() => {});
  };
  addEventListener("pageswap", (event) => {
    if (!event.viewTransition) return;
    quiet(event.viewTransition);
    const next = new URL(event.activation?.entry?.url ?? location.href).pathname;
    if (!/^\/(s\/|stores$)/.test(next)) event.viewTransition.skipTransition();
  });
  addEventListener("pagereveal", (event) => event.viewTransition && quiet(event.viewTransition));

  keepTitle();
  /* ---- what was said is over: tell the state too, or the next page would say it again */
  document.addEventListener("animationend", (event) => {
    if (event.animationName === "said") event.target.querySelector(".said-x")?.click();
  });

  watch();
  remember();
})();

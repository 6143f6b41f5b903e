/* What a desk does in the browser alone: keys, dialogs, menus, rows that are links. Works on attributes, so it
   serves the page that arrives whole and the page that React draws later. */
(() => {
  const $ = (s, r = document) => r.querySelector(s);
  /* A field in a dialog that has just closed keeps the focus until the next frame. */
  const typing = (t) => t.closest?.("input, textarea, select, [contenteditable]") && !t.closest("dialog:not([open])");
  const go = (el) => el?.click();

  /* The router takes "#main" for an address of its own and drops the query, so it never gets this click. */
  document.addEventListener("click", (e) => {
    const skip = e.target.closest?.("a.skip");
    const main = skip && document.querySelector("#live #main, #main");
    if (!main) return;
    e.preventDefault();
    main.focus();
    main.scrollIntoView();
  }, true);

  /* The second press of a double click sends nothing: the same form with the same content is on its way already. */
  const sent = new WeakMap();
  document.addEventListener("submit", (e) => {
    const content = new URLSearchParams(new FormData(e.target)).toString(), before = sent.get(e.target);
    if (before?.content === content && e.timeStamp - before.at < 500) {
      e.preventDefault();
      e.stopImmediatePropagation();
    } else sent.set(e.target, { content, at: e.timeStamp });
  }, true);

  const open = (id) => {
    const box = document.getElementById(id);
    if (!box || box.open) return;
    /* Disabled here and not in the markup: React gives no click to a button that it believes to be disabled. */
    const armed = $("[data-armed]", box);
    if (armed) {
      armed.disabled = true;
      $("[data-must-equal]", box).value = "";
    }
    box.showModal();
    $("[autofocus], input, select, textarea, button", box)?.focus();
  };

  document.addEventListener("click", (e) => {
    const t = e.target;
    for (const d of document.querySelectorAll("details.pop[open]")) {
      if (!d.contains(t) || t.closest("a, button:not([data-keep])")) d.open = false;
    }
    const opener = t.closest("[data-open]");
    if (opener) open(opener.dataset.open);
    const close = t.closest("[data-close]");
    if (close && !close.disabled) close.closest("dialog")?.close();
    if (t instanceof HTMLDialogElement) t.close();
    const eye = t.closest("[data-reveal]");
    if (eye) {
      const field = document.getElementById(eye.dataset.reveal);
      const show = field.type === "password";
      field.type = show ? "text" : "password";
      eye.setAttribute("aria-pressed", String(show));
    }
    if (t.closest("[data-show-problem]")) {
      const wrong = $("#live .input.bad input, #live .input.bad select, #live .input.bad textarea, #live .err");
      wrong?.scrollIntoView({ block: "center" });
      wrong?.focus?.();
    }
    const copy = t.closest("[data-copy]");
    if (copy) navigator.clipboard?.writeText(copy.dataset.copy);
    if (t.closest("[data-theme-toggle]")) {
      const dark = !document.documentElement.classList.contains("dark");
      document.documentElement.classList.toggle("dark", dark);
      document.documentElement.classList.toggle("light", !dark);
      document.documentElement.style.colorScheme = dark ? "dark" : "light";
      localStorage.setItem("theme", dark ? "dark" : "light");
    }
    const row = t.closest(".tbl tbody tr");
    if (row && !t.closest("a, button, input, select, label, textarea, details") && !String(getSelection())) go($("a.id", row));
  });

  /* Typing the name for what cannot come back. */
  document.addEventListener("input", (e) => {
    const word = e.target.dataset?.mustEqual;
    if (word === undefined) return;
    const button = $("[data-armed]", e.target.closest("dialog"));
    if (button) button.disabled = e.target.value.trim() !== word;
  });

  /* The palette: arrows move, Enter opens. The list is drawn by the server's answer. */
  const hits = () => [...document.querySelectorAll("#palette .pl a")].filter((a) => a.offsetParent);
  const mark = (a) => {
    for (const one of document.querySelectorAll("#palette [data-on]")) one.removeAttribute("data-on");
    a?.setAttribute("data-on", "");
    a?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (e) => {
    if (!e.target.closest?.("#palette")) return;
    const list = hits();
    const at = list.findIndex((a) => a.hasAttribute("data-on"));
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      mark(list[(at + (e.key === "ArrowDown" ? 1 : list.length - 1)) % list.length] ?? list[0]);
    } else if (e.key === "Enter" && e.target.matches("input")) {
      e.preventDefault();
      const hit = list[at] ?? list[0];
      if (hit && (e.ctrlKey || e.metaKey)) window.open(hit.href, "_blank", "noopener");
      else go(hit);
    }
  });
  document.addEventListener("click", (e) => {
    if (e.target.closest("#palette .pl a")) document.getElementById("palette").close();
  });

  /* Keys of every desk; single letters are off while typing. */
  let chord = 0;
  const rows = () => [...document.querySelectorAll("#live .tbl[data-keys] tbody tr")];
  const move = (step) => {
    const list = rows();
    document.activeElement?.blur();
    const at = list.findIndex((r) => r.hasAttribute("data-at"));
    list[at]?.removeAttribute("data-at");
    const next = list[Math.min(list.length - 1, Math.max(0, at + step))];
    next?.setAttribute("data-at", "");
    next?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k") {
      e.preventDefault();
      return open("palette");
    }
    if ((e.ctrlKey || e.metaKey) && e.key === "Enter") return go($("#live [data-primary]:not([disabled])"));
    if (e.key === "Escape") {
      for (const d of document.querySelectorAll("details.pop[open]")) d.open = false;
      if (!$("dialog[open]")) go($("#live [data-escape]"));
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || $("dialog[open]")) return;
    const key = e.key.toLowerCase();
    if (Date.now() < chord) {
      chord = 0;
      return go($(`#live [data-go="${CSS.escape(key)}"]`));
    }
    if (key === "g") chord = Date.now() + 1200;
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (e.key === "Enter" && e.target === document.body) go($("#live tr[data-at] a.id"));
    else if (key === "/") {
      const find = $("#live [data-search]");
      if (find) { e.preventDefault(); find.focus(); find.select?.(); } else { e.preventDefault(); open("palette"); }
    } else if (key === "?") open("keys");
    else if (/^[a-z]$/.test(key)) go($(`#live [data-key="${key}"]`));
  });

  /* Files go to their own route with a plain request, because the socket is no place for megabytes. */
  const upload = async (input, files) => {
    const { upload: url, then } = input.dataset;
    for (const file of files) {
      const body = new FormData();
      body.append("file", file);
      const zone = input.closest("[data-zone]");
      zone?.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(url, { method: "POST", body });
        const said = await answer.json().catch(() => ({ message: "The file could not be taken." }));
        tell(then, JSON.stringify({ ...said, at: Date.now() }));
      } catch {
        tell(then, JSON.stringify({ message: "No connection. The file was not sent.", at: Date.now() }));
      } finally {
        zone?.removeAttribute("aria-busy");
      }
    }
    input.value = "";
  };
  /* Hand a value to the page's state through a field that it listens to. */
  const tell = (id, value) => {
    const field = id && document.getElementById(id);
    if (!field) return;
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("change", (e) => {
    if (e.target.dataset?.upload) upload(e.target, [...e.target.files]);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (e) => {
      const zone = e.target.closest?.("[data-zone]");
      if (!zone || !e.dataTransfer?.types.includes("Files")) return;
      e.preventDefault();
      zone.toggleAttribute("data-over", kind === "dragover");
      if (kind === "drop") upload($("input[type=file]", zone), [...e.dataTransfer.files]);
    });
  }

  /* What was said is over: tell the state too, or the next page would say it again. */
  document.addEventListener("animationend", (e) => {
    if (e.animationName === "said") $(".said-x", e.target)?.click();
  });

  /* The page that arrived whole gives way to the living one; the palette's first hit is always marked. */
  const watch = () => {
    if ($("#live")) $("#snapshot")?.remove();
    if ($("#door")) location.reload(); // a redirect inside a desk that leads to a page which the server answers whole
    const list = hits();
    if (list.length && !list.some((a) => a.hasAttribute("data-on"))) mark(list[0]);
  };
  new MutationObserver(watch).observe(document.documentElement, { childList: true, subtree: true });
  watch();
})();

/* Lists and products: filters that apply at once, a gallery that knows where it is, quantity in steps. Delegated to the
   document, so it serves the snapshot and the live tree alike. Every page works without it. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const wide = () => matchMedia("(min-width: 901px)").matches;

  /* ---- filters: sent at every change where the rail is beside the list; a sheet waits for its button */
  document.addEventListener("change", (event) => {
    const field = event.target;
    const when = field.dataset.submit || (field.form && field.form.dataset.submit);
    if (!field.form || !when || (when === "wide" && !wide())) return;
    field.form.requestSubmit();
  });

  document.addEventListener("formdata", (event) => {
    const form = event.target;
    if (!form.dataset.submit) return;
    for (const [name, value] of [...event.formData]) {
      const field = form.elements[name];
      if (value === "" || (field.dataset && field.dataset.plain === value)) event.formData.delete(name);
      else if (name === "from" || name === "to") event.formData.set(name, value.replace(/[^\d.,]/g, ""));
    }
  });

  /* ---- adding to the cart stays on the page: what came of it is said, with a way to undo it; the header follows */
  const send = (action, fields) => fetch(action, {
    method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields), credentials: "same-origin",
  });

  function tell(said, undo, cart) {
    $("#added")?.remove();
    const box = Object.assign(document.createElement("div"), { id: "added", className: "said" });
    box.dataset.tone = said.tone;
    box.setAttribute("role", said.tone === "good" ? "status" : "alert");
    box.append(Object.assign(document.createElement("span"), { textContent: said.text }));
    const press = (label, look, act) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: look, textContent: label });
      button.addEventListener("click", () => { box.remove(); act?.(); });
      box.append(button);
    };
    if (undo) {
      box.append(Object.assign(document.createElement("a"), { href: cart, className: "said-do", textContent: "See the cart" }));
      press("Undo", "said-do", undo);
    }
    press("Close", "said-x");
    box.addEventListener("animationend", () => box.remove());
    document.body.append(box);
  }

  async function change(cart, way, fields) {
    const answer = await send(`${cart}/${way}`, fields);
    const said = await answer.json();
    if (said.to) { location.assign(said.to); return; }
    const back = { offer: said.undo_offer, quantity: Math.abs(said.undo_quantity) };
    tell(said, way === "add" && said.undo_offer ? () => change(cart, "take-back", back) : null, cart);
    $("#live [data-cart-changed]")?.click();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (!button?.matches("[data-add]")) return;
    event.preventDefault();
    const action = button.hasAttribute("formaction") ? button.formAction : form.action;
    const cart = action.replace(/\/add$/, "");
    button.disabled = true;
    change(cart, "add", new FormData(form))
      .catch(() => location.assign(cart)) // no answer that a script can read: sent again it might go in twice
      .finally(() => { button.disabled = false; });
  });

  /* ---- what a field expects, said when it is left: [pattern, sentence] for each country of the form, or for all */
  function expects(field) {
    const rules = JSON.parse(field.dataset.expect);
    const country = field.form?.elements["shipping.country"];
    return rules[""] ?? rules[country?.value];
  }

  function look(field) {
    const rule = expects(field);
    const typed = field.value.trim();
    // Also D-34117, as letters from abroad were addressed once: the server takes it (kit/postal_codes.py).
    const fits = (text) => new RegExp(`^(?:${rule[0]})$`, "i").test(text);
    const wrong = typed && rule && !fits(typed) && !fits(typed.replace(/^[a-z]{1,3}-/i, ""));
    const box = field.closest(".field");
    let said = $(".err", box);
    if (!wrong && !said) return;
    if (!said) {
      said = Object.assign(document.createElement("p"), { className: "err", id: `${field.id}-said` });
      field.after(said);
    }
    said.textContent = wrong ? rule[1] : "";
    said.hidden = !wrong;
    field.classList.toggle("is-error", Boolean(wrong));
    if (wrong) { field.setAttribute("aria-invalid", "true"); field.setAttribute("aria-describedby", said.id); }
    else { field.removeAttribute("aria-invalid"); field.removeAttribute("aria-describedby"); }
  }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.dataset.expect) look(field);
    if (field.name !== "shipping.country") return;
    for (const other of $$("[data-expect]", field.form)) if (other.value) look(other);
  });

  /* ---- gallery */
  function settle(gallery, index) {
    const thumbs = $$(".pdp-thumbs a", gallery);
    thumbs.forEach((thumb, i) => thumb.setAttribute("aria-current", String(i === index)));
    const count = $(".pdp-count", gallery);
    if (count) count.textContent = thumbs.length > 1 ? `${index + 1} of ${thumbs.length}` : "";
  }

  const stripOf = (gallery) => $(".pdp-strip", gallery);
  const placeOf = (strip) => Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth));

  function show(gallery, index) {
    const strip = stripOf(gallery);
    const last = strip.children.length - 1;
    const target = Math.min(last, Math.max(0, index));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    strip.scrollTo({ left: target * strip.clientWidth, behavior: calm ? "auto" : "smooth" });
    settle(gallery, target);
  }

  const prepare = () => {
    for (const gallery of $$("[data-gallery]:not([data-ready])")) {
      gallery.dataset.ready = "";
      settle(gallery, placeOf(stripOf(gallery)));
    }
  };

  document.addEventListener("scroll", (event) => {
    const gallery = event.target instanceof Element && event.target.matches(".pdp-strip") && event.target.closest("[data-gallery]");
    if (gallery) settle(gallery, placeOf(event.target));
  }, { capture: true, passive: true });

  document.addEventListener("keydown", (event) => {
    const gallery = event.target instanceof Element ? event.target.closest("[data-gallery]") : null;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!gallery || !step) return;
    event.preventDefault();
    const thumbs = $$(".pdp-thumbs a", gallery);
    const focused = thumbs.indexOf(document.activeElement);
    const index = (focused < 0 ? placeOf(stripOf(gallery)) : focused) + step;
    show(gallery, index);
    if (focused >= 0) thumbs[Math.min(thumbs.length - 1, Math.max(0, index))].focus();
  });

  /* ---- quantity; where a form is sent at every change, presses that follow each other are one change */
  let soon;
  function sendSoon(form) {
    clearTimeout(soon);
    soon = setTimeout(() => form.requestSubmit(), 500);
  }

  function put(input, value) {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, String(value));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const node = event.target instanceof Element ? event.target : null;
    const thumb = node && node.closest(".pdp-thumbs a");
    if (thumb) {
      event.preventDefault();
      const gallery = thumb.closest("[data-gallery]");
      show(gallery, $$(".pdp-thumbs a", gallery).indexOf(thumb));
      return;
    }
    const nudge = node && node.closest(".nudge a");
    const field = nudge && $("input[name=quantity]", nudge.closest(".buy"));
    if (field) field.value = new URL(nudge.href).searchParams.get("quantity") || field.value;
    const button = node && node.closest(".qty [data-step]");
    if (!button) return;
    const input = $("input", button.parentElement);
    const least = Number(input.dataset.minimum) || 1;
    const step = Number(input.dataset.multiple) || 1;
    const grouped = /^\d{1,3}(,\d{3})+$/.test(input.value.trim()); // as pages write 1,200
    const now = parseInt(grouped ? input.value.replaceAll(",", "") : input.value, 10) || least;
    put(input, Math.max(least, (Math.floor(now / step) + Number(button.dataset.step)) * step));
    if (input.form?.dataset.submit === "always") sendSoon(input.form);
  });

  new MutationObserver(prepare).observe(document.documentElement, { childList: true, subtree: true });
  prepare();
})();

/* A shared page holds the prices of guests. Whoever may have prices of their own (the cookie `own`) sees none until
   theirs are known: they are asked for at once and written into the page, with no flash of another price and nothing
   that moves. Runs before the first paint; when Reflex takes the page over, it has the same prices. */
(() => {
  "use strict";
  const [, store, vendor = ""] = location.pathname.match(/^\/s\/([^/]+)(?:\/v\/([^/]+))?/) ?? [];
  if (!store || !/(?:^|; )own=1(?:;|$)/.test(document.cookie)) return;
  const root = document.documentElement;
  root.classList.add("own-wait");
  const show = () => root.classList.remove("own-wait");

  const write = (card, own) => {
    const text = (selector, value) => {
      const at = card.querySelector(selector);
      if (at) at.textContent = value;
    };
    text(".price-now", own.price);
    const was = card.querySelector(".price-was");
    if (was) was.textContent = own.was;
    else if (own.was) card.querySelector(".price")?.append(Object.assign(document.createElement("s"), { className: "price-was", textContent: own.was }));
    const tier = card.querySelector(".pc-tier");
    if (tier) tier.replaceChildren(...(own.next_price ? [Object.assign(document.createElement("b"), { textContent: own.next_price }), ` ${own.next_from}`] : []));
    const tiers = card.querySelector(".pc-tiers");
    tiers?.replaceChildren(...own.tiers.map((one) => {
      const row = document.createElement("div");
      row.append(Object.assign(document.createElement("dt"), { textContent: one.label }), Object.assign(document.createElement("dd"), { textContent: one.price }));
      return row;
    }));
    if (own.offer_id) writeOffer(card, own);
  };

  // Another vendor's offer wins at this person's prices: the card is that offer's in everything, the form included.
  const writeOffer = (card, own) => {
    const set = (selector, property, value) => card.querySelectorAll(selector).forEach((at) => { at[property] = value; });
    set(".pc-vendor", "textContent", own.vendor);
    set(".pc-spec", "textContent", own.spec);
    set("h3 a, .pc-img, .pc-add > a", "href", own.href);
    set("input[name=offer]", "value", own.offer_id);
    set("input[name=quantity]", "value", own.min_quantity);
    const stock = card.querySelector(".stock");
    stock?.setAttribute("class", own.stock_tone ? `stock stock--${own.stock_tone}` : "stock");
    const words = document.createElement("span");
    words.append(...(own.stock_strong ? [Object.assign(document.createElement("b"), { textContent: own.stock_strong }), " "] : []), own.stock_text);
    stock?.replaceChildren(words);
    const quantity = card.querySelector("input[name=quantity]");
    if (quantity) Object.assign(quantity.dataset, { minimum: own.min_quantity, multiple: own.quantity_step });
  };

  document.addEventListener("DOMContentLoaded", async () => {
    const cards = [...document.querySelectorAll("#snapshot [data-offer]")].filter((one) => one.dataset.offer);
    const panel = document.querySelector("#snapshot [data-panel-offer]");
    const of = [...cards, ...(panel ? [panel] : [])].map((one) => `${one.dataset.offer ?? one.dataset.panelOffer}.${one.dataset.of}`);
    if (!of.length) return show();
    try {
      const answer = await fetch(`/s/${store}/own-prices?of=${[...new Set(of)].join(",")}&vendor=${vendor}`, { cache: "no-store" });
      const { offers } = answer.ok ? await answer.json() : { offers: {} };
      for (const card of cards) {
        const own = offers[card.dataset.offer];
        if (own) write(card, own);
      }
      if (panel && offers[panel.dataset.panelOffer]) return; // its price is more than a figure: Reflex brings it whole
    } catch {
      /* no answer: what everybody reads is better than nothing, and Reflex mends it */
    }
    show();
  });
})();

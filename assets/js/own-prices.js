/* A shared page holds the prices of guests. Whoever may have prices of their own (the cookie `own`) sees none until
   theirs are known: they are asked for at once and written into the page, with no flash of another price and nothing
   that moves. Runs before the first paint; when Reflex takes the page over, it has the same prices. */
(() => {
  "use strict";
  const store = location.pathname.match(/^\/s\/([^/]+)/)?.[1];
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
  };

  document.addEventListener("DOMContentLoaded", async () => {
    const cards = [...document.querySelectorAll("#snapshot [data-offer]")].filter((one) => one.dataset.offer);
    const panel = document.querySelector("#snapshot [data-panel-offer]");
    const of = [...cards, ...(panel ? [panel] : [])].map((one) => `${one.dataset.offer ?? one.dataset.panelOffer}.${one.dataset.of}`);
    if (!of.length) return show();
    try {
      const answer = await fetch(`/s/${store}/own-prices?of=${[...new Set(of)].join(",")}`, { cache: "no-store" });
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

"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const runs = all(".said");
  const quotes = all(".quotes li");
  const buttons = all("button.speaker");
  const numbers = (run) => run.dataset.changes.split(" ");
  const card = (number) => document.getElementById(`card-${number.slice(1)}`);

  // The card of a quote stands at its end; it shows for the whole of it.
  function point(event, shown) {
    const run = event.target.closest(".said");
    if (!run || event.target.closest(".card")) return;
    for (const number of numbers(run)) card(number)?.classList.toggle("shown", shown);
  }

  document.addEventListener("mouseover", (event) => point(event, true));
  document.addEventListener("mouseout", (event) => point(event, false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const shown of all(".card.shown")) shown.classList.remove("shown");
    document.activeElement?.closest(".note")?.classList.add("closed");
  });
  document.addEventListener("focusout", (event) => event.target.closest?.(".note")?.classList.remove("closed"));

  // One speaker alone, or everybody again.
  function only(speaker) {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.speaker === speaker));
    for (const quote of quotes) quote.hidden = speaker !== null && quote.dataset.speaker !== speaker;
    const left = new Set(quotes.filter((quote) => !quote.hidden).map((quote) => quote.dataset.change));
    for (const run of runs) run.classList.toggle("faint", !numbers(run).some((number) => left.has(number)));
  }

  for (const button of buttons) {
    button.disabled = false;
    button.title = "Show this speaker alone, or everybody again";
    button.addEventListener("click", () => only(button.getAttribute("aria-pressed") === "true" ? null : button.dataset.speaker));
  }
})();

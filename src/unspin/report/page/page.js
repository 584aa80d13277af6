"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const items = all("li[data-change]");
  const runs = all("article [data-changes]");
  const sentences = all(".sentence");
  const filters = document.querySelector(".filters");
  const wide = matchMedia("(min-width: 70rem)");
  const order = ["error", "warning", "info"];
  let current = null;

  document.documentElement.classList.add("scripted");

  const entry = (number) => items.find((item) => item.dataset.change === number);
  const numbers = (run) => run.dataset.changes.split(" ");
  const shown = () => items.filter((item) => !item.hidden);

  function link(ids) {
    for (const sentence of sentences) sentence.classList.toggle("linked", ids.has(sentence.dataset.link));
  }

  // The counterparts of a place, in each text: its marks, or the linked sentence where the text has no words for it.
  function show(element) {
    if (element) element.scrollIntoView({ block: "center" });
  }

  function select(item) {
    current = item;
    for (const other of items) other.classList.toggle("current", other === item);
    const marks = runs.filter((run) => item && numbers(run).includes(item.dataset.change));
    for (const run of runs) run.classList.toggle("current", marks.includes(run));
    const ids = new Set(marks.map((run) => run.closest(".sentence")?.dataset.link).filter((id) => id !== undefined));
    link(ids);
    if (!item) return;
    if (wide.matches) {
      for (const article of all("article")) {
        show(marks.find((run) => article.contains(run)) ?? article.querySelector(".sentence.linked"));
      }
    }
    if (!filters?.contains(document.activeElement)) item.focus({ preventScroll: true });
    item.scrollIntoView({ block: wide.matches ? "nearest" : "center" });
  }

  function move(step) {
    const visible = shown();
    if (!visible.length) return;
    const place = visible.indexOf(current);
    const next = place < 0 ? (step > 0 ? 0 : visible.length - 1) : (place + step + visible.length) % visible.length;
    select(visible[next]);
  }

  function filter() {
    const wanted = (name) => new Set(all(`input[name=${name}]:checked`, filters).map((input) => input.value));
    const severities = wanted("severity");
    const types = wanted("type");
    const findings = items.filter((item) => item.dataset.severity);
    for (const item of findings) item.hidden = !(severities.has(item.dataset.severity) && types.has(item.dataset.type));
    const on = new Set(findings.filter((item) => !item.hidden).map((item) => item.dataset.change));
    for (const run of runs.filter((run) => run.matches("mark, ins, del"))) {
      const left = numbers(run).filter((number) => on.has(number)).map((number) => entry(number).dataset.severity);
      run.className = order.find((severity) => left.includes(severity)) ?? "off";
    }
    for (const tag of all(":is(mark, ins, del) > .tag")) tag.classList.toggle("off", !on.has(tag.dataset.change));
    document.querySelector(".shown").textContent = on.size < findings.length ? `${on.size} of ${findings.length} shown` : "";
    select(current?.hidden ? null : current);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "n" || event.key === "j") move(1);
    else if (event.key === "p" || event.key === "k") move(-1);
    else if (event.key === "Escape") select(null);
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const tag = event.target.closest(".tag[data-change]");
    const run = event.target.closest("article [data-changes]:not(.off)");
    const item = event.target.closest("li[data-change]");
    const sentence = event.target.closest(".sentence");
    if (tag) event.preventDefault();
    if (event.target.closest(".why, button, a:not(.tag[data-change])")) return;
    const number = tag?.dataset.change ?? (run && numbers(run).find((n) => !entry(n).hidden));
    if (number) select(entry(number));
    else if (item) select(item);
    else if (sentence) {
      select(null);
      link(new Set([sentence.dataset.link]));
      const linked = sentences.filter((other) => other !== sentence && other.dataset.link === sentence.dataset.link);
      const beside = linked.find((other) => other.closest("article") !== sentence.closest("article"));
      if (wide.matches) show(beside ?? (all("article").length > 1 ? null : linked[0]));
    }
  });

  if (filters) {
    filters.hidden = false;
    filters.addEventListener("change", filter);
    filters.addEventListener("submit", (event) => event.preventDefault());
  }
  const named = items.find((item) => item.id && `#${item.id}` === location.hash);
  if (named) select(named);
})();

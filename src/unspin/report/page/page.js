"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const grouped = (elements, names) => {
    const groups = new Map();
    for (const element of elements) {
      for (const name of names(element)) groups.set(name, [...(groups.get(name) ?? []), element]);
    }
    return groups;
  };
  const numbers = (run) => run.dataset.changes.split(" ");

  const items = all("li[data-change]");
  const findings = items.filter((item) => item.dataset.severity);
  const entries = new Map(items.map((item) => [item.dataset.change, item]));
  const places = grouped(all("article [data-changes]"), numbers);
  const strands = grouped(all(".map [data-change]"), (strand) => [strand.dataset.change]);
  const linked = grouped(all(".sentence"), (sentence) => [sentence.dataset.link]);
  const articles = all("article");
  const folds = all("details.fold");
  const filters = one(".filters");
  const keys = one("#keys");
  // As in the styles: each part of the page scrolls by itself.
  const wide = matchMedia("(min-width: 70rem) and (min-height: 30rem)");
  const order = ["error", "warning", "info"];
  let current = null;
  let marked = [];
  let highlighted = [];

  document.documentElement.classList.add("scripted");
  for (const tools of all(".tools, .steps")) tools.hidden = false;

  const shown = () => items.filter((item) => !item.hidden);

  function highlight(links) {
    for (const sentence of highlighted) sentence.classList.remove("linked");
    highlighted = links.flatMap((link) => linked.get(link) ?? []);
    for (const sentence of highlighted) sentence.classList.add("linked");
  }

  // Paragraphs that come into view for the first time get their height only then, and move what stands below: it takes
  // some frames until a place stays where it was put.
  const settling = 4;
  let aims = [];
  let frames = -1;

  function settle() {
    for (const [element, block] of aims) element.scrollIntoView({ block });
    if (frames-- > 0) requestAnimationFrame(settle);
  }

  function show(...places) {
    aims = places.filter(([element]) => element);
    for (const [element] of aims) {
      const fold = element.closest("details.fold");
      if (fold) fold.open = true;
    }
    const idle = frames < 0;
    frames = settling;
    if (idle) settle();
  }

  function mark(item) {
    for (const element of marked) element.classList.remove("current");
    current = item;
    const runs = item ? places.get(item.dataset.change) ?? [] : [];
    marked = item ? [item, ...runs, ...(strands.get(item.dataset.change) ?? [])] : [];
    for (const element of marked) element.classList.add("current");
    highlight([...new Set(runs.map((run) => run.closest(".sentence")?.dataset.link).filter((link) => link !== undefined))]);
    return runs;
  }

  function say(item) {
    const visible = shown();
    const position = one(".position");
    if (!position) return;
    position.textContent = item ? `${visible.indexOf(item) + 1} of ${visible.length}` : visible.length ? `${visible.length}` : "";
    if (!item) return;
    const more = document.createElement("span");
    more.className = "unseen";
    more.textContent = `: ${one("h3", item).textContent.replace(/\s+/g, " ").trim()}`;
    position.append(more);
  }

  // The counterparts of a place, in each text: its marks, or the linked sentence where the text has no words for it.
  function select(item) {
    const runs = mark(item);
    say(item);
    if (!item) return;
    const beside = wide.matches ? articles : [];
    const counterparts = beside.map(
      (article) => runs.find((run) => article.contains(run)) ?? highlighted.find((sentence) => article.contains(sentence)),
    );
    item.focus({ preventScroll: true });
    show(...counterparts.map((element) => [element, "center"]), [item, wide.matches ? "nearest" : "center"]);
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
    // Where changes can be decided on, those who do it add boxes of this name.
    const decisions = wanted("decision");
    const least = Number(one("[name=confidence]", filters).value);
    one("output", filters).textContent = `${least}%`;
    const on = new Set();
    for (const item of findings) {
      const { severity, type, confidence, change, decision } = item.dataset;
      item.hidden = !(
        severities.has(severity) && types.has(type) && 100 * confidence >= least && (!decision || decisions.has(decision))
      );
      if (!item.hidden) on.add(change);
      for (const strand of strands.get(change) ?? []) strand.classList.toggle("off", item.hidden);
    }
    for (const run of all(":is(mark, ins, del)[data-changes]")) {
      const left = numbers(run).filter((number) => on.has(number)).map((number) => entries.get(number).dataset.severity);
      run.className = order.find((severity) => left.includes(severity)) ?? "off";
    }
    for (const tag of all(":is(mark, ins, del) > .tag")) tag.classList.toggle("off", !on.has(tag.dataset.change));
    const complete = on.size === findings.length;
    one(".left", filters).hidden = complete;
    one(".shown", filters).textContent = complete ? "" : `${on.size} of ${findings.length} shown`;
    mark(current?.hidden ? null : current);
    say(current);
  }

  const folder = one(".fold-all");

  function help() {
    keys.showModal();
    one(".close", keys).focus();
  }

  function fold(folded) {
    for (const part of folds) part.open = !folded;
    folder?.setAttribute("aria-pressed", String(folded));
    if (current) select(current);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (event.key === "Escape") return select(null);
    if (!one("#use-keys").checked) return;
    if (event.key === "n" || event.key === "j") move(1);
    else if (event.key === "p" || event.key === "k") move(-1);
    else if (event.key === "f" && folder) fold(folder.getAttribute("aria-pressed") !== "true");
    else if (event.key === "?") help();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    const step = target.closest("[data-step]");
    if (step) {
      move(Number(step.dataset.step));
      step.focus();
    } else if (target.closest(".fold-all")) fold(folder.getAttribute("aria-pressed") !== "true");
    else if (target.closest(".open-keys")) help();
    else if (target.closest("#keys .close")) keys.close();
    const tag = target.closest(".tag[data-change]");
    if (tag) event.preventDefault();
    if (target.closest("summary, .why, button, form, dialog, .map, a:not(.tag[data-change])")) return;
    const run = target.closest("article [data-changes]:not(.off)");
    const item = target.closest("li[data-change]");
    const sentence = target.closest(".sentence");
    const number = tag?.dataset.change ?? (run && numbers(run).find((name) => !entries.get(name).hidden));
    // Whoever marks words to copy them does not want to be taken elsewhere.
    if (!getSelection().isCollapsed && !tag) return;
    if (number) select(entries.get(number));
    else if (item) select(item);
    else if (sentence) {
      select(null);
      highlight([sentence.dataset.link]);
      const others = highlighted.filter((other) => other !== sentence);
      const beside = others.find((other) => other.closest("article") !== sentence.closest("article"));
      if (wide.matches) show([beside ?? (articles.length > 1 ? null : others[0]), "center"]);
    }
  });

  document.addEventListener("pick", (event) => select(entries.get(event.detail)));
  document.addEventListener("reveal", (event) => show([event.target, "center"]));

  if (filters) {
    filters.addEventListener("input", filter);
    filters.addEventListener("reset", () => setTimeout(filter));
    filters.addEventListener("submit", (event) => event.preventDefault());
    // Some browsers remember what was chosen when the page was open before.
    filters.reset();
  }

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });

  const named = items.find((item) => item.id && `#${item.id}` === location.hash);
  if (named) select(named);
  else say(null);
})();

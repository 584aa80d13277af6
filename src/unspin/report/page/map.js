"use strict";
(() => {
  const map = document.querySelector(".map svg");
  if (!map) return;
  const length = 1000;
  // Out of this many pixels, a click means the change that is nearest.
  const near = 14;
  const wide = matchMedia("(min-width: 70rem) and (min-height: 30rem)");
  const strands = [...map.querySelectorAll("[data-change]")];
  const articles = [...document.querySelectorAll("article[data-bar]")];
  const views = new Map(articles.map((article) => [article, drawn()]));

  function drawn() {
    const view = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    view.classList.add("view");
    view.setAttribute("width", "200");
    map.querySelector(".drawn").append(view);
    return view;
  }

  // What stands in a text from top to bottom; of a closed fold, the fold itself.
  const blocks = (article) =>
    [...article.querySelectorAll(":scope > p[data-at], :scope > details:not([open]), :scope > details[open] > [data-at]")];

  const end = (list, place, article) => Number(place + 1 < list.length ? list[place + 1].dataset.at : article.dataset.end);

  // Where in the map a height of the window is.
  function at(list, article, height) {
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (list[middle].getBoundingClientRect().top <= height) low = middle;
      else high = middle - 1;
    }
    const box = list[low].getBoundingClientRect();
    const part = box.height ? Math.min(1, Math.max(0, (height - box.top) / box.height)) : 0;
    const start = Number(list[low].dataset.at);
    return start + part * (end(list, low, article) - start);
  }

  function look() {
    waiting = false;
    for (const [article, view] of views) {
      const list = blocks(article);
      const box = article.getBoundingClientRect();
      const top = Math.max(box.top, 0);
      const bottom = Math.min(box.bottom, innerHeight);
      if (!list.length || bottom <= top) {
        view.setAttribute("height", "0");
        continue;
      }
      const start = at(list, article, top);
      view.setAttribute("x", article.dataset.bar === "left" ? "0" : "800");
      view.setAttribute("y", start.toFixed(1));
      view.setAttribute("height", Math.max(0, at(list, article, bottom) - start).toFixed(1));
    }
  }

  function blockAt(article, place) {
    const block = blocks(article).findLast((one) => Number(one.dataset.at) <= place);
    if (!block?.matches("details:not([open])")) return block;
    block.open = true;
    return blockAt(article, place);
  }

  let waiting = false;
  function later() {
    if (!waiting) requestAnimationFrame(look);
    waiting = true;
  }

  map.addEventListener("click", (event) => {
    const box = map.getBoundingClientRect();
    const [along, across, pixels] = wide.matches
      ? [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width, box.height]
      : [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, box.width];
    const place = along * length;
    const side = across < 0.5 ? "left" : "right";
    const distance = (strand) => Math.abs(Number(strand.dataset[side] ?? Infinity) - place);
    const nearest = strands
      .filter((strand) => !strand.classList.contains("off"))
      .reduce((best, strand) => (!best || distance(strand) < distance(best) ? strand : best), null);
    if (nearest && distance(nearest) * pixels <= near * length) {
      document.dispatchEvent(new CustomEvent("pick", { detail: nearest.dataset.change }));
      return;
    }
    const article = articles.find((one) => one.dataset.bar === side);
    const block = article && blockAt(article, place);
    if (block) block.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
  });

  for (const article of articles) article.addEventListener("scroll", later, { passive: true });
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  document.addEventListener("toggle", later, true);
  later();
})();

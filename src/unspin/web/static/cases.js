// The list of cases: search, open, delete.
import { ask, confirmed, during, element, local, one, tell } from "./site.js";

const field = one("#query");
const list = one(".cases");
const more = one(".more");
const told = one(".found");
let before = null;
let asked = 0;

field.value = new URLSearchParams(location.search).get("query") ?? "";

function shown(found) {
  const names = `${found.original} → ${found.rewrite}`;
  const name = found.title || names;
  const gone = element("button", { type: "button", "aria-label": `Delete ${name}` }, "Delete");
  const changes = `${found.changes} change${found.changes === 1 ? "" : "s"}`;
  const item = element(
    "li",
    {},
    element("h2", {}, element("a", { href: `/cases/${encodeURIComponent(found.id)}` }, element("bdi", {}, name))),
    element("p", { class: "about" }, ...(found.title ? [element("bdi", {}, names), ", "] : []), "kept by ", element("bdi", {}, found.who), ", ", element("time", { datetime: found.created }, local(found.created))),
    element("p", { class: "count" }, found.changes ? `${changes}, ${found.decided} decided` : changes),
    gone,
  );
  gone.addEventListener("click", async () => {
    if (!(await confirmed(name))) return;
    await during(gone, async () => {
      await ask(`/v1/cases/${encodeURIComponent(found.id)}`, { method: "DELETE" });
      item.remove();
      told.textContent = `${name} is deleted.`;
      field.focus();
    });
  });
  return item;
}

async function look(on) {
  const turn = ++asked;
  const query = field.value.trim();
  const address = new URLSearchParams({ ...(query && { query }), ...(on && { before }) });
  const page = await (await ask(`/v1/cases?${address}`)).json();
  // What was typed since asks for itself.
  if (turn !== asked) return;
  if (!on) list.replaceChildren();
  list.append(...page.cases.map(shown));
  before = page.before;
  more.hidden = before === null;
  const number = list.children.length;
  const some = `${number}${before === null ? "" : " and more"} case${number === 1 && before === null ? "" : "s"}${query ? " found" : ""}.`;
  told.textContent = number ? some : query ? "No case has all these words." : "There are no cases. Check two texts, and keep the result as a case.";
  history.replaceState(null, "", query ? `?${new URLSearchParams({ query })}` : location.pathname);
}

let typing;
field.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => look(false).then(() => tell(null), tell), 200);
});
one(".search").addEventListener("submit", (event) => {
  event.preventDefault();
  during(null, () => look(false));
});
more.addEventListener("click", () => during(more, () => look(true)));
during(null, () => look(false));

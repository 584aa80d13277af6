// The audit trail, of all cases or of one.
import { ask, during, element, local, one } from "./site.js";

const identity = new URLSearchParams(location.search).get("case");
const address = identity ? `/v1/cases/${encodeURIComponent(identity)}/audit` : "/v1/audit";
const rows = one(".audit");
const more = one(".more");
const size = 100;
let last = 0;

function shown({ number, when, who, what, case: of, details }) {
  const link = of ? [" ", element("a", { href: `/cases/${encodeURIComponent(of)}` }, of)] : [];
  const facts = Object.entries(details).map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return element(
    "li",
    { value: number },
    element("span", { class: "number" }, String(number)),
    element("time", { datetime: when, title: when }, local(when)),
    element("span", {}, element("bdi", {}, who), " ", element("b", {}, what), ...link),
    element("span", { class: "facts" }, ...facts.map((fact) => element("span", {}, fact))),
  );
}

async function look() {
  const { entries } = await (await ask(`${address}?${new URLSearchParams({ after: last, limit: size })}`)).json();
  rows.append(...entries.map(shown));
  last = entries.at(-1)?.number ?? last;
  more.hidden = entries.length < size;
  one(".found").textContent = rows.children.length ? "" : "Nothing has been done yet.";
}

if (identity) {
  const place = one(".of-case");
  place.hidden = false;
  place.append("Of one case, ", element("a", { href: `/cases/${encodeURIComponent(identity)}` }, identity), ". ", element("a", { href: "/audit" }, "Show all"));
}
more.addEventListener("click", () => during(more, look));
during(null, look);

// Around a report: exports, keeping it as a case, deleting it, and what is decided about its changes.
import { all, ask, confirmed, during, filename, local, memory, one, save } from "./site.js";
import { decisions } from "./decisions.js";

const actions = one(".actions");
const { job, case: identity, home } = actions.dataset;
const visit = memory("sessionStorage");
const person = memory("localStorage");
const name = one("#who");
const here = identity && `/v1/cases/${encodeURIComponent(identity)}`;
// The server lets go of what nobody asks for.
const stay = 240_000;
let made = null;
const decided = "fingerprints" in actions.dataset ? decisions(actions, { place: here, who }) : null;

for (const time of all("time", actions)) time.textContent = local(time.dateTime);
if (name) {
  name.value = person.get("who") ?? "";
  name.addEventListener("input", () => person.set("who", name.value.trim() || null));
}

/** Who decides, as part of a request; nothing where nobody gave a name. */
function who() {
  return name?.value.trim() ? { who: name.value.trim() } : {};
}

// A text that was pasted has no name of its own to find it by again.
function beginning() {
  const article = one("article#rewrite");
  if (one(".title bdi", article).textContent !== "rewrite") return "";
  const words = [...(one(".block", article)?.cloneNode(true).childNodes ?? [])].map((node) => {
    for (const tag of node.querySelectorAll?.(".tag") ?? []) tag.remove();
    return node.textContent;
  });
  return words.join("").trim().replace(/^(.{0,70})\b.+$/su, "$1…");
}

async function keep() {
  const title = one("#case-title").value.trim() || beginning();
  const titled = title ? { title } : {};
  // If it is made and decisions did not get there, they still have to.
  made ??= await (await ask("/v1/cases", { method: "POST", body: { job, ...titled, ...who() } })).json();
  const place = `/v1/cases/${encodeURIComponent(made.id)}`;
  await decided.move(place);
  visit.set(`keep ${job}`, null);
  location.replace(`/cases/${encodeURIComponent(made.id)}`);
}

// Everything that is known of a check that is no case: the same as the export of a case, without its trail.
async function everything() {
  const asked = ["result", "texts"].map(async (part) => (await ask(`/v1/jobs/${job}/${part}`)).json());
  const [report, texts] = await Promise.all(asked);
  const value = { ...texts, report, decisions: decided.history() };
  return new Blob([JSON.stringify(value, null, 2), "\n"], { type: "application/json" });
}

async function write(format) {
  if (format === "everything" && !here) return save(await everything(), "unspin-check.json");
  const without = one("[name=undecided]")?.checked ? decided.closed() : [];
  let address = here ? `${here}/export` : `/v1/jobs/${job}/result`;
  const asked = new URLSearchParams({ format: format === "everything" ? "json" : format });
  if (without.length && format !== "everything") {
    if (here) asked.set("undecided", "true");
    else {
      address = `/jobs/${job}/undecided`;
      for (const fingerprint of without) asked.append("decided", fingerprint);
    }
  }
  const answer = await ask(`${address}?${asked}`);
  save(await answer.blob(), filename(answer));
}

actions.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.format) {
    button.closest(".menu").open = false;
    await during(button, () => write(button.dataset.format));
  } else if (button.matches(".forget")) {
    await during(button, async () => {
      await ask(`/v1/jobs/${job}`, { method: "DELETE" });
      visit.set(`decisions ${job}`, null);
      location.assign(home);
    });
  } else if (button.matches(".delete") && (await confirmed(button.dataset.name))) {
    await during(button, async () => {
      await ask(here, { method: "DELETE" });
      location.assign(home);
    });
  }
});

one(".keeping form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  during(one(".keep"), keep);
});

document.addEventListener("click", ({ target }) => {
  for (const menu of all(".menu[open]")) if (!menu.contains(target)) menu.open = false;
});
for (const menu of all(".menu")) {
  // The keys that step through the changes are letters here.
  menu.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    one("summary", menu).focus();
  });
}
if (name) name.addEventListener("keydown", (event) => event.stopPropagation());

if (job && visit.get(`keep ${job}`)) during(one(".keep"), keep);
if (job) setInterval(() => ask(`/v1/jobs/${job}`).catch(() => {}), stay);

// What is decided about each change: accepted, because it is meant, or dismissed, because it is none; each with a reason.
// Of a case the server keeps it, and other windows show it soon; otherwise it is kept in this window until it is closed.
import { all, ask, element, local, memory, one, tell, during } from "./site.js";

const verbs = { accepted: "Accept", dismissed: "Dismiss" };
const names = { open: "open", accepted: "accepted", dismissed: "dismissed" };
const every = 2000;
const shown = 8000;

export function decisions(actions, { place, who }) {
  const { job } = actions.dataset;
  const visit = memory("sessionStorage");
  const key = `decisions ${job}`;
  const prints = actions.dataset.fingerprints.split(" ").filter(Boolean);
  const items = new Map(all(".finding[data-change]").map((item) => [prints[Number(item.dataset.change) - 1], item]));
  const standing = new Map();
  const filters = one(".filters");
  // Where nothing is kept, it is said.
  const only = one(".keep", actions) ? ", in this window only: keep the check as a case" : ", in this window only: export everything";
  let known = [];
  let lost = false;
  let polled = false;
  let said;

  const verdict = (print) => standing.get(print)?.decision ?? "open";
  const closed = () => prints.filter((print) => verdict(print) !== "open");

  function say(words) {
    one(".told", actions).textContent = words;
    clearTimeout(said);
    said = setTimeout(() => one(".told", actions).replaceChildren(), shown);
  }

  function show(print) {
    const item = items.get(print);
    const decision = standing.get(print);
    const state = verdict(print);
    item.dataset.decision = state;
    const box = one(".decision", item) ?? item.appendChild(element("div", { class: "decision" }));
    // Who is writing a reason goes on writing it.
    const writing = one("form", box);
    const parts = [];
    if (state === "open") {
      for (const [value, verb] of Object.entries(verbs)) {
        const about = `change ${item.dataset.change}`;
        const button = element("button", { type: "button", "data-verdict": value, "aria-keyshortcuts": value[0] }, verb, element("span", { class: "unseen" }, ` ${about}`));
        button.addEventListener("click", () => write(print, value));
        parts.push(button);
      }
    } else {
      const when = element("time", { datetime: decision.when }, local(decision.when));
      const by = decision.who ? [" by ", element("bdi", {}, decision.who)] : [];
      const reason = decision.reason ? [": ", element("q", {}, decision.reason)] : [];
      const button = element("button", { type: "button", class: "reopen" }, "Reopen", element("span", { class: "unseen" }, ` change ${item.dataset.change}`));
      button.addEventListener("click", () => during(button, async () => {
        await decide(print, "open", "");
        item.focus();
      }));
      parts.push(element("p", {}, element("b", {}, names[state]), ...by, " ", when, ...reason), button);
    }
    box.replaceChildren(...parts, ...(writing ? [writing] : []));
    for (const tag of all(`.tag[data-change="${item.dataset.change}"]`)) tag.classList.toggle("decided", state !== "open");
  }

  function write(print, value) {
    const item = items.get(print);
    const box = one(".decision", item);
    one("form", box)?.remove();
    const reason = element("input", { maxlength: "1000", autocomplete: "off", placeholder: "why? may be left out", "aria-label": `Reason to ${verbs[value].toLowerCase()} change ${item.dataset.change}` });
    const save = element("button", {}, verbs[value]);
    const leave = element("button", { type: "button" }, "Cancel");
    const form = element("form", {}, reason, save, leave);
    const end = () => {
      form.remove();
      item.focus();
    };
    leave.addEventListener("click", end);
    // The keys that step through the changes are letters here.
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") end();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      during(save, async () => {
        await decide(print, value, reason.value.trim());
        end();
      });
    });
    box.append(form);
    reason.focus();
  }

  async function decide(print, decision, reason) {
    if (place) take([await (await ask(`${place}/decisions`, { method: "POST", body: { fingerprint: print, decision, reason, ...who() } })).json()]);
    else {
      take([{ number: known.length + 1, fingerprint: print, decision, reason, who: who().who ?? "", when: new Date().toISOString() }]);
      visit.set(key, known);
    }
    say(`Change ${items.get(print).dataset.change} is ${names[decision]}${place ? "" : only}.`);
  }

  /** Decisions that are new here, oldest first. */
  function take(found) {
    const numbers = new Set(known.map(({ number }) => number));
    const fresh = found.filter(({ number, fingerprint }) => !numbers.has(number) && items.has(fingerprint));
    if (!fresh.length) return fresh;
    known = [...known, ...fresh].sort((one, other) => one.number - other.number);
    for (const decision of known) standing.set(decision.fingerprint, decision);
    for (const print of new Set(fresh.map(({ fingerprint }) => fingerprint))) show(print);
    count();
    return fresh;
  }

  function count() {
    const counts = { open: 0, accepted: 0, dismissed: 0 };
    for (const print of items.keys()) counts[verdict(print)] += 1;
    for (const number of all(".deciding .number", filters)) number.textContent = counts[number.dataset.decision];
    one(".undecided", actions).hidden = counts.open === items.size;
    filters.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function poll() {
    if (document.visibilityState === "visible") {
      try {
        const { decisions: found } = await (await ask(`${place}/decisions`)).json();
        const fresh = take(found);
        const last = fresh.at(-1);
        if (last && polled) say(`${last.who} decided: change ${items.get(last.fingerprint).dataset.change} is ${names[last.decision]}.`);
        if (lost) tell(null);
        lost = false;
        polled = true;
      } catch (fault) {
        tell(fault);
        lost = true;
        // A case that is deleted does not come back.
        if (fault.status === 404) return;
      }
    }
    setTimeout(poll, every);
  }

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]") || !one("#use-keys").checked) return;
    if (event.target.matches("input, textarea, select")) return;
    const value = { a: "accepted", d: "dismissed" }[event.key];
    const item = one(".finding.current");
    const print = item && [...items].find(([, other]) => other === item)?.[0];
    if (!value || !print || verdict(print) !== "open") return;
    event.preventDefault();
    write(print, value);
  }

  if (items.size) {
    const boxes = Object.keys(names).map((value) =>
      element("label", {}, element("input", { type: "checkbox", name: "decision", value, checked: true }), ` ${names[value]} `, element("span", { class: "number", "data-decision": value })),
    );
    one("fieldset", filters).after(element("fieldset", { class: "deciding" }, element("legend", { class: "unseen" }, "Decision"), ...boxes));
    for (const print of items.keys()) show(print);
    const help = one("#keys dl");
    const key_of = (letter, what) => [element("dt", {}, element("kbd", {}, letter)), element("dd", {}, what)];
    help.append(...key_of("a", "accept the change: it is meant"), ...key_of("d", "dismiss it: it is no change of meaning"));
    document.addEventListener("keydown", keys);
    count();
    if (!place) take(visit.get(key) ?? []);
  }
  if (place) poll();

  return {
    closed,
    history: () => known.map(({ number, ...decision }) => decision),
    /** Give what was decided here to a case. */
    async move(to) {
      for (const print of closed()) {
        const { decision, reason, who: by } = standing.get(print);
        await ask(`${to}/decisions`, { method: "POST", body: { fingerprint: print, decision, reason, ...(by ? { who: by } : {}) } });
      }
      visit.set(key, null);
    },
  };
}

// A job that is at work: how far it has come, and a way to end it. When it is done, the same address shows what it gave.
import { ask, during, one, tell } from "./site.js";

const { job, home } = one(".waiting").dataset;
const bar = one("progress");
const stages = { "": "Starting", reading: "Reading", comparing: "Comparing", searching: "Searching", writing: "Writing" };
let ended = false;

function show({ state, stage, done, total, ahead }) {
  const waiting = ahead === 1 ? "One other is before this one" : `${ahead} others are before this one`;
  const counted = total ? `: ${done} of ${total} passages` : "";
  const told = state === "waiting" ? (ahead ? waiting : "Waiting for a free place") : `${stages[stage] ?? stage}${counted}`;
  if (one("#stage").textContent !== told) one("#stage").textContent = told;
  if (total && state === "running") {
    bar.max = total;
    bar.value = done;
  } else bar.removeAttribute("value");
}

async function follow() {
  while (!ended) {
    const state = await (await ask(`/v1/jobs/${job}?wait=1`)).json();
    if (ended) return;
    show(state);
    if (state.state !== "waiting" && state.state !== "running") return location.reload();
  }
}

async function watch() {
  for (;;) {
    try {
      return await follow();
    } catch (fault) {
      tell(fault);
      // It may have been restarted, or be busy for a while; what it does not know any more, it will not know later.
      if (fault.status >= 400 && fault.status < 500) return location.reload();
      await new Promise((done) => setTimeout(done, 2000));
      tell(null);
    }
  }
}

one(".cancel").addEventListener("click", ({ target }) => {
  ended = true;
  during(target, async () => {
    await ask(`/v1/jobs/${job}`, { method: "DELETE" });
    location.assign(home);
  });
});

watch();

// What every page needs: questions to the server, its faults, signing in and out.

export const one = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** An element with attributes and children; what is text stays text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** What the server refused, or that it did not answer: `title`, `detail`, `status`, `request`. */
export class Fault extends Error {
  constructor(status, { title, detail, request_id: request }) {
    super(title);
    Object.assign(this, { status, title, detail, request });
  }
}

const silent = { title: "The server does not answer", detail: "see whether it still runs, and try again" };

/** The server's answer; `body` is sent as JSON. Throws a Fault. */
export async function ask(address, { method = "GET", body, headers = {} } = {}) {
  let answer;
  try {
    answer = await fetch(address, {
      method,
      headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Fault(0, silent);
  }
  if (answer.ok) return answer;
  const unknown = { title: `Answer ${answer.status}`, detail: "try again", request_id: answer.headers.get("X-Request-ID") };
  throw new Fault(answer.status, await answer.json().catch(() => unknown));
}

/** Show a fault where screen readers read it out, or take it away. What is no Fault is thrown. */
export function tell(fault) {
  const place = one(".fault");
  place.replaceChildren();
  if (!fault) return;
  if (!(fault instanceof Fault)) throw fault;
  place.append(element("p", {}, element("b", {}, `${fault.title}: `), `${fault.detail}.`));
  if (fault.status === 401 && !one(".sign-in")) {
    const again = element("button", { type: "button" }, "Sign in");
    again.addEventListener("click", () => location.reload());
    place.append(again);
  }
  if (fault.request) place.append(element("p", { class: "hint" }, `Request ${fault.request}`));
  place.scrollIntoView({ block: "nearest" });
}

/** Do something that asks the server, with the control that asked for it disabled meanwhile; faults are shown. */
export async function during(control, does) {
  tell(null);
  if (control) control.disabled = true;
  try {
    return await does();
  } catch (fault) {
    tell(fault);
    return undefined;
  } finally {
    if (control) control.disabled = false;
  }
}

/** Let the browser keep an answer as a file, under the name that the server gives it. */
export function save(data, name) {
  const link = element("a", { href: URL.createObjectURL(data), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const filename = (answer) => /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "unspin";

/** A date of the server as the reader writes it. */
export const local = (when) => new Date(when).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

/** Whether the reader wants the case deleted. */
export function confirmed(name) {
  const dialog = one("#delete");
  one(".named", dialog).textContent = name;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

// What is kept in the browser may be forbidden, or full: the page works without it.
export const memory = (store) => ({
  get(key) {
    try {
      return JSON.parse(window[store].getItem(`unspin ${key}`));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) window[store].removeItem(`unspin ${key}`);
      else window[store].setItem(`unspin ${key}`, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  clear() {
    try {
      for (const key of Object.keys(window[store])) if (key.startsWith("unspin ")) window[store].removeItem(key);
    } catch {
      // Then there is nothing.
    }
  },
});

one(".sign-in")?.addEventListener("submit", (event) => {
  event.preventDefault();
  during(one(".sign-in button"), async () => {
    await ask("/v1/session", { method: "POST", body: { token: one("#token").value.trim() } });
    location.reload();
  });
});

one(".sign-out")?.addEventListener("click", ({ target }) => {
  during(target, async () => {
    await ask("/v1/session", { method: "DELETE" });
    // The next one at this machine finds no texts.
    memory("sessionStorage").clear();
    location.assign("/");
  });
});

// The forms of check, read and trace: texts that are pasted, files that are chosen or dropped, and the job that is made of them.
import { Fault, all, ask, during, element, memory, one, tell } from "./site.js";

const form = one("form.work");
const visit = memory("sessionStorage");

if (form) begin(form.dataset.command);

function begin(command) {
  const key = `form ${command}`;
  const remembered = visit.get(key) ?? {};
  const parts = new Map(all(".given").map((section) => [section.dataset.part, part(section, remembered[section.dataset.part])]));
  const archived = () => one("[name=where][value=archive]")?.checked ?? false;

  function remember() {
    const values = Object.fromEntries([...parts].map(([name, text]) => [name, text.remembered()]));
    // Files may be too large to be kept for the way back; the texts are kept then.
    if (visit.set(key, values)) return;
    for (const value of Object.values(values)) value.files = [];
    visit.set(key, values);
  }

  function options() {
    const asked = {};
    const least = Number(one("#min_confidence").value) / 100;
    if (least) asked.min_confidence = least;
    if (one("#profile").value) asked.profile = one("#profile").value;
    return asked;
  }

  function request() {
    const given = (name) => parts.get(name).given();
    const first = (name) => {
      const [document] = given(name);
      if (!document) throw missing(name);
      return document;
    };
    if (command === "read") return { document: first("document"), original: one("#original-side").value, ...options() };
    if (command === "trace") {
      const asked = { document: first("document"), check: one("#check-passages").checked, ...options() };
      asked.min_length = Number(one("#min_length").value) || 1;
      if (archived()) return { ...asked, archive: one("#archive").value };
      if (!given("against").length) throw missing("against");
      return { ...asked, against: given("against") };
    }
    const original = first("original");
    const [rewrite] = given("rewrite");
    if (rewrite) return { original, rewrite, ...options() };
    if (!original.name?.toLowerCase().endsWith(".docx")) throw missing("rewrite");
    return { original, ...options() };
  }

  function missing(name) {
    parts.get(name).field.focus();
    parts.get(name).field.setAttribute("aria-invalid", "true");
    const label = one(`label[for=${name}]`).textContent;
    return new Fault(0, { title: `${label} is missing`, detail: "paste a text there, or drop a file" });
  }

  function look() {
    const against = one("[data-part=against]");
    if (against) against.hidden = archived();
    one("output").textContent = `${one("#min_confidence").value}%`;
  }

  async function send() {
    const job = await (await ask(`/v1/${command}`, { method: "POST", body: request(), headers: { Prefer: "respond-async" } })).json();
    if (one("#keep")?.checked) visit.set(`keep ${job.id}`, true);
    remember();
    location.assign(`/jobs/${job.id}`);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(one("button.main"), send);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("input", () => {
    tell(null);
    look();
  });
  form.addEventListener("change", remember);
  one(".clear").addEventListener("click", () => {
    for (const text of parts.values()) text.empty();
    visit.set(key, null);
    tell(null);
    [...parts.values()][0].field.focus();
  });
  one(".example")?.addEventListener("click", () => {
    for (const [name, text] of parts) text.fill(one(`#example-${name}`).content.textContent);
    remember();
    tell(null);
    one("button.main").focus();
  });
  // A file that misses its place must not replace the page.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
  one("button.main").disabled = false;
  look();
}

/** One of the texts: what is pasted, or the files that are chosen or dropped in its place. */
function part(section, remembered) {
  const field = one("textarea", section);
  const chooser = one("input[type=file]", section);
  const list = one(".dropped", section);
  const many = chooser.multiple;
  const limit = Number(form.dataset.limit);
  let files = remembered?.files ?? [];
  field.value = remembered?.text ?? "";

  function show() {
    const words = field.value.trim().split(/\s+/).filter(Boolean).length;
    const long = [...field.value].length > limit;
    const told = long ? `longer than the ${limit.toLocaleString("en")} characters that the server takes` : `${words.toLocaleString("en")} words`;
    const alone = files.length && !many;
    one(".words", section).textContent = alone || !words ? "" : words === 1 ? "1 word" : told;
    one(".words", section).classList.toggle("long", long);
    field.hidden = alone;
    field.removeAttribute("aria-invalid");
    list.replaceChildren(
      ...files.map((file, place) => {
        const button = element("button", { type: "button", "aria-label": `Take ${file.name} out` }, "Take out");
        button.addEventListener("click", () => {
          files = files.toSpliced(place, 1);
          show();
          field.focus();
          form.dispatchEvent(new Event("change"));
        });
        const size = `${Math.max(1, Math.round((file.file.length * 0.75) / 1000)).toLocaleString("en")} kB`;
        return element("li", {}, element("bdi", {}, file.name), element("span", {}, size), button);
      }),
    );
  }

  async function take(chosen) {
    const read = await Promise.all([...chosen].slice(0, many ? 100 : 1).map(async (file) => ({ name: file.name.slice(-255), file: await base64(file) })));
    const empty = read.find(({ file }) => !file);
    if (empty) throw new Fault(0, { title: "Nothing in it", detail: `${empty.name} is empty; choose another file` });
    if (!read.length) return;
    files = many ? [...files, ...read] : read;
    show();
    form.dispatchEvent(new Event("change"));
  }

  const taking = (chosen) => during(null, () => take(chosen));
  field.addEventListener("input", show);
  chooser.addEventListener("change", async () => {
    await taking(chooser.files);
    chooser.value = "";
  });
  for (const kind of ["dragenter", "dragover"]) section.addEventListener(kind, () => section.classList.add("over"));
  section.addEventListener("dragleave", (event) => section.contains(event.relatedTarget) || section.classList.remove("over"));
  section.addEventListener("drop", (event) => {
    section.classList.remove("over");
    if (event.dataTransfer.files.length) return taking(event.dataTransfer.files);
    const text = event.dataTransfer.getData("text");
    if (text && event.target !== field) fill(text);
    else if (text) field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    return show();
  });

  function fill(text) {
    files = [];
    field.value = text;
    show();
  }

  show();
  return {
    field,
    fill,
    empty: () => fill(""),
    remembered: () => ({ text: field.value, files }),
    given: () => [...files, ...(field.value.trim() && (many || !files.length) ? [field.value] : [])],
  };
}

function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => failed(new Fault(0, { title: "The file cannot be read", detail: `${file.name}: choose it again` })));
    reader.readAsDataURL(file);
  });
}

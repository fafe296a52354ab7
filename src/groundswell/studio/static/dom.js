// Elements, numbers and requests. Text always goes in as text: no name or sentence of a file becomes markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "text") node.textContent = value;
    else if (key === "value") node.value = value;
    else if (key === "style") Object.entries(value).forEach(([name, each]) => node.style.setProperty(name, each));
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((each) => each !== null && each !== undefined && each !== false));
  return node;
}

/** An HTML element: el("p", {class: "note", onclick: f}, "text", other). */
export const el = (tag, props, ...children) => fill(document.createElement(tag), props, children);

/** An SVG element. */
export const svg = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);

/** What the server refuses: `problems` hold place, problem and remedy. */
export class Refused extends Error {
  constructor(problems, status) {
    super(problems.map(sentence).join("\n"));
    this.problems = problems;
    this.status = status;
  }
}

const sentence = (p) => [[p.place, p.problem].filter(Boolean).join(": "), p.remedy].filter(Boolean).join("; ");

async function ask(path, options) {
  let found;
  try {
    found = await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    const remedy = "start it again in its folder: groundswell studio; runs are kept and go on";
    throw new Refused([{ place: "studio", problem: "the server does not answer", remedy }], 0);
  }
  const text = await found.text();
  if (found.ok) return text ? JSON.parse(text) : null;
  let problems;
  try {
    problems = JSON.parse(text).problems;
  } catch {
    problems = [{ place: "studio", problem: text || `answer ${found.status}`, remedy: "" }];
  }
  throw new Refused(problems, found.status);
}

export const get = (path, signal) => ask(path, { signal });
export const post = (path, sent, signal) =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(sent), signal });

/** Say something to everybody, also to who hears the page instead of seeing it. */
export function say(text) {
  document.getElementById("said").textContent = text;
}

/** Show what is wrong, until the next page or `right()`. */
export function wrong(error) {
  if (error.name === "AbortError") return;
  if (!(error instanceof Refused)) console.error(error);
  const problems = error.problems || [{ problem: String(error) }];
  const place = document.getElementById("wrong");
  const before = place.textContent;
  place.replaceChildren(...problems.map((p) => el("p", { text: sentence(p) })));
  if (place.textContent !== before) place.scrollIntoView(); // what was pressed may stand far below
}

export const right = () => document.getElementById("wrong").replaceChildren();

/** A button that cannot be pressed twice while its work goes on, and shows what is refused. */
export function button(text, work, props) {
  const node = el("button", { type: "button", ...props }, text);
  node.addEventListener("click", async () => {
    const held = document.activeElement === node;
    node.disabled = true;
    right();
    try {
      await work();
    } catch (error) {
      wrong(error);
    } finally {
      node.disabled = false;
      if (held && document.activeElement === document.body) node.focus({ preventScroll: true }); // a disabled one loses it
    }
  });
  return node;
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A number in words of the page: 1,234; 12.3 thousand; 1.2 million. */
export function amount(value) {
  const size = Math.abs(value);
  if (size >= 1e6) return minus(`${(value / 1e6).toFixed(size >= 1e7 ? 1 : 2)} million`);
  if (size >= 10 || Number.isInteger(value)) return minus(whole.format(value));
  return minus(value.toPrecision(2));
}

/** A number's text with a minus, which no dash beside it is taken for. */
export const minus = (text) => text.replace(/^-/, "\u2212");

export const percent = (value) => `${(100 * value).toFixed(value && Math.abs(value) < 0.1 ? 1 : 0)} %`;

/** A text that begins with a capital letter. */
export const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** An ISO date as people write it: 21 September 2022. */
export function written(iso, short) {
  const form = short ? { day: "numeric", month: "short" } : { day: "numeric", month: "long", year: "numeric" };
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", { ...form, timeZone: "UTC" });
}

/** A folded part of a page. */
export const folded = (title, ...inside) => el("details", {}, el("summary", { text: title }), ...inside);

/** A table: heads are texts, rows lists of texts or elements; a head that begins with "#" is a column of numbers. */
export function table(caption, heads, rows) {
  const kind = heads.map((head) => (head.startsWith("#") ? "num" : null));
  const top = heads.map((head, i) => el("th", { scope: "col", class: kind[i], text: head.replace("#", "") }));
  const body = rows.map((row) => el("tr", {}, row.map((cell, i) => el("td", { class: kind[i] }, cell))));
  const made = el("table", {}, el("caption", { text: caption }), el("thead", {}, el("tr", {}, top)), el("tbody", {}, body));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, made);
}

/** A case's still map, as its card has it. */
export function picture(outline, label, dot = 4.5) {
  if (!outline) return el("div", { class: "nomap", text: "no map" });
  return svg("svg", { viewBox: `0 0 ${outline.width} ${outline.height}`, role: "img", "aria-label": label, class: "outline" },
    outline.regions.map((r) => svg("path", { d: r.path })),
    outline.dots.map((d) => svg("circle", { cx: d.x, cy: d.y, r: dot })));
}

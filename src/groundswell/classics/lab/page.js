// What the lab's pages are made of: elements, sliders made from a parameter's declaration, a clock that can be stopped.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** An HTML element; attributes that begin with "on" are listeners. */
export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const s = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Whether the reader has asked for less motion. */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

let count = 0;

/** A slider for a declared parameter: label, value with unit, limits; its source is read on demand. */
export function slider(parameter, { step, on, digits = 2, low = parameter.low, high = parameter.high, label }) {
  const id = `p${(count += 1)}`;
  const shown = h("output", { for: id });
  const input = h("input", { type: "range", id, min: low, max: high, step, value: parameter.value });
  const unit = ["share", "benefit", "", undefined].includes(parameter.unit) ? "" : ` ${parameter.unit}`;
  const tell = () => {
    shown.textContent = Number(input.value).toFixed(digits).replace(/\.0+$/, "") + unit;
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.addEventListener("input", () => (tell(), on(Number(input.value))));
  tell();
  const source = parameter.source ? h("p", { class: "source" }, parameter.source) : "";
  const element = h("div", { class: "control" }, h("label", { for: id }, label ?? parameter.about), shown, input, source);
  return { element, input, get value() { return Number(input.value); }, set(value) { input.value = value; tell(); } };
}

/** A list to choose a word from. */
export function choice(parameter, words, on) {
  const id = `p${(count += 1)}`;
  const options = Object.entries(words).map(([value, text]) => h("option", { value }, text));
  const input = h("select", { id, onchange: () => on(input.value) }, ...options);
  input.value = parameter.value;
  const element = h("div", { class: "control" }, h("label", { for: id }, parameter.about), input,
    h("p", { class: "source" }, parameter.source));
  return { element, input, get value() { return input.value; }, set(value) { input.value = value; } };
}

export const button = (text, on, attributes = {}) => h("button", { type: "button", onclick: on, ...attributes }, text);

export const group = (legend, ...children) => h("fieldset", {}, h("legend", {}, legend), ...children);

/** A clock that calls `tick` until it returns false; buttons to start, stop and go one step. */
export function clock(tick, milliseconds) {
  let timer = null, running = false;
  const stop = () => {
    clearTimeout(timer);
    running = false;
    play.textContent = "Play";
  };
  const turn = () => {
    if (tick() === false) stop();
    if (running) timer = setTimeout(turn, milliseconds());
  };
  const start = () => {
    running = true;
    play.textContent = "Pause";
    turn();
  };
  const play = button("Play", () => (running ? stop() : start()), { class: "main" });
  const step = button("One step", () => (stop(), tick()));
  return { play, step, start, stop, get running() { return running; } };
}

/** The step after `at`, from the end back to the start; played with less motion, the end at once. */
export const after = (at, last, of) => (of.running && still() ? last : at >= last ? 0 : at + 1);

/** What happens, in a sentence that is read out when it changes. */
export function readout() {
  const element = h("p", { class: "readout", role: "status" });
  return { element, say(text) { if (element.textContent !== text) element.textContent = text; } };
}

/** Lay a lab out: controls on one side, pictures on the other, the readout above them. */
export function layout(stage, controls, says, pictures) {
  const side = h("div", { class: "controls" }, ...controls);
  const tries = document.getElementById("tries");
  stage.replaceChildren(says.element, h("div", { class: "bench" }, side, h("div", { class: "pictures" }, ...pictures, tries)));
}

/** The command line that gives what the page shows. */
export function command(name, values) {
  const options = Object.entries(values).map(([key, value]) => `--${key.replaceAll("_", "-")} ${value}`);
  document.getElementById("command").textContent = ["groundswell classics play", name, ...options].join(" ");
}

/** A picture with its caption. */
export const figure = (caption, ...content) => h("figure", {}, ...content, h("figcaption", {}, caption));

/** Start the lab of this name, if the page is its page. */
export function begin(name, start) {
  const stage = document.getElementById("stage");
  if (stage?.dataset.lab === name) start(stage, JSON.parse(document.getElementById("lab-data").textContent));
}

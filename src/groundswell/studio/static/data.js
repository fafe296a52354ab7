// Own data: a CSV file of observed counts, its columns mapped, on the charts of a run and scored beside the baselines.
import { chart } from "./chart.js";
import { amount, button, el, get, post, say, table } from "./dom.js";

const FIELDS = { date: "date", until: "last day of a period", region: "region", place: "town", series: "name of the series", value: "value", low: "lowest credible value", high: "highest credible value", kind: "kind (at least, about, ...)", source: "source" };

const UNKNOWN = /^'(.*)' is no certain region/; // as the import says it

export async function show(page, name, query) {
  const kept = await get("/api/data");
  page.append(el("h1", { text: "Own data" }),
    el("p", { class: "lead", text: "Bring a table of counts that you have, say what its columns are, and see a run beside it: on the charts, and scored beside three predictions that know nothing of society." }));
  if (!kept.runs.length) {
    page.append(el("p", {}, "A run is needed first: ", el("a", { href: "#", text: "pick a case" }), " and run it."));
    return;
  }
  const run = el("select", { id: "run" }, kept.runs.map((r) => el("option", { value: r.name, text: `${r.title} (${r.name})`, selected: r.name === query.get("run") })));
  const file = el("select", { id: "file" }, el("option", { value: "", text: "a new one" }), kept.files.map((f) => el("option", { value: f, text: f, selected: f === name })));
  const [map, result] = [el("div", {}), el("div", {})];
  const look = async () => {
    result.replaceChildren();
    map.replaceChildren();
    if (file.value) map.replaceChildren(new Mapping(await get(`/api/data/${encodeURIComponent(file.value)}?run=${encodeURIComponent(run.value)}`), run.value, result).node);
  };
  const taken = async (chosen) => {
    if (chosen.size > kept.most) throw Object.assign(new Error("too large"), { problems: [{ place: chosen.name, problem: `more than ${amount(kept.most)} bytes`, remedy: "cut it to the case's days and regions" }] });
    const stem = chosen.name.replace(/\.[^.]*$/, "").replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "table";
    const { name: there } = await post("/api/data", { name: stem, content: await base64(chosen) });
    if (![...file.options].some((o) => o.value === there)) file.append(el("option", { value: there, text: there }));
    file.value = there;
    say(`${there} was taken`);
    await look();
  };
  page.append(
    el("section", { class: "box" }, el("p", {}, el("label", { for: "run", text: "Run" }), run), el("p", {}, el("label", { for: "file", text: "Table" }), file), drop(taken)),
    map, result);
  for (const each of [run, file]) each.addEventListener("change", guarded(look));
  if (file.value) await look();
}

/** Work whose refusal is shown, as a button's is. */
const guarded = (work) => () => {
  const hidden = button("", work);
  hidden.click();
};

/** Where a file is dropped, or chosen by keyboard. */
function drop(taken) {
  const input = el("input", { type: "file", id: "csv", accept: ".csv,.tsv,.txt,text/csv" });
  const zone = el("div", { class: "drop" }, el("label", { for: "csv", text: "Drop a CSV file here, or choose one" }), input);
  const take = (chosen) => chosen && guarded(() => taken(chosen))();
  input.addEventListener("change", () => take(input.files[0]));
  for (const kind of ["dragover", "dragleave", "drop"]) zone.addEventListener(kind, (event) => {
    event.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    if (kind === "drop") take(event.dataTransfer.files[0]);
  });
  return zone;
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

class Mapping {
  constructor(head, run, result) {
    Object.assign(this, { head, run, result });
    document.getElementById("banner").textContent = head.notice;
    const roles = Object.fromEntries(Object.entries(head.at).map(([field, k]) => [k, field]));
    this.roles = head.header.map((name, k) => this.role(name, k, roles[k] || this.guess(name, k, "value" in head.at)));
    this.what = el("select", { id: "what" }, this.options("participants"));
    this.names = head.names.map((name) => [name, el("select", { "aria-label": `${name} counts` }, el("option", { value: "", text: "leave out of the score" }), this.options(this.like(name)))]);
    const list = (id, label, words) => [label, el("select", { id }, Object.entries(words).map(([value, text]) => el("option", { value, text })))];
    this.more = Object.fromEntries([["unit", list("unit", "Numbers are", { "": "as written", persons: "persons", thousands: "thousands", millions: "millions" })],
      ["dates", list("dates", "Dates such as 3.4.2022 are", { "": "found out", dmy: "day first", mdy: "month first" })], ["decimal", list("decimal", "1,120 is", { "": "found out", comma: "one and a bit", point: "one thousand and more" })]]);
    this.cumulative = el("input", { type: "checkbox", id: "cumulative" });
    this.skip = el("input", { type: "checkbox", id: "skip" });
    [this.spelled, this.unknown] = [new Map(), el("section", { hidden: true })];
    this.of = el("p", {}, el("label", { for: "what", text: "Its value counts" }), this.what);
    this.node = this.draw();
    this.fit();
  }

  options(chosen) {
    return this.head.measures.map((m) => el("option", { value: m.name, text: `${m.about} (${m.name})`, selected: m.name === chosen }));
  }

  like(name) {
    const plain = name.toLowerCase().replace(/\W+/g, "_");
    return this.head.measures.find((m) => m.name === name || m.name === plain)?.name || "";
  }

  guess(name, k, long) {
    return !long && this.head.numbers.includes(k) ? this.like(name) && `=${this.like(name)}` : "";
  }

  role(name, k, chosen) {
    const select = el("select", { "aria-label": `${name} is` }, el("option", { value: "", text: "not used" }),
      Object.entries(FIELDS).map(([value, text]) => el("option", { value, text, selected: value === chosen })),
      this.head.numbers.includes(k) ? el("optgroup", { label: "a column of counts of" }, this.head.measures.map((m) => el("option", { value: `=${m.name}`, text: `${m.about} (${m.name})`, selected: `=${m.name}` === chosen }))) : null);
    select.addEventListener("change", () => this.fit());
    return select;
  }

  fit() {
    const used = this.roles.map((r) => r.value);
    this.of.hidden = !used.includes("value") || used.includes("series");
    this.named.hidden = !used.includes("series") || !this.names.length;
  }

  draw() {
    const { head } = this;
    const row = ([label, input]) => el("p", {}, el("label", { for: input.id, text: label }), input);
    this.named = el("section", {}, el("h3", { text: "What the series count" }), el("ul", { class: "plain" }, this.names.map(([name, select]) => el("li", {}, el("b", { text: name }), " ", select))));
    const shown = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The table's first rows" }, el("table", {},
      el("caption", { text: `${head.name}: ${amount(head.rows)} rows, ${head.about}` }),
      el("thead", {}, el("tr", {}, head.header.map((name) => el("th", { scope: "col", text: name }))), el("tr", {}, this.roles.map((select) => el("td", {}, select)))),
      el("tbody", {}, head.head.map((cells) => el("tr", {}, cells.map((text) => el("td", { text })))))));
    return el("section", {}, el("h2", { text: "What its columns are" }), head.why ? el("p", { class: "mistake", text: head.why }) : null, shown, this.of, this.named, this.unknown,
      el("details", {}, el("summary", { text: "How numbers and dates are written" }), Object.values(this.more).map(row),
        el("p", {}, this.cumulative, el("label", { for: "cumulative", text: " Values are totals since the beginning" }))),
      el("p", {}, this.skip, el("label", { for: "skip", text: " Leave out rows whose region or number cannot be read" })),
      el("p", { class: "actions" }, button("Hold the run against it", () => this.send(), { class: "action first" })));
  }

  sent() {
    const columns = {};
    this.roles.forEach((select, k) => {
      const field = select.value.replace(/^=/, "");
      if (field) columns[field] = this.head.has_header ? this.head.header[k] : String(k + 1);
    });
    const long = "value" in columns;
    const series = long && "series" in columns ? Object.fromEntries(this.names.filter(([, select]) => select.value).map(([name, select]) => [slug(name), select.value]).filter(([from, to]) => from !== to)) : {};
    return {
      run: this.run, columns, series, regions: Object.fromEntries([...this.spelled].map(([name, select]) => [name, select.value]).filter(([, code]) => code)), name: long && !("series" in columns) ? this.what.value : "", unit: this.more.unit[1].value, dates: this.more.dates[1].value,
      decimal: this.more.decimal[1].value, cumulative: this.cumulative.checked, skip_unknown: this.skip.checked, skip_unreadable: this.skip.checked,
    };
  }

  /** Ask which regions of the case are meant by the spellings that were not found. */
  ask(names) {
    for (const name of names.filter((each) => !this.spelled.has(each))) this.spelled.set(name, el("select", { "aria-label": `${name} is the region` },
      el("option", { value: "", text: "not said" }), this.head.regions.map((r) => el("option", { value: r.code, text: `${r.name} (${r.code})` }))));
    this.unknown.hidden = !this.spelled.size;
    this.unknown.replaceChildren(el("h3", { text: "Which regions these are" }), el("ul", { class: "plain" }, [...this.spelled].map(([name, select]) => el("li", {}, el("b", { text: name }), " ", select))));
  }

  async send() {
    this.result.replaceChildren();
    const found = await post(`/api/data/${encodeURIComponent(this.head.name)}/score`, this.sent()).catch((error) => {
      this.ask((error.problems || []).map((p) => UNKNOWN.exec(p.problem)?.[1]).filter(Boolean));
      throw error;
    });
    this.result.replaceChildren(results(found));
    this.result.querySelector("h2").scrollIntoView();
    say("The run stands beside your table.");
  }
}

const slug = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "");

function results(found) {
  const { read } = found;
  const heads = ["series", "rows", "#in the 50 % interval", "#in the 90 % interval", "#CRPS", ...(found.baselines || [])];
  const charts = (found.charts || []).map((c) => chart({
    title: c.title, note: c.note, unit: c.unit, share: c.share, dates: found.dates, days: found.days, points: c.points, pointed: "your table",
    lines: [{ name: "simulated", colour: c.colour, values: c.line, low: c.low, high: c.high }] }).node);
  return el("section", {}, el("h2", { text: "The run beside your table" }),
    el("p", { text: `${amount(read.kept)} of ${amount(read.rows)} rows were read${found.scored === undefined ? "" : `, ${amount(found.scored)} of ${amount(found.of)} values are of this run's days, places and series`}.` }),
    found.why ? el("p", { class: "mistake", text: found.why }) : null,
    charts.length ? el("div", { class: "charts" }, charts) : null,
    found.more ? el("p", { class: "soft", text: `${found.more} more places are in the score, not on charts.` }) : null,
    found.table.length ? el("p", { class: "soft", text: "CRPS: how far the run is from your values on average, in the unit of the series; 0 is perfect. Skill: above 0 the run is nearer than the baseline, below 0 the baseline is." }) : null,
    found.table.length ? table("How it scores; beside each baseline whether the run wins or loses by the CRPS, with a 90 % interval of its skill", heads,
      found.table.map((r) => [r.name, String(r.rows), r.in50, r.in90, `${r.crps} ${r.unit}`, ...found.baselines.map((name) => r.beside[name] || "too few earlier rows")])) : null,
    notes("Not scored", found.unscored), notes("To be known", found.notes), notes("How the table was read", [...read.summary, ...read.notes]),
    el("p", {}, el("a", { href: `/files/data/${found.file}`, download: "", text: "Take away what was read (CSV)" })),
    found.method ? el("p", { class: "soft", text: found.method }) : null,
    el("details", {}, el("summary", { text: "The same on the command line" }), el("pre", { text: found.command })));
}

const notes = (title, list) => (list?.length ? el("div", {}, el("h3", { text: title }), el("ul", {}, list.map((text) => el("li", { text })))) : null);

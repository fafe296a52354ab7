// Take away: the report's own pictures as SVG and PNG, tables as CSV, the scenario, and what makes the same again.
import { el, folded, get } from "./dom.js";

/** What of a folder can be taken away; `report` is the name of its page. */
export async function keep(name, report, first = 5) {
  const at = encodeURIComponent(name);
  const found = await get(`/api/keep/${at}`);
  const picture = (f) => el("figure", { class: "final" },
    el("img", { src: `/files/${at}/figures/${f.name}.svg`, alt: `${f.title}. ${f.alt}`, loading: "lazy" }),
    el("figcaption", {}, "Take away: ", link(`/files/${at}/figures/${f.name}.svg?save`, "SVG", f.title), " ", link(`/pictures/${at}/${f.name}.png`, "PNG", f.title), " ", link(`/files/${at}/figures/${f.name}.csv`, "CSV", f.title)));
  const files = found.files.filter((f) => !["report.html", "limits.html", "compare.html", "claim.html", "posterior.html", "manifest.json"].includes(f));
  return el("section", {}, el("h2", { text: "The report" }),
    el("p", { class: "actions" },
      found.files.includes(report) ? el("a", { class: "action first", href: `/files/${at}/${report}`, target: "_blank", rel: "noopener", text: "Open the report" }) : null,
      found.files.includes("limits.html") ? el("a", { class: "action", href: `/files/${at}/limits.html`, target: "_blank", rel: "noopener", text: "What may be quoted" }) : null,
      found.files.includes(report) ? link(`/files/${at}/${report}?save`, "Save the report") : null, files.map((f) => link(`/files/${at}/${f}`, f))),
    el("div", { class: "finals" }, found.figures.slice(0, first).map(picture)),
    found.figures.length > first ? folded(`${found.figures.length - first} more pictures`, el("div", { class: "finals" }, found.figures.slice(first).map(picture))) : null,
    found.command ? folded("The same on the command line and in Python", el("pre", { text: found.command }), el("pre", { text: found.python }))
      : el("p", { class: "soft", text: "It was asked for elsewhere: its report says how it is run again." }));
}

const link = (href, text, of) => el("a", { href, download: "", text, "aria-label": of ? `${of} as ${text}` : null });

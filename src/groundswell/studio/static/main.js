// The frame: which part is shown, and that what is left stops working. Parts are loaded when they are first opened.
import { el, right, wrong } from "./dom.js";

// address -> [module, name in the navigation or "" for none]
const PARTS = {
  "": ["./home.js", "Cases"],
  runs: ["./runs.js", "Runs"],
  claims: ["./claims.js", "Claims"],
  data: ["./data.js", "Own data"],
  lab: ["./lab.js", "Classics lab"],
  case: ["./case.js", ""],
  run: ["./run.js", ""],
  change: ["./change.js", ""],
  compared: ["./compared.js", ""],
  write: ["./write.js", ""],
  judged: ["./judged.js", ""],
  posterior: ["./posterior.js", ""],
};

let leave = () => {};
let turn = 0;

async function show() {
  const mine = ++turn;
  const [part, ...rest] = decodeURI(location.hash.slice(1)).split("?")[0].split("/");
  const query = new URLSearchParams(location.hash.split("?")[1] || "");
  const [file, name] = PARTS[part] || PARTS[""];
  leave();
  leave = () => {};
  right();
  for (const link of document.querySelectorAll("#parts a"))
    link.toggleAttribute("aria-current", link.dataset.part === part && Boolean(name));
  const page = el("div", { class: `part ${part || "home"}` });
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  try {
    const module = await import(file);
    if (mine !== turn) return;
    main.replaceChildren(page);
    const done = await module.show(page, rest.map(decodeURIComponent).join("/"), query);
    if (mine !== turn) {
      if (done) done();
      return;
    }
    leave = done || leave;
  } catch (error) {
    wrong(error);
    page.append(el("p", {}, el("a", { href: "#", text: "Back to the cases" })));
  }
  if (mine !== turn) return;
  main.removeAttribute("aria-busy");
  document.title = `${page.querySelector("h1")?.textContent || "groundswell"} – groundswell studio`;
  if (turn > 1) main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

const links = Object.entries(PARTS).filter(([, [, name]]) => name);
document
  .getElementById("parts")
  .append(...links.map(([part, [, name]]) => el("li", {}, el("a", { href: `#${part}`, "data-part": part, text: name }))));
addEventListener("hashchange", show);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
show();

// Claims by keyboard: j and k move, a accepts, m amends, r rejects, u undoes, ? helps.
// The keys can be switched off, and never fire while somebody types.

const cards = [...document.querySelectorAll(".claim")];
const help = document.getElementById("keys-help");
const toggle = document.getElementById("keys-on");
const KEPT = "truceline-keys";

if (toggle) {
  toggle.checked = localStorage.getItem(KEPT) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(KEPT, toggle.checked ? "on" : "off"));
}

const aim = location.hash ? document.getElementById(location.hash.slice(1)) : null;
let at = cards.findIndex((card) => card.contains(aim));

const go = (index) => {
  if (cards.length === 0) return;
  at = Math.min(Math.max(index, 0), cards.length - 1);
  const card = cards[at];
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  const edge = document.querySelector(`.words a[href="#${card.id}"]`);
  if (edge) edge.scrollIntoView({ block: "center" });
};

const unfold = (name) => {
  const found = cards[at]?.querySelector(`details.${name}`);
  if (!found) return;
  found.open = true;
  found.querySelector("select, input:not([type=hidden])")?.focus();
};

const acts = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  a: () => cards[at]?.querySelector("form.accept")?.requestSubmit(),
  m: () => unfold("amend"),
  r: () => unfold("reject"),
  u: () => unfold("undo"),
  "?": () => help?.showModal(),
};

document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.(".claim");
  if (card) at = cards.indexOf(card);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = event.target.closest?.("details[open]");
    if (open && open.closest(".claim")) {
      open.open = false;
      go(at);
    }
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || help?.open || !toggle?.checked) return;
  if (event.target.closest?.("input:not([type=checkbox]), select, textarea")) return;
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

if (at >= 0) go(at);

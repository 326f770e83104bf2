// Roving focus in a table of links: one stop in the tab order, arrows inside.
// Right and left follow the page's direction.

const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

for (const table of document.querySelectorAll("table[data-grid]")) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.querySelector("a")));
  const links = rows.flat().filter(Boolean);
  if (links.length === 0) continue;
  links.forEach((link, index) => { link.tabIndex = index === 0 ? 0 : -1; });

  const go = (link) => {
    if (!link) return;
    links.forEach((each) => { each.tabIndex = each === link ? 0 : -1; });
    link.focus();
  };

  table.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (link) links.forEach((each) => { each.tabIndex = each === link ? 0 : -1; });
  });

  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    let row = rows.findIndex((each) => each.includes(link));
    let column = rows[row].indexOf(link);
    if (event.key === "Home" || event.key === "End") {
      const own = rows[row].filter(Boolean);
      go(event.key === "Home" ? own[0] : own[own.length - 1]);
      event.preventDefault();
      return;
    }
    const step = steps[event.key];
    if (!step) return;
    const [down, across] = step;
    const way = getComputedStyle(table).direction === "rtl" ? -across : across;
    do {
      row += down;
      column += way;
      if (rows[row]?.[column]) break;
    } while (row >= 0 && row < rows.length && column >= 0 && column < rows[0].length);
    go(rows[row]?.[column]);
    event.preventDefault();
  });
}

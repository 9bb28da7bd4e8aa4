// Sorts a table in place when a heading is chosen. Without script the heading is a link that the server answers.

/** Makes every table marked `data-sort` sortable. */
export function sortTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sort]")) {
    table.tHead?.addEventListener("click", (event) => {
      const target = event.target;
      const link = target instanceof Element ? target.closest("a") : null;
      const heading = link?.closest("th");
      if (!link || !heading) return;
      event.preventDefault();
      sort(table, heading);
      history.replaceState(null, "", link.href);
    });
  }
}

function sort(table: HTMLTableElement, heading: HTMLTableCellElement): void {
  const body = table.tBodies[0];
  if (!body) return;
  const column = heading.cellIndex;
  const ascending = heading.getAttribute("aria-sort") === "descending";
  const number = heading.classList.contains("n");
  const rows = [...body.rows].filter((row) => !row.classList.contains("group"));
  const sign = ascending ? 1 : -1;
  rows.sort((a, b) => {
    const left = keyOf(a, column);
    const right = keyOf(b, column);
    const order = number ? Number(left) - Number(right) : right.localeCompare(left, "zh-CN");
    return sign * order;
  });
  for (const group of body.querySelectorAll("tr.group")) group.classList.add("flat-hidden");
  body.append(...rows);
  for (const other of heading.parentElement?.children ?? []) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
}

function keyOf(row: HTMLTableRowElement, column: number): string {
  const cell = row.cells[column];
  return cell?.dataset["key"] ?? cell?.textContent?.trim() ?? "";
}

// Keys: `/` search, `j`/`k` rows, Enter opens the row, `?` help. Silent while typing.

const ROWS = "[data-rows] > tr:not(.group), [data-rows] > li:not(.limit)";

/** Listens for the keys of every page. */
export function keyboard(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (act(event.key)) event.preventDefault();
  });
  document.querySelector("[data-help]")?.addEventListener("click", help);
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, dialog") !== null;
}

function act(key: string): boolean {
  switch (key) {
    case "/":
      box()?.focus();
      return true;
    case "?":
      help();
      return true;
    case "j":
      return step(1);
    case "k":
      return step(-1);
    default:
      return false;
  }
}

/** The box of the page itself, else the one above every page. */
function box(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>("[data-slash]") ?? document.querySelector<HTMLInputElement>("#search");
}

function help(): void {
  document.querySelector<HTMLDialogElement>("#help")?.showModal();
}

function step(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)].filter((row) => row.offsetParent !== null);
  if (rows.length === 0) return false;
  const now = rows.findIndex((row) => row.classList.contains("here"));
  const next = now < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, now + by));
  rows.forEach((row, index) => row.classList.toggle("here", index === next));
  const row = rows[next];
  row?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
  return true;
}

// Elements, and filling a place only when what it shows has changed: what is focused or being typed stays.

type Child = Node | string | null | false | undefined;
type Given = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/** An element: `on…` listens, `class` and every other name is an attribute, `true` an empty one. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Given = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(key, value === true ? "" : String(value));
  }
  if (tag === "button" && given["type"] === undefined) made.setAttribute("type", "button");
  made.append(
    ...children.filter((child): child is Node | string => child !== null && child !== false && child !== undefined),
  );
  return made;
}

const shown = new WeakMap<Element, string>();

/** Fills a place anew when `of` differs from the last time. The focus returns to the element with the same `data-k`. */
export function fill(place: Element, of: unknown, make: () => Child[]): void {
  const sign = JSON.stringify(of);
  if (shown.get(place) === sign) return;
  shown.set(place, sign);
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && place.contains(focused) ? focused.dataset["k"] : undefined;
  place.replaceChildren(
    ...make().filter((child): child is Node | string => child !== null && child !== false && child !== undefined),
  );
  if (key !== undefined)
    place.querySelector<HTMLElement>(`[data-k="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** Puts a text in place if it differs, so that a screen reader hears of changes only. */
export function put(place: Element, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

/** The time of day of a moment: `10:02`, or with seconds `10:02:11`. */
export function clock(at: number, seconds = false): string {
  return new Intl.DateTimeFormat("zh-CN", {
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
    hourCycle: "h23",
    timeZone: "Asia/Shanghai",
  }).format(at);
}

/** The day of a moment: `2020年3月2日`. */
export function day(at: number): string {
  return new Intl.DateTimeFormat("zh-CN", {
    year: "numeric",
    month: "long",
    day: "numeric",
    timeZone: "Asia/Shanghai",
  }).format(at);
}

/** Minutes and seconds of a span: `2:05`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// Figures move as entries arrive: their texts are put in place, nothing else is touched. A figure that the reader points
// at, has focused, touches or is selecting waits until let go. Lists never change; they say how many entries came.
import { Hands } from "./hands";

interface Told {
  entries: number;
  entries_text: string;
  as_of: string;
  year: number;
  newest_year: number;
  figures: Record<string, string>;
  links: Record<string, string>;
}

/** A screen reader hears of newer figures no oftener than this. */
const ALOUD_MS = 30_000;
/** How long the mark stays on a figure that moved. */
const MARK_MS = 2_000;
/** How long figures are said to have moved just now. */
const JUST_MS = 15_000;
/** Asked again after the server had no place, or was gone. */
const AGAIN_MS = 30_000;
const PAUSED = "mingjing-paused";
const FOLLOWS = "随记录更新";

/** Follows the logs from a page whose bar says where to listen. */
export function follow(bar: HTMLElement): void {
  new Page(bar).start();
}

class Page {
  private readonly say: HTMLElement | null;
  private readonly aloud: HTMLElement | null;
  private readonly places = new Map<string, (HTMLElement | SVGElement)[]>();
  private readonly waiting = new Map<string, string>();
  private readonly hands = new Hands(() => this.settle());
  private readonly moving: boolean;
  private readonly shown: number;
  private readonly button = document.createElement("button");
  private readonly link = document.createElement("a");
  private links: Record<string, string> = {};
  private entries: number;
  private just: ReturnType<typeof setTimeout> | undefined;
  private spoke = 0;
  private paused = false;
  private source: EventSource | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly bar: HTMLElement) {
    this.say = bar.querySelector("[data-live-say]");
    this.aloud = bar.querySelector("[data-live-aloud]");
    this.moving = bar.dataset["moving"] !== undefined;
    this.shown = Number(bar.dataset["entries"] ?? 0);
    this.entries = this.shown;
    for (const place of document.querySelectorAll<HTMLElement | SVGElement>("[data-live]")) {
      const key = place.dataset["live"] ?? "";
      this.places.set(key, [...(this.places.get(key) ?? []), place]);
    }
  }

  start(): void {
    if (this.moving) {
      this.button.type = "button";
      this.button.className = "quiet";
      // what is said changes in length: what can be pointed at stands before it
      this.bar.prepend(this.button);
      this.button.addEventListener("click", () => this.pause(!this.paused));
      this.paused = remembered();
      this.label();
    }
    // a connection a tab is too many for a browser: one that nobody sees gives its own back
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => this.open());
    this.open();
  }

  private open(): void {
    if (this.source || this.paused || document.hidden) return;
    clearTimeout(this.again);
    const address = new URL(this.bar.dataset["events"] ?? "/events", location.href);
    address.searchParams.set("since", String(this.entries));
    const source = new EventSource(address);
    this.source = source;
    source.addEventListener("open", () => this.state(this.moving ? FOLLOWS : ""));
    source.addEventListener("figures", (event) => this.take(JSON.parse(event.data as string) as Told));
    source.addEventListener("error", () => {
      clearTimeout(this.just);
      this.state(this.moving ? "连接中断，正在重连" : "");
      if (source.readyState !== EventSource.CLOSED) return;
      this.close();
      this.again = setTimeout(() => this.open(), AGAIN_MS);
    });
  }

  private close(): void {
    clearTimeout(this.just);
    this.source?.close();
    this.source = undefined;
  }

  private pause(paused: boolean): void {
    this.paused = paused;
    remember(paused);
    if (paused) this.close();
    else this.open();
    this.label();
  }

  private label(): void {
    this.button.textContent = this.paused ? "继续更新" : "暂停更新";
    if (this.paused) this.state("已暂停");
  }

  private take(told: Told): void {
    this.entries = told.entries;
    if (!this.moving) return this.news(told);
    for (const [key, text] of Object.entries(told.figures)) this.waiting.set(key, text);
    this.waiting.set("as_of", told.as_of);
    this.waiting.set("entries", told.entries_text);
    this.links = { ...this.links, ...told.links };
    // a number may stay the same and count other cases
    for (const key of Object.keys(told.links)) {
      const shown = this.places.get(key)?.[0]?.textContent;
      if (!this.waiting.has(key) && typeof shown === "string") this.waiting.set(key, shown);
    }
    this.settle();
    this.state("刚刚更新");
    clearTimeout(this.just);
    this.just = setTimeout(() => this.state(FOLLOWS), JUST_MS);
    // what this page has no place for is not squeezed in: that would move the rest
    if (told.newest_year > told.year) this.offer(`看 ${told.newest_year} 年`, `${location.pathname}?year=${told.newest_year}`);
    else if (Object.keys(told.figures).some((key) => !this.places.has(key))) this.offer("刷新看新的数字", location.href);
    this.speak(`数字已更新，截至${told.as_of}`);
  }

  /** Puts in place what nobody holds; the rest waits. */
  private settle(): void {
    const moved = new Set<HTMLTableElement>();
    for (const [key, text] of this.waiting) {
      const places = this.places.get(key) ?? [];
      if (places.some((place) => this.hands.hold(place))) continue;
      this.waiting.delete(key);
      for (const place of places) {
        if (place instanceof SVGElement) place.setAttribute("width", text);
        else if (place.textContent !== text) put(place, text);
        const link = this.links[key];
        if (link !== undefined && place instanceof HTMLAnchorElement) place.setAttribute("href", link);
        const table = place.closest("table");
        if (table) moved.add(table);
      }
    }
    this.addresses();
    for (const table of moved) table.dispatchEvent(new Event("figures"));
    this.hands.watch(this.waiting.size > 0);
  }

  /** A list says of which state of the logs it was opened: that of the number shown. */
  private addresses(): void {
    const held = new Set([...this.waiting.keys()].flatMap((key) => this.places.get(key) ?? []));
    for (const link of document.querySelectorAll<HTMLAnchorElement>('main a[href*="at="]')) {
      const href = link.getAttribute("href") ?? "";
      const now = href.replace(/([?&]at=)\d+/, `$1${this.entries}`);
      if (now !== href && !held.has(link)) link.setAttribute("href", now);
    }
  }

  private news(told: Told): void {
    const count = told.entries - this.shown;
    if (count <= 0 || !this.say) return;
    const words = `有 ${count.toLocaleString("zh-CN")} 条新记录`;
    this.say.textContent = words;
    this.offer("刷新查看", location.href);
    this.speak(words);
  }

  /** A link beside the state. It stays the same element, for somebody may have the focus on it. */
  private offer(words: string, href: string): void {
    if (this.link.textContent !== words) this.link.textContent = words;
    this.link.href = href;
    if (!this.link.isConnected) this.bar.append(this.link);
  }

  private state(words: string): void {
    if (this.say && (this.moving || words !== "")) this.say.textContent = words;
  }

  private speak(words: string): void {
    const now = performance.now();
    if (!this.aloud || (this.spoke > 0 && now - this.spoke < ALOUD_MS)) return;
    this.spoke = now;
    this.aloud.textContent = words;
  }
}

/** Puts a text in place, and the key that its column is sorted and drawn by. */
function put(place: HTMLElement, text: string): void {
  place.textContent = text;
  const cell = place.closest<HTMLElement>("td[data-key]");
  if (cell) cell.dataset["key"] = /\d/.test(text) ? text.replace(/[^\d-]/g, "") : "-1";
  place.classList.add("moved");
  setTimeout(() => place.classList.remove("moved"), MARK_MS);
}

function remembered(): boolean {
  try {
    return sessionStorage.getItem(PAUSED) === "1";
  } catch {
    return false;
  }
}

function remember(paused: boolean): void {
  try {
    sessionStorage.setItem(PAUSED, paused ? "1" : "0");
  } catch {
    // without storage the choice holds for this page
  }
}

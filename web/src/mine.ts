// Lists of one's own follow what is done: the desk's work, cases, filings, the inbox, and how many letters are new. The
// server says that a list changed; the page asks for it again and says how much is new. It is put in place when the reader
// says so, or when nobody has touched the page for a while; what the reader holds, and every form, stays as it is.
import { Hands } from "./hands";

interface Told {
  lists: Record<string, string>;
  unread: number | null;
}

/** Asked again after the server had no place, or was gone. */
const AGAIN_MS = 30_000;
/** A list is asked for no oftener than this. */
const ASKED_MS = 3_000;
/** A page that nobody touched for so long may change. */
const IDLE_MS = 4_000;
/** How long a list is said to have changed just now. */
const JUST_MS = 15_000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "input"] as const;

/** Follows the list of the bar, where there is one, and the number of new letters. */
export function follow(bar: HTMLElement | null, badge: HTMLElement | null): void {
  new Mine(bar, badge).start();
}

class Mine {
  private readonly say: HTMLElement | null;
  private readonly aloud: HTMLElement | null;
  private readonly list: string;
  private readonly button = document.createElement("button");
  private readonly hands = new Hands(() => this.settle());
  private shown: string;
  private source: EventSource | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private asked = -ASKED_MS;
  private touched = 0;
  private fresh: HTMLElement[] | undefined;
  private stamp = "";

  constructor(
    private readonly bar: HTMLElement | null,
    private readonly badge: HTMLElement | null,
  ) {
    this.say = bar?.querySelector("[data-live-say]") ?? null;
    this.aloud = bar?.querySelector("[data-live-aloud]") ?? null;
    this.list = bar?.dataset["mine"] ?? "";
    this.shown = bar?.dataset["stamp"] ?? "";
    this.button.type = "button";
    this.button.className = "quiet";
    this.button.textContent = "更新列表";
    this.button.addEventListener("click", () => this.put());
  }

  start(): void {
    for (const kind of TOUCHES) {
      addEventListener(kind, () => (this.touched = performance.now()), { passive: true });
    }
    // a connection a tab is too many for a browser: one that nobody sees gives its own back
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => this.open());
    this.open();
  }

  private open(): void {
    if (this.source || document.hidden) return;
    clearTimeout(this.again);
    const source = new EventSource("/me/events");
    this.source = source;
    source.addEventListener("open", () => this.fresh ?? this.state("随办理更新"));
    source.addEventListener("lists", (event) => this.take(JSON.parse(event.data as string) as Told));
    source.addEventListener("error", () => {
      if (!this.fresh) this.state("连接中断，正在重连");
      if (source.readyState !== EventSource.CLOSED) return;
      this.close();
      void this.why();
    });
  }

  private close(): void {
    this.source?.close();
    this.source = undefined;
  }

  /** Whoever is signed out is told so; any other trouble passes. */
  private async why(): Promise<void> {
    const answer = await fetch("/api/v1/me", { headers: { "x-background": "1" } }).catch(() => undefined);
    if (answer?.status === 401) this.state("已经退出登录，列表不再更新；请重新登录");
    else this.again = setTimeout(() => this.open(), AGAIN_MS);
  }

  private take(told: Told): void {
    if (told.unread !== null) this.count(told.unread);
    const stamp = told.lists[this.list];
    if (stamp === undefined || stamp === this.shown || stamp === this.stamp) return;
    this.stamp = stamp;
    clearTimeout(this.asking);
    this.asking = setTimeout(() => void this.ask(), Math.max(0, this.asked + ASKED_MS - performance.now()));
  }

  private count(unread: number): void {
    const badge = this.badge;
    if (!badge || badge.dataset["unread"] === String(unread)) return;
    badge.dataset["unread"] = String(unread);
    badge.hidden = unread === 0;
    if (badge.firstChild) badge.firstChild.textContent = String(unread);
  }

  /** Asks for this page again. That is no use of the session: a desk left alone is signed out in its time. */
  private async ask(): Promise<void> {
    this.asked = performance.now();
    const stamp = this.stamp;
    const answer = await fetch(location.href, { headers: { "x-background": "1" }, redirect: "manual" }).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = [...page.querySelectorAll<HTMLElement>("main [data-part]")];
    const count = changes(parts(), fresh);
    this.shown = stamp;
    if (count === 0) return;
    this.fresh = fresh;
    const words = `有 ${count.toLocaleString("zh-CN")} 处变化`;
    this.state(words);
    if (this.aloud) this.aloud.textContent = words;
    if (!this.button.isConnected) this.bar?.append(this.button);
    this.settle();
  }

  /** Puts the list in place when nobody holds it and nobody has touched the page for a while. */
  private settle(): void {
    if (!this.fresh) return;
    const left = this.touched + IDLE_MS - performance.now();
    if (this.touched > 0 && left > 0) setTimeout(() => this.settle(), left + 50);
    else if (parts().some((part) => held(part) || this.hands.hold(part))) this.hands.watch(true);
    else this.put();
  }

  private put(): void {
    const fresh = this.fresh;
    if (!fresh) return;
    const now = parts();
    // a part more or less would move the forms between them
    if (fresh.length !== now.length) return location.reload();
    now.forEach((part, place) => {
      const next = fresh[place];
      if (next && part.innerHTML !== next.innerHTML) part.replaceWith(document.importNode(next, true));
    });
    this.fresh = undefined;
    this.hands.watch(false);
    this.button.remove();
    this.state("刚刚更新");
    setTimeout(() => this.fresh ?? this.state("随办理更新"), JUST_MS);
  }

  private state(words: string): void {
    if (this.say) this.say.textContent = words;
  }
}

function parts(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("main [data-part]")];
}

/** Whether the reader points into a part, has the focus in it or selects in it. */
function held(part: HTMLElement): boolean {
  const focused = document.activeElement;
  if (part.matches(":hover") || (focused !== null && part.contains(focused))) return true;
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(part, true);
}

/** How many rows are new or gone. */
function changes(now: HTMLElement[], fresh: HTMLElement[]): number {
  const rows = (all: HTMLElement[]): string[] =>
    all.flatMap((part) => [...part.querySelectorAll("tbody tr, .steps li")].map((row) => row.textContent.trim()));
  const before = rows(now);
  const after = rows(fresh);
  const fewer = (of: string[], than: string[]): number => than.filter((row) => !of.includes(row)).length;
  return Math.max(fewer(before, after), fewer(after, before));
}

// The line to the server: what is told, what is asked, and the refusals. Losing it loses nothing; it comes back by itself.
import type { Chat, Command, Figures, Refusal, Slots, Speaking, Transcript, View } from "./view";

/** Asked again after the server closed the line for good. */
const AGAIN_MS = 2_000;
const LOST: Refusal = {
  code: "line_lost",
  basis: "",
  sentence: "网络中断，这一步没有办理；连接恢复后请再办一次",
};

export interface Told {
  view: View;
  slots: Slots;
  speaking: Speaking;
  figures: Figures;
  chat: Chat;
  /** The clerk wrote. */
  written: unknown;
}

interface Problem {
  title?: string;
  code?: string;
  detail?: string;
  refusals?: Refusal[];
}

/** The reasons in an answer that is no success: a problem, or the page of a fault. */
export async function refusals(answer: Response): Promise<Refusal[]> {
  const body = await answer.text().catch(() => "");
  const problem = answer.headers.get("content-type")?.includes("json") ? (JSON.parse(body) as Problem) : {};
  if (problem.refusals && problem.refusals.length > 0) return problem.refusals;
  const page = new DOMParser()
    .parseFromString(body, "text/html")
    .querySelector("main")
    ?.textContent?.trim()
    .replace(/\s+/g, " ");
  const sentence = problem.detail ?? problem.title ?? (page || `没有办成（${answer.status}），请稍后再试`);
  return [{ code: problem.code ?? String(answer.status), basis: "", sentence }];
}

export class Link {
  readonly base: string;
  private source: EventSource | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private skew = 0;

  constructor(token: string) {
    this.base = `/room/${token}`;
  }

  /** The server's time. */
  now(): number {
    return Date.now() + this.skew;
  }

  async view(): Promise<View> {
    const answer = await fetch(`${this.base}/view`);
    if (!answer.ok) throw new Error(String(answer.status));
    return this.seen((await answer.json()) as View);
  }

  async transcript(): Promise<Transcript | null> {
    const answer = await fetch(`${this.base}/transcript`).catch(() => null);
    return answer?.ok ? ((await answer.json()) as Transcript) : null;
  }

  /** Follows the room until the page goes; `line` hears whether the line stands. */
  follow(told: { [K in keyof Told]: (told: Told[K]) => void }, line: (up: boolean) => void): void {
    this.source?.close();
    const source = new EventSource(`${this.base}/events`);
    this.source = source;
    const hear = <K extends keyof Told>(kind: K, take: (one: Told[K]) => void): void =>
      source.addEventListener(kind, (event) => take(JSON.parse((event as MessageEvent<string>).data) as Told[K]));
    hear("view", (view) => told.view(this.seen(view)));
    hear("slots", told.slots);
    hear("speaking", told.speaking);
    hear("figures", told.figures);
    hear("chat", told.chat);
    hear("written", told.written);
    source.addEventListener("open", () => line(true));
    source.addEventListener("error", () => {
      line(false);
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
      clearTimeout(this.again);
      this.again = setTimeout(() => this.follow(told, line), AGAIN_MS);
    });
  }

  close(): void {
    clearTimeout(this.again);
    this.source?.close();
    this.source = undefined;
  }

  /** Asks for something; the reasons against it, none when it was done. */
  act(command: Command): Promise<Refusal[]> {
    return this.send("POST", "/act", command);
  }

  async send(method: "POST" | "PUT", path: string, body?: unknown): Promise<Refusal[]> {
    const given =
      body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    try {
      const answer = await fetch(this.base + path, { method, ...given });
      return answer.ok ? [] : await refusals(answer);
    } catch {
      return [LOST];
    }
  }

  private seen(view: View): View {
    this.skew = view.now - Date.now();
    return view;
  }
}

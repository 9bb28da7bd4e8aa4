// What every part of the page shares: the last view, asking the server, and saying what happened.
import { ask, reasons, type Question } from "./ask";
import type { Link } from "./link";
import { h, put } from "./node";
import { command, titled, type Order } from "./order";
import type { Act, Command, Person, Place, Refusal, View } from "./view";

/** How long reasons against something stay on the page. */
const TOLD_MS = 12_000;

export class Room {
  /** Spoken to a screen reader. */
  readonly aloud = h("p", { class: "sr-only", role: "status" });
  /** Reasons against what was asked last. */
  readonly told = h("div", { class: "told", role: "alert", hidden: true });
  private until: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly link: Link,
    public view: View,
  ) {}

  get me(): Person {
    return this.view.me.person;
  }

  say(text: string): void {
    put(this.aloud, text);
  }

  refuse(against: Refusal[]): void {
    clearTimeout(this.until);
    const close = h("button", { class: "quiet", onclick: () => (this.told.hidden = true) }, "知道了");
    this.told.replaceChildren(reasons(against), close);
    this.told.hidden = against.length === 0;
    this.until = setTimeout(() => (this.told.hidden = true), TOLD_MS);
  }

  /** Asks for something, and tells the reasons against it. True when it was done. */
  async act(body: Command): Promise<boolean> {
    const against = await this.link.act(body);
    this.refuse(against);
    return against.length === 0;
  }

  /** An order: asked at once where it needs no words and may be undone, else after a question. */
  async order(order: Order, at?: Place): Promise<boolean> {
    const fields = order.fields?.(this.view, at);
    if (!fields && !order.says) return this.act(command(order, this.view, {}, at));
    const question: Question = { title: titled(order, this.view, at), verb: order.zh.replace(/…$/, "") };
    if (order.says) question.says = order.says;
    if (fields) question.fields = fields;
    if (order.grave) question.grave = true;
    return ask(question, (answers) => this.link.act(command(order, this.view, answers, at)));
  }

  /** A button for something that may be done now with one press. */
  button(one: Act, words: string, given: Record<string, string> = {}): HTMLButtonElement {
    const key = `act-${one.kind}-${one.person ?? ""}-${JSON.stringify(one.body)}`;
    const made = h(
      "button",
      {
        "data-k": key,
        ...given,
        onclick: () => {
          made.disabled = true;
          void this.act(one.body).finally(() => (made.disabled = false));
        },
      },
      words,
    );
    return made;
  }
}

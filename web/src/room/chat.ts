// Words in writing between somebody and the clerk. Nobody else reads them; they are no part of the hearing.
import { clock, h, put } from "./node";
import type { Room } from "./room";
import { name, place, type Chat } from "./view";

export class Talk {
  readonly node: HTMLElement;
  /** How many came unread. */
  unread = 0;
  private readonly list = h("ol", { class: "talk", "aria-live": "polite" });
  private readonly empty: HTMLElement;
  private readonly text = h("textarea", {
    id: "chat-text",
    rows: 2,
    required: true,
    placeholder: "按 Enter 发送，Shift Enter 换行",
  });
  private readonly to = h("select", { id: "chat-to" });
  private readonly clerk: boolean;

  constructor(private readonly room: Room) {
    this.clerk = room.view.me.seat === "clerk";
    const says = this.clerk
      ? "出庭人员发来的文字会显示在这里，回复只有本人看到。"
      : "您写的只有书记员看到，不作为庭审陈述。";
    this.empty = h("p", { class: "muted small" }, says);
    const form = h(
      "form",
      { class: "ask-room" },
      this.clerk ? h("p", {}, h("label", { for: "chat-to" }, "发给"), this.to) : null,
      h("p", {}, h("label", { for: "chat-text" }, this.clerk ? "内容" : "写给书记员"), this.text),
      h("button", { type: "submit", class: "primary" }, "发送"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.node = h("div", { class: "chat" }, this.empty, this.list, form);
  }

  update(): void {
    if (!this.clerk) return;
    const { view } = this.room;
    const all = view.people.filter((one) => one.on && one.person !== view.me.person);
    const kept = this.to.value;
    const keys = all.map((one) => one.person).join();
    if (this.to.dataset["of"] === keys) return;
    this.to.dataset["of"] = keys;
    this.to.replaceChildren(...all.map((one) => h("option", { value: one.person }, name(view, one.person))));
    if (all.some((one) => String(one.person) === kept)) this.to.value = kept;
  }

  /** What came. One's own words are there already. */
  take(chat: Chat): void {
    if (chat.from === this.room.me) return;
    this.unread += 1;
    this.line(chat.label, chat.text, chat.at, false);
    if (this.clerk && place(this.room.view, chat.from)?.on) this.to.value = String(chat.from);
    this.room.say(`${chat.label}：${chat.text}`);
  }

  private line(label: string, text: string, at: number, own: boolean): void {
    this.list.append(
      h(
        "li",
        { class: own ? "mine" : null },
        h("p", { class: "small muted" }, `${label} ${clock(at)}`),
        h("p", {}, text),
      ),
    );
    this.list.lastElementChild?.scrollIntoView({ block: "nearest" });
    put(this.empty, "");
  }

  private async send(): Promise<void> {
    const text = this.text.value.trim();
    if (text === "") return;
    const to = this.clerk ? { to: Number(this.to.value) } : {};
    const against = await this.room.link.send("POST", "/chat", { text, ...to });
    this.room.refuse(against);
    if (against.length > 0) return;
    this.line(
      this.clerk ? `您 → ${name(this.room.view, Number(this.to.value))}` : "您",
      text,
      this.room.link.now(),
      true,
    );
    this.text.value = "";
  }
}

// The clerk's transcript: paragraphs with speaker and time, lines of the phase by one key, saved as one types.
import { ask } from "./ask";
import { clock, fill, h, put } from "./node";
import type { Room } from "./room";
import { name, watches, type Paragraph } from "./view";
import { TEMPLATES } from "./words";

const SAVE_MS = 800;
const AGAIN_MS = 3_000;

interface Line {
  node: HTMLElement;
  at: number;
  who: HTMLSelectElement;
  text: HTMLTextAreaElement;
}

export class Editor {
  readonly node: HTMLElement;
  private readonly list = h("ol", { class: "editor" });
  private readonly templates = h("div", { class: "templates" });
  private readonly state = h("p", { class: "small muted", role: "status" }, "正在打开");
  private lines: Line[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private loaded = false;
  private people = "";
  private saving: Promise<boolean> = Promise.resolve(true);

  constructor(private readonly room: Room) {
    const more = h("button", { onclick: () => this.add(null) }, "添一段");
    const submit = h("button", { class: "primary", onclick: () => void this.submit() }, "提交核对");
    this.node = h("div", {}, this.state, this.list, h("div", { class: "go" }, more, submit), this.templates);
    this.node.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keydown", (event) => this.fixed(event));
    void this.load();
  }

  update(): void {
    const { view } = this.room;
    const people = JSON.stringify(view.people.map((one) => [one.person, one.seat_zh, one.label]));
    if (people !== this.people) {
      this.people = people;
      for (const line of this.lines) this.options(line.who, line.who.value);
    }
    const list = TEMPLATES[view.phase.word] ?? [];
    fill(this.templates, [view.phase.word], () =>
      list.length === 0
        ? []
        : [
            h("h3", {}, `固定用语（${view.phase.zh}）`),
            h(
              "ol",
              { class: "menu" },
              ...list.map((one, at) =>
                h(
                  "li",
                  {},
                  h("button", { onclick: () => this.insert(at) }, h("kbd", {}, `Alt ${at + 1}`), " ", one.text),
                ),
              ),
            ),
          ],
    );
  }

  private async load(): Promise<void> {
    const text = await this.room.link.transcript();
    if (!text) {
      put(this.state, "没有打开笔录，正在重试");
      setTimeout(() => void this.load(), AGAIN_MS);
      return;
    }
    text.paragraphs.forEach((one) => this.line(one));
    this.loaded = true;
    put(this.state, "已打开，随写随存");
    if (this.lines.length === 0) this.add(null);
  }

  private options(who: HTMLSelectElement, kept: string): void {
    const { view } = this.room;
    const all = view.people.filter((one) => !watches(one.seat));
    who.replaceChildren(
      h("option", { value: "" }, "（记录）"),
      ...all.map((one) => h("option", { value: one.person }, name(view, one.person))),
    );
    who.value = kept;
  }

  private line(one: Paragraph, after?: Line): Line {
    const who = h("select", { "aria-label": "发言人", onchange: () => this.later() });
    this.options(who, one.person === null ? "" : String(one.person));
    const text = h("textarea", { rows: 1, "aria-label": "内容", oninput: () => this.later() });
    text.value = one.text;
    const line: Line = {
      node: h("li", {}, h("time", { class: "small muted" }, clock(one.at, true)), who, text),
      at: one.at,
      who,
      text,
    };
    const index = after ? this.lines.indexOf(after) + 1 : this.lines.length;
    this.lines.splice(index, 0, line);
    if (after) after.node.after(line.node);
    else this.list.append(line.node);
    return line;
  }

  /** A new paragraph: of whoever has the floor. */
  private add(after: Line | null, text = "", person: number | null = this.room.view.floor?.person ?? null): void {
    const line = this.line({ at: this.room.link.now(), person, label: "", text }, after ?? undefined);
    line.text.focus();
    line.node.scrollIntoView({ block: "nearest" });
    this.later();
  }

  private here(): Line | null {
    return this.lines.find((line) => line.node.contains(document.activeElement)) ?? null;
  }

  /** A fixed line: into an empty paragraph, else into a new one. */
  private insert(at: number): void {
    const { view } = this.room;
    const one = (TEMPLATES[view.phase.word] ?? [])[at];
    if (!one) return;
    const who = one.who
      ? (view.people.find((there) => there.seat === one.who)?.person ?? null)
      : (view.floor?.person ?? null);
    const here = this.here() ?? this.lines.at(-1) ?? null;
    if (here === null || here.text.value.trim() !== "") return this.add(here, one.text, who);
    here.text.value = one.text;
    here.who.value = who === null ? "" : String(who);
    here.text.focus();
    this.later();
  }

  /** Alt and a number, wherever the focus is while the transcript is in sight. */
  private fixed(event: KeyboardEvent): void {
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (!event.altKey || !digit || this.node.offsetParent === null) return;
    event.preventDefault();
    this.insert(Number(digit[1]) - 1);
  }

  private key(event: KeyboardEvent): void {
    const line = this.here();
    if (!line || event.target !== line.text || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.add(line);
    } else if (event.key === "Backspace" && line.text.value === "" && this.lines.length > 1) {
      event.preventDefault();
      this.remove(line);
    }
  }

  private remove(line: Line): void {
    const at = this.lines.indexOf(line);
    this.lines.splice(at, 1);
    line.node.remove();
    this.lines[Math.max(0, at - 1)]?.text.focus();
    this.later();
  }

  private paragraphs(): Paragraph[] {
    const { view } = this.room;
    return this.lines
      .filter((line) => line.text.value.trim() !== "")
      .map((line) => {
        const person = line.who.value === "" ? null : Number(line.who.value);
        return { at: line.at, person, label: name(view, person), text: line.text.value.trim() };
      });
  }

  private later(after = SAVE_MS): void {
    if (!this.loaded) return;
    put(this.state, "正在输入");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.saving = this.save()), after);
  }

  private async save(): Promise<boolean> {
    const against = await this.room.link.send("PUT", "/transcript", { paragraphs: this.paragraphs() });
    const saved = against.length === 0;
    put(
      this.state,
      saved ? `已保存 ${clock(this.room.link.now(), true)}` : `没有保存：${against[0]?.sentence ?? ""}；正在重试`,
    );
    if (!saved) this.timer = setTimeout(() => (this.saving = this.save()), AGAIN_MS);
    return saved;
  }

  private async submit(): Promise<void> {
    clearTimeout(this.timer);
    await this.saving;
    const signed = this.room.view.transcript?.signed.length ?? 0;
    const voids =
      signed > 0
        ? `已有 ${signed} 人签名；提交新版后，这些签名全部失效，需要重新阅读签名。`
        : "提交后各方逐页阅读、申请补正、签名；以后再改，签名失效。";
    await ask({ title: "提交笔录核对", says: voids, verb: "提交核对", grave: signed > 0 }, async () => {
      if (!(await this.save()))
        return [{ code: "unsaved", basis: "", sentence: "笔录没有保存，不能提交；请等网络恢复后再提交" }];
      return this.room.link.send("POST", "/transcript/put");
    });
  }
}

// The transcript for those who read it: live while it is written, page by page once it is put, corrections, signatures.
import { ask } from "./ask";
import { clock, fill, h, put } from "./node";
import type { Room } from "./room";
import { Sign } from "./sign";
import { name, place, type Correction, type Paragraph, type Put, type Transcript as Text } from "./view";

/** A page is read no faster; the server holds to two seconds. */
const READ_MS = 2_100;
const TICK_MS = 300;
/** Captions keep this many lines. */
const LINES = 2;

/** Paragraphs as they are read. */
function spoken(list: Paragraph[]): HTMLElement {
  return h(
    "ol",
    { class: "spoken" },
    ...list.map((one) =>
      h(
        "li",
        {},
        h("span", { class: "small muted" }, clock(one.at, true)),
        h("p", {}, one.label ? h("b", {}, `${one.label}：`) : null, one.text),
      ),
    ),
  );
}

function correction(one: Correction, who: string): string {
  const where = one.page === undefined ? `第 ${one.no} 项` : `第 ${one.page} 页`;
  return `${who} ${where}${one.text ? `：${one.text}` : ""}`;
}

/** The last lines of what is said, below the pictures. */
export function captions(place: HTMLElement, list: Paragraph[]): void {
  const last = list.filter((one) => one.text.trim() !== "").slice(-LINES);
  fill(place, last, () => last.map((one) => h("p", {}, one.label ? h("b", {}, `${one.label}：`) : null, one.text)));
}

export class Transcript {
  readonly node: HTMLElement;
  private readonly head = h("div");
  private readonly body = h("div");
  private readonly pages = h("div", { class: "page-text", tabindex: 0, role: "region", "aria-label": "笔录正文" });
  private readonly told = h("p", { class: "small" });
  private readonly next = h("button", { class: "primary", onclick: () => this.turn(1) }, "下一页");
  private readonly back = h("button", { onclick: () => this.turn(-1) }, "上一页");
  private readonly reader: HTMLElement;
  private readonly sign: Sign;
  private text: Text | null = null;
  private read = new Set<number>();
  private page = 0;
  private shown = 0;
  private asking = false;
  private of = "";

  constructor(private readonly room: Room) {
    this.sign = new Sign(
      room,
      () => this.room.view.transcript,
      () => void this.load(),
    );
    const correct = h("button", { onclick: () => void this.correct() }, "申请补正…");
    const refuse = h("button", { class: "quiet", onclick: () => void this.refuse() }, "拒绝签名…");
    this.reader = h(
      "div",
      { hidden: true },
      this.pages,
      this.told,
      h("div", { class: "go" }, this.back, this.next, correct),
      this.sign.node,
      h("p", {}, refuse),
    );
    this.node = h("div", { class: "transcript" }, this.head, this.body, this.reader);
    setInterval(() => void this.tick(), TICK_MS);
  }

  /** What the server has; put in place if it differs. */
  take(text: Text): void {
    const moved = this.text?.digest !== text.digest || this.text?.no !== text.no;
    this.text = text;
    if (moved) this.anew();
    this.update();
  }

  update(): void {
    const { view } = this.room;
    const put = view.transcript;
    const reading = put !== null && this.reads(put);
    if (put && put.digest !== this.of) {
      this.of = put.digest;
      void this.load();
    }
    fill(this.head, [put, this.text?.signatures, this.text?.corrections, view.people.map((one) => one.label)], () =>
      put ? this.stands(put) : [],
    );
    this.body.hidden = reading;
    this.reader.hidden = !reading;
    if (!reading) fill(this.body, this.text?.paragraphs ?? null, () => this.live());
    else this.showPage();
  }

  private async load(): Promise<void> {
    const text = await this.room.link.transcript();
    if (text) this.take(text);
  }

  /** The reader is among those who sign, and it is the time to. */
  private reads(put: Put): boolean {
    const { view } = this.room;
    const mine = put.signed.includes(view.me.person) || put.unsigned.includes(view.me.person);
    const gone = place(view, view.me.person)?.called === "after";
    return mine && (gone || ["sign", "adjourned"].includes(view.phase.word)) && (this.text?.pages.length ?? 0) > 0;
  }

  private live(): Node[] {
    const list = this.text?.paragraphs ?? [];
    if (list.length === 0)
      return [
        h(
          "p",
          { class: "muted" },
          "书记员记录的内容会随时显示在这里。庭审结束前请核对，有遗漏或者差错的可以申请补正。",
        ),
      ];
    requestAnimationFrame(() => this.body.lastElementChild?.lastElementChild?.scrollIntoView({ block: "nearest" }));
    return [spoken(list)];
  }

  /** Who has signed; which signatures are void, and why. */
  private stands(put: Put): Node[] {
    const { view } = this.room;
    const names = (list: number[]): string =>
      list
        .map((one) => name(view, one))
        .filter((one) => one !== "")
        .join("、") || "无";
    const mine =
      this.text?.signatures.some((one) => one.person === view.me.person && !one.valid) &&
      !put.signed.includes(view.me.person);
    const voided = this.text?.signatures.filter((one) => !one.valid) ?? [];
    return [
      h(
        "p",
        {},
        h("b", {}, `笔录第 ${put.no} 版`),
        `，共 ${put.pages} 页`,
        put.signed.includes(view.me.person) ? h("span", { class: "good" }, "　您已签名") : null,
      ),
      mine
        ? h("div", { class: "note warn" }, h("p", {}, "您签名后笔录有改动，原签名已经失效。请重新阅读这一版并签名。"))
        : null,
      h(
        "dl",
        { class: "facts" },
        h("div", {}, h("dt", {}, "已签名"), h("dd", {}, names(put.signed))),
        h("div", {}, h("dt", {}, "未签名"), h("dd", {}, names(put.unsigned))),
      ),
      voided.length > 0
        ? h(
            "p",
            { class: "small muted" },
            `因笔录改动失效的签名：${voided.map((one) => `${one.label}（${clock(one.at)}）`).join("、")}`,
          )
        : null,
      ...this.corrections(),
    ].filter((one) => one !== null);
  }

  private corrections(): HTMLElement[] {
    const list = this.text?.corrections ?? [];
    if (list.length === 0) return [];
    const answered = (accepted: boolean | null): string =>
      accepted === null ? "等待答复" : accepted ? "已准许补正" : "不予补正，已记明理由";
    const row = (one: Correction): HTMLElement => {
      const mine = one.accepted === null ? this.answer(one.no) : null;
      return h(
        "li",
        {},
        h("span", {}, correction(one, name(this.room.view, one.person)), h("small", {}, answered(one.accepted))),
        mine,
      );
    };
    return [h("h3", {}, "补正申请"), h("ol", { class: "rows" }, ...list.map(row))];
  }

  /** The clerk grants a correction; who presides refuses one, with a reason. */
  private answer(no: number): HTMLElement | null {
    const { seat } = this.room.view.me;
    const body = { kind: "answer_correction", no };
    if (seat === "clerk")
      return h(
        "button",
        { "data-k": `grant-${no}`, onclick: () => void this.room.act({ ...body, accepted: true, reason: "" }) },
        "准许补正",
      );
    if (seat !== "presiding") return null;
    const question = {
      title: `补正申请 ${no}`,
      verb: "不予补正",
      fields: [{ name: "reason", label: "理由", kind: "area" as const }],
    };
    return h(
      "button",
      {
        "data-k": `refuse-${no}`,
        onclick: () => void ask(question, ({ reason }) => this.room.link.act({ ...body, accepted: false, reason })),
      },
      "不予补正…",
    );
  }

  private anew(): void {
    this.read = new Set();
    this.page = this.own()[0] ?? 1;
    this.shown = 0;
  }

  /** The pages to read: of a witness only the own part. */
  private own(): number[] {
    return (this.text?.pages ?? []).map((one) => one.page);
  }

  private showPage(): void {
    const put_ = this.room.view.transcript;
    const own = this.own();
    if (put_?.signed.includes(this.room.me)) own.forEach((page) => this.read.add(page));
    fill(this.pages, [this.text?.digest, this.page], () => {
      this.shown = performance.now();
      this.pages.scrollTop = 0;
      const text = this.text?.pages.find((one) => one.page === this.page)?.text ?? "";
      return [h("h3", {}, `第 ${this.page} 页，共 ${put_?.pages ?? own.length} 页`), h("p", {}, text)];
    });
    const at = own.indexOf(this.page);
    const all = own.every((page) => this.read.has(page));
    this.back.disabled = at <= 0;
    this.next.disabled = at < 0 || at === own.length - 1 || !this.read.has(this.page);
    this.sign.node.hidden = !all || (put_?.signed.includes(this.room.me) ?? false);
    const left = own.filter((page) => !this.read.has(page)).length;
    put(
      this.told,
      all ? "各页均已阅读" : this.read.has(this.page) ? `本页已阅读，还有 ${left} 页` : "请读到本页末尾，每页至少两秒",
    );
  }

  private turn(by: number): void {
    const own = this.own();
    this.page = own[own.indexOf(this.page) + by] ?? this.page;
    this.showPage();
    this.pages.focus({ preventScroll: true });
  }

  /** A page counts as read when its end was in sight and two seconds have gone by. */
  private async tick(): Promise<void> {
    if (
      this.asking ||
      this.pages.offsetParent === null ||
      document.hidden ||
      this.read.has(this.page) ||
      this.shown === 0
    )
      return;
    const end = this.pages.scrollTop + this.pages.clientHeight >= this.pages.scrollHeight - 8;
    if (!end || performance.now() - this.shown < READ_MS) return;
    this.asking = true;
    const page = this.page;
    const against = await this.room.link.act({ kind: "read_page", page });
    if (against.every((one) => one.code === "nothing_changes")) this.read.add(page);
    else if (against.some((one) => one.code === "read_too_fast")) this.shown = performance.now();
    else {
      this.room.refuse(against);
      this.shown = performance.now() + READ_MS;
    }
    this.asking = false;
    this.showPage();
  }

  private async correct(): Promise<void> {
    const fields = [
      { name: "page", label: "第几页", kind: "number", value: String(this.page) } as const,
      { name: "text", label: "哪里有遗漏或者差错，应当怎样写", kind: "area" } as const,
    ];
    const sent = await ask(
      {
        title: "申请补正笔录",
        says: "书记员补正，或者由审判长说明不予补正的理由；申请和答复都记入笔录。",
        verb: "提出申请",
        fields,
      },
      ({ page, text }) => this.room.link.act({ kind: "ask_correction", page: Number(page), text }),
    );
    if (sent) void this.load();
  }

  private async refuse(): Promise<void> {
    await ask(
      {
        title: "拒绝签名",
        says: "拒绝签名及理由将记入笔录，不影响庭审的效力。",
        verb: "拒绝签名",
        grave: true,
        fields: [{ name: "reason", label: "理由", kind: "area" }],
      },
      ({ reason }) => this.room.link.act({ kind: "note_unsigned", person: this.room.me, reason, why: "refused" }),
    );
  }
}

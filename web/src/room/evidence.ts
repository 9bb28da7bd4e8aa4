// Evidence: the list, showing a page, what a side says of a piece, and the end of its hearing.
import { ask, type Field } from "./ask";
import { fill, h } from "./node";
import type { Room } from "./room";
import { ofSide, type Exhibit } from "./view";

const SIDES: Record<string, string> = {
  plaintiff: "原告方",
  defendant: "被告方",
  third: "第三人",
  prosecution: "控方",
  accused: "辩方",
  bench: "法庭",
  none: "",
};
const SAID: [string, string][] = [
  ["yes", "认可"],
  ["no", "不认可"],
  ["partly", "部分认可"],
  ["none", "不发表意见"],
];

export class Evidence {
  readonly node = h("div");

  constructor(private readonly room: Room) {}

  update(): void {
    const { view } = this.room;
    fill(this.node, [view.evidence, view.showing, view.acts, view.me.send, view.floor, view.phase.word], () =>
      view.evidence.length === 0
        ? [h("p", { class: "muted" }, "还没有提交证据。提交的证据会列在这里，出示时显示在画面中间。")]
        : [h("ol", { class: "exhibits" }, ...view.evidence.map((one) => this.item(one)))],
    );
  }

  private item(one: Exhibit): HTMLElement {
    const { view } = this.room;
    const state = one.closed
      ? "质证完毕"
      : view.showing?.id === one.id
        ? `正在出示第 ${view.showing.page} 页`
        : one.shown
          ? "已出示"
          : "未出示";
    return h(
      "li",
      {},
      h("p", {}, h("b", {}, `证据 ${one.id} ${one.title}`)),
      h(
        "p",
        { class: "small muted" },
        [SIDES[one.side] ?? "", `${one.pages} 页`, state, one.secret ? "不公开" : ""]
          .filter((word) => word !== "")
          .join("，"),
      ),
      h("div", { class: "menu" }, ...this.buttons(one)),
    );
  }

  private buttons(one: Exhibit): HTMLElement[] {
    const { view } = this.room;
    const list: HTMLElement[] = [];
    const button = (zh: string, go: () => void): number =>
      list.push(h("button", { "data-k": `${zh}-${one.id}`, onclick: go }, zh));
    const desk = ["presiding", "clerk"].includes(view.me.seat);
    const own = ofSide(view.me.seat) && one.side === view.me.side;
    const showing = view.showing?.id === one.id ? view.showing.page : 0;
    if (desk || (own && (view.floor?.person === view.me.person || view.me.send.screen))) {
      if (showing === 0) button("出示", () => void this.show(one.id, 1));
      if (showing > 1) button("上一页", () => void this.show(one.id, showing - 1));
      if (showing > 0 && showing < one.pages) button("下一页", () => void this.show(one.id, showing + 1));
    }
    if (showing > 0 && desk) button("停止出示", () => void this.room.act({ kind: "put_away" }));
    if (ofSide(view.me.seat) && !own && one.shown && !one.closed) button("质证意见…", () => void this.opine(one));
    if (!one.secret && (own || view.me.seat === "presiding")) button("标记不公开…", () => void this.secret(one));
    if (view.me.seat === "presiding" && one.shown && !one.closed)
      button("质证完毕", () => void this.room.act({ kind: "close_evidence", id: one.id }));
    return list;
  }

  private show(id: number, page: number): Promise<boolean> {
    return this.room.act({ kind: "show_evidence", id, page });
  }

  private opine(one: Exhibit): Promise<boolean> {
    const quality = (name: string, label: string): Field => ({ name, label, kind: "select", options: SAID });
    const fields = [
      quality("authentic", "真实性"),
      quality("lawful", "合法性"),
      quality("relevant", "关联性"),
      { name: "text", label: "说明（可以不填）", kind: "area", free: true } as const,
    ];
    return ask(
      { title: `对证据 ${one.id}《${one.title}》的质证意见`, says: "意见直接记入笔录。", verb: "发表意见", fields },
      (answers) => this.room.link.act({ kind: "give_opinion", opinion: { ...answers, id: one.id } }),
    );
  }

  private secret(one: Exhibit): Promise<boolean> {
    return ask(
      {
        title: `标记证据 ${one.id} 不公开`,
        says: "标记后，出示时旁听和直播看不到，另行录制；不能撤销。",
        verb: "标记不公开",
        grave: true,
      },
      () => this.room.link.act({ kind: "mark_secret", id: one.id }),
    );
  }
}

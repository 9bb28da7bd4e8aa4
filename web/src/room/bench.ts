// What the reader may do now: for who presides the outline of the trial as well, with the step, the words and what is missing.
import { ask } from "./ask";
import { fill, h } from "./node";
import { ORDERS } from "./orders";
import type { Room } from "./room";
import { name, over, type Act, type Step, type View } from "./view";

/** What has a place of its own on the page, or is asked with words. */
const ELSEWHERE = ["acknowledge", "raise_hand", "lower_hand", "advance", "pronounce", "put_away"];
/** Orders that add to what one press does. */
const BESIDE = ["answer_focus", "pronounce"];
/** What cannot be undone, and what it means. */
const GRAVE: Record<string, string> = {
  close: "庭审到此结束，录音录像停止并封存，各方断开连接。",
  close_broadcast: "关闭后，本次庭审不能再直播。",
  waive_word: "放弃后，记入笔录；审判长不再征询您的最后意见。",
  answer_rights: "表示已听清诉讼权利和义务，不申请回避；记入笔录。",
};

function listed(view: View): Act[] {
  return view.acts.filter(
    (one) =>
      !ELSEWHERE.includes(one.kind) &&
      (one.person === undefined || one.person === view.me.person || one.kind === "close_evidence"),
  );
}

export class Bench {
  readonly node: HTMLElement;
  private readonly now = h("div", { class: "step-now" });
  private readonly acts = h("div");
  private readonly outline = h("div");

  constructor(private readonly room: Room) {
    this.node = h("div", {}, this.now, this.acts, this.outline);
  }

  update(): void {
    const { view } = this.room;
    const step = view.outline.find((one) => one.stands);
    const onward = view.acts.filter((one) => one.kind === "advance");
    fill(this.now, [step, onward, view.focus, view.floor, view.halted], () => [
      ...(step ? this.step(step, onward) : []),
      view.focus
        ? h(
            "div",
            { class: "focus" },
            h("h3", {}, view.focus.ruled ? "争议焦点（法庭确定）" : "争议焦点"),
            h("ol", {}, ...view.focus.points.map((one) => h("li", {}, one))),
          )
        : null,
    ]);
    const orders = ORDERS.filter(
      (one) =>
        !over(view) && one.fits(view) && (BESIDE.includes(one.kind) || !view.acts.some((act) => act.kind === one.kind)),
    );
    fill(this.acts, [listed(view), orders.map((one) => one.zh), view.people.map((one) => one.label)], () =>
      this.may(orders),
    );
    fill(this.outline, view.outline, () => this.route());
  }

  /** Here and now: what to say, who is next, what is missing, and the way on. */
  private step(step: Step, onward: Act[]): Node[] {
    const { view } = this.room;
    const nodes: Node[] = [h("h3", {}, step.zh)];
    if (step.say) nodes.push(h("blockquote", {}, step.say));
    if (step.next) nodes.push(h("p", {}, h("b", {}, "下一位发言："), step.next));
    if (view.floor) nodes.push(h("p", {}, h("b", {}, "正在发言："), name(view, view.floor.person)));
    if (step.missing.length > 0)
      nodes.push(
        h(
          "div",
          { class: "missing" },
          h("p", {}, h("b", {}, "进入下一环节还差")),
          h("ul", {}, ...step.missing.map((one) => h("li", {}, one))),
        ),
      );
    if (onward.length > 0)
      nodes.push(
        h(
          "p",
          { class: "go" },
          ...onward.map((one, at) => this.room.button(one, one.zh, at === 0 ? { class: "primary" } : {})),
        ),
      );
    return nodes;
  }

  private may(orders: typeof ORDERS): Node[] {
    const { view } = this.room;
    const acts = listed(view);
    if (acts.length + orders.length === 0)
      return [h("h3", {}, "可以办理"), h("p", { class: "muted" }, "现在没有需要您办理的事项；需要发言的，请举手。")];
    const about = (one: Act): string =>
      one.person !== undefined && one.person !== view.me.person ? `${one.zh}：${name(view, one.person)}` : one.zh;
    return [
      h("h3", {}, "可以办理"),
      h(
        "div",
        { class: "menu" },
        ...acts.map((one) => this.press(one, about(one))),
        ...orders.map((one) =>
          h("button", { "data-k": `order-${one.zh}`, onclick: () => void this.room.order(one) }, one.zh),
        ),
      ),
    ];
  }

  /** What cannot be undone is asked first. */
  private press(one: Act, zh: string): HTMLButtonElement {
    const says = GRAVE[one.kind];
    if (says === undefined) return this.room.button(one, zh);
    return h(
      "button",
      {
        "data-k": `act-${one.kind}`,
        onclick: () => void ask({ title: zh, says, verb: one.zh, grave: true }, () => this.room.link.act(one.body)),
      },
      zh,
    );
  }

  private route(): Node[] {
    const { outline } = this.room.view;
    if (outline.length === 0) return [];
    const here = outline.findIndex((one) => one.stands);
    const item = (one: Step, at: number): HTMLElement => {
      const state = one.stands ? "当前" : here < 0 || at < here ? "已完成" : "";
      return h(
        "li",
        {
          class: one.stands ? "here" : at < here || here < 0 ? "done" : null,
          "aria-current": one.stands ? "step" : null,
        },
        one.zh,
        state ? h("small", {}, state) : null,
      );
    };
    return [h("h3", {}, "庭审提纲"), h("ol", { class: "route" }, ...outline.map(item))];
  }
}

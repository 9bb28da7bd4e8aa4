// Who takes part: the list, the hands in their order, and what may be done to somebody.
import { show } from "./ask";
import { fill, h } from "./node";
import type { Room } from "./room";
import { area, watching } from "./tiles";
import { UPON } from "./upon";
import { name, ofCourt, place, watches, type Place, type View } from "./view";

const SIDES: [string, (one: Place) => boolean][] = [
  ["审判席", (one) => !watches(one.seat) && area(one) === "bench"],
  ["原告方", (one) => !watches(one.seat) && area(one) === "left"],
  ["被告方", (one) => !watches(one.seat) && area(one) === "right"],
  ["其他人员", (one) => !watches(one.seat) && area(one) === "middle"],
  ["旁听", (one) => watches(one.seat)],
];

/** What may be done to somebody by the reader now, as far as the page knows. */
export function offers(view: View, one: Place): boolean {
  return view.acts.some((act) => act.person === one.person) || UPON.some((order) => order.fits(view, one));
}

/** The menu about somebody. */
export function menu(room: Room, one: Place, at: HTMLElement): void {
  const { view } = room;
  const orders = UPON.filter((order) => order.fits(view, one));
  const kinds = new Set(orders.map((order) => order.kind));
  const acts = view.acts.filter((act) => act.person === one.person && !kinds.has(act.kind));
  const close = (): void => dialog.close();
  const dialog = h(
    "dialog",
    { class: "room-dialog room-menu", "aria-label": `办理：${one.seat_zh} ${one.label}` },
    h("h2", {}, `${one.seat_zh} ${one.label}`),
    h(
      "div",
      { class: "menu" },
      ...acts.map((act) =>
        h(
          "button",
          {
            onclick: () => {
              close();
              void room.act(act.body);
            },
          },
          act.zh,
        ),
      ),
      ...orders.map((order) =>
        h(
          "button",
          {
            onclick: () => {
              close();
              void room.order(order, one);
            },
          },
          order.zh,
        ),
      ),
    ),
    h("button", { class: "quiet", onclick: close }, "返回"),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => at.focus());
  show(dialog);
}

/** How somebody stands, in words. */
function state(view: View, one: Place): string {
  if (one.floor) return "发言中";
  const words: string[] = [];
  if (!one.on) words.push(one.admitted ? "断线" : "未到庭");
  else if (!one.in_room) words.push(one.called === "before" ? "等待传唤" : "候庭");
  else words.push("在庭");
  if (one.called === "after") words.push("已退庭");
  if (one.muted) words.push("静音");
  if (one.screen) words.push("可共享屏幕");
  if (one.on && !one.in_room && !ofCourt(one.seat)) {
    if (!one.identified && !watches(one.seat)) words.push("身份未核验");
    if (!one.acknowledged) words.push("纪律未知悉");
  }
  const nth = view.hands.indexOf(one.person);
  if (nth >= 0) words.push(`举手 ${nth + 1}`);
  return words.join("，");
}

export class People {
  readonly node: HTMLElement;
  private readonly hands = h("div");
  private readonly list = h("div");

  constructor(private readonly room: Room) {
    this.node = h("div", {}, this.hands, this.list);
  }

  update(): void {
    const { view } = this.room;
    fill(this.hands, [view.hands, view.people, view.acts], () => this.raised());
    fill(
      this.list,
      [view.people, view.hands, view.phase, view.acts, view.halted, view.broadcast, view.transcript],
      () => [
        watching(view) ? h("p", { class: "small muted" }, watching(view)) : null,
        ...SIDES.flatMap(([zh, fits]) => this.group(zh, view.people.filter(fits))),
      ],
    );
  }

  private raised(): Node[] {
    const { view } = this.room;
    if (view.hands.length === 0) return [];
    const row = (person: number): HTMLElement => {
      const one = place(view, person);
      const order = UPON.find((at) => at.kind === "grant_floor");
      const grant =
        one && order?.fits(view, one)
          ? h("button", { "data-k": `grant-${person}`, onclick: () => void this.room.order(order, one) }, "准许发言")
          : null;
      return h("li", {}, h("span", {}, name(view, person)), grant);
    };
    return [h("h3", {}, "举手"), h("ol", { class: "rows" }, ...view.hands.map(row))];
  }

  private group(zh: string, list: Place[]): Node[] {
    if (list.length === 0) return [];
    const { view } = this.room;
    const row = (one: Place): HTMLElement => {
      const button = h(
        "button",
        { class: "quiet", "data-k": `menu-${one.person}`, onclick: () => menu(this.room, one, button) },
        "办理",
      );
      button.setAttribute("aria-label", `办理：${one.seat_zh} ${one.label}`);
      return h(
        "li",
        {},
        h(
          "span",
          {},
          h("b", {}, one.seat_zh),
          ` ${one.label}${one.person === view.me.person ? "（您）" : ""}`,
          h("small", { class: one.floor ? "floor" : null }, state(view, one)),
        ),
        offers(view, one) ? button : null,
      );
    };
    return [h("h3", {}, zh), h("ul", { class: "rows" }, ...list.map(row))];
  }
}

// The clerk's roll call: who has come, whose identity is checked and how, who is let in, which witnesses wait.
import { ask } from "./ask";
import { fill, h } from "./node";
import { menu, offers } from "./people";
import type { Room } from "./room";
import { ofCourt, testifies, watches, type Place } from "./view";

/** How a clerk checks by hand; a face is compared by the machine. */
const METHODS: [string, string][] = [
  ["video", "视频核对证件"],
  ["courtroom", "法庭现场核对证件"],
];

export class Clerk {
  readonly node = h("div");

  constructor(private readonly room: Room) {}

  update(): void {
    const { view } = this.room;
    const called = view.people.filter((one) => !ofCourt(one.seat));
    const opening = view.acts.filter(
      (one) => one.kind === "advance" || one.kind === "freeze" || one.kind === "unfreeze",
    );
    fill(this.node, [called, opening, view.recording, view.phase, view.broadcast, view.transcript], () => [
      h("p", { class: "small" }, `录音录像：${view.recording.zh}`),
      opening.length > 0
        ? h("p", { class: "go" }, ...opening.map((one) => this.room.button(one, one.zh, { class: "primary" })))
        : null,
      h("h3", {}, "点名"),
      this.group(called.filter((one) => !testifies(one.seat) && !watches(one.seat))),
      ...this.titled(
        "证人、鉴定人",
        called.filter((one) => testifies(one.seat)),
      ),
      ...this.titled(
        "旁听",
        called.filter((one) => watches(one.seat)),
      ),
    ]);
  }

  private titled(zh: string, list: Place[]): Node[] {
    return list.length > 0 ? [h("h3", {}, zh), this.group(list)] : [];
  }

  private group(list: Place[]): HTMLElement {
    return h("ul", { class: "rows roll" }, ...list.map((one) => this.row(one)));
  }

  private row(one: Place): HTMLElement {
    const tick = (done: boolean, zh: string): HTMLElement =>
      h("span", { class: done ? "done" : "open" }, `${zh}${done ? "✓" : "未"}`);
    const ticks = [
      tick(one.on, "到庭"),
      ...(watches(one.seat) ? [] : [tick(one.identified, "身份")]),
      tick(one.acknowledged, "纪律"),
      ...(testifies(one.seat) ? [] : [tick(one.admitted, "准入")]),
    ];
    const buttons: HTMLElement[] = [];
    if (one.on && !one.identified && !watches(one.seat))
      buttons.push(h("button", { "data-k": `id-${one.person}`, onclick: () => void this.identify(one) }, "核验身份…"));
    if (one.on && !one.admitted && !testifies(one.seat)) {
      const kind = watches(one.seat) ? "admit_watcher" : "admit";
      buttons.push(
        h(
          "button",
          { "data-k": `in-${one.person}`, onclick: () => void this.room.act({ kind, person: one.person }) },
          watches(one.seat) ? "准许旁听" : "准许进入",
        ),
      );
    }
    if (offers(this.room.view, one)) {
      const more = h(
        "button",
        {
          class: "quiet",
          "data-k": `more-${one.person}`,
          "aria-label": `办理：${one.seat_zh} ${one.label}`,
          onclick: () => menu(this.room, one, more),
        },
        "办理",
      );
      buttons.push(more);
    }
    return h(
      "li",
      {},
      h("span", {}, h("b", {}, one.seat_zh), ` ${one.label}`, h("small", { class: "ticks" }, ...ticks)),
      h("span", { class: "row-go" }, ...buttons),
    );
  }

  private identify(one: Place): Promise<boolean> {
    const fields = [
      { name: "method", label: "核验方式", kind: "select", options: METHODS } as const,
      {
        name: "passed",
        label: "结果",
        kind: "select",
        options: [
          ["1", "核验通过"],
          ["0", "核验不通过"],
        ] as [string, string][],
      } as const,
    ];
    return ask(
      {
        title: `核验身份：${one.seat_zh} ${one.label}`,
        says: "请其出示身份证件，与画面中的本人核对。",
        verb: "记明结果",
        fields,
      },
      ({ method, passed }) =>
        this.room.link.act(
          passed === "1"
            ? { kind: "check_identity", method, person: one.person, score: 100 }
            : { kind: "fail_identity", method, person: one.person },
        ),
    );
  }
}

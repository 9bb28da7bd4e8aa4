// The waiting room: who one is, when it begins, what is still missing, and the discipline of the court.
import { clock, day, fill, h, put } from "./node";
import type { Room } from "./room";
import { DISCIPLINE, NETWORK, UNDERTAKING } from "./words";
import { ofCourt, testifies, watches, type View } from "./view";

/** How long the discipline is shown before it can be acknowledged; clocks may differ by a little. */
const SHOWN_MS = 15_500;

interface Need {
  done: boolean;
  zh: string;
  say: string;
}

function needs(view: View): Need[] {
  const { me } = view;
  if (ofCourt(me.seat)) return [];
  const list: Need[] = [];
  if (!watches(me.seat)) {
    list.push({
      done: me.identified,
      zh: "核验身份",
      say: me.identified ? "已通过" : "请按提示比对人脸；两次未通过的，书记员会与您视频核对证件",
    });
  }
  list.push({
    done: me.acknowledged,
    zh: "法庭纪律",
    say: me.acknowledged ? "已知悉" : "请阅读下面的法庭纪律，按“已知悉”",
  });
  const called = testifies(me.seat) ? "审判长传唤后自动进入，传唤前听不到、看不到庭审" : "书记员核对后准许您进入";
  list.push({
    done: me.admitted,
    zh: testifies(me.seat) ? "等待传唤" : "准许进入",
    say: me.admitted ? "已准许" : called,
  });
  return list;
}

/** The discipline: shown a quarter of a minute, then acknowledged. */
class Discipline {
  readonly node: HTMLElement;
  private readonly button = h("button", { class: "primary", disabled: true, onclick: () => void this.acknowledge() });
  private shown = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly room: Room) {
    this.node = h(
      "section",
      { class: "discipline", "aria-labelledby": "discipline-title", hidden: true },
      h("h2", { id: "discipline-title" }, "法庭纪律"),
      ...DISCIPLINE.flatMap(({ title, lines }) => [
        h("h3", {}, title),
        h("ul", {}, ...lines.map((line) => h("li", {}, line))),
      ]),
      h("p", { class: "go" }, this.button),
    );
  }

  show(wanted: boolean): void {
    this.node.hidden = !wanted;
    if (!wanted) return clearInterval(this.timer);
    if (this.shown > 0) return;
    this.shown = this.room.link.now();
    this.timer = setInterval(() => this.count(), 250);
    this.count();
  }

  private count(): void {
    const left = Math.ceil((this.shown + SHOWN_MS - this.room.link.now()) / 1000);
    this.button.disabled = left > 0;
    put(this.button, left > 0 ? `请阅读，${left} 秒后可以确认` : "已知悉");
    if (left <= 0) clearInterval(this.timer);
  }

  private async acknowledge(): Promise<void> {
    await this.room.act({ kind: "acknowledge", shown: Math.round(this.shown) });
  }
}

export class Waiting {
  readonly node: HTMLElement;
  private readonly head = h("div");
  private readonly list = h("ol", { class: "needs" });
  private readonly network = h("p", { class: "small muted" });
  private readonly discipline: Discipline;
  private readonly oath = h("div");

  constructor(private readonly room: Room) {
    this.discipline = new Discipline(room);
    this.node = h(
      "section",
      { class: "waiting", "aria-labelledby": "waiting-title" },
      h("h2", { id: "waiting-title" }, "候庭"),
      this.head,
      this.list,
      this.network,
      this.oath,
      this.discipline.node,
    );
  }

  update(network: string): void {
    const { view } = this.room;
    fill(this.head, [view.hearing.planned, view.me, view.phase.zh], () => [
      h(
        "dl",
        { class: "facts" },
        h("div", {}, h("dt", {}, "您"), h("dd", {}, `${view.me.seat_zh} ${view.me.label}`)),
        h("div", {}, h("dt", {}, "时间"), h("dd", {}, `${day(view.hearing.planned)} ${clock(view.hearing.planned)}`)),
        h("div", {}, h("dt", {}, "现在"), h("dd", {}, view.phase.zh)),
      ),
    ]);
    const list = needs(view);
    fill(this.list, list, () =>
      list.map((one) =>
        h(
          "li",
          { class: one.done ? "done" : null },
          h("b", {}, one.zh),
          h("span", { class: "state" }, one.done ? "完成" : "等待"),
          h("p", { class: "small muted" }, one.say),
        ),
      ),
    );
    if (watches(view.me.seat)) put(this.network, "您旁听本次庭审：全程静音、不露面，不发言、不提问。");
    else put(this.network, network === "" ? "网络：接入后测量" : `网络${network}：${NETWORK[network] ?? ""}`);
    this.discipline.show(!view.me.acknowledged && !ofCourt(view.me.seat));
    fill(this.oath, view.me.seat, () =>
      view.me.seat === "witness"
        ? [
            h(
              "div",
              { class: "note" },
              h("p", {}, h("b", {}, "到庭后您将签署并宣读保证书："), UNDERTAKING),
              h("p", {}, "请独自在房间中等待，不看直播，不与他人谈论案情。"),
            ),
          ]
        : [],
    );
  }
}

// The head of the room: which case, where it stands, the recording, the network; below it what is the matter with the line.
import type { State } from "./media";
import { clock, fill, h, put } from "./node";
import type { Room } from "./room";
import { watching } from "./tiles";
import type { Refusal } from "./view";

/** A bad network is spoken of after half a minute (H-105). */
const POOR_MS = 30_000;

export class Head {
  readonly node: HTMLElement;
  private readonly title = h("div", { class: "case" });
  private readonly facts = h("p", { class: "standing" });
  private readonly net = h("span", { class: "net" });
  private readonly time = h("span", { class: "time" });
  private readonly banner = h("div", { class: "banner", role: "status", hidden: true });
  private readonly halt = h("div", { class: "banner halt", role: "status", hidden: true });
  private up = true;
  private state: State = "idle";
  private why: Refusal[] = [];
  private poor = 0;

  constructor(
    private readonly room: Room,
    private readonly again: () => void,
  ) {
    const line = h(
      "header",
      { class: "head-room" },
      this.title,
      this.facts,
      h("p", { class: "gauges" }, this.net, this.time),
    );
    this.node = h(
      "div",
      { class: "head-block" },
      h("h1", { class: "sr-only" }, "在线庭审"),
      line,
      this.halt,
      this.banner,
    );
    setInterval(() => put(this.time, clock(this.room.link.now())), 1_000);
  }

  update(): void {
    const { view } = this.room;
    fill(this.title, view.hearing, () => [
      h("b", {}, view.hearing.court),
      h("span", { class: "number" }, view.hearing.number),
      h("span", { class: "cause" }, view.hearing.cause),
    ]);
    fill(this.facts, [view.phase, view.recording, view.broadcast, watching(view), view.hearing.public], () => [
      h("strong", {}, view.phase.zh),
      h("span", { class: `rec ${view.recording.state}` }, view.recording.zh),
      ["on", "cut"].includes(view.broadcast.state)
        ? h("span", {}, `${view.broadcast.zh}（延时 ${view.broadcast.delay_s} 秒）`)
        : null,
      h("span", {}, view.hearing.public ? "公开审理" : "不公开审理"),
      watching(view) ? h("span", {}, watching(view)) : null,
    ]);
    const still = view.frozen ?? view.halted;
    this.halt.hidden = still === null;
    fill(this.halt, still, () => [h("b", {}, "庭审暂停："), still ?? ""]);
  }

  network(verdict: string): void {
    put(this.net, `网络 ${verdict}`);
    this.net.dataset["verdict"] = verdict;
    this.poor = verdict === "较差" ? this.poor || performance.now() : 0;
    this.show();
  }

  media(state: State, why: Refusal[]): void {
    this.state = state;
    this.why = why;
    this.show();
  }

  line(up: boolean): void {
    this.up = up;
    this.show();
  }

  private show(): void {
    const words = this.matter();
    this.banner.hidden = words === null;
    fill(this.banner, [words, this.state === "refused"], () => [
      words,
      this.state === "refused" ? h("button", { class: "quiet", onclick: () => this.again() }, "重新连接") : null,
    ]);
  }

  private matter(): string | null {
    const why = this.why.map((one) => one.sentence).join("；");
    if (this.state === "refused") return why || "没有接入声音和画面";
    if (this.state === "mending") return why || "声音和画面中断，正在自动重连，不需要操作；请不要退出";
    if (!this.up) return "与法院的连接中断，正在自动恢复，不需要操作";
    if (this.state === "joining") return "正在接入声音和画面";
    if (this.poor > 0 && performance.now() - this.poor > POOR_MS)
      return "网络较差已有一段时间：可以改用“低流量”或者“只用声音”";
    return null;
  }
}

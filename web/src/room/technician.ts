// How the lines stand: loss, delay and bit rates of everybody, and the recording. No sound, no picture.
import { fill, h } from "./node";
import type { Room } from "./room";
import { name, type Figures, type Person } from "./view";

const HEAD = ["人员", "丢包", "抖动", "往返", "上行", "下行"];

/** A rate as a person reads it. */
export function rate(bits: number): string {
  return bits >= 1_000_000 ? `${(bits / 1_000_000).toFixed(2)} Mbit/s` : `${Math.round(bits / 1000)} kbit/s`;
}

export class Technician {
  readonly node: HTMLElement;
  private readonly state = h("div");
  private readonly table = h("div", { class: "scrolls" });
  private readonly of = new Map<Person, Figures>();

  constructor(private readonly room: Room) {
    this.node = h("div", {}, this.state, this.table);
  }

  take(figures: Figures): void {
    this.of.set(figures.person, figures);
    this.update();
  }

  update(): void {
    const { view } = this.room;
    fill(this.state, [view.recording, view.broadcast, view.frozen, view.halted], () => [
      h(
        "dl",
        { class: "facts" },
        fact("录音录像", view.recording.zh),
        fact("直播", view.broadcast.zh),
        fact("庭审", view.frozen ?? view.halted ?? "正常"),
      ),
    ]);
    const rows = view.people.filter((one) => one.on || this.of.has(one.person));
    fill(this.table, [rows.map((one) => [one.person, one.on, one.label]), [...this.of.values()]], () => [
      h(
        "table",
        { class: "lines" },
        h("thead", {}, h("tr", {}, ...HEAD.map((zh) => h("th", { scope: "col" }, zh)))),
        h("tbody", {}, ...rows.map((one) => this.row(one.person, one.on))),
      ),
    ]);
  }

  private row(person: Person, on: boolean): HTMLElement {
    const f = this.of.get(person);
    const bad = f !== undefined && f.loss > 100;
    const cells =
      f && on
        ? [
            `${(f.loss / 10).toFixed(1)}%${bad ? " 过高" : ""}`,
            `${f.jitter_ms} ms`,
            `${f.rtt_ms} ms`,
            rate(f.up),
            rate(f.down),
          ]
        : [on ? "等待数据" : "断线", "", "", "", ""];
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, name(this.room.view, person)),
      ...cells.map((text, at) => h("td", { class: at === 0 && (bad || !on) ? "poor" : null }, text)),
    );
  }
}

function fact(name: string, text: string): HTMLElement {
  return h("div", {}, h("dt", {}, name), h("dd", {}, text));
}

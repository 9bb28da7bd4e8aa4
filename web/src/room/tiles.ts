// The courtroom in pictures: the bench on top, the parties to the left and the right, what is shown between them.
// Who is in a tile, and what it says, follows the view and the slots alone.
import type { Media } from "./media";
import { clock, fill, h, put } from "./node";
import type { Room } from "./room";
import {
  ofCourt,
  place,
  speaks,
  testifies,
  watches,
  type Place,
  type Slots,
  type Speaking,
  type Track,
  type View,
} from "./view";

/** A voice quieter than this is not said to speak (0 loud, 127 silent). */
const HEARD = 50;
const MARK_MS = 30_000;

type Area = "bench" | "left" | "right" | "middle";

/** Where somebody sits. */
export function area(one: Place): Area {
  if (one.bench || ["presiding", "judge", "clerk", "assistant"].includes(one.seat)) return "bench";
  if (["plaintiff", "prosecution"].includes(one.side)) return testifies(one.seat) ? "middle" : "left";
  if (["defendant", "accused"].includes(one.side)) return testifies(one.seat) ? "middle" : "right";
  return "middle";
}

/** Who has a tile: the expected, and those who have been called; nobody who only watches. */
export function seated(view: View): Place[] {
  return view.people.filter((one) => {
    if (!speaks(one.seat) || one.seat === "police") return false;
    if (testifies(one.seat)) return one.called === "now" || (view.phase.word === "waiting" && one.on);
    return true;
  });
}

/** Why there is no picture. */
function blank(view: View, one: Place): string {
  if (!one.on) {
    const came = ofCourt(one.seat)
      ? !["scheduled", "waiting"].includes(view.phase.word)
      : one.admitted || one.acknowledged;
    return came ? "断线" : "未到庭";
  }
  if (!one.in_room) return "候庭";
  return one.sees.camera ? "等待画面" : "没有画面";
}

/** The words on a tile, the weightiest first. */
function marks(view: View, one: Place): [string, string][] {
  const list: [string, string][] = [];
  if (one.floor) list.push(["floor", "发言中"]);
  if (!one.on && blank(view, one) === "断线") list.push(["lost", "断线"]);
  if (one.muted) list.push(["muted", "静音"]);
  const nth = view.hands.indexOf(one.person);
  if (nth >= 0) list.push(["hand", `举手 ${nth + 1}`]);
  if (one.screen) list.push(["screen", "可共享屏幕"]);
  return list;
}

class Tile {
  readonly node = h("article", { class: "tile", tabindex: 0 });
  readonly video = h("video", { autoplay: true, playsinline: true });
  private readonly blank = h("p", { class: "blank" });
  private readonly words = h("p", { class: "words" });
  private readonly plate = h("p", { class: "plate" });
  private readonly more: HTMLButtonElement;

  constructor(menu: (at: HTMLElement) => void) {
    this.video.muted = true;
    this.more = h("button", { class: "more", "aria-haspopup": "menu", onclick: () => menu(this.more) }, "办理");
    this.node.append(
      this.blank,
      this.video,
      h("div", { class: "watermark", "aria-hidden": "true" }),
      this.words,
      this.plate,
      this.more,
    );
    this.node.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  update(view: View, one: Place, picture: MediaStream | undefined, menu: boolean, bare: string | null): void {
    this.node.classList.toggle("has-floor", one.floor);
    this.node.classList.toggle("presiding", one.seat === "presiding");
    this.node.classList.toggle("away", !one.on);
    const seen = one.on && picture !== undefined && bare === null ? picture : null;
    if (this.video.srcObject !== seen) this.video.srcObject = seen;
    this.video.hidden = seen === null;
    // a picture that was moved to another place of the page stands still
    if (seen && this.video.paused) void this.video.play().catch(() => undefined);
    put(this.blank, bare !== null && one.on ? bare : blank(view, one));
    const said = marks(view, one);
    fill(this.words, said, () => said.map(([kind, zh]) => h("span", { class: kind }, zh)));
    fill(this.plate, [one.seat_zh, one.label], () => [h("b", {}, one.seat_zh), " ", one.label]);
    this.more.hidden = !menu;
    this.more.setAttribute("aria-label", `办理：${one.seat_zh} ${one.label}`);
    this.node.setAttribute("aria-label", [one.seat_zh, one.label, ...said.map(([, zh]) => zh)].join("，"));
  }
}

export class Tiles {
  readonly node: HTMLElement;
  private readonly tiles = new Map<number, Tile>();
  private readonly places: Record<Area, HTMLElement>;
  private readonly shown = h("div", { class: "shown", hidden: true });
  private readonly screen = h("video", { autoplay: true, playsinline: true });
  private readonly page = h("img", { alt: "" });
  private readonly missing = h("p", { class: "muted", hidden: true }, "这一页的图像暂时不能显示");
  private readonly caption = h("p", { class: "small" });
  private readonly sounds = new Map<string, HTMLAudioElement>();
  private readonly blocked = h(
    "button",
    { class: "primary blocked", hidden: true, onclick: () => this.unblock() },
    "打开声音",
  );
  private slots: Slots = { map: [], off: [] };
  /** Only sound is taken: the pictures are hidden. */
  voiceOnly = false;

  constructor(
    private readonly room: Room,
    private readonly media: Media,
    private readonly menu: (one: Place, at: HTMLElement) => void,
    private readonly has: (one: Place) => boolean,
  ) {
    this.screen.muted = true;
    const side = (name: Area, zh: string): HTMLElement =>
      h("div", { class: `area ${name}`, role: "group", "aria-label": zh });
    this.places = {
      bench: side("bench", "审判席"),
      left: side("left", "原告方"),
      right: side("right", "被告方"),
      middle: side("middle", "其他人员"),
    };
    for (const kind of ["load", "error"]) this.page.addEventListener(kind, () => this.loaded(kind === "load"));
    const mark = h("div", { class: "watermark", "aria-hidden": "true" });
    this.shown.append(this.screen, this.page, this.missing, mark, this.caption);
    const between = h("div", { class: "between" }, this.shown, this.places.middle);
    const seal = h("p", { class: "seal", "aria-hidden": "true" }, "法庭");
    this.node = h(
      "div",
      { class: "stage" },
      this.blocked,
      h("div", { class: "top" }, seal, this.places.bench),
      this.places.left,
      between,
      this.places.right,
    );
    setInterval(() => this.mark(), MARK_MS);
  }

  /** Whether anybody is seen or heard. */
  get carries(): boolean {
    return this.slots.map.some((one) => one.person !== null);
  }

  take(slots: Slots): void {
    this.slots = slots;
    this.update();
  }

  /** Who is heard now; a mark beside the name, no more. */
  speaking({ person, level }: Speaking): void {
    this.tiles.get(person)?.node.classList.toggle("heard", level < HEARD);
  }

  update(): void {
    const { view } = this.room;
    const list = seated(view).filter((one) => one.person !== view.me.person);
    const gone = new Set(this.tiles.keys());
    for (const one of list) {
      gone.delete(one.person);
      const tile = this.tiles.get(one.person) ?? this.made(one);
      const bare = this.voiceOnly ? "只听声音" : this.unslotted(one.person) ? "线路已满，未显示" : null;
      tile.update(view, one, this.stream(one.person, "camera"), this.has(one), bare);
    }
    for (const person of gone) {
      this.tiles.get(person)?.node.remove();
      this.tiles.delete(person);
    }
    this.arrange(list);
    this.show();
    this.hear();
    this.mark();
  }

  private made(one: Place): Tile {
    const tile = new Tile((at) => {
      const now = place(this.room.view, one.person);
      if (now) this.menu(now, at);
    });
    this.tiles.set(one.person, tile);
    return tile;
  }

  private unslotted(person: number): boolean {
    return this.slots.off.some((one) => one.person === person && one.track === "camera");
  }

  private stream(person: number, track: Track): MediaStream | undefined {
    const slot = this.slots.map.find((one) => one.person === person && one.track === track);
    return slot && this.media.stream(slot.mid);
  }

  /** Judges to the left and right of who presides; the clerk last. Tiles that stay are not moved. */
  private arrange(list: Place[]): void {
    const judges = list.filter((one) => one.seat === "judge");
    const rank = (one: Place): number =>
      one.seat === "presiding"
        ? 1
        : one.seat === "judge"
          ? judges.indexOf(one) % 2 === 0
            ? 0
            : 2
          : one.seat === "assistant"
            ? 3
            : one.seat === "clerk"
              ? 4
              : 1;
    for (const [name, at] of Object.entries(this.places) as [Area, HTMLElement][]) {
      const here = list.filter((one) => area(one) === name).sort((one, other) => rank(one) - rank(other));
      const nodes = here.map((one) => this.tiles.get(one.person)?.node).filter((one) => one !== undefined);
      if (nodes.some((node, index) => at.children[index] !== node)) at.replaceChildren(...nodes);
      at.hidden = nodes.length === 0;
      at.dataset["count"] = String(nodes.length);
    }
  }

  private show(): void {
    const { view } = this.room;
    const slot = this.slots.map.find(
      (one) => one.track === "screen" && one.person !== null && this.media.moves(one.mid),
    );
    const screen = slot && !this.voiceOnly ? (this.media.stream(slot.mid) ?? null) : null;
    const paper = screen ? null : view.showing;
    if (this.screen.srcObject !== screen) this.screen.srcObject = screen;
    this.screen.hidden = screen === null;
    const src = paper ? `${this.room.link.base}/evidence/${paper.id}/${paper.page}` : "";
    this.page.hidden = src === "";
    if (src === "") this.loaded(true);
    if (src !== "" && this.page.getAttribute("src") !== src) this.page.src = src;
    const exhibit = view.evidence.find((one) => one.id === paper?.id);
    const who = slot?.person ? place(view, slot.person) : undefined;
    const words = paper
      ? `证据 ${paper.id}《${exhibit?.title ?? ""}》第 ${paper.page} 页，共 ${exhibit?.pages ?? 1} 页`
      : who
        ? `${who.seat_zh} ${who.label} 共享的屏幕`
        : "";
    put(this.caption, words);
    this.page.alt = words;
    this.shown.hidden = screen === null && paper === null;
    this.node.classList.toggle("showing", !this.shown.hidden);
  }

  private loaded(well: boolean): void {
    this.missing.hidden = well;
    this.page.classList.toggle("broken", !well);
  }

  /** Every line of sound is played; what it carries is the server's to choose. */
  private hear(): void {
    const lines = new Map(this.media.sounds());
    for (const [mid, element] of this.sounds) {
      if (lines.has(mid)) continue;
      element.srcObject = null;
      this.sounds.delete(mid);
    }
    for (const [mid, stream] of lines) {
      const element = this.sounds.get(mid) ?? new Audio();
      this.sounds.set(mid, element);
      if (element.srcObject === stream) continue;
      element.srcObject = stream;
      element.play().catch((cause: unknown) => {
        if (cause instanceof DOMException && cause.name === "NotAllowedError") this.blocked.hidden = false;
      });
    }
  }

  private unblock(): void {
    this.blocked.hidden = true;
    for (const element of this.sounds.values()) void element.play().catch(() => undefined);
  }

  /** Whoever takes a picture of the page takes the name and the time with it. */
  private mark(): void {
    const { me } = this.room.view;
    const words = `${me.label} ${clock(this.room.link.now())}`;
    for (const node of document.querySelectorAll<HTMLElement>(".watermark"))
      node.dataset["mark"] = `${words}　　${words}`;
  }
}

/** How many only watch, in words. */
export function watching(view: View): string {
  const count = view.people.filter((one) => watches(one.seat) && one.on).length;
  return count > 0 ? `旁听 ${count} 人` : "";
}

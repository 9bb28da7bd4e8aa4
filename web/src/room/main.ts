// The hearing room: the check of devices, the waiting room, the court. Each follows the view; nothing is decided here.
import { Bar } from "./bar";
import { Bench } from "./bench";
import { Talk } from "./chat";
import { Check, open } from "./check";
import { Clerk } from "./clerk";
import { Editor } from "./editor";
import { Evidence } from "./evidence";
import { Head } from "./head";
import { Link } from "./link";
import { Media, type Own } from "./media";
import { h } from "./node";
import { menu, offers, People } from "./people";
import { Panels, type Panel } from "./panels";
import { Room } from "./room";
import { Technician } from "./technician";
import { Tiles } from "./tiles";
import { captions, Transcript } from "./transcript";
import { Waiting } from "./waiting";
import { inside, name, over, reads, speaks, testifies, type View } from "./view";

/** What was written is asked for no oftener than this. */
const TEXT_MS = 500;
/** And at least so often, should a word of it have been lost. */
const QUIET_MS = 15_000;
const PAIRS = 9;
const PAIRS_PHONE = 6;

type Stage = "check" | "waiting" | "court" | "over" | "left";

/** Mounts the room in its place on the page. */
export async function mount(root: HTMLElement): Promise<void> {
  const token = root.dataset["room"] ?? "";
  const link = new Link(token);
  const wait = h("p", { class: "muted", role: "status" }, "正在打开法庭");
  root.append(wait);
  for (;;) {
    try {
      const view = await link.view();
      wait.remove();
      new Court(root, token, new Room(link, view)).start();
      return;
    } catch {
      wait.textContent = "暂时连不上法院，正在重试。链接过期的，请使用法院最近一次发送的链接。";
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
  }
}

class Court {
  private readonly media: Media;
  private readonly tiles: Tiles;
  private readonly waiting: Waiting;
  private readonly check = new Check((own) => void this.enter(own));
  private readonly bar: Bar;
  private readonly panels: Panels;
  private readonly head: Head;
  private readonly talk: Talk;
  private readonly lines: Technician | null;
  private readonly transcript: Transcript | null;
  private readonly words = h("div", { class: "captions", role: "region", "aria-label": "最近的记录" });
  private readonly end = h("section", { class: "end" });
  private readonly key: string;
  /** The panel where the transcript is read and signed. */
  private readonly signing: string;
  private entered = false;
  private left = false;
  private verdict = "";
  private next: ReturnType<typeof setTimeout> | undefined;
  private last = { phase: "", floor: -1, halted: "" };

  constructor(
    private readonly root: HTMLElement,
    token: string,
    private readonly room: Room,
  ) {
    const { seat } = room.view.me;
    this.key = `mingjing-room-${token}`;
    this.head = new Head(room, () => void this.media.join());
    const pairs = seat === "technician" ? 1 : matchMedia("(max-width: 720px)").matches ? PAIRS_PHONE : PAIRS;
    this.media = new Media(room.link.base, speaks(seat), pairs, {
      state: (state, why) => {
        this.head.media(state, why);
        this.tiles.update();
      },
      verdict: (verdict) => {
        this.verdict = verdict;
        this.head.network(verdict);
        this.waiting.update(verdict);
        this.tiles.update();
      },
    });
    this.tiles = new Tiles(
      room,
      this.media,
      (one, at) => menu(room, one, at),
      (one) => offers(room.view, one),
    );
    this.waiting = new Waiting(room);
    this.talk = new Talk(room);
    this.lines = seat === "technician" ? new Technician(room) : null;
    this.transcript = reads(seat) ? new Transcript(room) : null;
    this.signing = seat === "clerk" ? "sign" : "transcript";
    this.panels = new Panels(this.parts(), (key) => key === "chat" && this.unread(0));
    this.bar = new Bar(
      room,
      this.media,
      {
        chat: () => this.openChat(),
        voiceOnly: (on) => {
          this.tiles.voiceOnly = on;
          this.tiles.update();
        },
        left: () => this.leave(),
        reopen: () => this.reopen(),
      },
      this.words,
    );
  }

  start(): void {
    const floor = h("div", { class: "floor-room" }, this.waiting.node, this.tiles.node, this.bar.strip);
    const body = h("div", { class: "court" }, floor, this.panels.node, this.bar.node);
    this.root.replaceChildren(this.head.node, this.room.told, this.check.node, this.end, body, this.room.aloud);
    this.room.link.follow(
      {
        view: (view) => this.take(view),
        slots: (slots) => {
          this.tiles.take(slots);
          this.update();
        },
        speaking: (one) => this.tiles.speaking(one),
        figures: (figures) => this.lines?.take(figures),
        chat: (chat) => {
          this.talk.take(chat);
          this.unread(this.panels.isOpen("chat") ? 0 : this.talk.unread);
        },
        written: () => this.reading(TEXT_MS),
      },
      (up) => this.head.line(up),
    );
    this.update();
    this.reading(0);
    const { seat } = this.room.view.me;
    if (!speaks(seat)) return void this.enter({ audio: null, video: null });
    const kept = recalled(this.key);
    if (kept)
      void open(...kept)
        .then((own) => this.enter(own))
        .catch(() => undefined);
  }

  private parts(): Panel[] {
    const { room } = this;
    const { seat } = room.view.me;
    const part = (key: string, zh: string, of: { node: HTMLElement; update(): void }): Panel => ({
      key,
      zh,
      node: of.node,
      update: () => of.update(),
    });
    const list: Panel[] = [];
    if (this.lines) list.push(part("lines", "线路", this.lines));
    if (seat === "clerk")
      list.push(part("roll", "点名", new Clerk(room)), part("transcript", "笔录", new Editor(room)));
    if (speaks(seat)) list.push(part("bench", seat === "presiding" ? "提纲" : "办理", new Bench(room)));
    if (this.transcript) list.push(part(this.signing, seat === "clerk" ? "签名" : "笔录", this.transcript));
    if (speaks(seat) && !testifies(seat)) list.push(part("evidence", "证据", new Evidence(room)));
    list.push(part("people", "名单", new People(room)));
    if (speaks(seat) || this.lines) list.push(part("chat", "文字", this.talk));
    return list;
  }

  private take(view: View): void {
    const before = this.room.view;
    this.room.view = view;
    // whoever was not let in before may be now
    const opened = inside(before) !== inside(view) || before.phase.word !== view.phase.word;
    if (opened && this.media.state === "refused" && !over(view)) void this.media.join();
    if (view.me.removed) this.media.leave();
    this.tell(view);
    this.update();
  }

  private stage(): Stage {
    const { view } = this.room;
    if (this.left) return "left";
    if (view.me.removed || over(view)) return "over";
    if (!this.entered) return "check";
    return inside(view) ? "court" : "waiting";
  }

  private update(): void {
    const stage = this.stage();
    if (stage !== this.root.dataset["stage"]) scrollTo(0, 0);
    if (stage === "over" && this.root.dataset["stage"] !== "over") this.panels.open(this.signing);
    this.root.dataset["stage"] = stage;
    this.root.dataset["seat"] = this.room.view.me.seat;
    this.root.classList.toggle("carries", this.tiles.carries);
    this.check.node.hidden = stage !== "check";
    this.waiting.node.hidden = stage !== "waiting";
    this.head.update();
    this.tiles.update();
    this.waiting.update(this.verdict);
    this.bar.update();
    this.panels.update();
    this.ending(stage);
  }

  /** What a screen reader hears of: phases, who speaks, why it stands still. */
  private tell(view: View): void {
    const now = { phase: view.phase.zh, floor: view.floor?.person ?? -1, halted: view.halted ?? "" };
    const words: string[] = [];
    if (now.phase !== this.last.phase) words.push(`现在是${now.phase}`);
    if (now.floor !== this.last.floor && view.floor) {
      words.push(view.floor.person === view.me.person ? "请您发言" : `${name(view, view.floor.person)}发言中`);
    }
    if (now.halted !== this.last.halted && now.halted !== "") words.push(`庭审暂停：${now.halted}`);
    this.last = now;
    if (words.length > 0) this.room.say(words.join("；"));
    if (
      view.phase.word === "sign" &&
      this.transcript &&
      view.transcript?.unsigned.includes(view.me.person) &&
      words.length > 0
    )
      this.panels.open(this.signing);
  }

  private async enter(own: Own): Promise<void> {
    this.entered = true;
    remember(this.key, JSON.stringify([device(own.audio), own.video ? device(own.video) : null]));
    this.bar.take(own);
    await this.media.give(own);
    this.update();
    await this.media.join();
  }

  /** A device was pulled out or fell asleep: another is taken, or the reader is told. */
  private async reopen(): Promise<void> {
    if (this.left) return;
    try {
      const own = await open("", "").catch(() => open("", null));
      await this.media.give(own);
      this.bar.take(own);
      this.room.say("设备已换，请确认麦克风和画面");
    } catch {
      this.room.refuse([
        {
          code: "device_lost",
          basis: "",
          sentence: "摄像头或者麦克风断开，没有找到可用的设备；请接好后刷新本页，页面会自动回到法庭",
        },
      ]);
    }
  }

  private openChat(): void {
    this.panels.open("chat");
    this.panels.node.scrollIntoView({ block: "nearest" });
    document.querySelector<HTMLElement>("#chat-text")?.focus();
  }

  private unread(count: number): void {
    this.talk.unread = count;
    this.panels.count("chat", count);
  }

  private leave(): void {
    this.left = true;
    this.room.refuse([]);
    remember(this.key, null);
    this.media.leave();
    this.room.link.close();
    this.update();
  }

  private ending(stage: Stage): void {
    this.end.hidden = stage !== "over" && stage !== "left";
    if (this.end.hidden) return;
    const { view } = this.room;
    const again = h("button", { class: "primary", onclick: () => location.reload() }, "重新进入");
    if (stage === "left")
      return this.end.replaceChildren(
        h("h2", {}, "您已退出法庭"),
        h("p", {}, "摄像头和麦克风已经关闭。庭审没有结束的，请尽快回到法庭；确有原因不能继续的，请致电书记员说明。"),
        h("p", { class: "go" }, again),
      );
    const put = view.transcript;
    const sign =
      put && view.phase.word !== "closed" && put.unsigned.includes(view.me.person)
        ? "笔录已经提交核对，请在下面逐页阅读并签名。"
        : "需要查阅笔录和录音录像的，请依法申请阅卷。";
    const title = view.me.removed
      ? "您已被责令退出法庭"
      : `本次庭审已${view.phase.word === "closed" ? "闭庭" : "延期或者改期"}`;
    this.end.replaceChildren(h("h2", {}, title), h("p", {}, sign));
  }

  /** Asks for the words of the transcript after a while, and again from time to time. */
  private reading(after: number): void {
    clearTimeout(this.next);
    this.next = setTimeout(() => void this.read().finally(() => this.reading(QUIET_MS)), after);
  }

  private async read(): Promise<void> {
    const { view, link } = this.room;
    if (!reads(view.me.seat) || (testifies(view.me.seat) && view.transcript === null)) return;
    const text = await link.transcript();
    if (!text) return;
    captions(this.words, text.paragraphs);
    this.transcript?.take(text);
  }
}

function device(track: MediaStreamTrack | null): string {
  return track?.getSettings().deviceId ?? "";
}

/** The devices of before a reload: the microphone, and the camera if there was one. */
function recalled(key: string): [string, string | null] | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as [string, string | null] | null;
  } catch {
    return null;
  }
}

function remember(key: string, devices: string | null): void {
  try {
    if (devices === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, devices);
  } catch {
    // without storage the devices are checked again after a reload
  }
}

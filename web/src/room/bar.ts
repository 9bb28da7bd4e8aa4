// The bar below: one's own microphone, camera, hand and screen, help, and the way out; with them one's own small picture.
import { ask, show } from "./ask";
import type { Media, Own } from "./media";
import { h, put, span } from "./node";
import type { Room } from "./room";
import { inside, ofCourt, over, speaks, type View } from "./view";

const HELP: [string, string][] = [
  ["m", "开、关麦克风"],
  ["v", "开、关摄像头"],
  ["h", "举手、放下"],
  ["?", "显示本说明"],
  ["Tab", "移到下一个按钮；在画面上按 Tab 可到“办理”"],
  ["Alt 1…9", "书记员：插入该环节的固定用语"],
];

interface Wants {
  chat: () => void;
  voiceOnly: (on: boolean) => void;
  left: () => void;
  reopen: () => Promise<void>;
}

/** What the microphone does now, and why one is not heard. */
export function heard(view: View, on: boolean): string {
  if (!speaks(view.me.seat)) return view.me.silent ?? "";
  if (view.me.silent !== null) return `现在不收音：${view.me.silent}`;
  return on ? "正在收音，您说的话所有人都能听到" : "可以发言，但您的麦克风是关着的";
}

export class Bar {
  readonly node: HTMLElement;
  readonly strip: HTMLElement;
  private own: Own = { audio: null, video: null };
  private sharing: MediaStreamTrack | null = null;
  private thin = false;
  private voiceOnly = false;
  private readonly picture = h("video", { autoplay: true, playsinline: true, "aria-label": "您的画面" });
  private readonly figure: HTMLElement;
  private readonly off = h("span", { class: "off", hidden: true }, "画面已关");
  private readonly sound = h("p", { class: "sound" });
  private readonly mic = this.key("麦克风", "m", () => this.toggle("audio"));
  private readonly cam = this.key("摄像头", "v", () => this.toggle("video"));
  private readonly hand = this.key("举手", "h", () => this.raise());
  private readonly screen = h("button", { onclick: () => void this.share() }, "共享屏幕");
  private readonly done = h(
    "button",
    { class: "primary", onclick: () => void this.room.act({ kind: "revoke_floor" }) },
    "发言完毕",
  );
  private readonly low = h("button", { "aria-pressed": "false", onclick: () => this.lower() }, "低流量");
  private readonly voice = h("button", { "aria-pressed": "false", onclick: () => this.soundOnly() }, "只用声音");
  private readonly chat: HTMLButtonElement;

  constructor(
    private readonly room: Room,
    private readonly media: Media,
    private readonly wants: Wants,
    captions: HTMLElement,
  ) {
    this.picture.muted = true;
    this.chat = h("button", { onclick: wants.chat }, room.view.me.seat === "clerk" ? "文字联系" : "文字联系书记员");
    const help = h("button", { onclick: () => void this.askHelp() }, "请求协助");
    const leave = h("button", { class: "leave", onclick: () => void this.leave() }, "退出法庭");
    this.figure = h(
      "figure",
      { class: "own" },
      this.picture,
      this.off,
      h("div", { class: "watermark", "aria-hidden": "true" }),
      h("figcaption", {}, "您"),
    );
    this.strip = h("div", { class: "strip" }, this.figure, h("div", { class: "said" }, captions, this.sound));
    const rest = h(
      "div",
      { class: speaks(room.view.me.seat) ? "rest" : "rest open", id: "bar-rest" },
      this.screen,
      this.chat,
      help,
      this.low,
      this.voice,
      leave,
    );
    const more = h("button", { class: "unfold", "aria-expanded": "false", "aria-controls": "bar-rest" }, "更多");
    more.addEventListener("click", () => more.setAttribute("aria-expanded", String(rest.classList.toggle("open"))));
    more.hidden = !speaks(room.view.me.seat);
    const first = [this.done, this.mic, this.cam, this.hand, more];
    this.node = h("div", { class: "bar-room", role: "group", "aria-label": "操作" }, ...first, rest);
    this.keys();
    setInterval(() => this.update(), 1_000);
  }

  /** Takes over the devices that were checked. */
  take(own: Own): void {
    this.own = own;
    this.picture.srcObject = own.video ? new MediaStream([own.video]) : null;
    for (const track of [own.audio, own.video]) track?.addEventListener("ended", () => void this.wants.reopen());
    this.update();
  }

  update(): void {
    const { view } = this.room;
    const talks = speaks(view.me.seat);
    const on = this.own.audio?.enabled ?? false;
    this.label(this.mic, this.own.audio === null ? "没有麦克风" : on ? "麦克风：开" : "麦克风：关", on);
    const seen = this.own.video?.enabled ?? false;
    this.label(this.cam, this.own.video === null ? "没有摄像头" : seen ? "摄像头：开" : "摄像头：关", seen);
    this.label(this.hand, view.me.hand ? "放下" : "举手", view.me.hand);
    this.mic.disabled = this.own.audio === null;
    this.cam.disabled = this.own.video === null;
    this.mic.hidden = this.cam.hidden = this.figure.hidden = this.voice.hidden = this.low.hidden = !talks;
    this.hand.hidden = !talks || view.me.seat === "presiding" || !inside(view);
    this.screen.hidden = !view.me.send.screen && this.sharing === null;
    if (!view.me.send.screen && this.sharing) void this.stopSharing();
    put(this.screen, this.sharing ? "停止共享" : "共享屏幕");
    this.done.hidden = view.floor?.person !== view.me.person || view.me.seat === "presiding";
    this.off.hidden = seen;
    this.chat.hidden = !talks && !ofCourt(view.me.seat);
    this.tell(view, on);
  }

  /** The reason of one's silence, or how long one may still speak. */
  private tell(view: View, on: boolean): void {
    const own = view.floor?.person === view.me.person ? view.floor : null;
    const left = own?.until ? `，还剩 ${span(own.until - this.room.link.now())}` : "";
    put(this.sound, own ? `请您发言${left}。${heard(view, on)}` : heard(view, on));
    this.sound.classList.toggle("live", view.me.silent === null && on);
    this.sound.classList.toggle("unheard", own !== null && !on);
  }

  private key(zh: string, key: string, go: () => void): HTMLButtonElement {
    return h("button", { "aria-keyshortcuts": key, onclick: go }, zh, h("kbd", {}, key));
  }

  private label(button: HTMLButtonElement, zh: string, pressed: boolean): void {
    const text = button.firstChild;
    if (text && text.textContent !== zh) text.textContent = zh;
    button.setAttribute("aria-pressed", String(pressed));
  }

  private toggle(kind: "audio" | "video"): void {
    const track = this.own[kind];
    if (!track) return;
    track.enabled = !track.enabled;
    const what = kind === "audio" ? "麦克风" : "摄像头";
    const caution =
      kind === "video" && !track.enabled && !ofCourt(this.room.view.me.seat) ? "；庭审中关闭画面应当经审判长准许" : "";
    this.room.say(`${what}${track.enabled ? "已打开" : "已关闭"}${caution}`);
    this.update();
  }

  private raise(): void {
    const { me } = this.room.view;
    void this.room.act(me.hand ? { kind: "lower_hand", person: me.person } : { kind: "raise_hand" });
  }

  private async share(): Promise<void> {
    if (this.sharing) return this.stopSharing();
    if (!("getDisplayMedia" in navigator.mediaDevices)) {
      return this.room.refuse([
        { code: "no_screen", basis: "", sentence: "这台设备的浏览器不能共享屏幕；请改用电脑，或者请书记员代为出示" },
      ]);
    }
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 10 } }).catch(() => null);
    const track = stream?.getVideoTracks()[0];
    if (!track) return;
    track.contentHint = "detail";
    track.addEventListener("ended", () => void this.stopSharing());
    this.sharing = track;
    await this.media.share(track);
    this.update();
  }

  private async stopSharing(): Promise<void> {
    this.sharing = null;
    await this.media.share(null);
    this.update();
  }

  private lower(): void {
    this.thin = !this.thin;
    this.low.setAttribute("aria-pressed", String(this.thin));
    this.room.say(this.thin ? "低流量：只传送小画面" : "已恢复正常画面");
    void this.media.thin(this.thin);
  }

  private soundOnly(): void {
    this.voiceOnly = !this.voiceOnly;
    this.voice.setAttribute("aria-pressed", String(this.voiceOnly));
    if (this.own.video) this.own.video.enabled = !this.voiceOnly;
    this.room.say(this.voiceOnly ? "只用声音：您的画面已停，也不显示他人的画面" : "已恢复画面");
    this.wants.voiceOnly(this.voiceOnly);
    this.update();
  }

  private async askHelp(): Promise<void> {
    const sent = await ask(
      {
        title: "请求协助",
        says: "书记员和技术人员会看到，并与您联系。",
        verb: "发出",
        fields: [{ name: "text", label: "需要什么协助", kind: "area" }],
      },
      ({ text }) => this.room.link.act({ kind: "ask_help", text }),
    );
    if (sent) this.room.say("已发出，请留在画面前等待");
  }

  private async leave(): Promise<void> {
    const { view } = this.room;
    const party = !ofCourt(view.me.seat) && speaks(view.me.seat) && !over(view);
    const says = party
      ? "按下后即退出本次庭审，并记入笔录。庭审尚未结束的，未经准许退出可能按中途退庭处理：原告方可能按撤诉处理，被告方可能缺席审理。网络不好时不必退出，页面会自动重连。"
      : "按下后即断开连接。庭审没有结束的，可以用同一链接再次进入。";
    const left = await ask({ title: "退出法庭", says, verb: "退出法庭", back: "留在法庭", grave: party }, () =>
      this.room.link.send("POST", "/leave"),
    );
    if (left) this.wants.left();
  }

  private help(): void {
    const dialog = h(
      "dialog",
      { class: "room-dialog", "aria-labelledby": "room-help" },
      h("h2", { id: "room-help" }, "键盘操作"),
      h("dl", {}, ...HELP.flatMap(([key, zh]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, zh)])),
      h("form", { method: "dialog" }, h("button", { class: "primary", type: "submit" }, "知道了")),
    );
    show(dialog);
  }

  private keys(): void {
    const go: Record<string, () => void> = {
      m: () => this.mic.click(),
      v: () => this.cam.click(),
      h: () => !this.hand.hidden && this.hand.click(),
      "?": () => this.help(),
    };
    const press = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest("input, select, textarea, dialog") !== null;
      const act = go[event.key];
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        typing ||
        !act ||
        !this.node.isConnected ||
        this.node.offsetParent === null
      )
        return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    };
    document.addEventListener("keydown", press, { capture: true });
  }
}

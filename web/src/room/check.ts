// Before entering: does the camera see, does the microphone hear, can one hear. Nothing is sent yet.
import type { Own } from "./media";
import { h, put } from "./node";
import { deviceFault } from "./words";

/** How often the level of the microphone is shown. */
const LEVEL_MS = 100;
/** A level below which nothing was said. */
const QUIET = 0.02;

type Kind = "audio" | "video";

/** What is asked of a device: sound without echo, a picture of 720 lines. */
function wish(kind: Kind, device: string): MediaTrackConstraints {
  const which = device ? { deviceId: { exact: device } } : {};
  if (kind === "audio") return { ...which, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return {
    ...which,
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 24, max: 30 },
    facingMode: "user",
  };
}

/** Opens devices. */
export async function open(audio: string, video: string | null): Promise<Own> {
  const asked = { audio: wish("audio", audio), video: video === null ? false : wish("video", video) };
  const stream = await navigator.mediaDevices.getUserMedia(asked);
  return { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null };
}

/** A short sound, to hear whether one hears. */
function chime(context: AudioContext): void {
  const tone = context.createOscillator();
  const loud = context.createGain();
  loud.gain.value = 0.2;
  tone.frequency.value = 660;
  tone.connect(loud).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.6);
}

export class Check {
  readonly node: HTMLElement;
  private own: Own = { audio: null, video: null };
  private readonly picture = h("video", { autoplay: true, playsinline: true, "aria-label": "您的画面" });
  private readonly meter = h("meter", { min: 0, max: 1, value: 0, "aria-label": "麦克风音量" });
  private readonly heard = h("p", { class: "small muted" }, "请说一句话，看音量是否移动");
  private readonly fault = h("div", { class: "note warn", role: "alert", hidden: true });
  private readonly audio = h("select", { id: "check-audio", onchange: () => void this.start() });
  private readonly video = h("select", { id: "check-video", onchange: () => void this.start() });
  private readonly first = h("button", { class: "primary", onclick: () => void this.start() }, "打开摄像头和麦克风");
  private readonly enter = h("button", { class: "primary", hidden: true, onclick: () => this.finish() }, "进入候庭");
  private readonly voice = h("button", { hidden: true, onclick: () => void this.start(true) }, "只用声音");
  private readonly devices = h("div", { class: "check-devices", hidden: true });
  private readonly frame = h(
    "div",
    { class: "check-picture" },
    this.picture,
    h("p", { class: "muted" }, "这里将显示您的画面"),
  );
  private context: AudioContext | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly done: (own: Own) => void) {
    this.picture.muted = true;
    const sound = h("button", { onclick: () => chime(this.sound()) }, "播放提示音");
    this.devices.append(
      h("p", {}, h("label", { for: "check-video" }, "摄像头"), this.video),
      h("p", {}, h("label", { for: "check-audio" }, "麦克风"), this.audio),
      h("div", {}, this.meter, this.heard),
      h("div", { class: "check-sound" }, sound, h("span", { class: "small muted" }, "听不到的，请调大音量或者换耳机")),
    );
    this.node = h(
      "section",
      { class: "check", "aria-labelledby": "check-title" },
      h("h2", { id: "check-title" }, "检测设备"),
      h("p", { class: "muted" }, "画面端正、面部和双肩清楚、声音能听到，再进入候庭。检测时不向任何人传送。"),
      h("div", { class: "check-body" }, this.frame, this.devices),
      this.fault,
      h("div", { class: "go" }, this.enter, this.first, this.voice),
    );
  }

  /** Opens what is chosen; without a camera only the sound. */
  async start(soundOnly = false): Promise<void> {
    this.stop();
    try {
      this.own = await open(this.audio.value, soundOnly ? null : this.video.value);
    } catch (cause) {
      return this.failed(cause);
    }
    this.fault.hidden = true;
    this.devices.hidden = false;
    this.enter.hidden = false;
    this.first.classList.remove("primary");
    put(this.first, "重新检测");
    this.frame.classList.toggle("on", this.own.video !== null);
    this.picture.srcObject = this.own.video ? new MediaStream([this.own.video]) : null;
    await this.list();
    this.listen();
  }

  private failed(cause: unknown): void {
    this.frame.classList.remove("on");
    this.fault.hidden = false;
    this.fault.replaceChildren(h("p", {}, deviceFault(cause)));
    put(this.first, "重新检测");
    this.voice.hidden = false;
  }

  private async list(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices();
    const show = (select: HTMLSelectElement, kind: string, zh: string, now: MediaStreamTrack | null): void => {
      const found = all.filter((one) => one.kind === kind);
      const options = found.map((one, at) => h("option", { value: one.deviceId }, one.label || `${zh} ${at + 1}`));
      select.replaceChildren(...(options.length > 0 ? options : [h("option", { value: "" }, `没有${zh}`)]));
      const used = now?.getSettings().deviceId;
      if (used) select.value = used;
    };
    show(this.audio, "audioinput", "麦克风", this.own.audio);
    show(this.video, "videoinput", "摄像头", this.own.video);
  }

  private sound(): AudioContext {
    this.context ??= new AudioContext();
    void this.context.resume();
    return this.context;
  }

  private listen(): void {
    if (!this.own.audio) return;
    const context = this.sound();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(new MediaStream([this.own.audio])).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(wave);
      const level = Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length);
      this.meter.value = Math.min(1, level * 4);
      if (level > QUIET) put(this.heard, "麦克风正常，能听到您的声音");
    }, LEVEL_MS);
  }

  private stop(): void {
    clearInterval(this.timer);
    this.own.audio?.stop();
    this.own.video?.stop();
    this.own = { audio: null, video: null };
  }

  private finish(): void {
    clearInterval(this.timer);
    void this.context?.close();
    this.context = undefined;
    this.done(this.own);
  }
}

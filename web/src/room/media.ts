// One peer connection: own sound, picture and screen out, spare pairs in. When it is lost it is mended without a click:
// first by a new way through the network, then by joining anew.
import { refusals } from "./link";
import type { Refusal } from "./view";

/** How long a line may be lost before it is mended: shorter gaps mend themselves. */
const LOST_MS = 1_000;
/** How long a mended line may take to carry again before the page joins anew. */
const MEND_MS = 3_000;
const AGAIN_MS = 1_000;
/** Asked again while the court's server has no place. */
const FULL_MS = 5_000;
const STATS_MS = 1_000;
/** Looks after which a line that carried nothing is taken for lost: sooner than the browser does. */
const SILENT = 2;
/** Looks for which a picture without new frames is still taken for one. */
const STILL = 5;
const HIGH = 900_000;
const LOW = 120_000;
const SCREEN = 1_200_000;

export type State = "idle" | "joining" | "on" | "mending" | "refused";
export type Verdict = "" | "良好" | "一般" | "较差";

export interface Own {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}

interface Heard {
  state: (state: State, why: Refusal[]) => void;
  verdict: (verdict: Verdict) => void;
}

interface Lines {
  audio: RTCRtpTransceiver;
  video: RTCRtpTransceiver;
  screen: RTCRtpTransceiver;
}

export class Media {
  private pc: RTCPeerConnection | undefined;
  private lines: Lines | undefined;
  private place = "";
  private own: Own = { audio: null, video: null };
  private shared: MediaStreamTrack | null = null;
  private streams = new Map<string, MediaStream>();
  private mend: ReturnType<typeof setTimeout> | undefined;
  private low = false;
  private left = false;
  private busy = false;
  private before = { lost: 0, got: 0, bytes: 0, silent: 0 };
  private readonly frames = new Map<string, { count: number; still: number }>();
  state: State = "idle";

  constructor(
    private readonly base: string,
    private readonly sends: boolean,
    private readonly pairs: number,
    private readonly heard: Heard,
  ) {
    addEventListener("online", () => void this.restart());
    const network = (navigator as { connection?: EventTarget }).connection;
    network?.addEventListener("change", () => void this.restart());
    addEventListener("pagehide", () => this.bye());
    // a page that comes back from the browser's memory has no line any more
    addEventListener("pageshow", (event) => event.persisted && this.pc && void this.join());
    setInterval(() => void this.measure(), STATS_MS);
  }

  /** The picture or the sound that a line carries. */
  stream(mid: string): MediaStream | undefined {
    return this.streams.get(mid);
  }

  /** Whether frames of a picture arrive: a screen that may be shared need not be. */
  moves(mid: string): boolean {
    const one = this.frames.get(mid);
    return one !== undefined && one.count > 0 && one.still < STILL;
  }

  /** The lines that carry sound: each is heard by an element of its own. */
  sounds(): [string, MediaStream][] {
    return [...this.streams].filter(([, stream]) => stream.getAudioTracks().length > 0);
  }

  /** Sets what is sent; before joining and while joined. */
  async give(own: Own): Promise<void> {
    this.own = own;
    await this.lines?.audio.sender.replaceTrack(own.audio);
    await this.lines?.video.sender.replaceTrack(own.video);
  }

  async share(track: MediaStreamTrack | null): Promise<void> {
    if (this.shared !== track) this.shared?.stop();
    this.shared = track;
    await this.lines?.screen.sender.replaceTrack(track);
  }

  /** Joins, or joins anew. Tries again by itself while the network or the server is away. */
  async join(): Promise<void> {
    if (this.busy || this.left) return;
    this.busy = true;
    clearTimeout(this.mend);
    this.say(this.state === "idle" ? "joining" : "mending");
    try {
      await this.offerAnew();
    } catch {
      this.later(() => void this.join());
    } finally {
      this.busy = false;
    }
  }

  /** A new way through the network for the same connection. */
  async restart(): Promise<void> {
    const pc = this.pc;
    if (!pc || this.busy || this.left || this.state === "refused") return;
    if (this.place === "") return this.join();
    this.busy = true;
    clearTimeout(this.mend);
    this.say("mending");
    try {
      await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
      const answer = await this.post("PATCH", this.place, pc.localDescription?.sdp ?? "");
      if (!answer.ok) return this.later(() => void this.join(), 0);
      await pc.setRemoteDescription({ type: "answer", sdp: await answer.text() });
      this.mend = setTimeout(() => pc.connectionState !== "connected" && void this.join(), MEND_MS);
      if (pc.connectionState === "connected" && steady(pc)) this.say("on");
    } catch {
      // a half-made offer would stand in the way of the next
      if (pc.signalingState === "have-local-offer")
        await pc.setLocalDescription({ type: "rollback" }).catch(() => undefined);
      this.later(() => void this.restart());
    } finally {
      this.busy = false;
    }
  }

  /** Fewer bits for a thin network: only the small picture is sent. */
  async thin(low: boolean): Promise<void> {
    this.low = low;
    const sender = this.lines?.video.sender;
    const given = sender?.getParameters();
    if (!sender || !given || given.encodings.length === 0) return;
    given.encodings.forEach((one, at) => bound(one, at, given.encodings.length, low));
    await sender.setParameters(given).catch(() => undefined);
  }

  /** Leaves for good. */
  leave(): void {
    this.left = true;
    this.bye();
    this.drop();
    this.shared?.stop();
    this.own.audio?.stop();
    this.own.video?.stop();
    this.say("idle");
  }

  private async offerAnew(): Promise<void> {
    this.bye();
    this.drop();
    const pc = new RTCPeerConnection();
    this.pc = pc;
    this.before = { lost: 0, got: 0, bytes: 0, silent: 0 };
    this.frames.clear();
    if (this.sends) this.lines = this.outgoing(pc);
    for (let pair = 0; pair < this.pairs; pair++) {
      pc.addTransceiver("audio", { direction: "recvonly" });
      pc.addTransceiver("video", { direction: "recvonly" });
    }
    pc.addEventListener("connectionstatechange", () => this.stands(pc));
    pc.addEventListener("iceconnectionstatechange", () => this.stands(pc));
    await pc.setLocalDescription(await pc.createOffer());
    const answer = await this.post("POST", `${this.base}/media`, pc.localDescription?.sdp ?? "");
    if (answer.status >= 400 && answer.status < 500) return this.refused(await refusals(answer));
    if (answer.status === 503) {
      this.say("mending", await refusals(answer));
      return this.later(() => void this.join(), FULL_MS);
    }
    if (!answer.ok) throw new Error(String(answer.status));
    this.place = answer.headers.get("location") ?? "";
    await pc.setRemoteDescription({ type: "answer", sdp: await answer.text() });
    for (const line of pc.getTransceivers()) {
      if (line.mid !== null && line.direction === "recvonly")
        this.streams.set(line.mid, new MediaStream([line.receiver.track]));
    }
    await this.thin(this.low);
    this.mend = setTimeout(() => pc === this.pc && pc.connectionState !== "connected" && void this.join(), MEND_MS * 2);
  }

  private outgoing(pc: RTCPeerConnection): Lines {
    const one = (
      track: MediaStreamTrack | null,
      kind: string,
      sendEncodings: RTCRtpEncodingParameters[],
    ): RTCRtpTransceiver => pc.addTransceiver(track ?? kind, { direction: "sendonly", sendEncodings });
    const audio = one(this.own.audio, "audio", [{}]);
    const video = one(this.own.video, "video", [
      { rid: "h", maxBitrate: HIGH },
      { rid: "l", maxBitrate: LOW, scaleResolutionDownBy: 4 },
    ]);
    const screen = one(this.shared, "video", [{ maxBitrate: SCREEN, maxFramerate: 10 }]);
    for (const line of [video, screen]) plainFirst(line);
    return { audio, video, screen };
  }

  private stands(pc: RTCPeerConnection): void {
    if (pc !== this.pc || this.left) return;
    if (pc.connectionState === "failed") return void this.join();
    if (pc.iceConnectionState === "failed") return void this.restart();
    if (pc.iceConnectionState === "disconnected") {
      clearTimeout(this.mend);
      this.say("mending");
      this.mend = setTimeout(() => void this.restart(), LOST_MS);
    }
    if (pc.connectionState === "connected" && steady(pc)) {
      clearTimeout(this.mend);
      this.say("on");
    }
  }

  private post(method: string, to: string, sdp: string): Promise<Response> {
    return fetch(to, { method, headers: { "content-type": "application/sdp" }, body: sdp });
  }

  private refused(why: Refusal[]): void {
    this.drop();
    this.say("refused", why);
  }

  private later(go: () => void, after = AGAIN_MS): void {
    clearTimeout(this.mend);
    this.mend = setTimeout(go, after);
  }

  private bye(): void {
    if (this.place) void fetch(this.place, { method: "DELETE", keepalive: true }).catch(() => undefined);
    this.place = "";
  }

  private drop(): void {
    clearTimeout(this.mend);
    this.pc?.close();
    this.pc = undefined;
    this.lines = undefined;
    this.streams.clear();
  }

  private say(state: State, why: Refusal[] = []): void {
    if (this.state === state && why.length === 0) return;
    this.state = state;
    this.heard.state(state, why);
  }

  private async measure(): Promise<void> {
    const pc = this.pc;
    if (!pc || this.state !== "on") return;
    const sums = { lost: 0, got: 0, jitter: 0, rtt: 0, up: 0, bytes: 0 };
    (await pc.getStats()).forEach((one: Record<string, unknown>) => {
      add(sums, one);
      this.count(one);
    });
    const lost = Math.max(0, sums.lost - this.before.lost);
    const got = Math.max(0, sums.got - this.before.got);
    const silent = sums.bytes === this.before.bytes ? this.before.silent + 1 : 0;
    this.before = { lost: sums.lost, got: sums.got, bytes: sums.bytes, silent };
    const loss = Math.max(sums.up, lost + got > 0 ? lost / (lost + got) : 0);
    this.heard.verdict(verdict(loss, sums.rtt, sums.jitter));
    // whoever sends is answered all the time
    if (silent >= SILENT && this.sends) {
      this.before.silent = 0;
      await this.restart();
    }
  }

  private count(one: Record<string, unknown>): void {
    if (one["type"] !== "inbound-rtp" || one["kind"] !== "video" || typeof one["mid"] !== "string") return;
    const count = typeof one["framesReceived"] === "number" ? one["framesReceived"] : 0;
    const before = this.frames.get(one["mid"]);
    const still = before && before.count === count ? before.still + 1 : 0;
    this.frames.set(one["mid"], { count, still });
  }
}

/** The network in one word. More than a tenth lost is too bad for a hearing (H-105). */
export function verdict(loss: number, rtt: number, jitter: number): Verdict {
  if (loss > 0.1 || rtt > 0.8) return "较差";
  return loss > 0.03 || rtt > 0.3 || jitter > 0.06 ? "一般" : "良好";
}

interface Sums {
  lost: number;
  got: number;
  jitter: number;
  rtt: number;
  up: number;
  bytes: number;
}

function add(sums: Sums, one: Record<string, unknown>): void {
  const of = (key: string): number => (typeof one[key] === "number" ? one[key] : 0);
  if (one["type"] === "inbound-rtp") {
    sums.lost += of("packetsLost");
    sums.got += of("packetsReceived");
    // a line that was filled anew has no jitter to speak of
    if (one["kind"] === "audio" && of("packetsReceived") > 100) sums.jitter = Math.max(sums.jitter, of("jitter"));
  }
  if (one["type"] === "remote-inbound-rtp") sums.up = Math.max(sums.up, of("fractionLost"));
  if (one["type"] !== "candidate-pair") return;
  sums.bytes += of("bytesReceived");
  if (one["nominated"] === true) sums.rtt = of("currentRoundTripTime");
}

function steady(pc: RTCPeerConnection): boolean {
  return pc.iceConnectionState === "connected" || pc.iceConnectionState === "completed";
}

function bound(one: RTCRtpEncodingParameters, at: number, count: number, low: boolean): void {
  if (count > 1) one.active = !(low && at === 0);
  else one.maxBitrate = low ? LOW : HIGH;
}

/** H264 that every browser shows goes first, where the browser has it. */
function plainFirst(line: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities("video")?.codecs ?? [];
  const plain = (one: { mimeType: string; sdpFmtpLine?: string }): boolean =>
    one.mimeType.toLowerCase() === "video/h264" &&
    /packetization-mode=1.*42e0|42e0.*packetization-mode=1/i.test(one.sdpFmtpLine ?? "");
  if (codecs.some(plain)) line.setCodecPreferences([...codecs.filter(plain), ...codecs.filter((one) => !plain(one))]);
}

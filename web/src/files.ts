// Files handed in with script: sent piece by piece, each by a client of the tus protocol, one after another in the order they
// were chosen. A lost connection waits and goes on; a file chosen again goes on where it stopped. Without script the form
// is sent as it is.
import { Upload } from "tus-js-client";

import { asks } from "./asks";

/** Bytes sent at a time: what a server that stops has to wait for. */
const PIECE = 8 * 1024 * 1024;
const AGAIN_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000];

interface Problem {
  detail?: string;
}

interface Sheet {
  state: string;
  digest?: string | null;
}

/** A file on its way, and its line on the page. */
class Line {
  readonly item = document.createElement("li");
  private readonly told = document.createElement("p");
  private readonly bar = document.createElement("progress");
  private readonly pause = document.createElement("button");
  private readonly stop = document.createElement("button");
  private running = false;
  private broken = false;
  private readonly upload: Upload;
  private finish: () => void = () => undefined;
  /** Ends when the file is kept, refused or taken away. */
  readonly done = new Promise<void>((resolve) => (this.finish = resolve));

  constructor(section: HTMLElement, private readonly file: File) {
    const name = document.createElement("p");
    name.className = "file-name";
    name.textContent = file.name;
    this.item.className = "coming";
    this.told.className = "small muted";
    this.told.textContent = "等待上传";
    this.bar.max = file.size;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `${file.name} 的上传进度`);
    this.pause.type = "button";
    this.pause.textContent = "暂停";
    this.pause.hidden = true;
    this.pause.addEventListener("click", () => (this.running ? this.halt("已暂停") : void this.begin()));
    this.stop.type = "button";
    this.stop.textContent = "删除";
    this.stop.setAttribute("aria-label", `删除 ${file.name}`);
    this.stop.addEventListener("click", () => void this.away());
    const row = document.createElement("div");
    row.className = "file-go";
    row.append(this.pause, this.stop);
    this.item.append(name, this.told, this.bar, row);
    this.upload = this.client(section);
    window.addEventListener("online", () => this.broken && void this.begin());
  }

  private client(section: HTMLElement): Upload {
    const words = (section.dataset["place"] ?? "").split(" ");
    const metadata: Record<string, string> = { filename: this.file.name };
    for (let at = 0; at + 1 < words.length; at += 2) metadata[words[at] ?? ""] = words[at + 1] ?? "";
    return new Upload(this.file, {
      endpoint: section.dataset["uploads"] ?? "",
      metadata,
      headers: { "x-csrf-token": section.dataset["csrf"] ?? "" },
      chunkSize: PIECE,
      retryDelays: AGAIN_MS,
      removeFingerprintOnSuccess: true,
      fingerprint: (file) =>
        Promise.resolve(["mingjing", section.dataset["place"], (file as File).name, (file as File).size, (file as File).lastModified].join("/")),
      onProgress: (sent, all) => {
        this.bar.value = sent;
        this.say(`已传 ${Math.floor((sent * 100) / Math.max(all, 1))}%，共 ${size(all)}${sent === all ? "，正在检查" : ""}`);
      },
      onSuccess: () => void this.kept(),
      onError: (cause) => this.failed(cause),
    });
  }

  private say(text: string): void {
    this.told.textContent = text;
  }

  /** Sends, or goes on sending where it stopped, this time or before. */
  async begin(): Promise<void> {
    this.broken = false;
    this.running = true;
    this.pause.hidden = false;
    this.pause.textContent = "暂停";
    this.say("正在连接");
    if (!this.upload.url) {
      const before = await this.upload.findPreviousUploads();
      if (before[0]) this.upload.resumeFromPreviousUpload(before[0]);
    }
    this.upload.start();
  }

  private halt(text: string): void {
    this.running = false;
    this.pause.textContent = "继续";
    void this.upload.abort();
    this.say(text);
  }

  private failed(cause: Error | { originalResponse?: { getStatus(): number; getBody(): string } | null }): void {
    const answer = "originalResponse" in cause ? cause.originalResponse : undefined;
    const status = answer?.getStatus() ?? 0;
    if (status === 0 || status >= 500 || status === 423 || status === 409) {
      this.broken = true;
      this.running = false;
      this.pause.textContent = "继续";
      this.say("网络中断，已传的部分都在；连上后会接着传，也可以按“继续”");
      return;
    }
    let detail = "没有收下，请稍后再试";
    try {
      detail = (JSON.parse(answer?.getBody() ?? "") as Problem).detail ?? detail;
    } catch {
      // the sentence above stands
    }
    this.refused(detail);
  }

  private refused(detail: string): void {
    this.item.className = "refused";
    this.bar.hidden = true;
    this.pause.hidden = true;
    this.told.className = "said";
    this.told.setAttribute("role", "alert");
    this.say(detail);
    this.finish();
  }

  private async kept(): Promise<void> {
    this.bar.hidden = true;
    this.pause.hidden = true;
    try {
      const sheet = (await (await fetch(this.upload.url ?? "")).json()) as Sheet;
      this.say(sheet.digest ? `已收下，摘要（SM3）${sheet.digest}` : "已收下");
    } catch {
      this.say("已收下");
    }
    this.item.className = "kept";
    this.finish();
  }

  /** Takes the file away, here and there. */
  private async away(): Promise<void> {
    const refused = this.item.className === "refused";
    try {
      await this.upload.abort(!refused && Boolean(this.upload.url));
    } catch {
      // what is left there expires
    }
    this.item.remove();
    this.finish();
  }
}

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Makes the files of a page quicker; it works without. */
export function files(section: HTMLElement): void {
  const form = section.querySelector<HTMLFormElement>("form[data-plain]");
  const list = section.querySelector<HTMLElement>("[data-files]");
  const told = section.querySelector<HTMLElement>("[data-told]");
  if (!form || !list || !told) return;
  form.querySelector("[data-send]")?.remove();
  form.querySelector("[data-plain-hint]")?.remove();
  section.querySelectorAll<HTMLElement>("[data-needs-script]").forEach((part) => (part.hidden = false));
  let under = Promise.resolve();
  let left = 0;
  const send = (chosen: File[]): void => {
    for (const file of chosen) {
      const line = new Line(section, file);
      list.append(line.item);
      left += 1;
      told.textContent = `还有 ${left} 个文件要传`;
      under = under.then(async () => {
        if (line.item.isConnected) {
          void line.begin();
          await line.done;
        }
        left -= 1;
        told.textContent = left > 0 ? `还有 ${left} 个文件要传` : "都传完了";
        if (left === 0) await refresh(section);
      });
    }
  };
  for (const input of form.querySelectorAll<HTMLInputElement>("input[type=file]")) {
    input.addEventListener("change", () => {
      const chosen = [...(input.files ?? [])];
      // a scanner numbers its pages; a person chooses in an order of their own
      if (input.webkitdirectory) {
        chosen.sort((one, other) => one.name.localeCompare(other.name, "zh", { numeric: true }));
      }
      input.value = "";
      send(chosen);
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
}

/** What was taken stands on the page as the server shows it; what was typed is kept first, what was refused stays. */
async function refresh(section: HTMLElement): Promise<void> {
  const form = document.querySelector<HTMLFormElement>("form[data-saves]");
  try {
    if (form) {
      const body = new URLSearchParams();
      new FormData(form).forEach((value, name) => typeof value === "string" && body.append(name, value));
      await fetch(form.dataset["saves"] ?? "", { method: "POST", body });
    }
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const focused = document.activeElement?.id ?? "";
    const [list, fresh] = [section.querySelector("[data-files]"), page.querySelector("[data-files]")];
    if (list && fresh) {
      const refused = list.querySelectorAll("li.refused progress");
      fresh.querySelectorAll("li.refused").forEach((item) => item.remove());
      refused.forEach((bar) => bar.closest("li") && fresh.append(bar.closest("li") as HTMLElement));
      list.replaceChildren(...fresh.childNodes);
    }
    const [count, counted] = [section.querySelector("[data-count]"), page.querySelector("[data-count]")];
    if (count && counted) count.textContent = counted.textContent;
    const old = form ?? document.querySelector<HTMLFormElement>("form[data-once]:not([data-plain])");
    const own = [...page.querySelectorAll<HTMLFormElement>("form[data-once]:not([data-plain])")].find(
      (one) => one.getAttribute("action") === old?.getAttribute("action"),
    );
    if (old && own) {
      if (!form) carry(old, own);
      old.replaceWith(own);
      asks(own);
      if (focused) document.getElementById(focused)?.focus();
    }
  } catch {
    // the page is as it was; it shows all of it when it is opened again
  }
}

/** What was typed into a form that is not kept while it is typed goes over into the same form made anew. */
function carry(old: HTMLFormElement, own: HTMLFormElement): void {
  for (const [name, value] of new FormData(old)) {
    if (name === "csrf" || typeof value !== "string") continue;
    const fields = [...own.querySelectorAll<HTMLInputElement>("input, textarea, select")].filter((one) => one.name === name);
    for (const field of fields) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else if (field.type !== "file" && field.type !== "hidden") field.value = value;
    }
  }
}

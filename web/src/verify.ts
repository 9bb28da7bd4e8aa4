// The verification page with script: reads a file, a picture of a QR code or pasted text, checks it here, and
// asks the server for its own verdict, so that both stand side by side. Without script the form is sent as it is.
import type { Step } from "./receipt/check";

interface Verdict {
  html: string;
}

export function verification(form: HTMLFormElement): void {
  const area = form.querySelector("textarea");
  const file = form.querySelector<HTMLInputElement>("input[type=file]");
  const said = form.querySelector<HTMLElement>("[data-said]");
  if (!area || !file || !said) return;
  form.querySelector("[data-needs-script]")?.removeAttribute("hidden");
  const tell = (words: string): void => {
    said.textContent = words;
  };
  const load = async (given: File): Promise<void> => {
    if (given.size > 20_000_000) return tell("文件过大：回执文件不超过 64 kB，照片不超过 20 MB。");
    const text = given.type.startsWith("image/") ? await fromPicture(given) : await given.text();
    if (text === undefined) return tell("图片里没有读到回执的二维码。请让二维码占满画面，或改用回执文件。");
    area.value = text;
    await both(form, text, tell);
  };
  const loadFirst = (files: FileList | null | undefined): void => {
    const given = files?.[0];
    if (given) void load(given);
  };
  file.addEventListener("change", () => loadFirst(file.files));
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    loadFirst(event.dataTransfer?.files);
  });
  form.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) {
      event.preventDefault();
      loadFirst(event.clipboardData.files);
    }
  });
  form.addEventListener("submit", (event) => {
    if (area.value.trim() === "") return;
    event.preventDefault();
    void both(form, area.value, tell);
  });
}

async function both(form: HTMLFormElement, text: string, tell: (words: string) => void): Promise<void> {
  tell("正在核对……");
  const [here, there] = await Promise.all([inBrowser(form, text), onServer(form, text)]);
  const target = document.querySelector<HTMLElement>("#verdict");
  if (!target) return;
  if (there) target.replaceChildren(...new DOMParser().parseFromString(there.html, "text/html").body.childNodes);
  const place = target.querySelector<HTMLElement>("[data-browser]");
  if (place) place.replaceChildren(here);
  tell(there ? "核对完毕，结果见下。" : "服务器没有回答；下面只有本机的核对结果。");
  if (!there) target.replaceChildren(here);
  target.scrollIntoView({ block: "nearest" });
}

async function inBrowser(form: HTMLFormElement, text: string): Promise<HTMLElement> {
  const [{ read }, { check }] = await Promise.all([import("./receipt/read"), import("./receipt/check")]);
  const receipt = read(text);
  const steps: Step[] = [{ code: "receipt.form", holds: receipt !== undefined }];
  if (receipt) steps.push(...check(receipt));
  const words = JSON.parse(form.dataset["words"] ?? "{}") as Record<string, string>;
  const all = steps.every((step) => step.holds === true);
  const list = document.createElement("ul");
  list.className = "checks";
  list.dataset["sound"] = String(all);
  for (const step of steps) {
    const [item, mark, what] = [document.createElement("li"), document.createElement("span"), document.createElement("span")];
    mark.className = step.holds === undefined ? "muted" : step.holds ? "ok" : "bad";
    mark.textContent = step.holds === undefined ? "－" : step.holds ? "✓" : "✗";
    what.textContent = (words[step.code] ?? step.code) + (step.holds === undefined ? "（没有核对到这一步）" : "");
    item.append(mark, what);
    list.append(item);
  }
  return list;
}

async function onServer(form: HTMLFormElement, text: string): Promise<Verdict | undefined> {
  const body = new URLSearchParams({ receipt: text, part: "verdict" });
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    return answer.ok ? { html: await answer.text() } : undefined;
  } catch {
    return undefined;
  }
}

async function fromPicture(given: File): Promise<string | undefined> {
  const picture = await createImageBitmap(given).catch(() => undefined);
  if (!picture) return undefined;
  const { default: jsQR } = await import("jsqr");
  const scale = Math.min(1, 2400 / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return undefined;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR(pixels.data, canvas.width, canvas.height)?.data;
}

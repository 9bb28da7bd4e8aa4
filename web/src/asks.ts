// Forms of those who act: a double click sends once, and what is typed is kept as it is typed.

const PAUSE_MS = 1200;

/** Makes a form quicker; it works without. */
export function asks(form: HTMLFormElement): void {
  once(form);
  const address = form.dataset["saves"];
  if (address) {
    keep(form, address);
  }
  form.parentElement?.querySelector<HTMLElement>(".note.warn")?.focus();
}

/** A form under way is not sent again; coming back to the page lets it. */
function once(form: HTMLFormElement): void {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
    }
    sent = true;
  });
  window.addEventListener("pageshow", () => {
    sent = false;
  });
}

/** Sends what is typed after a pause, one at a time; a lost connection is said and tried again. */
function keep(form: HTMLFormElement, address: string): void {
  const said = form.querySelector<HTMLElement>("[data-saved]");
  const say = (text: string): void => {
    if (said) {
      said.textContent = text;
    }
  };
  let timer: number | undefined;
  let under = Promise.resolve();
  let leaving = false;
  const send = async (): Promise<void> => {
    if (leaving) {
      return;
    }
    try {
      const body = new URLSearchParams();
      new FormData(form).forEach((value, name) => {
        if (typeof value === "string") {
          body.append(name, value);
        }
      });
      const answer = await fetch(address, { method: "POST", body });
      say(answer.ok ? "已保存" : "没有保存，请按“保存”再试");
    } catch {
      say("网络中断，内容还在本页；连上后会再保存");
      timer = window.setTimeout(queue, PAUSE_MS * 4);
    }
  };
  const queue = (): void => {
    under = under.then(send);
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(queue, PAUSE_MS);
  });
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    leaving = true;
    const button = (event as SubmitEvent).submitter;
    if (!event.defaultPrevented && button instanceof HTMLButtonElement) {
      // what is under way must not be newer than what the form brings
      event.preventDefault();
      void under.then(() => {
        if (button.name) {
          const extra = document.createElement("input");
          extra.type = "hidden";
          extra.name = button.name;
          extra.value = button.value;
          form.append(extra);
        }
        form.submit();
      });
    }
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
}

// Copies a case number or a hash in one click.

/** Adds a copy button after every element marked `data-copy`; what it copies is the element's text, or `data-copy-text`. */
export function copyNumbers(): void {
  if (!navigator.clipboard) return;
  for (const marked of document.querySelectorAll<HTMLElement>("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "复制";
    button.setAttribute("aria-label", `复制${marked.dataset["copy"] ?? ""}`);
    button.addEventListener("click", () => {
      void copy(button, marked.dataset["copyText"] ?? marked.textContent?.trim() ?? "");
    });
    // what is there for its button alone is shown with it
    const shell = marked.closest<HTMLElement>("[data-with-script]");
    if (shell) shell.hidden = false;
    marked.after(" ", button);
  }
}

async function copy(button: HTMLButtonElement, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "已复制";
  } catch {
    button.textContent = "请手动复制";
  }
  setTimeout(() => {
    button.textContent = "复制";
  }, 2000);
}

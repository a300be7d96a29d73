// The one dialog, which shows one part at a time; it says aloud what goes on, and gives the focus back.
import { say } from "./words.js";

const dialog = document.getElementById("wallet-dialog");
const piece = (name) => dialog.querySelector(`[data-piece="${name}"]`);
let opener = null;

export { piece };

export const isOpen = () => dialog.open;

export function open(part, title, from) {
  if (from) opener = { element: from, form: from.form?.dataset };
  show(part, title);
  progress("");
  fault("");
  if (!dialog.open) dialog.showModal();
  piece("title").focus();
}

export function show(part, title) {
  for (const each of dialog.querySelectorAll("[data-part]")) each.hidden = each.dataset.part !== part;
  piece("title").textContent = title;
}

export const close = () => dialog.close();

export const onClose = (act, options) => dialog.addEventListener("close", act, options);

onClose(() => {
  if (opener) focusAgain(opener.element, opener.form);
});

// The page may have been drawn anew meanwhile: then the button of the same form, or else the wallet's own.
export function focusAgain(element, form) {
  const same = form?.call && `form[data-call="${form.call}"][data-campaign="${form.campaign ?? ""}"] [type=submit]`;
  const twin = () => (same && document.querySelector(same)) || document.getElementById("wallet-button");
  (element.isConnected ? element : twin()).focus();
}

export const progress = (text) => fill("progress", text);

// isCalm: the reader said no, which is no fault of anything.
export function fault(text, isCalm = false) {
  piece("fault").classList.toggle("warning", !isCalm);
  fill("fault", text);
}

export function fill(name, text) {
  piece(name).textContent = text;
  piece(name).hidden = !text;
}

// Nothing of an earlier action stays on the part "action".
export function blank() {
  for (const name of ["notes", "steps"]) enumerate(name, []);
  for (const name of ["fee", "reason"]) fill(name, "");
  piece("fate").replaceChildren();
  piece("watch").hidden = true;
  piece("confirm").hidden = true;
}

export function enumerate(name, texts, at = -1) {
  const items = texts.map((text, index) => {
    const item = document.createElement("li");
    item.textContent = text;
    if (index === at) item.setAttribute("aria-current", "step");
    if (index < at) {
      item.dataset.done = "";
      item.append(` (${say("done")})`);
    }
    return item;
  });
  piece(name).replaceChildren(...items);
  piece(name).parentElement.hidden = !texts.length;
}

// "go" when the reader confirms, "closed", or "changed" when the wallet shows another account or chain.
export function decide() {
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = (answer) => () => {
      over.abort();
      resolve(answer);
    };
    const options = { signal: over.signal };
    piece("confirm").addEventListener("click", end("go"), options);
    onClose(end("closed"), options);
    document.addEventListener("coprod:wallet", end("changed"), options);
    document.addEventListener("coprod:chain", end("changed"), options);
    if (!dialog.open) end("closed")();
  });
}

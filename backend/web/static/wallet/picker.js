// Which wallet: the only one at once, one of several by a list; and the account that is connected.
import * as dialog from "./dialog.js";
import { explain, isRefusal, Told } from "./faults.js";
import { connect, current, disconnect, list } from "./wallets.js";
import { say, shorten } from "./words.js";

// The connected wallet, as soon as there is one. Raises Told when the reader closes the dialog instead.
export function pick(from) {
  dialog.open("pick", say("choose"), from);
  draw();
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const options = { signal: over.signal };
    document.addEventListener("coprod:wallets", draw, options);
    document.addEventListener("coprod:wallet", () => {
      if (!current()) return;
      over.abort();
      resolve(current());
    }, options);
    dialog.onClose(() => {
      over.abort();
      reject(new Told(say("4001")));
    }, options);
    if (list().length === 1) attempt(list()[0]);
  });
}

function draw() {
  const wallets = list();
  dialog.piece("none").hidden = wallets.length > 0;
  dialog.piece("wallets").replaceChildren(...wallets.map(drawChoice));
}

function drawChoice(wallet) {
  const choice = document.getElementById("wallet-choice").content.cloneNode(true);
  const image = choice.querySelector("img");
  if (wallet.icon) image.src = wallet.icon;
  else image.remove();
  choice.querySelector("span").textContent = wallet.name;
  choice.querySelector("button").addEventListener("click", () => attempt(wallet));
  return choice;
}

async function attempt(wallet) {
  dialog.fault("");
  dialog.progress(say("open", { wallet: wallet.name }));
  try {
    await connect(wallet);
  } catch (error) {
    dialog.fault(explain(error), isRefusal(error));
  }
  dialog.progress("");
}

export function showAccount(from) {
  const { name, address } = current();
  dialog.open("account", say("account", { wallet: name }), from);
  dialog.fill("address", address);
  const link = dialog.piece("portfolio");
  link.href = `${link.dataset.base}/${address}`;
}

export function prepareAccount(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (current()) return showAccount(button);
    try {
      await pick(button);
      dialog.close();
    } catch (error) {
      if (!(error instanceof Told)) throw error;
    }
  });
  dialog.piece("disconnect").addEventListener("click", () => {
    disconnect();
    dialog.close();
  });
  const label = () => {
    const wallet = current();
    button.textContent = wallet ? shorten(wallet.address) : say("connect");
    if (wallet) button.setAttribute("aria-label", say("connected", { wallet: shorten(wallet.address) }));
    else button.removeAttribute("aria-label");
  };
  document.addEventListener("coprod:wallet", label);
  label();
}

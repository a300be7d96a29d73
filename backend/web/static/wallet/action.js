// A form that moves money: connect, prepare, show, confirm, send, follow.
import * as dialog from "./dialog.js";
import { explain, isRefusal, Told } from "./faults.js";
import { pick } from "./picker.js";
import { carryOut, plan } from "./sending.js";
import { ask } from "./server.js";
import { current } from "./wallets.js";
import { language, say, shorten } from "./words.js";

let busy = false;

// {action, campaign, parameters, title, wallet, asset} of a form; wallet: of the only account that it is for, if any.
export function readForm(form, submitter) {
  const { call: action, campaign, wallet, share, symbol } = form.dataset;
  const entries = [...new FormData(form, submitter)].filter(([, value]) => value !== "");
  const asset = share ? { address: share, symbol, decimals: 0 } : null;
  const title = submitter?.textContent.trim() || say("preparing");
  return { action, campaign: campaign || null, parameters: Object.fromEntries(entries), title, wallet, asset };
}

export async function act(wish, from) {
  if (busy) return dialog.open("action", dialog.piece("title").textContent, from);
  busy = true;
  try {
    await perform(wish, from);
  } catch (error) {
    // Closed by the reader, or nothing that another try would change: the dialog has said it.
    dialog.fault(explain(error), isRefusal(error));
  } finally {
    busy = false;
    if (!dialog.isOpen()) document.dispatchEvent(new Event("coprod:left"));
  }
}

async function perform(wish, from) {
  if (!current()) await pick(from);
  dialog.open("action", wish.title, from);
  dialog.progress(say("preparing"));
  dialog.blank();
  let label = "confirm";
  for (;;) {
    const wallet = current();
    if (!wallet || !dialog.isOpen()) return dialog.close();
    if (wish.wallet && wish.wallet.toLowerCase() !== wallet.address.toLowerCase()) {
      throw new Told(say("other_account", { wallet: shorten(wish.wallet) }));
    }
    const { campaign, parameters } = wish;
    const asked = { ...(campaign && { campaign }), wallet: wallet.address, ...parameters };
    const prepare = (more) => ask("POST", `/v1/calls/${wish.action}`, { ...asked, ...more });
    const prepared = await prepare({});
    await show(prepared, wallet, label);
    dialog.progress("");
    const answer = await dialog.decide();
    if (answer === "closed") return;
    if (answer === "changed") continue;
    dialog.fault("");
    dialog.piece("confirm").hidden = true;
    dialog.piece("title").focus();
    try {
      follow(await carryOut(wish, prepared, wallet, prepare), wish, wallet);
      return;
    } catch (error) {
      dialog.progress("");
      dialog.fault(explain(error), isRefusal(error));
      label = "again";
    }
  }
}

async function show(prepared, wallet, label) {
  const { summary, notes, fee, simulation } = prepared;
  const possible = simulation.succeeds !== false;
  dialog.show("action", summary);
  dialog.enumerate("notes", notes);
  dialog.enumerate("steps", possible ? (await plan(prepared, wallet)).confirmations : []);
  dialog.fill("fee", fee ? say("fee", { fee: write(fee.cost) }) : "");
  dialog.fill("reason", simulation.reason ?? "");
  const confirm = dialog.piece("confirm");
  confirm.textContent = say(label, { wallet: wallet.name });
  confirm.hidden = !possible;
  if (possible && label === "again") confirm.focus();
}

// The value is a string of digits, formatted as such: never a float.
function write({ value, currency }) {
  const digits = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });
  return `${digits.format(value)} ${currency}`;
}

// What became of it, once there is nothing left to wait for.
const OVER = ".fate-included, .fate-safe, .fate-final, .fate-failed, .fate-cancelled, .fate-refused";

function sayWhenOver() {
  const fate = dialog.piece("fate");
  const look = new MutationObserver(() => {
    if (!fate.querySelector(OVER)) return;
    look.disconnect();
    dialog.progress(say("over"));
  });
  look.observe(fate, { childList: true, subtree: true });
}

function follow(payment, { action, asset }, wallet) {
  // The reader went away while the wallet was open, and said yes there.
  if (!dialog.isOpen()) document.dispatchEvent(new CustomEvent("coprod:unseen", { detail: payment }));
  dialog.progress(say("sent"));
  dialog.piece("title").focus();
  sayWhenOver();
  htmx.ajax("GET", payment.url, { target: dialog.piece("fate"), swap: "innerHTML" });
  document.dispatchEvent(new CustomEvent("coprod:sent", { detail: { action, payment } }));
  const watch = dialog.piece("watch");
  watch.hidden = !asset;
  watch.onclick = async () => {
    try {
      // Whether the reader accepted, wallets do not tell.
      await wallet.provider.request({ method: "wallet_watchAsset", params: { type: "ERC20", options: asset } });
    } catch (error) {
      dialog.fault(explain(error), isRefusal(error));
    }
  };
}

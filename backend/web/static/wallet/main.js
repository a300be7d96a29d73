// The wallet on every page; without it, every page can be read all the same.
import { act, readForm } from "./action.js";
import { prepareAccount } from "./picker.js";
import { resume } from "./resuming.js";
import { signIn } from "./signin.js";
import { current, discover } from "./wallets.js";
import { say } from "./words.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const { call, signin } = form.dataset;
  if (!call && !signin) return;
  event.preventDefault();
  const from = event.submitter ?? form;
  if (call) act(readForm(form, event.submitter), from);
  else signIn(form, from);
});

// What the account may do is drawn by the server, anew for each account.
async function refresh() {
  const wallet = current()?.address;
  for (const part of document.querySelectorAll("[data-actions]")) {
    const address = new URL(part.dataset.actions, location.href);
    if (wallet) address.searchParams.set("wallet", wallet);
    await htmx.ajax("GET", address.pathname + address.search, { target: part, swap: "innerHTML" });
  }
}

document.addEventListener("coprod:wallet", refresh);
document.getElementById("wallet-dialog").addEventListener("close", refresh);
document.addEventListener("coprod:away", () => {
  document.getElementById("wallet-away").textContent = say("4900");
});

prepareAccount(document.getElementById("wallet-button"));
discover();
resume();

// The wallet on every page; without it, every page can be read all the same.
import { act, readForm } from "./action.js";
import { approve, isUnsigned } from "./approval.js";
import { focusAgain, piece } from "./dialog.js";
import { prepareAccount } from "./picker.js";
import { resume } from "./resuming.js";
import { signPaper } from "./signature.js";
import { signIn } from "./signin.js";
import { current, discover } from "./wallets.js";
import { say } from "./words.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const { call, signin, sign, paper } = form.dataset;
  const approves = sign && isUnsigned(form);
  if (!call && !signin && !approves && !paper) return;
  event.preventDefault();
  const from = event.submitter ?? form;
  if (call) act(readForm(form, event.submitter), from);
  else if (paper) signPaper(form, from);
  else if (signin) signIn(form, from);
  else approve(form, from);
});

// What the account may do is drawn by the server, anew for each account and after each payment.
async function refresh() {
  const wallet = current()?.address;
  for (const part of document.querySelectorAll("[data-actions]")) {
    const address = new URL(part.dataset.actions, location.href);
    if (wallet) address.searchParams.set("wallet", wallet);
    // Meanwhile the reader may have gone on: what counts is where the focus is when the old part goes.
    let focused = document.body;
    const look = () => {
      focused = document.activeElement;
    };
    part.addEventListener("htmx:beforeSwap", look, { once: true });
    await htmx.ajax("GET", address.pathname + address.search, { target: part, swap: "innerHTML" });
    part.removeEventListener("htmx:beforeSwap", look);
    if (!focused.isConnected) focusAgain(focused, focused.form?.dataset);
  }
}

function refreshOncePaid() {
  const fate = piece("fate");
  let isStale = false;
  document.addEventListener("coprod:sent", () => {
    isStale = true;
  });
  new MutationObserver(() => {
    if (!isStale || !fate.querySelector(".fate-included, .fate-safe, .fate-final")) return;
    isStale = false;
    refresh();
  }).observe(fate, { childList: true, subtree: true });
}

document.addEventListener("coprod:wallet", refresh);
document.addEventListener("coprod:reach", ({ detail }) => {
  document.getElementById("wallet-away").textContent = detail.isAway ? say("4900") : "";
});

refreshOncePaid();
prepareAccount(document.getElementById("wallet-button"));
discover();
resume();

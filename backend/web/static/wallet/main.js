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
  const parts = [...document.querySelectorAll("[data-actions]")];
  for (const part of parts) part.setAttribute("aria-busy", "true");
  for (const part of parts) {
    const address = new URL(part.dataset.actions, location.href);
    if (wallet) address.searchParams.set("wallet", wallet);
    // Meanwhile the reader may have gone on: what counts is what was typed and had the focus when the old part goes.
    let focused = document.body;
    let typed = [];
    const look = () => {
      focused = document.activeElement;
      typed = readTyped(part);
    };
    part.addEventListener("htmx:beforeSwap", look, { once: true });
    await htmx.ajax("GET", address.pathname + address.search, { target: part, swap: "innerHTML" });
    part.removeEventListener("htmx:beforeSwap", look);
    part.removeAttribute("aria-busy");
    writeTyped(part, typed);
    if (!focused.isConnected) focusAgain(focused, focused.form?.dataset);
  }
}

// [[call, campaign, name, value]] of what the reader typed into the forms of a part.
const readTyped = (part) =>
  [...part.querySelectorAll("form[data-call] input")]
    .filter((field) => field.value !== field.defaultValue)
    .map(({ form, name, value }) => [form.dataset.call, form.dataset.campaign, name, value]);

function writeTyped(part, typed) {
  for (const [call, campaign, name, value] of typed) {
    const isSame = ({ dataset }) => dataset.call === call && dataset.campaign === campaign;
    const field = [...part.querySelectorAll("form[data-call]")].find(isSame)?.elements[name];
    if (field) field.value = value;
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

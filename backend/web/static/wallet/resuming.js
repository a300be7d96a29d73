// What an earlier page began: hashes still to be told, batches still to be asked after, second steps still to be made.
import { act } from "./action.js";
import { explain } from "./faults.js";
import * as payments from "./payments.js";
import { followBatch } from "./sending.js";
import { current } from "./wallets.js";
import { say } from "./words.js";

const place = document.getElementById("wallet-notices");
const underway = new Set();
const drawn = new Set();

export function resume() {
  document.addEventListener("coprod:wallet", goOn);
  document.addEventListener("coprod:left", noticeAll);
  document.addEventListener("coprod:unseen", ({ detail }) => draw(detail));
  noticeAll();
  goOn();
}

function noticeAll() {
  for (const payment of payments.remembered()) {
    notice(payment).catch((error) => console.info("coprod: told later", error));
  }
}

// A batch is asked after with the wallet that took it.
function goOn() {
  const wallet = current();
  for (const payment of payments.remembered()) {
    if (!wallet || payment.key !== wallet.key || !payment.bundle || payment.hash || underway.has(payment.id)) continue;
    underway.add(payment.id);
    followBatch(payment, wallet).catch((error) => console.info("coprod: the batch is unknown", explain(error)));
  }
}

async function notice(payment) {
  if (payment.hash && !payment.next) return payments.tell(payment, { hash: payment.hash });
  if (payment.hash) await payments.tell(payment, { hash: payment.hash });
  const fate = await payments.look(payment).catch((error) => {
    if (error.status === 404) payments.drop(payment);
    throw error;
  });
  // What is over is shown once.
  if (payments.isOver(fate) && !payment.next) payments.drop(payment);
  draw(payment);
}

function draw(payment) {
  if (drawn.has(payment.id)) return;
  drawn.add(payment.id);
  const line = document.getElementById("wallet-notice").content.cloneNode(true).firstElementChild;
  const [goOn, away] = line.querySelectorAll("button");
  line.querySelector("span").textContent = say(payment.next ? "half" : "underway", payment);
  line.querySelector("a").href = payment.url;
  goOn.hidden = !payment.next;
  goOn.addEventListener("click", () => {
    payments.drop(payment);
    line.remove();
    act(payment.next, document.getElementById("wallet-button"));
  });
  away.addEventListener("click", () => {
    payments.drop(payment);
    line.remove();
    document.getElementById("wallet-button").focus();
  });
  place.append(line);
}

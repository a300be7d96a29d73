// What the wallet was asked for, as the server follows it; kept here until the server knows its hash.
import { Told } from "./faults.js";
import { ask, wait } from "./server.js";
import { forget, keep, keysOf, recall } from "./store.js";
import { say } from "./words.js";

const PREFIX = "coprod:payment:";
const WENT_THROUGH = ["included", "safe", "final"];
const CAME_TO_NOTHING = ["cancelled", "failed", "refused", "forgotten"];

// Before the wallet is asked, so that no reload loses it. Returns {id, url, wallet, key, summary, next}: next is the
// wish that goes on once this is included.
export async function register(action, campaign, wallet, calls, summary, next = null) {
  const body = { action, campaign, wallet: wallet.address, calls: calls.map(({ to, data }) => ({ to, data })) };
  const { id, url } = await ask("POST", "/v1/transactions", body);
  const payment = { id, url, wallet: wallet.address, key: wallet.key, summary, next };
  save(payment);
  return payment;
}

export const save = (payment) => keep(PREFIX + payment.id, payment);
export const drop = ({ id }) => forget(PREFIX + id);
export const remembered = () => keysOf(PREFIX).map(recall).filter(Boolean);

// Tells the server {hash}, {bundle} or {outcome: "refused"}. What it cannot be told now is told after a reload, and
// is no fault of the payment: the wallet has answered.
export async function tell(payment, news) {
  Object.assign(payment, news);
  save(payment);
  for (let pause = 500; pause < 5_000; pause *= 2) {
    try {
      await ask("PUT", address(payment), news);
      if (news.outcome || (news.hash && !payment.next)) drop(payment);
      return;
    } catch (error) {
      console.info("coprod: not told yet", error.message);
      if (!isPassing(error)) return;
      await wait(pause);
    }
  }
}

export const look = (payment) => ask("GET", address(payment));

export const isOver = ({ status }) => CAME_TO_NOTHING.includes(status) || WENT_THROUGH.includes(status);

// Raises Told when it comes to nothing, or when the reader goes away.
export async function untilIncluded(payment, isWanted) {
  for (; isWanted(); await wait(2_000)) {
    const fate = await look(payment).catch((error) => {
      if (!isPassing(error)) throw error;
      return {};
    });
    if (WENT_THROUGH.includes(fate.status)) return;
    if (CAME_TO_NOTHING.includes(fate.status)) {
      drop(payment);
      throw new Told(fate.reason ?? say("nothing"));
    }
  }
  throw new Told(say("later"));
}

const isPassing = ({ status = 503 }) => status >= 500 || status === 429;

const address = ({ id }) => `/v1/transactions/${id}`;

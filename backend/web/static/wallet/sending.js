// From prepared calls to the wallet, in as few confirmations as it can: a batch, a permit, or one after another.
import * as dialog from "./dialog.js";
import { isInability, isObstacle, Told } from "./faults.js";
import { ensureChain, isOn } from "./network.js";
import * as payments from "./payments.js";
import { wait } from "./server.js";
import { current } from "./wallets.js";
import { say } from "./words.js";

const MOST_ROUNDS = 50;

// {way, confirmations: [sentence, …]}: what the wallet will ask, before it does.
export async function plan(prepared, wallet, without = new Set()) {
  const { calls, permit, chain } = prepared;
  const words = calls.map((call) => call.words);
  let way = "one by one";
  if (calls.length > 1 && !without.has("batch") && (await canBatch(wallet, chain))) way = "batch";
  else if (permit && !without.has("permit")) way = "permit";
  const asked = { batch: [say("together", { calls: words.join(" + ") })], permit: [permit?.words, words.at(-1)] };
  const confirmations = asked[way] ?? words;
  const away = !(await isOn(wallet, chain));
  return { way, confirmations: away ? [say("switch", { chain: chain.chainName }), ...confirmations] : confirmations };
}

// EIP-5792: "ready" wallets become able when the reader agrees; who does not is asked another way.
async function canBatch({ provider, address }, { chainId }) {
  try {
    const params = [address, [chainId]];
    const able = await provider.request({ method: "wallet_getCapabilities", params });
    const here = Object.entries(able).find(([id]) => BigInt(id) === BigInt(chainId))?.[1];
    return ["supported", "ready"].includes(here?.atomic?.status);
  } catch (error) {
    // Most wallets do not know the question, and say so by any code.
    console.info("coprod: no batches", error);
    return false;
  }
}

// Carries out what was shown and confirmed, and gives the payment that it ends with. prepare(more) asks the server
// anew, with more parameters. Raises Told and what the wallet raises; whatever is thrown, nothing is sent twice.
export async function carryOut(wish, prepared, wallet, prepare) {
  const without = new Set();
  const done = [];
  let earlier = null;
  if (!(await isOn(wallet, prepared.chain))) {
    await show(prepared);
    await ensureChain(wallet, prepared.chain);
    done.push(say("switch", { chain: prepared.chain.chainName }));
  }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const way = await show(prepared);
    const { calls, permit } = prepared;
    if (prepared.simulation.succeeds === false) throw new Told(prepared.simulation.reason);
    try {
      if (way === "batch") return await sendBatch();
      if (way === "permit") prepared = await sign(permit);
      else {
        const last = calls.length === 1;
        const payment = await sendOne(calls[0], last ? null : wish);
        if (last) return payment;
        done.push(calls[0].words);
        await show(prepared, 1);
        prepared = await afterwards(payment, calls.length);
        earlier = payment;
      }
    } catch (error) {
      if (isObstacle(error) || way === "one by one" || (way === "batch" && !isInability(error))) throw error;
      // No money has moved: the wallet cannot go this way, so the next one, which is shown first.
      without.add(way);
    }
  }
  throw new Told(say("nothing"));

  async function show(plans, skip = 0) {
    const { way, confirmations } = await plan(plans, wallet, without);
    dialog.enumerate("steps", [...done, ...confirmations.slice(skip)], done.length);
    return way;
  }

  // What the wallet answers; only for the account and on the chain that the reader saw.
  async function request(method, params) {
    if (!dialog.isOpen()) throw new Told(say("4001"));
    if (current()?.address !== wallet.address) throw new Told(say("account_changed"));
    if (!(await isOn(wallet, prepared.chain))) throw new Told(say("chain_changed"));
    dialog.progress(say("open", { wallet: wallet.name }));
    return wallet.provider.request({ method, params });
  }

  async function sign(permit) {
    const params = [wallet.address, JSON.stringify(permit.typed_data)];
    const signature = await request("eth_signTypedData_v4", params);
    without.add("permit");
    const signed = await prepare({ permit: { deadline: permit.deadline, signature } }).catch((error) => {
      if (error.status >= 500) throw error;
    });
    // The currency may not take this wallet's kind of signature: then two steps.
    if (!signed || signed.simulation.succeeds === false) return prepare({});
    done.push(permit.words);
    return signed;
  }

  async function sendOne({ action, to, data, value }, next) {
    const { chainId } = prepared.chain;
    const payment = await payments.register(action, wish.campaign, wallet, [{ to, data }], prepared.summary, next);
    if (earlier) payments.drop(earlier);
    const transaction = { from: wallet.address, to, data, value, chainId };
    const hash = await refusable(payment, () => request("eth_sendTransaction", [transaction]));
    await payments.tell(payment, { hash });
    return payment;
  }

  async function sendBatch() {
    const payment = await payments.register(wish.action, wish.campaign, wallet, prepared.calls, prepared.summary);
    const calls = prepared.calls.map(({ to, data, value }) => ({ to, data, value }));
    const { chainId } = prepared.chain;
    const batch = { version: "2.0.0", chainId, from: wallet.address, atomicRequired: true, calls };
    const answer = await refusable(payment, () => request("wallet_sendCalls", [batch]));
    await payments.tell(payment, { bundle: answer.id ?? answer });
    // Goes on beside the dialog, and after a reload: see resuming.js.
    followBatch(payment, wallet).catch((error) => console.info("coprod: asked after a reload", error));
    return payment;
  }

  async function afterwards(payment, before) {
    dialog.progress(say("waiting"));
    await payments.untilIncluded(payment, dialog.isOpen);
    for (let pause = 250; pause < 10_000; pause *= 2) {
      const rest = await prepare({});
      if (rest.calls.length < before) return rest;
      await wait(pause);
    }
    throw new Told(say("later"));
  }
}

// A wallet that did not do it leaves nothing for the server to wait for.
async function refusable(payment, act) {
  try {
    return await act();
  } catch (error) {
    if (isObstacle(error) || isInability(error)) await payments.tell(payment, { outcome: "refused" });
    throw error;
  }
}

// Until the wallet knows the transaction of a batch; the server finds it by its event where the wallet never does.
export async function followBatch(payment, { provider }) {
  for (;;) {
    const { status, receipts } = await provider.request({
      method: "wallet_getCallsStatus",
      params: [payment.bundle],
    });
    const hash = receipts?.at(-1)?.transactionHash;
    if (hash) return payments.tell(payment, { hash });
    if (status >= 400) return payments.drop(payment);
    await wait(1_000);
  }
}

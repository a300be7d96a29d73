// The chain that an action needs: switched to, added where the wallet does not know it, then gone on from.
import * as dialog from "./dialog.js";
import { codeOf, isInability, Told } from "./faults.js";
import { say } from "./words.js";

// "0x01" and "0x1" are one chain.
export const isOn = async ({ provider }, { chainId }) =>
  BigInt(await provider.request({ method: "eth_chainId" })) === BigInt(chainId);

// Raises Told when the reader closes the dialog before the wallet is there, and what the wallet raises.
export async function ensureChain(wallet, chain) {
  if (await isOn(wallet, chain)) return;
  dialog.progress(say("switching", { chain: chain.chainName, wallet: wallet.name }));
  try {
    await choose(wallet, chain);
  } catch (error) {
    // Some wallets switch by hand only; others still show the question of an earlier page.
    if (!isInability(error) && codeOf(error) !== -32002) throw error;
  }
  if (await isOn(wallet, chain)) return;
  dialog.progress(say("by_hand", { chain: chain.chainName, wallet: wallet.name }));
  await untilOn(wallet, chain);
}

async function choose({ provider }, chain) {
  const turn = () =>
    provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId: chain.chainId }] });
  try {
    await turn();
  } catch (error) {
    if (codeOf(error) !== 4902) throw error;
    const { blockExplorerUrls, ...rest } = chain;
    // Wallets refuse an empty list.
    const params = [blockExplorerUrls?.length ? chain : rest];
    await provider.request({ method: "wallet_addEthereumChain", params });
    // Most wallets switch when they add; asking again is silent for those.
    await turn();
  }
}

function untilOn(wallet, chain) {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const options = { signal: over.signal };
    const look = async () => {
      if (!(await isOn(wallet, chain))) return;
      over.abort();
      resolve();
    };
    document.addEventListener("coprod:chain", () => look().catch(reject), options);
    dialog.onClose(() => {
      over.abort();
      reject(new Told(say("4001")));
    }, options);
    // It may have changed between the last look and this listener.
    look().catch(reject);
  });
}

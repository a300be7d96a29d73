// The reader's wallets: found by EIP-6963 or as window.ethereum, chosen once, followed as accounts change.
import { forget, keep, recall } from "./store.js";
import { say } from "./words.js";

const CHOICE = "coprod:wallet";
const INJECTED = "injected";
const found = new Map();
let connected = null;
let unfollow = () => {};

// {key, name, provider, address} or null.
export const current = () => connected;

// [{key, name, icon, provider}]: every wallet once, however often it announced itself.
export function list() {
  const injected = window.ethereum;
  if (found.size || !injected?.request) return [...found.values()];
  return [{ key: INJECTED, name: say("injected"), icon: null, provider: injected }];
}

export function discover() {
  addEventListener("eip6963:announceProvider", ({ detail }) => hear(detail));
  addEventListener("ethereum#initialized", reconnect);
  dispatchEvent(new Event("eip6963:requestProvider"));
  reconnect();
}

function hear(detail) {
  const { info, provider } = detail ?? {};
  const key = info?.rdns || info?.uuid;
  if (!key || !info.name || !provider?.request || found.has(key)) return;
  const icon = /^data:image\//.test(info.icon) ? info.icon : null;
  found.set(key, { key, name: info.name, icon, provider });
  document.dispatchEvent(new Event("coprod:wallets"));
  reconnect();
}

// Without a question: eth_accounts answers only what this site was already allowed to see.
async function reconnect() {
  const wallet = !connected && list().find(({ key }) => key === recall(CHOICE));
  if (!wallet) return;
  try {
    const accounts = await wallet.provider.request({ method: "eth_accounts" });
    if (connected || wallet.key !== recall(CHOICE)) return;
    follow(wallet);
    adopt(wallet, accounts);
  } catch (error) {
    console.info("coprod: the remembered wallet does not answer", error);
  }
}

export async function connect(wallet) {
  // Listened to before the question: a wallet that is still busy with an older one answers by its event.
  follow(wallet);
  adopt(wallet, await wallet.provider.request({ method: "eth_requestAccounts" }));
}

export function disconnect() {
  const wallet = connected;
  forget(CHOICE);
  unfollow();
  connected = null;
  publish();
  // Wallets that know EIP-2255 forget this site, too; of the others nothing is expected.
  wallet?.provider
    .request({ method: "wallet_revokePermissions", params: [{ eth_accounts: {} }] })
    .catch((error) => console.info("coprod: the wallet keeps its permission", error));
}

function adopt(wallet, [address]) {
  if (connected?.key === wallet.key && connected.address === address) return;
  if (address) keep(CHOICE, wallet.key);
  if (!address && !connected) return;
  connected = address ? { ...wallet, address } : null;
  publish();
}

function follow(wallet) {
  unfollow();
  const { provider } = wallet;
  const heard = {
    accountsChanged: (accounts) => adopt(wallet, accounts),
    chainChanged: (chainId) => document.dispatchEvent(new CustomEvent("coprod:chain", { detail: { chainId } })),
    connect: () => document.dispatchEvent(new CustomEvent("coprod:reach", { detail: { isAway: false } })),
    disconnect: () => document.dispatchEvent(new CustomEvent("coprod:reach", { detail: { isAway: true } })),
  };
  for (const [name, listen] of Object.entries(heard)) provider.on?.(name, listen);
  unfollow = () => {
    for (const [name, listen] of Object.entries(heard)) provider.removeListener?.(name, listen);
    unfollow = () => {};
  };
}

function publish() {
  const wallet = connected?.address ?? null;
  if (wallet) document.body.dataset.wallet = wallet;
  else delete document.body.dataset.wallet;
  document.dispatchEvent(new CustomEvent("coprod:wallet", { detail: { wallet } }));
}

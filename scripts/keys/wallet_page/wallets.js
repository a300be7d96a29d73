// The wallets of this browser: found by EIP-6963, or as window.ethereum when none announces itself.
const found = new Map();

// heard: called whenever the list has grown.
export function discover(heard) {
  addEventListener("eip6963:announceProvider", ({ detail }) => {
    const { info, provider } = detail ?? {};
    const key = info?.rdns || info?.uuid;
    if (!key || !info.name || !provider?.request || found.has(key)) return;
    const icon = /^data:image\//.test(info.icon) ? info.icon : null;
    found.set(key, { name: info.name, icon, provider });
    heard();
  });
  addEventListener("ethereum#initialized", heard);
  dispatchEvent(new Event("eip6963:requestProvider"));
}

// [{name, icon, provider}]; injected: how to call the one that has no name.
export function list(injected) {
  if (found.size || !window.ethereum?.request) return [...found.values()];
  return [{ name: injected, icon: null, provider: window.ethereum }];
}

// The number of EIP-1193 or EIP-1474; some wallets wrap theirs in an internal error.
export const codeOf = (error) => error?.data?.originalError?.code ?? error?.code;

export const isRefusal = (error) => codeOf(error) === 4001 || codeOf(error) === "ACTION_REJECTED";

// Whether the wallet shows this page that account (null: any): the account as the wallet writes it, or nothing.
export async function findAccount({ provider }, account) {
  const shown = await provider.request({ method: "eth_requestAccounts" });
  if (account === null) return shown[0];
  return shown.find((each) => each.toLowerCase() === account.toLowerCase());
}

const isOn = async ({ provider }, chain) =>
  BigInt(await provider.request({ method: "eth_chainId" })) === BigInt(chain.chainId);

// Asks it to go there, and to add the chain when it does not know it. Whether it is there in the end.
export async function reachChain(wallet, chain, telling) {
  if (await isOn(wallet, chain)) return true;
  telling();
  const { provider } = wallet;
  const { chainId } = chain;
  try {
    await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
  } catch (error) {
    if (isRefusal(error) || !chain.rpcUrls.length) throw error;
    await provider.request({ method: "wallet_addEthereumChain", params: [chain] });
    if (!(await isOn(wallet, chain))) {
      await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
    }
  }
  return isOn(wallet, chain);
}

// The page's side of the tests' wallets (EIP-1193, EIP-6963): it holds no key and asks Python for everything.
// WALLETS is set before: [{key, uuid, name, rdns, icon, announces, injects}, …].
(() => {
  class ProviderRpcError extends Error {
    constructor({ code, message, data }) {
      super(message);
      Object.assign(this, { code, data });
    }
  }

  class Provider {
    #listeners = {};
    #key;

    constructor(key) {
      this.#key = key;
    }

    on(name, listener) {
      (this.#listeners[name] ??= new Set()).add(listener);
      return this;
    }

    removeListener(name, listener) {
      this.#listeners[name]?.delete(listener);
      return this;
    }

    emit(name, value) {
      for (const listener of [...(this.#listeners[name] ?? [])]) listener(value);
    }

    async request({ method, params = [] }) {
      const answer = await window.askTestWallet(this.#key, method, params);
      if (answer.reload) {
        location.reload();
        return new Promise(() => {});
      }
      for (const [name, value] of answer.events ?? []) this.emit(name, value);
      if (answer.error) throw new ProviderRpcError(answer.error);
      return answer.result;
    }
  }

  window.testWallets = {};
  for (const { key, uuid, name, rdns, icon, announces, injects } of WALLETS) {
    const provider = new Provider(key);
    window.testWallets[key] = provider;
    if (injects) window.ethereum = provider;
    if (!announces) continue;
    const info = Object.freeze({ uuid, name, rdns, icon });
    const announce = () =>
      window.dispatchEvent(
        new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
      );
    window.addEventListener("eip6963:requestProvider", announce);
    // Real wallets announce themselves on loading too, and once more when asked.
    announce();
  }
})();

// Approving a statement: the server writes what is signed (EIP-712), the wallet signs it, the form brings it.
import * as dialog from "./dialog.js";
import { explain, isRefusal } from "./faults.js";
import { pick } from "./picker.js";
import { ask } from "./server.js";
import { current } from "./wallets.js";
import { say } from "./words.js";

// A signature that was made elsewhere is in the form already, which then goes by itself.
export const isUnsigned = (form) => form.elements.signature.value.trim() === "";

export async function approve(form, from) {
  try {
    const wallet = current() ?? (await pick(from));
    dialog.open("pick", from.textContent, from);
    dialog.piece("wallets").replaceChildren();
    dialog.piece("none").hidden = true;
    const typed = await ask("GET", form.dataset.sign);
    dialog.progress(say("open", { wallet: wallet.name }));
    const params = [wallet.address, JSON.stringify(typed)];
    form.elements.signature.value = await wallet.provider.request({ method: "eth_signTypedData_v4", params });
    form.submit();
  } catch (error) {
    dialog.progress("");
    dialog.fault(explain(error), isRefusal(error));
  }
}

// The door of a room: the server writes what is to be signed (EIP-4361), the wallet signs it, the server looks at it.
import * as dialog from "./dialog.js";
import { explain, isRefusal } from "./faults.js";
import { pick } from "./picker.js";
import { ask } from "./server.js";
import { current } from "./wallets.js";
import { say } from "./words.js";

export async function signIn(form, from) {
  try {
    const wallet = current() ?? (await pick(from));
    dialog.open("pick", say("sign_in"), from);
    dialog.piece("wallets").replaceChildren();
    dialog.piece("none").hidden = true;
    const { message } = await ask("POST", form.dataset.signin, { wallet: wallet.address });
    dialog.progress(say("open", { wallet: wallet.name }));
    const text = [...new TextEncoder().encode(message)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const params = [`0x${text}`, wallet.address];
    const signature = await wallet.provider.request({ method: "personal_sign", params });
    const { url } = await ask("POST", form.action, { message, signature });
    location.assign(url);
  } catch (error) {
    dialog.progress("");
    dialog.fault(explain(error), isRefusal(error));
  }
}

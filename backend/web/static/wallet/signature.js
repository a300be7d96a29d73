// A consent or a financier's line: the server writes what is signed (EIP-712), the wallet signs it, and the signature is
// sent from here or kept as a file for whoever brings it.
import { act } from "./action.js";
import * as dialog from "./dialog.js";
import { explain, isRefusal, Told } from "./faults.js";
import { ensureChain } from "./network.js";
import { pick } from "./picker.js";
import { ask } from "./server.js";
import { current } from "./wallets.js";
import { say, shorten } from "./words.js";

export async function signPaper(form, from) {
  try {
    if (!current()) await pick(from);
    dialog.open("action", from.textContent.trim(), from);
    dialog.blank();
    const signed = await sign(form);
    if (!signed) return;
    if (from.value === "keep") await keep(signed);
    else await bring(signed, from);
  } catch (error) {
    dialog.progress("");
    dialog.fault(explain(error), isRefusal(error));
  }
}

// {paper, wallet, parameters} once the reader has seen what it says, and signed it; null when the reader goes away.
async function sign(form) {
  const { paper: kind, campaign, wallet: signer } = form.dataset;
  for (;;) {
    const wallet = current();
    if (!wallet || !dialog.isOpen()) {
      dialog.close();
      return null;
    }
    if (signer.toLowerCase() !== wallet.address.toLowerCase()) {
      throw new Told(say("other_account", { wallet: shorten(signer) }));
    }
    dialog.progress(say("preparing"));
    const fields = Object.fromEntries(new FormData(form));
    const paper = await ask("POST", `/v1/signatures/${kind}`, { campaign, wallet: wallet.address, ...fields });
    show(paper, wallet);
    const answer = await dialog.decide();
    if (answer === "closed") return null;
    if (answer === "changed") continue;
    dialog.piece("confirm").hidden = true;
    dialog.piece("title").focus();
    await ensureChain(wallet, paper.chain);
    if (current()?.address !== wallet.address) throw new Told(say("account_changed"));
    dialog.progress(say("open", { wallet: wallet.name }));
    const params = [wallet.address, JSON.stringify(paper.typed_data)];
    const signature = await wallet.provider.request({ method: "eth_signTypedData_v4", params });
    return { paper, wallet, parameters: { ...paper.parameters, signature } };
  }
}

function show(paper, wallet) {
  dialog.progress("");
  dialog.enumerate("notes", paper.notes);
  dialog.enumerate("steps", [paper.words]);
  const confirm = dialog.piece("confirm");
  confirm.textContent = say("sign", { wallet: wallet.name });
  confirm.hidden = false;
}

function bring({ paper, parameters }, from) {
  const { action, campaign } = paper;
  return act({ action, campaign, parameters, title: dialog.piece("title").textContent, wallet: null, asset: null }, from);
}

// Whether the signature counts the contract says itself, for keys as for contracts (ERC-1271).
async function keep({ paper, wallet, parameters }) {
  const { action, campaign, file, file_name: name } = paper;
  dialog.progress(say("preparing"));
  const asked = { campaign, wallet: wallet.address, ...parameters };
  const { simulation } = await ask("POST", `/v1/calls/${action}`, asked);
  if (/_WrongSigner\(/.test(simulation.error ?? "")) throw new Told(simulation.reason);
  const text = `${JSON.stringify({ ...file, signature: parameters.signature }, null, 2)}\n`;
  dialog.show("paper", dialog.piece("title").textContent);
  dialog.progress("");
  dialog.fill("signed", say("signed", { command: `coprod campaign sign ${campaign} --bring ${name}` }));
  dialog.fill("why", simulation.succeeds === false ? simulation.reason : "");
  const paperwork = dialog.piece("paper");
  paperwork.value = text;
  const link = dialog.piece("download");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  dialog.onClose(() => URL.revokeObjectURL(link.href), { once: true });
  dialog.piece("copy").onclick = async () => {
    paperwork.select();
    // Where the browser forbids it, the text is selected, and the reader copies it by hand.
    await navigator.clipboard?.writeText(text).then(
      () => dialog.progress(say("copied")),
      (error) => console.info("coprod: not copied", error),
    );
  };
  dialog.piece("title").focus();
}

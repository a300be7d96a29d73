// Shows what the terminal asks, in words, and hands it to the wallet when the person says so.
import { codeOf, discover, findAccount, isRefusal, list, reachChain } from "./wallets.js";

const words = JSON.parse(document.getElementById("sentences").textContent);
const piece = (name) => document.getElementById(name);
const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

let asked = null;

async function post(path, content) {
  const body = JSON.stringify(content);
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).taken;
}

async function follow() {
  let state = "";
  for (;;) {
    const answer = await fetch(`/question?${state}`);
    if (!answer.ok) throw new Error(answer.statusText);
    const question = await answer.json();
    if (question.state === state) continue;
    state = question.state;
    if (state === "closed") return rest("closed");
    if (state === "idle") rest(asked ? "sent" : "waiting");
    else show(question);
  }
}

function rest(name) {
  piece("question").hidden = true;
  piece("title").textContent = say("title");
  piece("said").textContent = say(name);
}

function show(question) {
  asked = question;
  fault("");
  piece("title").textContent = say(question.kind);
  piece("said").textContent = question.handed ? say("handed") : "";
  piece("words").replaceChildren(...question.words.map((each) => element("li", each)));
  const { account, chain, kind, params } = question;
  const facts = [
    ["account", account],
    ["chain", chain?.chainName],
    ["receiver", kind === "transaction" && (params.to ?? say("creation"))],
  ];
  piece("facts").replaceChildren(
    ...facts.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", say(name)), element("dd", value)]),
  );
  piece("details").hidden = kind === "connect";
  piece("params").textContent = kind === "text" ? params.text : JSON.stringify(params, null, 2);
  piece("question").hidden = false;
  drawChoices();
  piece("title").focus();
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function drawChoices() {
  if (!asked) return;
  const wallets = list(say("injected"));
  const label = asked.handed ? "again" : "ask";
  const buttons = wallets.map((wallet) => choice(say(label, { wallet: wallet.name }), wallet.icon, () => hand(wallet)));
  if (asked.handed && asked.kind === "transaction") {
    buttons.unshift(choice(say("confirmed"), null, () => answer({ code: null, message: "" })));
  }
  const no = choice(say("refuse"), null, () => answer({ code: 4001, message: "" }));
  no.className = "second";
  piece("choices").replaceChildren(...buttons, ...(asked.handed ? [] : [no]));
  if (!wallets.length) fault(say("none"));
  else if (piece("fault").textContent === say("none")) fault("");
}

function choice(label, icon, act) {
  const button = element("button", label);
  button.type = "button";
  if (icon) {
    const image = document.createElement("img");
    image.src = icon;
    image.alt = "";
    button.prepend(image);
  }
  button.addEventListener("click", async () => {
    const buttons = piece("choices").querySelectorAll("button");
    for (const each of buttons) each.disabled = true;
    try {
      await act();
    } catch (error) {
      fault(say("fault", { own: String(error?.message ?? error).slice(0, 200) }));
    }
    for (const each of buttons) each.disabled = false;
  });
  return button;
}

const fault = (text) => {
  piece("fault").textContent = text;
};

// What goes wrong before the wallet has the question can be tried again here; what comes after, the terminal hears.
async function hand(wallet) {
  const question = asked;
  const named = { wallet: wallet.name, account: question.account, chain: question.chain?.chainName };
  fault("");
  let account;
  try {
    piece("said").textContent = say("open", named);
    account = await findAccount(wallet, question.account);
    if (!account) return hold("wrong_account", named);
    const telling = () => {
      piece("said").textContent = say("wrong_chain", named);
    };
    if (question.chain && !(await reachChain(wallet, question.chain, telling))) return hold("no_chain", named);
  } catch (error) {
    return explain(error, named);
  }
  if (question.kind === "connect") return answer({ value: account });
  if (!(await post("/handed", { number: question.number }))) return;
  piece("said").textContent = say("open", named);
  let value;
  try {
    value = await wallet.provider.request(request(question, account));
  } catch (error) {
    explain(error, named);
    if (codeOf(error) !== -32002) return answer({ code: findCode(error), message: String(error?.message ?? "") });
    // An older question is open in the wallet; this one may be behind it.
    asked = { ...question, handed: true };
    return drawChoices();
  }
  if (!(await answer({ value }))) await answer({ message: String(value) });
}

const findCode = (error) => (isRefusal(error) ? 4001 : Number.isInteger(codeOf(error)) ? codeOf(error) : null);

function request({ kind, params }, account) {
  if (kind === "transaction") return { method: "eth_sendTransaction", params: [{ ...params, from: account }] };
  if (kind === "text") return { method: "personal_sign", params: [params.hex, account] };
  return { method: "eth_signTypedData_v4", params: [account, JSON.stringify(params)] };
}

function hold(name, named) {
  piece("said").textContent = "";
  fault(say(name, named));
}

function explain(error, named) {
  piece("said").textContent = "";
  if (isRefusal(error)) fault(say("cancelled"));
  else if (codeOf(error) === -32002) fault(say("pending", named));
  else if (codeOf(error) === 4902) fault(say("no_chain", named));
  else fault(say("fault", { own: String(error?.message ?? error).slice(0, 200) }));
}

const answer = ({ value = null, code = null, message = "" }) =>
  post("/answer", { number: asked.number, value, code, message });

discover(drawChoices);
follow().catch(() => {
  fault("");
  rest("lost");
});

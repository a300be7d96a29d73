// What wallets answer when they do not do as asked, as sentences.
import { knows, say } from "./words.js";

// A fault whose message is already a sentence for the reader.
export class Told extends Error {}

// The number of EIP-1193, EIP-1474 or EIP-5792; some wallets wrap theirs in an internal error.
export const codeOf = (error) => error?.data?.originalError?.code ?? error?.code;

export const isRefusal = (error) => codeOf(error) === 4001 || codeOf(error) === "ACTION_REJECTED";

// The wallet cannot do this at all, here or in one go: another way may still be open.
export const isInability = (error) =>
  [4200, -32601, -32602, -32004, 5700, 5710, 5740, 5750, 5760].includes(codeOf(error));

// Somebody has to do something first; another way would meet the same.
export const isObstacle = (error) =>
  error instanceof Told || isRefusal(error) || [-32002, 4100, 4900, 4901].includes(codeOf(error));

export function explain(error) {
  if (error instanceof Told) return error.message;
  if (isRefusal(error)) return say("4001");
  const own = String(error?.message ?? "").slice(0, 200);
  const known = String(codeOf(error));
  return knows(known) ? say(known, { own }) : say("fault", { own });
}

// JSON to and from our own API, in the reader's language.
import { Told } from "./faults.js";
import { language, say } from "./words.js";

export async function ask(method, address, body) {
  let response;
  try {
    response = await fetch(address, {
      method,
      headers: { Accept: "application/json", "Accept-Language": language, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
  } catch {
    throw new Told(say("offline"));
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const told = new Told(answer.detail ?? say("server", { status: response.status }));
  told.status = response.status;
  throw told;
}

export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// The page's own words, in the reader's language: see templates/wallet/words.html.
const words = JSON.parse(document.getElementById("wallet-words").textContent);

export const language = document.documentElement.lang;

// "{name}" within a sentence is replaced by values.name.
export const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

export const knows = (key) => key in words;

export const shorten = (address) => `${address.slice(0, 6)}…${address.slice(-4)}`;

// What must outlive a reload; where the browser forbids it, only until the reload.
const instead = new Map();

export function keep(key, value) {
  const text = JSON.stringify(value);
  instead.set(key, text);
  try {
    localStorage.setItem(key, text);
  } catch {
    // Private windows and full disks: the map above serves this page.
  }
}

export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? instead.get(key) ?? "null");
  } catch {
    return JSON.parse(instead.get(key) ?? "null");
  }
}

export function forget(key) {
  instead.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept there.
  }
}

export function keysOf(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [...instead.keys()].filter((key) => key.startsWith(prefix));
  }
}

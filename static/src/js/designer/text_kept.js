// Text that the server has not got yet, kept in this browser until it has: a crash or a closed tab loses nothing.

const STALE = 8000;
const TAB = "waybill-text-tab";

function tab() {
  let name = sessionStorage.getItem(TAB);
  if (!name) sessionStorage.setItem(TAB, (name = Math.random().toString(36).slice(2)));
  return name;
}

const key = (id) => `waybill-text-${id}`;

export function keep(id, revision, text) {
  try {
    localStorage.setItem(key(id), JSON.stringify({ revision, text, tab: tab(), at: Date.now() }));
  } catch {
    // No room: the server gets the text in a moment anyway.
  }
}

export function forget(id) {
  const kept = read(id);
  if (kept?.tab === tab()) localStorage.removeItem(key(id));
}

function read(id) {
  try {
    const kept = JSON.parse(localStorage.getItem(key(id)) ?? "null");
    return kept && typeof kept.text === "string" && Number.isInteger(kept.revision) ? kept : null;
  } catch {
    return null;
  }
}

// What was kept by this tab, or by one that is gone; `wait` when another tab may still be at it: that one sends it itself.
export function lost(id) {
  const kept = read(id);
  if (!kept) return {};
  const age = Date.now() - kept.at;
  return kept.tab === tab() || age > STALE ? { kept } : { wait: STALE - age + 100 };
}

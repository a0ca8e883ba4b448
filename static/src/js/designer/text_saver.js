// Keeps the server's text and the typed one together: sends 250 ms after the last key, merges what comes back, never loses any.

import { ChangeSet } from "@codemirror/state";
import { Refused, ask } from "./text_server.js";
import { changes } from "./text_diff.js";
import { forget, keep, lost } from "./text_kept.js";

const WAIT = 250;
const LONGEST = 15_000;
const plain = (text) => text.replace(/\r\n?/g, "\n");

export class Saver {
  // `pane` has text(), busy(), apply(changes, why), answered(answer, clean, moved), tell(state, sentence), say(sentence)
  // and conflict(answer).
  constructor(pane, address, id, revision, text) {
    Object.assign(this, { pane, address, id, revision, base: plain(text), sending: null, since: null, timer: 0, failures: 0, held: false });
  }

  get dirty() {
    return this.pane.text() !== this.base;
  }

  // Text of this tab that the server never got: put back and sent.
  restore() {
    const { kept, wait } = lost(this.id);
    if (wait) setTimeout(() => this.dirty || this.restore(), wait);
    if (!kept) return;
    if (kept.revision > this.revision || kept.text === this.base) return forget(this.id);
    this.revision = kept.revision;
    this.pane.apply(changes(this.pane.text(), kept.text), "restored");
    this.send();
  }

  typed(update) {
    if (this.since) this.since = this.since.compose(update.changes);
    keep(this.id, this.revision, this.pane.text());
    this.pane.tell("saving");
    this.later(WAIT);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  // Sends what is typed now; resolves when the server has all of it, or cannot have it now.
  async flush() {
    clearTimeout(this.timer);
    while (!this.held && (this.sending || this.dirty)) {
      if (this.pane.busy() && !this.sending) return false;
      const before = this.failures;
      await this.send();
      if (this.failures > before) return false;
    }
    return !this.held;
  }

  send(address = "typed") {
    clearTimeout(this.timer);
    if (this.held) return Promise.resolve();
    // In the middle of a Chinese word nothing is sent, and nothing is put between its letters.
    if (this.pane.busy()) return Promise.resolve(this.later(WAIT));
    this.sending ??= this.post(address).finally(() => (this.sending = null));
    return this.sending;
  }

  async post(address) {
    const text = this.pane.text();
    if (address === "typed" && text === this.base) return this.clean();
    this.since = ChangeSet.empty(text.length);
    try {
      const answer = await ask(`${this.address}/${address}`, { revision: this.revision, text });
      this.took(answer, text);
    } catch (error) {
      this.failed(error, address);
    } finally {
      this.since = null;
    }
  }

  // The server has the text, perhaps with a colleague's lines in it.
  took(answer, sent) {
    const merged = plain(answer.text);
    const moved = answer.revision !== this.revision;
    const typedSince = !this.since.empty;
    Object.assign(this, { revision: answer.revision, base: merged, failures: 0 });
    if (merged !== sent) {
      const theirs = ChangeSet.of(changes(sent, merged), sent.length);
      this.pane.apply(theirs.map(this.since), answer.merged ? "merged" : "written");
    }
    if (this.dirty) this.later(typedSince ? WAIT : 0);
    else this.clean();
    this.pane.answered(answer, !this.dirty, moved);
  }

  clean() {
    forget(this.id);
    this.pane.tell("saved");
  }

  failed(error, address) {
    if (error instanceof Refused && error.status === 409 && error.body.error === "conflict") {
      this.held = true;
      this.pane.conflict(error.body);
    } else if (error instanceof Refused && address !== "typed") {
      this.pane.say(error.message);
    } else if (error instanceof Refused) {
      this.failures += 1;
      this.pane.tell("refused", error.message);
    } else {
      this.failures += 1;
      this.pane.tell("away");
      this.later(Math.min(LONGEST, 500 * 2 ** this.failures));
    }
  }

  // A newer text that an edit of the picture made.
  renewed(revision, text) {
    if (this.held || revision <= this.revision) return;
    // The server merges what is typed with what it has.
    if (this.sending || this.dirty || this.pane.busy()) return this.later(0);
    const from = this.pane.text();
    Object.assign(this, { revision, base: plain(text) });
    this.pane.apply(changes(from, this.base), "drawn");
  }

  // The end of a conflict: `text` replaces what is stored at `revision`.
  settle(revision, theirs, text) {
    Object.assign(this, { held: false, revision, base: plain(theirs) });
    this.pane.apply(changes(this.pane.text(), text), "settled");
    keep(this.id, this.revision, text);
    return this.send();
  }

  leave() {
    if (!this.held && !this.sending && this.dirty) this.send();
  }
}

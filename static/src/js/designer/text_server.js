// What the text pane asks the server: always JSON, always about one draft.

export class Refused extends Error {
  constructor(status, body) {
    super(body.error ?? body.detail ?? body.title ?? "");
    this.status = status;
    this.body = body;
  }
}

const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
const KEPT_ALIVE = 60_000;

// Raises Refused with the server's answer, and TypeError when the server cannot be reached.
export async function ask(address, body) {
  const sent = JSON.stringify(body);
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", ...token() },
    body: sent,
    // Goes on when the page is left; browsers allow that for small bodies only.
    keepalive: sent.length < KEPT_ALIVE,
    redirect: "manual",
  });
  const json = /^application\/(problem\+)?json/.test(answer.headers.get("Content-Type"));
  const said = json ? await answer.json() : {};
  if (answer.ok && json) return said;
  if (answer.status >= 500) throw new TypeError(`status ${answer.status}`);
  throw new Refused(answer.status, said);
}

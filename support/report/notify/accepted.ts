import { jsonIn } from '../../files/parse-json.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';

/** An answer of a receiver, read to its end. */
export interface Answer {
  status: number;
  contentType: string;
  text: string;
}

const shownLength = 120;

/**
 * Whether Slack took a message: an incoming webhook answers 200 with `ok`, a trigger of a workflow `{"ok":true}`. A Slack method
 * says no with 200 too. Source: Slack, "Sending messages using incoming webhooks", "Web API, evaluating responses".
 * @returns why not; undefined if it did
 */
export function refusalOfSlack(answer: Answer): string | undefined {
  if (!isSuccess(answer)) return refusal(answer);
  const isTaken = answer.text.trim() === 'ok' || member(answer, 'ok') === true;
  return isTaken ? undefined : `${refusal(answer)}; expected \`ok\``;
}

/**
 * Whether a plain webhook took a message: a status of 2xx, and no body that is a page for people or JSON that says no.
 * @returns why not; undefined if it did
 */
export function refusalOfWebhook(answer: Answer): string | undefined {
  if (!isSuccess(answer)) return refusal(answer);
  if (/\bhtml\b/i.test(answer.contentType) || /^\s*</.test(answer.text))
    return `it answered status ${answer.status} with a web page, as a login does: ${quoteForeign(answer.text, shownLength)}`;
  return saysNo(answer) ? refusal(answer) : undefined;
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function refusal({ status, text }: Answer): string {
  const said = text.trim() === '' ? 'no body' : quoteForeign(text, shownLength);
  return `status ${status}, ${said}`;
}

/** The ways in which JSON says no: `ok: false`, `success: false`, `status: "error"`, `error: "…"`, `errors: […]`. */
function saysNo(answer: Answer): boolean {
  const status = member(answer, 'status');
  const isBadStatus =
    typeof status === 'string' ? /^(?:err|error|fail|failed|failure|refused)$/i.test(status) : status === false;
  const said = ['ok', 'success', 'accepted'].some((name) => ['false', '0'].includes(String(member(answer, name))));
  const code = typeof status === 'number' && status >= 400;
  return said || isBadStatus || code || ['error', 'errors'].some((name) => isFilled(member(answer, name)));
}

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function member({ text }: Answer, name: string): unknown {
  const json = jsonIn(text);
  if (typeof json !== 'object' || json === null) return undefined;
  return Object.hasOwn(json, name) ? (json as Record<string, unknown>)[name] : undefined;
}

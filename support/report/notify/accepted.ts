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
 * Whether a plain webhook took a message: a status of 2xx, and no body that is a page for people, a text that says no or JSON that says
 * no. Microsoft Teams, Lark, DingTalk and others say no with 200.
 * @returns why not; undefined if it did
 */
export function refusalOfWebhook(answer: Answer): string | undefined {
  if (!isSuccess(answer)) return refusal(answer);
  if (isPage(answer))
    return `it answered status ${answer.status} with a web page, as a login does: ${quoteForeign(answer.text, shownLength)}`;
  return saysNo(jsonIn(answer.text) ?? answer.text) ? refusal(answer) : undefined;
}

/** XML that is not a page is an answer of a service. */
function isPage({ text, contentType }: Answer): boolean {
  if (/^\s*<\?xml\b/i.test(text) && !/<(?:!doctype\s+)?html\b/i.test(text)) return false;
  return /^\s*</.test(text) || (/\bhtml\b/i.test(contentType) && /<[a-z!/]/i.test(text));
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function refusal({ status, text }: Answer): string {
  const said = text.trim() === '' ? 'no body' : quoteForeign(text, shownLength);
  return `status ${status}, ${said}`;
}

/** Members that are true, or a number, where a message was taken. */
const yes: ReadonlySet<string> = new Set(['ok', 'success', 'succeeded', 'issuccess', 'accepted', 'delivered', 'sent']);
/** Members that are empty where a message was taken. */
const no: ReadonlySet<string> = new Set([
  'error',
  'errors',
  'err',
  'failed',
  'failure',
  'failures',
  'exception',
  'fault',
  'errormessage',
  'errortype',
  'errordescription',
]);
/** Members that are 0, or a status of HTTP, where a message was taken: Lark, DingTalk, Telegram, Discord. */
const codes: ReadonlySet<string> = new Set(['code', 'errcode', 'errorcode', 'status', 'statuscode', 'httpstatus']);
/** Members in which the answer itself may be. */
const inner: ReadonlySet<string> = new Set(['result', 'results', 'response', 'data', 'body', 'meta']);
/** Members with a word that says how it went: Splunk On-Call, Zulip. */
const outcomes: ReadonlySet<string> = new Set(['result', 'response', 'outcome', 'state']);
/** Members for people, which may quote the message: they count only where there is nothing else. */
const remarks: ReadonlySet<string> = new Set(['message', 'msg', 'detail', 'description', 'reason']);
const deepestAnswer = 4;
const longestWord = 40;
const refused =
  /(?<!\b(?:no|without|zero|0)\s+)(?<![a-z])(?:err(?:or)?s?|fail(?:ed|ure|ures)?|invalid|unauthori[sz]ed|unauthenticated|forbidden|denied|refused|rejected|expired|unavailable|unsuccessful|not[ _](?:found|accepted|delivered|sent|allowed)|bad[ _]request|disabled|inactive|archived|suspended|revoked|blocked|dropped|discarded|ignored|skipped|time(?:d[ _-]?)?out|nok|no_\w+|throttled|rate[ _]?limit(?:ed)?)(?![a-z])/i;

/** Whether a text, or JSON in one of the forms that services use, says no. */
function saysNo(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return refused.test(value);
  if (value === false) return depth === 0;
  if (typeof value !== 'object' || value === null || depth > deepestAnswer) return false;
  if (Array.isArray(value)) return value.some((each) => saysNo(each, depth + 1));
  const members = Object.entries(value).map(
    ([name, own]) => [name.toLowerCase().replaceAll(/[_-]/g, ''), own] as const,
  );
  const [[only, remark] = ['', undefined], ...more] = members;
  if (more.length === 0 && remarks.has(only) && typeof remark === 'string') return refused.test(remark);
  return members.some(([name, own]) => memberSaysNo(name, own, depth));
}

function memberSaysNo(name: string, value: unknown, depth: number): boolean {
  if (yes.has(name)) return ['false', '0', 'no', 'null'].includes(String(value).toLowerCase());
  if (no.has(name)) return isFilled(value);
  if (codes.has(name)) return isBadCode(value);
  if (typeof value === 'string') return outcomes.has(name) && value.length <= longestWord && refused.test(value);
  return inner.has(name) && saysNo(value, depth + 1);
}

/** A number, also as a text, that is not 0 and no success of HTTP; a word that says no. */
function isBadCode(value: unknown): boolean {
  if (value === false) return true;
  if (typeof value !== 'number' && typeof value !== 'string') return false;

  const number = Number(value);
  if (value === '' || Number.isNaN(number)) return refused.test(String(value));
  return number !== 0 && number !== 1 && !(number >= 200 && number < 300);
}

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  if (typeof value === 'string') return !/^(?:|0|no|none|null|false|ok|success)$/i.test(value.trim());
  return Boolean(value);
}

function member({ text }: Answer, name: string): unknown {
  const json = jsonIn(text);
  if (typeof json !== 'object' || json === null) return undefined;
  return Object.hasOwn(json, name) ? (json as Record<string, unknown>)[name] : undefined;
}

import { jsonIn } from '../../files/parse-json.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { valueAt } from './health/health-value.ts';
import { soundOfSentence } from './health/health-words.ts';

/** What an answer says of what was posted. An answer that says neither, or both, is not a refusal. */
export type Taking = 'taken' | 'refused' | 'unreadable';

/** What the fields of an answer amount to. */
type Sign = 'taken' | 'refused' | 'wrong' | 'unclear';

/** Keys that say whether it was taken. */
const takingKeys = /^(success(ful)?|succeeded|ok|accepted|stored|saved|queued|logged|ingested|written|received)$/;
/** Keys that say whether a limiter or a filter let it pass. */
const passKeys = /^(allowed|permitted)$/;
const stopKeys = /^(ratelimited|limited|throttled|blocked|denied)$/;
/** Keys under which something is only where something went wrong. */
const wrongKeys = /^(errors?|err|failures?|failed|failedcount|rejected|dropped|exceptions?)$/;
const statusKeys = /^(status|result|outcome|state)$/;
const codeKeys = /^(status|statuscode|code|errcode|errno)$/;
const spokenKeys = /^(message|msg|title|detail|text)$/;
/** Keys around an answer, or around what became of each log. */
const wholeKeys = /^(data|result|response|payload|body|json|results|items|logs|records)$/;
/** Words of a status that say that nothing was taken. */
const failureWords =
  /^(error|err|fail(ed|ure)?|reject(ed)?|refused|dropped|denied|invalid|ignored|discarded|throttled|limited|rate[ _-]?limited|no|false)$/i;
const refusalWords =
  /\b(rate[ _-]?limit(ed|ing)?|too many|quota|throttled|exceeded|(server|internal) error|bad (request|gateway))\b/i;
const deepest = 4;

/**
 * Whether a post was taken: by the field that the profile names (`success`), else by a 2xx without a sign of failure. A field
 * that does not decide it, whatever it holds, changes nothing.
 */
export function takingOf(
  { status, text }: { status: number; text: string },
  { success }: Pick<WorkerProfile, 'success'>,
): Taking {
  if (status < 200 || status > 299) return 'refused';
  const body = jsonIn(text);
  if (success) return bySetting(body, success);
  if (text.trim() === '') return 'taken';
  if (body === undefined) return /^\s*</.test(text) ? 'unreadable' : saidIn(text);
  const signs = signsIn(body, 0);
  if (signs.includes('refused')) return 'refused';
  if (signs.includes('wrong')) return signs.includes('taken') ? 'unreadable' : 'refused';
  return signs.includes('unclear') && !signs.includes('taken') ? 'unreadable' : 'taken';
}

function bySetting(body: unknown, { field, values }: NonNullable<WorkerProfile['success']>): Taking {
  const value = valueAt(body, field);
  if (value === undefined) return 'unreadable';
  return values.some((each) => each === value) ? 'taken' : 'refused';
}

function saidIn(text: string): Taking {
  const said = text.trim();
  return failureWords.test(said) || refusalWords.test(said) || soundOfSentence(said) === 'ill' ? 'refused' : 'taken';
}

function signsIn(body: unknown, depth: number): Sign[] {
  if (depth > deepest) return [];
  if (body === false || body === 0) return ['refused'];
  if (typeof body === 'string') return [saidIn(body) === 'refused' ? 'refused' : 'taken'];
  if (Array.isArray(body)) return body.flatMap((each) => (isObject(each) ? signsIn(each, depth + 1) : []));
  if (!isObject(body)) return [];
  const signs = Object.entries(body).flatMap(([name, value]) => signsOf(name, value, depth));
  if (signs.length > 0) return signs;
  // What is said in words counts where no field decides it.
  const spoken = Object.entries(body).filter(([name]) => spokenKeys.test(plain(name)));
  return spoken.some(([, value]) => typeof value === 'string' && saidIn(value) === 'refused') ? ['refused'] : [];
}

function signsOf(name: string, value: unknown, depth: number): Sign[] {
  const key = plain(name);
  if (takingKeys.test(key) && isScalar(value)) {
    if (value === true || value === 'true' || value === 1 || value === 'yes') return ['taken'];
    return value === false || value === 0 || /^(false|no)$/i.test(String(value)) ? ['refused'] : [];
  }
  if (passKeys.test(key) && value === false) return ['refused'];
  if (stopKeys.test(key) && value === true) return ['refused'];
  if (wrongKeys.test(key)) return isFilled(value) ? ['wrong'] : [];
  if (typeof value === 'number' && codeKeys.test(key)) return codeSign(value, key);
  if (typeof value === 'string' && key === 'code')
    return saidIn(value.replaceAll('_', ' ')) === 'refused' ? ['refused'] : [];
  if (typeof value === 'string' && statusKeys.test(key)) return failureWords.test(value.trim()) ? ['refused'] : [];
  return wholeKeys.test(key) && typeof value === 'object' ? signsIn(value, depth + 1) : [];
}

/** A code of HTTP, or 0 for success; what another one means only its Worker knows. */
function codeSign(value: number, key: string): Sign[] {
  if (value >= 400 && value <= 599) return ['refused'];
  if (value === 0 || (value >= 200 && value <= 299) || key === 'status') return [];
  return ['unclear'];
}

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  if (typeof value === 'string') return !/^\s*(none|no|null|false|0)?\s*$/i.test(value);
  return value === true || (typeof value === 'number' && value > 0);
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[_-]/g, '')
    .replace(/^is(?=success|ok)/, '');
}

function isScalar(value: unknown): boolean {
  return ['boolean', 'number', 'string'].includes(typeof value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

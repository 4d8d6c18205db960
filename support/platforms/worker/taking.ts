import { jsonIn } from '../../files/parse-json.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { valueAt } from './health/health-value.ts';

/** What an answer says of what was posted. An answer that says neither is not a refusal. */
export type Taking = 'taken' | 'refused' | 'unreadable';

/** Words of a `status` that say that nothing was taken. */
const failureWords = ['error', 'fail', 'failed', 'failure', 'rejected', 'refused'];

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
  if (body === undefined) return /^\s*</.test(text) ? 'unreadable' : 'taken';
  return isFailure(body) ? 'refused' : 'taken';
}

function bySetting(body: unknown, { field, values }: NonNullable<WorkerProfile['success']>): Taking {
  const value = valueAt(body, field);
  if (value === undefined) return 'unreadable';
  return values.some((each) => each === value) ? 'taken' : 'refused';
}

function isFailure(body: unknown): boolean {
  if (body === false) return true;
  if (typeof body !== 'object' || body === null) return false;
  const { success, ok, error, errors, status } = body as Record<string, unknown>;
  if (success === false || ok === false) return true;
  if (success === true || ok === true) return false;
  if (typeof status === 'string' && failureWords.includes(status.toLowerCase())) return true;
  return isFilled(error) || isFilled(errors);
}

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}

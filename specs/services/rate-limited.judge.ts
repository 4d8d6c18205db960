import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { ServiceProfile } from '../../support/platforms/services/read-answer.ts';
import { isAccepted, type ServiceBurst } from '../../support/platforms/services/read-burst.ts';

/** What a burst showed of a limit. */
export interface SeenLimit {
  /** Whether anything was refused. */
  isOn: boolean;
  shown: string;
  url: string;
}

/**
 * Twice the limit and one more are never all accepted within one window, wherever that begins.
 * @throws NotVerified where the route does not answer, breaks, or took longer than the window
 */
export function limitByBurst({ url, statuses, tookMs }: ServiceBurst, { rateLimit }: ServiceProfile): SeenLimit {
  const { limit = 0, windowMs = 0, refusal } = rateLimit ?? {};
  const [first = 0] = statuses;
  const shown = `${statuses.length} requests, answered ${[...new Set(statuses)].join(', ')}`;
  if (!isAccepted(first))
    throw new NotVerified(
      `the first request to ${url} got status ${first}: the limit cannot be seen`,
      'Name a path in `rateLimit.path` that answers 2xx without a sign-in; where others have spent the limit, run again later.',
    );
  const other = statuses.find((status) => !isAccepted(status) && status !== refusal);
  if (other !== undefined && !statuses.includes(refusal ?? 0))
    throw new NotVerified(
      `requests to ${url} got ${other}, not ${refusal}: ${shown}`,
      `If ${other} is how this service refuses, set \`rateLimit.refusal\` to ${other}; otherwise it breaks under ${statuses.length} requests.`,
    );
  const accepted = statuses.filter(isAccepted).length;
  const isOn = accepted !== statuses.length;
  if (!isOn && tookMs > windowMs)
    throw new NotVerified(
      `${shown} in ${Math.round(tookMs)} ms, longer than the window of ${windowMs} ms: the limit was not reached`,
    );
  // A bucket fills while it is emptied.
  const refilled = Math.ceil((limit * tookMs) / windowMs);
  if (isOn && accepted > limit + refilled)
    throw new NotVerified(
      `${url} accepted ${accepted} requests, more than ${limit}, and then refused: the limit is higher, or a new window began meanwhile`,
      'Run again; if it says the same, the limit is higher than `rateLimit.limit`.',
    );
  return { isOn, shown, url };
}

/** Where a limit is promised, something was refused. */
export function judgeBurst(seen: SeenLimit, { called, environment, rateLimit }: ServiceProfile): Finding[] {
  if (seen.isOn || rateLimit?.offIn.includes(environment)) return [];
  return [
    {
      what: `${called} of ${environment} does not limit as it promises`,
      expected: `${rateLimit?.refusal} after ${rateLimit?.limit} requests`,
      received: seen.shown,
      from: [`GET ${seen.url}`],
    },
  ];
}

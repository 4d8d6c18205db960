import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { ServiceProfile } from '../../support/platforms/services/read-answer.ts';
import {
  type BurstAnswer,
  isAccepted,
  type ServiceBurst,
  shownBurstAnswer,
} from '../../support/platforms/services/read-burst.ts';

/** What a burst showed of a limit. */
export interface SeenLimit {
  /** Whether anything was refused. */
  isOn: boolean;
  /** A refusal that is not the promised one. */
  otherwise?: BurstAnswer;
  shown: string;
  url: string;
}

/**
 * Twice the limit and one more are never all accepted within one window, wherever that begins.
 * @throws NotVerified where the route does not answer, breaks, or took longer than the window
 */
export function limitByBurst({ url, answers, tookMs }: ServiceBurst, { rateLimit }: ServiceProfile): SeenLimit {
  const { limit = 0, windowMs = 0, refusal } = rateLimit ?? {};
  const [first] = answers;
  const shown = `${answers.length} requests, answered ${[...new Set(answers.map(({ status }) => status))].join(', ')}`;
  if (!first || !isAccepted(first, first))
    throw new NotVerified(
      `the first request to ${url} got status ${first?.status}: the limit cannot be seen`,
      'Name a path in `rateLimit.path` that answers 2xx without a sign-in; where others have spent the limit, run again later.',
    );
  const refused = answers.filter((each) => !isAccepted(each, first));
  const accepted = answers.length - refused.length;
  // A bucket fills while it is emptied.
  const refilled = Math.ceil((limit * tookMs) / windowMs);
  const otherwise = refused.find(({ status }) => status !== refusal);
  // A 4xx, or a body, says no; an error of the server does so only where it begins at the limit, and is the same each time.
  const isAlike = refused.every(({ status }) => status === refused[0]?.status);
  const isLimiter = (status: number) => status < 500 || (isAlike && Math.abs(accepted - limit) <= refilled);
  if (otherwise && !isLimiter(otherwise.status) && !refused.some(({ status }) => status === refusal))
    throw new NotVerified(
      `requests to ${url} got ${otherwise.status}, not ${refusal}: ${shown}`,
      `If ${otherwise.status} is how this service refuses, set \`rateLimit.refusal\` to ${otherwise.status}; otherwise it breaks under ${answers.length} requests.`,
    );
  const isOn = refused.length > 0;
  if (!isOn && tookMs > windowMs)
    throw new NotVerified(
      `${shown} in ${Math.round(tookMs)} ms, longer than the window of ${windowMs} ms: the limit was not reached`,
    );
  if (isOn && accepted > limit + refilled)
    throw new NotVerified(
      `${url} accepted ${accepted} requests, more than ${limit}, and then refused: the limit is higher, or a new window began meanwhile`,
      'Run again; if it says the same, the limit is higher than `rateLimit.limit`.',
    );
  return { isOn, ...(otherwise && { otherwise }), shown, url };
}

/** Where a limit is promised, something was refused, and in the promised way. */
export function judgeBurst(seen: SeenLimit, { called, environment, rateLimit }: ServiceProfile): Finding[] {
  if (rateLimit?.offIn.includes(environment)) return [];
  const from = [`GET ${seen.url}`];
  if (!seen.isOn)
    return [
      {
        what: `${called} of ${environment} does not limit as it promises`,
        expected: `${rateLimit?.refusal} after ${rateLimit?.limit} requests`,
        received: seen.shown,
        from,
      },
    ];
  const { otherwise } = seen;
  if (!otherwise) return [];
  return [
    {
      what: `a refusal of ${called} of ${environment} is not ${rateLimit?.refusal}`,
      expected: `status ${rateLimit?.refusal}`,
      received: shownBurstAnswer(otherwise),
      from,
      remedy: `Answer ${rateLimit?.refusal} over the limit; where ${otherwise.status} is meant, set \`rateLimit.refusal\` to ${otherwise.status}.`,
    },
  ];
}

import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { commonCost, risesOf } from '../../support/platforms/worker/limits/count-steps.ts';
import { sharesItsKey } from '../../support/platforms/worker/limits/counted-request.ts';
import type { AccountingReading } from '../../support/platforms/worker/limits/read-accounting.ts';
import type { RateLimitSource } from '../../support/profile/index.ts';

/** One count that falls from request to request. */
interface Series {
  what: string;
  /** Other clients spend it as well. */
  shared: boolean;
  left: readonly number[];
}

/**
 * Whether each request costs exactly one, and the counts that are reported agree. A count that others spend too may fall
 * by more: the smallest fall is then the cost.
 * @throws NotVerified where requests are not accepted, and where nothing tells of a count
 */
export function judgeAccounting({ url, answers, used }: AccountingReading, rateLimit: RateLimitSource): Finding[] {
  const refused = answers.find(({ accepted }) => !accepted);
  if (refused)
    throw new NotVerified(
      `a request for a fresh ${rateLimit.per} is answered with status ${refused.status}: ${refused.text}`,
    );
  const series = seriesOf(answers, rateLimit);
  // A bucket that fills meanwhile and a window that slides give a little back.
  const slack = rateLimit.algorithm === 'fixed-window' ? 0 : rateLimit.tolerance;
  if (series.length === 0 && used.length === 0)
    throw new NotVerified(
      'neither the answers nor `/health` tell of any count',
      'Let the Worker send rate-limit headers.',
    );
  const from = [`${rateLimit.request?.method ?? 'POST'} ${url}, ${answers.length} requests one after another`];
  const judged = [
    ...series.map((each) => judgeSeries(each, slack, from)),
    ...used.map((each) => judgeUsed(each, answers.length, from)),
  ];
  const findings = judged.flatMap((each) => (each instanceof NotVerified ? [] : each));
  const unread = judged.find((each) => each instanceof NotVerified);
  if (findings.length === 0 && unread) throw unread;
  return findings;
}

/** A count that the health answer tells rises by one a request, or by more where others ask too: then by no common step. */
function judgeUsed(
  { name, path, counts }: AccountingReading['used'][number],
  requests: number,
  from: string[],
): Finding[] | NotVerified {
  const seen = counts.map((count) => count ?? 'no count').join(', ');
  const rises = risesOf(counts);
  if (rises.some((rise) => rise < 0))
    return new NotVerified(
      `the count of the quota ${name} fell while it was looked at (${seen}): its window has ended`,
    );
  const sum = rises.reduce((total, rise) => total + rise, 0);
  const cost = rises.length < requests ? 1 : commonCost(rises);
  if (sum >= requests && cost === 1) return [];
  return [
    {
      what:
        sum >= requests
          ? `a request does not cost one of the quota ${name}`
          : `the health answer does not count the requests against the quota ${name}`,
      expected: 'one more after each request, or more where others ask too',
      received: cost > 1 ? `${seen}: ${cost} each time, or a multiple` : seen,
      from: [...from, `/health › ${path}`],
    },
  ];
}

function judgeSeries({ what, shared, left }: Series, slack: number, from: string[]): Finding[] | NotVerified {
  const steps = left.slice(1).map((value, index) => (left[index] ?? 0) - value);
  // A single rise is a new window, and no cost.
  const downward = steps.filter((step) => step >= 0);
  const falls = downward.length === steps.length - 1 ? downward : steps;
  const smallest = Math.min(...falls);
  if (shared ? Math.abs(smallest - 1) <= slack : falls.every((fall) => Math.abs(fall - 1) <= slack)) return [];
  if (shared && smallest > 1 && new Set(falls).size > 1)
    return new NotVerified(
      `other clients spend ${what} at the same time (it fell by ${falls.join(', ')}): the cost of one request is hidden`,
    );
  return [
    {
      what: `a request does not cost one of ${what}`,
      expected: 'each request takes 1',
      received: `left: ${left.join(', ')}`,
      from,
    },
  ];
}

function seriesOf(answers: AccountingReading['answers'], rateLimit: RateLimitSource): Series[] {
  const names = new Map<string, number[]>();
  const add = (what: string, left: number | undefined) => {
    if (left !== undefined) names.set(what, [...(names.get(what) ?? []), left]);
  };
  for (const { told, remainingQuota } of answers) {
    for (const { form, name, limit, remaining } of told)
      add(`${form === 'ratelimit' ? '`RateLimit`' : '`X-RateLimit-Remaining`'} ${name ?? `of ${limit}`}`, remaining);
    add('`remaining_quota`', remainingQuota);
  }
  const own = [
    `\`RateLimit\` ${rateLimit.name}`,
    `\`RateLimit\` of ${rateLimit.limit}`,
    `\`X-RateLimit-Remaining\` of ${rateLimit.limit}`,
  ];
  return [...names]
    .filter(([, left]) => left.length === answers.length)
    .map(([what, left]) => ({ what, shared: sharesItsKey(rateLimit) || !own.includes(what), left }));
}

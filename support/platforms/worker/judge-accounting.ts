import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { RateLimitSource } from '../../profile/index.ts';
import type { AccountingReading } from './read-accounting.ts';

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
  if (series.length === 0 && used.length === 0)
    throw new NotVerified(
      'neither the answers nor `/health` tell of any count',
      'Let the Worker send rate-limit headers.',
    );
  const from = [`${rateLimit.request?.method ?? 'POST'} ${url}, ${answers.length} requests one after another`];
  return [
    ...series.flatMap((each) => judgeSeries(each, from)),
    ...used.flatMap(({ name, path, before, after }) => {
      if (before !== undefined && after !== undefined && after - before >= answers.length) return [];
      const seen =
        before === undefined || after === undefined ? 'no count' : `${after - before} more, from ${before} to ${after}`;
      return [
        {
          what: `the health answer does not count the requests against the quota ${name}`,
          expected: `${answers.length} more than before, or more where others ask too`,
          received: seen,
          from: [...from, `/health › ${path}`],
        },
      ];
    }),
  ];
}

function judgeSeries({ what, shared, left }: Series, from: string[]): Finding[] {
  const falls = left.slice(1).map((value, index) => (left[index] ?? 0) - value);
  const smallest = Math.min(...falls);
  const fits = shared ? smallest === 1 : falls.every((fall) => fall === 1);
  // A fall below zero is a new window, and no cost.
  if (fits || smallest < 0) return [];
  if (shared && smallest > 1 && new Set(falls).size > 1)
    throw new NotVerified(
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
  const own = [`\`RateLimit\` ${rateLimit.name}`, `\`X-RateLimit-Remaining\` of ${rateLimit.limit}`];
  return [...names]
    .filter(([, left]) => left.length === answers.length)
    .map(([what, left]) => ({ what, shared: !own.includes(what), left }));
}

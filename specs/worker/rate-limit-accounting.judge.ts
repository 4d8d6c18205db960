import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { commonCost, risesOf } from '../../support/platforms/worker/limits/count-steps.ts';
import { sharesItsKey } from '../../support/platforms/worker/limits/counted-request.ts';
import type { AccountingReading } from '../../support/platforms/worker/limits/read-accounting.ts';
import { refillIn, spanOf } from '../../support/platforms/worker/limits/refill.ts';
import { judgeToldWindow, tellingOf } from '../../support/platforms/worker/limits/told-window.ts';
import type { RateLimitSource } from '../../support/profile/index.ts';

/** One count that falls from request to request. */
interface Series {
  what: string;
  /** Other clients spend it as well. */
  shared: boolean;
  left: readonly number[];
}

/**
 * Whether each request costs exactly one, the counts that are reported agree, and the window that the answers tell is the promised one. A count that others spend too may fall
 * by more: the smallest fall is then the cost.
 * @throws NotVerified where requests are not accepted, and where nothing tells of a count
 */
export function judgeAccounting(reading: AccountingReading, rateLimit: RateLimitSource): Finding[] {
  const { url, answers, used } = reading;
  const refused = answers.find(({ accepted }) => !accepted);
  if (refused && answers.every(({ accepted }) => !accepted) && refused.status === rateLimit.refusal.status)
    throw new NotVerified(
      `the quota was spent before the run: the first requests for a fresh ${rateLimit.per} are refused (${refused.status}: ${refused.text})`,
      'Run it again when the window has ended. Where it is another quota than this one, name it in `alsoCounts`.',
    );
  if (refused)
    throw new NotVerified(
      `a request for a fresh ${rateLimit.per} is answered with status ${refused.status}: ${refused.text}`,
    );
  const series = seriesOf(answers, rateLimit);
  // What a bucket that fills, or a window that slides, may give back from one request to the next.
  const givenBack = answers.slice(1).map((answer, index) => {
    const refill = refillIn(rateLimit, spanOf([answers[index] ?? answer, answer]));
    return refill + (rateLimit.algorithm === 'fixed-window' ? 0 : rateLimit.tolerance);
  });
  if (series.length === 0 && used.length === 0)
    throw new NotVerified(
      'neither the answers nor `/health` tell of any count',
      'Let the Worker send rate-limit headers.',
    );
  const from = [`${rateLimit.request?.method ?? 'POST'} ${url}, ${answers.length} requests one after another`];
  const judged = [
    ...series.map((each) => judgeSeries(each, givenBack, rateLimit, from)),
    ...used.map((each) => judgeUsed(each, answers.length, from)),
  ];
  const telling = { worker: reading.worker, answers: tellingOf(answers, rateLimit) };
  const told = judgeToldWindow(telling, rateLimit, from);
  const findings = [...told, ...judged].flatMap((each) => (each instanceof NotVerified ? [] : each));
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

/** Each request takes one; a refill and the end of a window give back between two of them. */
function judgeSeries(
  { what, shared, left }: Series,
  givenBack: readonly number[],
  { limit, algorithm }: RateLimitSource,
  from: string[],
): Finding[] | NotVerified {
  const falls = left.slice(1).map((value, index) => (left[index] ?? 0) - value);
  // The first request of a fresh window leaves one less than the limit, or less where others share it. There is one such end.
  const isNewWindow = (index: number) =>
    algorithm === 'fixed-window' && (falls[index] ?? 0) < 1 && (shared || left[index + 1] === limit - 1);
  const edges = falls.filter((_, index) => isNewWindow(index)).length;
  const counted =
    edges === 1
      ? falls.flatMap((fall, index) => (isNewWindow(index) ? [] : [{ fall, index }]))
      : falls.map((fall, index) => ({ fall, index }));
  const costsOne = ({ fall, index }: { fall: number; index: number }) =>
    fall <= 1 && fall >= 1 - (givenBack[index] ?? 0);
  // A fresh key begins with its whole quota: what others have spent of it is not its own.
  const isBegun = edges === 0 && !shared && algorithm === 'fixed-window' && (left[0] ?? limit) < limit - 2;
  const smallest = counted.reduce(
    (least, each) => (each.fall < least.fall ? each : least),
    counted[0] ?? { fall: 1, index: 0 },
  );
  if (!isBegun && (shared ? costsOne(smallest) : counted.every(costsOne))) return [];
  if (shared && smallest.fall > 1 && new Set(falls).size > 1)
    return new NotVerified(
      `other clients spend ${what} at the same time (it fell by ${falls.join(', ')}): the cost of one request is hidden`,
    );
  return [
    {
      what: `a request does not cost one of ${what}`,
      expected: isBegun ? `a fresh key begins with ${limit}, and each request takes 1` : 'each request takes 1',
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

import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { commonCost, risesOf } from '../../support/platforms/worker/limits/count-steps.ts';
import { sharesItsKey } from '../../support/platforms/worker/limits/counted-request.ts';
import type { AccountingReading } from '../../support/platforms/worker/limits/read-accounting.ts';
import { spanOf, unitsBackIn } from '../../support/platforms/worker/limits/refill.ts';
import { judgeToldWindow, tellingOf } from '../../support/platforms/worker/limits/told-window.ts';
import type { RateLimitSource } from '../../support/profile/index.ts';

/** A window ended while the counts were looked at: another look shows them whole. */
class EndedMeanwhile extends NotVerified {}

/** One count that falls from request to request. */
interface Series {
  what: string;
  /** Other clients spend it as well. */
  shared: boolean;
  /** How many units of it one request takes, as the config says; several where it does not say which quota this is. */
  costs: readonly number[];
  left: readonly number[];
}

/**
 * Whether each request costs what it is said to (one unit, as a rule), the counts that are reported agree, and the window that the answers tell is the promised one. A count that others spend too may fall
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
    const refill = unitsBackIn(rateLimit, spanOf([answers[index] ?? answer, answer]));
    return refill + (rateLimit.algorithm === 'fixed-window' ? 0 : rateLimit.tolerance * rateLimit.cost);
  });
  // Windows shorter than the series end more than once in it.
  const ends = 1 + Math.floor(spanOf(answers) / rateLimit.windowMs);
  if (series.length === 0 && used.length === 0)
    throw new NotVerified(
      'neither the answers nor `/health` tell of any count',
      'Let the Worker send rate-limit headers.',
    );
  const from = [`${rateLimit.request?.method ?? 'POST'} ${url}, ${answers.length} requests one after another`];
  const judged = [
    ...series.map((each) => judgeSeries(each, givenBack, rateLimit, { from, ends })),
    ...used.map((each) => judgeUsed(each, answers.length, from)),
  ];
  const telling = { worker: reading.worker, answers: tellingOf(answers, rateLimit) };
  const told = judgeToldWindow(telling, rateLimit, from);
  const findings = [...told, ...judged].flatMap((each) => (each instanceof NotVerified ? [] : each));
  const unread = judged.find((each) => each instanceof NotVerified);
  if (findings.length === 0 && unread) throw unread;
  return findings;
}

/**
 * Judges a look at the counts, and one more where a window ended in its midst or something is wrong: the end of a window, or others
 * who ask at the same time, explain one series of requests, and hardly two.
 * @throws NotVerified as `judgeAccounting` does, of the second look where there is one
 */
export async function judgeLooks(
  look: (attempt: number) => Promise<AccountingReading>,
  rateLimit: RateLimitSource,
): Promise<Finding[]> {
  const judged = async (attempt: number) => judgeAccounting(await look(attempt), rateLimit);
  const first = await judged(1).catch((error: unknown) => {
    if (error instanceof EndedMeanwhile) return undefined;
    throw error;
  });
  if (first === undefined) return await judged(2);
  if (first.length === 0) return [];

  const second = await judged(2);
  return second.filter(({ what }) => first.some((each) => each.what === what));
}

/** A count that the health answer tells rises by the cost of a request, or by more where others ask too: then by no common step. */
function judgeUsed(
  { name, cost: promised, path, counts }: AccountingReading['used'][number],
  requests: number,
  from: string[],
): Finding[] | NotVerified {
  const seen = counts.map((count) => count ?? 'no count').join(', ');
  const rises = risesOf(counts);
  if (rises.some((rise) => rise < 0))
    return new EndedMeanwhile(
      `the count of the quota ${name} fell while it was looked at (${seen}): its window has ended`,
    );
  const sum = rises.reduce((total, rise) => total + rise, 0);
  const isEach = rises.length >= requests;
  const cost = isEach ? commonCost(rises) : promised;
  const isCounted = sum >= requests * promised;
  if (isCounted && cost <= promised) return [];
  const isOther = isCounted || (isEach && cost < promised && sum >= requests);
  return [
    {
      what: isOther
        ? `a request does not cost ${inWords(promised)} of the quota ${name}`
        : `the health answer does not count the requests against the quota ${name}`,
      expected: `${inWords(promised)} more after each request, or more where others ask too`,
      received: cost > 1 ? `${seen}: ${cost} each time, or a multiple` : seen,
      from: [...from, `/health › ${path}`],
      ...(isOther && { remedy: remedyOf(cost, name) }),
    },
  ];
}

function inWords(cost: number): string {
  return cost === 1 ? 'one' : String(cost);
}

/** A limiter may mean it: then the config says so. */
function remedyOf(cost: number, quota: string): string {
  return `Count each accepted request once; where ${cost === 1 ? 'one unit is' : `${cost} units are`} meant for a request of this kind, set \`cost: ${cost}\` of the limit (${quota}) in the deployment config.`;
}

/** Each request takes its cost; a refill and the end of a window give back between two of them. */
function judgeSeries(
  { what, shared, costs, left }: Series,
  givenBack: readonly number[],
  { limit, algorithm }: RateLimitSource,
  { from, ends }: { from: string[]; ends: number },
): Finding[] | NotVerified {
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const falls = left.slice(1).map((value, index) => (left[index] ?? 0) - value);
  // The first request of a fresh window leaves its cost less than the limit, or less where others share it. There are as many such ends as the time has room for.
  const isNewWindow = (index: number) =>
    algorithm === 'fixed-window' && (falls[index] ?? 0) < least && (shared || left[index + 1] === limit - most);
  const edges = falls.filter((_, index) => isNewWindow(index)).length;
  const counted =
    edges >= 1 && edges <= ends
      ? falls.flatMap((fall, index) => (isNewWindow(index) ? [] : [{ fall, index }]))
      : falls.map((fall, index) => ({ fall, index }));
  if (falls.length > 0 && counted.length === 0)
    return new EndedMeanwhile(
      `a window may have ended between all ${left.length} requests (left of ${what}: ${left.join(', ')}), so what one costs is not seen`,
      'Look at an environment that answers faster, or whose windows are longer.',
    );
  const costsThat = ({ fall, index }: { fall: number; index: number }) =>
    costs.some((cost) => fall <= cost && fall >= cost - (givenBack[index] ?? 0));
  // A fresh key begins with its whole quota: what others have spent of it is not its own.
  const isBegun = edges === 0 && !shared && algorithm === 'fixed-window' && (left[0] ?? limit) < limit - most - 1;
  const smallest = counted.reduce(
    (lowest, each) => (each.fall < lowest.fall ? each : lowest),
    counted[0] ?? { fall: least, index: 0 },
  );
  if (!isBegun && (shared ? costsThat(smallest) : counted.every(costsThat))) return [];
  if (shared && smallest.fall > most && new Set(falls).size > 1)
    return new NotVerified(
      `other clients spend ${what} at the same time (it fell by ${falls.join(', ')}): the cost of one request is hidden`,
    );
  const isSteady = smallest.fall > 0 && counted.every(({ fall }) => fall === smallest.fall);
  return [
    {
      what: `a request does not cost ${inWords(most)} of ${what}`,
      expected: isBegun
        ? `a fresh key begins with ${limit}, and each request takes ${most}`
        : `each request takes ${most}`,
      received: `left: ${left.join(', ')}`,
      from,
      ...(isSteady && { remedy: remedyOf(smallest.fall, what) }),
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
    .map(([what, left]) => {
      const isOwn = own.includes(what);
      return { what, shared: sharesItsKey(rateLimit) || !isOwn, left, costs: isOwn ? [rateLimit.cost] : costsOf(what) };
    });

  /** What else is told of: a quota that `alsoCounts` names, or one that is not known. */
  function costsOf(what: string): number[] {
    const named = rateLimit.alsoCounts.find(
      ({ name, limit }) => what.endsWith(` ${name}`) || what.endsWith(` of ${limit}`),
    );
    return named === undefined ? [...new Set([1, rateLimit.cost])] : [named.cost];
  }
}

import type { Finding } from '../../../check/finding.ts';
import { NotVerified } from '../../../check/not-verified.ts';
import type { RateLimitSource } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import type { BurstFinding } from './burst-finding.ts';
import { sharesItsKey } from './counted-request.ts';
import { type BurstInput, type BurstReading, workerBurst } from './read-burst.ts';
import { mayCrossEdge, spanOf } from './refill.ts';
import type { CountedAnswer } from './send-counted.ts';
import { mostBursts, spentBurst } from './spent-burst.ts';

type Judge = (reading: BurstReading, rateLimit: RateLimitSource) => BurstFinding[];

/** Bursts longer than one part in this many of the window can easily both contain the end of a window. */
const slowShare = 5;
/**
 * Judges a burst. That keys share a quota, or that a forged address opens a new one, it has confirmed itself; what else it shows that is wrong has to be shown by another one with a fresh key, since the end of a window or a
 * busy machine may lie between two requests. Where a second one does not show it, a third one decides.
 * @param needsSpentKey what is judged is a key whose quota is spent: a burst that leaves it open, since a window ended in it, is repeated
 * @throws NotVerified where only one of three shows it, and no end of a window explains it
 */
export async function judgeConfirmed(
  read: Read,
  subject: BurstInput,
  judge: Judge,
  { needsSpentKey = false } = {},
): Promise<Finding[]> {
  const confirmed = await confirmedFindings(read, subject, judge, needsSpentKey);
  return confirmed.map(({ mayBeChance: _, ...finding }) => finding);
}

async function confirmedFindings(
  read: Read,
  subject: BurstInput,
  judge: Judge,
  needsSpentKey: boolean,
): Promise<BurstFinding[]> {
  const { rateLimit } = subject;
  const { burst, attempt: begun } = needsSpentKey
    ? await spentBurst(read, subject)
    : { burst: await read(workerBurst, subject), attempt: 1 };
  const found = judge(burst, rateLimit);
  const certain = found.filter(({ mayBeChance }) => mayBeChance === undefined);
  const first = found.filter(({ mayBeChance }) => mayBeChance !== undefined);
  if (first.length === 0) return certain;

  const again = async (attempt: number): Promise<BurstFinding[] | NotVerified> => {
    if (attempt > mostBursts) return new NotVerified(`${mostBursts} bursts were sent already`);
    try {
      return alike(first, judge(await read(workerBurst, { ...subject, attempt }), rateLimit));
    } catch (error) {
      if (error instanceof NotVerified) return error;
      throw error;
    }
  };
  const second = await again(begun + 1);
  const isEdge = sharesItsKey(rateLimit) && mayCrossEdge(rateLimit, ofBurst(burst));
  if (second instanceof NotVerified && isEdge && certain.length === 0)
    throw new NotVerified(
      `a burst shows that ${first.map(({ what }) => what).join('; ')}, as the end of a window would too, and no second one confirms it: ${second.message}`,
      second.enable,
    );
  if (second instanceof NotVerified) return isEdge ? certain : found;
  if (second.length > 0) return confirmed(burst, rateLimit, certain, second);

  // A limiter that races does not race each time: two of three decide.
  const third = await again(begun + 2);
  const isExplained = mayCrossEdge(rateLimit, ofBurst(burst));
  if (!(third instanceof NotVerified) && (third.length > 0 || isExplained))
    return confirmed(burst, rateLimit, certain, third);
  if (certain.length > 0) return certain;
  const others =
    third instanceof NotVerified
      ? `another does not, and a third to decide between them could not be sent: ${third.message}`
      : 'two others do not';
  throw new NotVerified(
    `one burst shows that ${first.map(({ what }) => what).join('; ')} (${first[0]?.received}), and ${others}`,
    'Run it again while nobody else sends requests.',
  );
}

/** @throws NotVerified where bursts are so slow that each may have the end of a window in it */
function confirmed(
  burst: BurstReading,
  rateLimit: RateLimitSource,
  certain: readonly BurstFinding[],
  again: readonly BurstFinding[],
): BurstFinding[] {
  const [repeated] = again;
  if (repeated === undefined || !isSlow(burst, rateLimit)) return [...certain, ...again];
  const sure = [...certain, ...again.filter(({ mayBeChance }) => mayBeChance !== 'window')];
  if (sure.length > 0) return sure;
  const took = Math.round(spanOf(ofBurst(burst)));
  throw new NotVerified(
    `the burst took ${took} ms, and a window is ${rateLimit.windowMs} ms long: the end of one lies in many such bursts, and shows the same (${repeated.what})`,
    'Run it on a machine that is less busy, or nearer.',
  );
}

/** A burst that takes a good part of a fixed window: two of them may both have the end of one in them. */
function isSlow(burst: BurstReading, { algorithm, windowMs }: RateLimitSource): boolean {
  const isMoved = burst.worker.testClock !== undefined;
  return algorithm === 'fixed-window' && !isMoved && spanOf(ofBurst(burst)) * slowShare > windowMs;
}

function ofBurst({ control, answers, again }: BurstReading): CountedAnswer[] {
  return [control, ...answers, again];
}

function alike(first: readonly BurstFinding[], second: readonly BurstFinding[]): BurstFinding[] {
  return first.filter(({ what }) => second.some((each) => each.what === what));
}

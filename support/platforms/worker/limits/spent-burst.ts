import { NotVerified } from '../../../check/not-verified.ts';
import type { Read } from '../../../reading/index.ts';
import { type BurstInput, type BurstReading, workerBurst } from './read-burst.ts';
import { mayCrossEdge } from './refill.ts';

/** No limit is spent more often than this in a run. */
export const mostBursts = 3;

/** A burst, and which one of its limit it is. */
export interface NumberedBurst {
  burst: BurstReading;
  attempt: number;
}

/**
 * The first burst after which the key was refused. A window that ended in the middle of one gave the key a new quota: then there
 * is another one, with a fresh key. Where none leaves it spent, the last one.
 */
export async function spentBurst(read: Read, subject: BurstInput): Promise<NumberedBurst> {
  let last: NumberedBurst = { burst: await read(workerBurst, subject), attempt: 1 };
  while (last.attempt < mostBursts && isOpenByItsEdge(last.burst, subject)) {
    const attempt = last.attempt + 1;
    try {
      last = { burst: await read(workerBurst, { ...subject, attempt }), attempt };
    } catch (error) {
      if (error instanceof NotVerified) return last;
      throw error;
    }
  }
  return last;
}

/** As many as the limit says were refused or more: it is one that counts, and only the last request came after an end. */
function isOpenByItsEdge({ answers, again, worker }: BurstReading, { rateLimit }: BurstInput): boolean {
  const isCounting = answers.some(({ accepted }) => !accepted);
  return again.accepted && isCounting && worker.testClock === undefined && mayCrossEdge(rateLimit, [...answers, again]);
}

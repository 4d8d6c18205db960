import { NotVerified } from '../../../check/not-verified.ts';
import type { RateLimitSource } from '../../../profile/index.ts';
import { mostRequests } from './refill.ts';
import type { CountedAnswer } from './send-counted.ts';

/** What came of requests that were sent to a sliding window while its key was refused. */
export interface AskedWhileRefused {
  refused: number;
  accepted: number;
  /** The answer that ended it. */
  last: CountedAnswer;
  /**
   * `back`: let through once the requests that had been accepted before were a window old, and no other answer is needed for the
   * whole quota to be reckoned. `back later`: let through after more requests that were refused. `shut`: refused two windows
   * after the last request that was accepted.
   */
  end: 'back' | 'back later' | 'shut';
}

/** A limiter, and the time since the last request of the burst by the limiter's clock, in milliseconds. */
interface Asked {
  rateLimit: RateLimitSource;
  ask: (count: number) => Promise<CountedAnswer[]>;
  sinceMs: () => number;
  passUntil: (sinceMs: number) => Promise<unknown>;
}

/** Half a window lies between two series, and the last comes before two windows and a half are over. */
const mostSeries = 5;
/** Fewer than so many are not spent and reckoned once more. */
const few = 4;

/** The most requests that are sent for it: a series, and one request that looks whether the key is back, each time. */
export function mostWhileRefused(rateLimit: RateLimitSource): number {
  return (rateLimit.algorithm === 'sliding-window' ? mostSeries : 1) * (seriesOf(rateLimit) + 1);
}

/**
 * Sends as many requests as the limit is, half a window after the burst, and looks whether the key is back when those of the burst
 * have left the window. It is, unless the refused ones count. Some windows slide in steps or remember a refusal until a step ends:
 * a key that is still refused is asked on for two windows after the last request that was accepted, and no sliding window that
 * forgets refused requests is shut then.
 * @throws NotVerified where the answers tell nothing of what refused requests cost
 */
export async function askWhileRefused({ rateLimit, ask, sinceMs, passUntil }: Asked): Promise<AskedWhileRefused> {
  const { windowMs } = rateLimit;
  const endMs = windowMs + afterEndMs(rateLimit);
  const isRefusal = ({ accepted, status }: CountedAnswer) =>
    !accepted && (status === rateLimit.refusal.status || (status >= 400 && status <= 499));
  const seen = { refused: 0, accepted: 0, lastAcceptedMs: 0 };
  const look = async (count: number) => {
    const answers = await ask(count);
    const accepted = answers.filter((answer) => answer.accepted).length;
    seen.refused += answers.filter(isRefusal).length;
    seen.accepted += accepted;
    if (accepted > 0) seen.lastAcceptedMs = sinceMs();
    return answers;
  };
  const ended = (end: AskedWhileRefused['end'], last: CountedAnswer): AskedWhileRefused => {
    if (!last.accepted && !isRefusal(last)) throw unseen(`the key was answered with status ${last.status}`);
    return { refused: seen.refused, accepted: seen.accepted, end, last };
  };
  const lookOnce = async () => {
    const [answer] = await look(1);
    if (answer === undefined) throw new Error('nothing was asked');
    return answer;
  };

  await passUntil(windowMs / 2);
  const begunMs = sinceMs();
  await look(seriesOf(rateLimit));
  if (seen.refused === 0 || sinceMs() >= windowMs)
    throw unseen('no request was refused half a window after the quota was spent');

  await passUntil(endMs);
  const first = await lookOnce();
  // What was refused has to be in the window still, or the answer would be the same if it counted.
  if (first.accepted && sinceMs() - begunMs >= windowMs)
    throw unseen('the key was asked for too late after the requests that were refused');
  // A quota of a few is spent by the request that looks.
  if (first.accepted) return ended(mostRequests(rateLimit) < few ? 'back later' : 'back', first);

  for (let last = first; isRefusal(last); ) {
    const passing = (await look(seriesOf(rateLimit))).find(({ accepted }) => accepted);
    if (passing) return ended('back later', passing);
    const lastMs = seen.lastAcceptedMs + windowMs + endMs;
    await passUntil(Math.min(sinceMs() + windowMs / 2, lastMs));
    const askedMs = sinceMs();
    last = await lookOnce();
    if (last.accepted) return ended('back later', last);
    if (askedMs >= lastMs) return ended('shut', last);
  }
  throw unseen('the key was answered with an error');
}

function unseen(reason: string): NotVerified {
  return new NotVerified(
    `whether refused requests cost quota is not seen: ${reason}`,
    'Run it again on a machine that is less busy, or nearer to the Worker.',
  );
}

/** After the end of a window two counters of it have room for one request again, and clocks agree about the end. */
function afterEndMs({ windowMs, ...rateLimit }: RateLimitSource): number {
  return Math.min(windowMs / 4, Math.max(250, (2 * windowMs) / Math.max(1, mostRequests(rateLimit))));
}

/** How many requests are sent while a key is refused: enough to fill the window anew, and so much more as two counters have forgotten of it when the key is looked at. */
export function seriesOf(rateLimit: RateLimitSource): number {
  const kept = 1 - afterEndMs(rateLimit) / rateLimit.windowMs;
  return Math.ceil((mostRequests(rateLimit) + rateLimit.tolerance) / kept) + 1;
}

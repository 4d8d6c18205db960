import { setTimeout as delay } from 'node:timers/promises';
import { NotVerified } from '../check/not-verified.ts';
import { RequestFailure } from '../http/index.ts';
import { MissingInput } from '../settings/index.ts';
import { isSameCommit } from '../text/same-commit.ts';
import type { PlatformVersion } from './read-version.ts';

/** What one platform is asked for, and how. */
export interface Awaited {
  called: string;
  /** Asks anew each time. */
  ask: () => Promise<PlatformVersion>;
}

export interface WaitOptions {
  commit: string;
  /** The longest wait, in ms. */
  forMs: number;
  everyMs: number;
  /** How many answers in a row have to be the meant ones: old and new edges answer beside each other for a while. */
  answers: number;
  signal: AbortSignal;
  say: (line: string) => void;
}

/** A platform that did not say the meant commit in time, and what it said last. */
export interface Laggard {
  called: string;
  last: string;
}

/**
 * Waits until every platform says that it is of one commit, a few times in a row each.
 * @returns who did not, when time was over; empty where all did
 */
export async function waitForVersion(awaited: readonly Awaited[], options: WaitOptions): Promise<Laggard[]> {
  const states = awaited.map((each) => ({ ...each, inRow: 0, last: 'nothing yet', shown: '' }));
  const endsAtMs = Date.now() + options.forMs;
  for (;;) {
    await Promise.all(
      states.map(async (state) => {
        const { isMeant, says } = await oneAnswer(state, options.commit);
        state.inRow = isMeant ? state.inRow + 1 : 0;
        state.last = says;
        const progress = isMeant ? `${says} (${Math.min(state.inRow, options.answers)} of ${options.answers})` : says;
        if (progress !== state.shown && state.inRow <= options.answers) options.say(`${state.called}: ${progress}`);
        state.shown = progress;
      }),
    );
    const late = states.filter(({ inRow }) => inRow < options.answers);
    if (late.length === 0) return [];
    if (Date.now() + options.everyMs > endsAtMs || options.signal.aborted)
      return late.map(({ called, last }) => ({ called, last }));
    await delay(options.everyMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

async function oneAnswer({ ask }: Awaited, commit: string): Promise<{ isMeant: boolean; says: string }> {
  try {
    const { told, name } = await ask();
    const values = told.map(({ value }) => value);
    const says = values.map((value) => value ?? 'no version').join(', ') || 'no version';
    if (values.length === 0 || values.includes(undefined)) return { isMeant: false, says };
    const isMeant = values.every((value) => (name === undefined ? isSameCommit(value ?? '', commit) : value === name));
    return { isMeant, says };
  } catch (error) {
    const isKnown = error instanceof NotVerified || error instanceof RequestFailure;
    if (!isKnown || error instanceof MissingInput) throw error;
    return { isMeant: false, says: error.message };
  }
}

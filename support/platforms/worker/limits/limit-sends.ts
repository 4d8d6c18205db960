import type { Sends } from '../../../check/definition.ts';
import type { RateLimitSource } from '../../../profile/index.ts';
import { mostWhileRefused } from './ask-while-refused.ts';
import { planBurst } from './plan-burst.ts';
import { mostAccountingRequests } from './read-accounting.ts';
import { type BurstInput, confirmingKeys, confirmingRounds, plainInRound } from './read-burst.ts';
import { mostRequests } from './refill.ts';
import { mostBursts } from './spent-burst.ts';

/** The health answer: before and after a burst. */
const healthReads = 2;

/** A clock is moved to half of a window, to its end, and twice as often where a key stays shut. */
const movesOfTheClock = 8;

/** A handful of requests one after another, again where they look wrong; the limits before it have their turn first. */
export function accountingSends({ worker, rateLimit }: BurstInput): Sends {
  const series = 2 * upTo({ worker, rateLimit }).length;
  const counted = series * mostAccountingRequests;
  return counting(rateLimit, 1 + series * (2 * mostAccountingRequests + 1), counted);
}

/** One burst serves every check of a limit; those of the limits before it come first. */
export function burstSends({ worker, rateLimit }: BurstInput): Sends {
  const once = sum(upTo({ worker, rateLimit }).map(countedIn));
  const counted = once + (mostBursts - 1) * countedIn(rateLimit);
  return counting(
    rateLimit,
    1 + counted + healthReads * (worker.rateLimits.length + mostBursts),
    counted,
    'worker.burst',
  );
}

/** The bursts of all limits, and the requests around the end of a window. */
export function recoverySends({ worker, rateLimit }: BurstInput): Sends {
  const bursts = sum(worker.rateLimits.map(countedIn)) + (mostBursts - 1) * countedIn(rateLimit);
  const around = sum(upTo({ worker, rateLimit }).map((each) => mostRequests(each) + 4 + mostWhileRefused(each)));
  const clocks = worker.testClock === undefined ? 0 : movesOfTheClock * worker.rateLimits.length;
  const counted = bursts + around;
  return counting(rateLimit, 1 + counted + clocks + healthReads * (worker.rateLimits.length + mostBursts), counted);
}

/** Requests of one burst that count: the controls, the burst, the probes after it, and those that confirm what they show. */
function countedIn(rateLimit: RateLimitSource): number {
  const { requests, probes } = planBurst({ ...rateLimit, reported: {} }, undefined, '');
  const refilled = rateLimit.algorithm === 'fixed-window' ? 0 : mostRequests(rateLimit);
  return 3 + requests + probes + refilled + confirmingRounds * (1 + plainInRound(rateLimit)) + confirmingKeys;
}

/** A counted request posts a log, unless the config names another one. */
function counting({ request, cost }: RateLimitSource, requests: number, counted: number, reading?: string): Sends {
  return {
    to: ['worker'],
    requests,
    records: request ? 0 : counted,
    quota: counted * cost,
    ...(reading !== undefined && { reading }),
    bound: 'about a third of it where the limit holds: then nothing is repeated',
  };
}

function upTo({ worker, rateLimit }: BurstInput): RateLimitSource[] {
  return worker.rateLimits.slice(0, worker.rateLimits.indexOf(rateLimit) + 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

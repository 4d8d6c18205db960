import type { LimiterFault } from '../../../fixtures/limiters/limiter-fault.ts';
import type { LimitCheck } from './judge-limit.ts';

/** The check that must catch a fault, whatever limiter has it, and what it must say. */
export const caughtFaults: Record<LimiterFault, readonly [LimitCheck, string]> = {
  'off-by-one': ['enforced', 'the rate limit does not hold'],
  'check-then-act': ['exact', 'the rate limit does not hold'],
  'never-resets': ['recovers', 'a window never ends: the key is refused after it'],
  'per-isolate-memory': ['exact', 'the rate limit does not hold'],
  'trusts-forged-address': ['scoped', 'a forged `X-Forwarded-For` opens a new bucket'],
};

import { expect, it } from 'vitest';
import { LOG_SYSTEMS } from '../../../fixtures/twin/worker/src/log-entry.ts';
import { countsOf, decide, type Limits, type Window } from '../../../fixtures/twin/worker/src/quotas.ts';
import { array, assert, constantFrom, integer, property, record } from '../property.ts';

const limit = integer({ min: 0, max: 6 });
const limitsArbitrary = record({
  globalPerWindow: integer({ min: 0, max: 15 }),
  perSystem: record({ browser: limit, convex: limit, worker: limit, manual: limit }),
  perTrace: limit,
  windowMs: integer({ min: 1, max: 50 }),
});
const requests = array(
  record({
    traceId: constantFrom('a', 'b', '__proto__', 'constructor'),
    system: constantFrom(...LOG_SYSTEMS),
    waitMs: integer({ min: 0, max: 12 }),
  }),
  { maxLength: 60 },
);

it('no quota is ever exceeded, and nothing is refused while all three have something left', () => {
  assert(
    property(limitsArbitrary, requests, (limits: Limits, sequence) => {
      let window: Window | undefined;
      let nowMs = 0;
      for (const request of sequence) {
        nowMs += request.waitMs;
        const fresh = window === undefined || nowMs >= window.startedAtMs + limits.windowMs;
        const before = countsOf(
          fresh || window === undefined ? { startedAtMs: nowMs, used: new Map() } : window,
          request.traceId,
        );
        const room =
          before.global < limits.globalPerWindow &&
          before.perSystem[request.system] < limits.perSystem[request.system] &&
          (before.trace ?? 0) < limits.perTrace;
        const decided = decide(window, limits, request, nowMs);
        const after = countsOf(decided.window, request.traceId);

        expect(decided.decision.allowed).toBe(room);
        expect(after.global).toBe(before.global + (room ? 1 : 0));
        expect(after.trace).toBe((before.trace ?? 0) + (room ? 1 : 0));
        expect(decided.decision.spent === undefined).toBe(room);
        expect(decided.decision.resetMs).toBeGreaterThan(0);
        expect(decided.decision.resetMs).toBeLessThanOrEqual(limits.windowMs);

        window = decided.window;
      }
    }),
  );
});

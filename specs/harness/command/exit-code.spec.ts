import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { exitCodes, interruptedCodes } from '../../../support/command/exit-code.ts';

test('the codes are those that the README promises, and no two are one', () => {
  expect(exitCodes).toEqual({ done: 0, failed: 1, warnings: 2, notVerified: 3, configuration: 78 });
});

test('a signal ends with 128 and its number, as a shell says it', () => {
  for (const [signal, code] of Object.entries(interruptedCodes))
    expect(code, signal).toBe(128 + constants.signals[signal as keyof typeof interruptedCodes]);
  expect(Object.keys(interruptedCodes)).toEqual(['SIGHUP', 'SIGINT', 'SIGTERM']);
});

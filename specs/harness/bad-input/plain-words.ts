import { expect } from 'vitest';
import { commandMs } from '../patience.ts';
import type { GateRun } from './run-gate.ts';

/** What holds of every run on bad input: the gate is closed, in words, without a frame of a stack, and in time. */
export function expectClosedInPlainWords(run: GateRun, exitCode: 1 | 3 | 78): void {
  const said = `${run.stdout}\n${run.stderr}`;
  expect({ exitCode: run.exitCode, said }).toEqual({ exitCode, said });
  expect(
    said
      .split('\n')
      .filter(
        (line) =>
          /^\s+at .*(node_modules|internal|file:\/\/)|^\s+at .*:\d+:\d+\)?$/.test(line) &&
          !/^\s+at specs\/\S+\.spec\.ts:\d+:\d+$/.test(line),
      ),
  ).toEqual([]);
  expect(said).not.toMatch(/unhandled|uncaught|\[object Object\]/i);
  expect(run.durationMs).toBeLessThan(commandMs);
  if (exitCode === 78) expect(run.verdict?.exitCode ?? 'none').not.toBe(0);
  else expect(run.verdict).toMatchObject({ exitCode, state: 'complete' });
}

/** What a run that could not start says, without its greeting: one paragraph a problem. */
export function problemsSaid(run: Pick<GateRun, 'stderr'>): string {
  const [, problems] = /Airlock cannot start\.\n\n([\s\S]*?)\n*$/.exec(run.stderr) ?? [];
  return problems ?? `(it did not say that it cannot start)\n${run.stderr}`;
}

import { describe, expect, test } from 'vitest';
import type { Faults } from '../../../fixtures/faults/fault.ts';
import { recordOf } from './fault-record.ts';
import { outcomeProblems } from './outcome-problems.ts';
import { withPlantedFault } from './plant-fault.ts';
import { runInProcess } from './run-in-process.ts';

/** Declares a test for each fault of a table: planted, it comes to what it declares, and to nothing else. */
export function catches(table: string, faults: Faults): void {
  describe(table, () => {
    const rows = Object.entries(faults).map(([name, fault]) => ({ name, fault }));
    test.for(rows)('$name: $fault.story', async ({ name, fault }, { task }) => {
      task.meta.fault = recordOf(table, name, fault);
      const run = await withPlantedFault(fault, runInProcess);
      expect(outcomeProblems(fault, run), run.stdout + run.stderr).toEqual([]);
    });
  });
}

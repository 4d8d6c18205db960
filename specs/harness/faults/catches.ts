import { describe, expect, inject, test } from 'vitest';
import type { EventApiFaults } from '../../../fixtures/faults/event-api/event-api-fault.ts';
import type { Faults } from '../../../fixtures/faults/fault.ts';
import { chosenFaults } from './choose-faults.ts';
import { recordOf } from './fault-record.ts';
import { type ExpectedOutcome, outcomeProblems } from './outcome-problems.ts';
import { type PlantedProject, withPlantedFault } from './plant-fault.ts';
import { withFaultInEventApi } from './plant-in-event-api.ts';
import { type Run, runInProcess } from './run-in-process.ts';

type Plant<Planted> = (fault: Planted, work: (planted: PlantedProject) => Promise<Run>) => Promise<Run>;

/** Declares a test for each fault of a table that the run plants: planted, it comes to what it declares, and to nothing else. */
export function catches(table: string, faults: Faults): void {
  eachComesTo(table, faults, withPlantedFault);
}

/** The same for faults of the event API. */
export function catchesInEventApi(table: string, faults: EventApiFaults): void {
  eachComesTo(table, faults, withFaultInEventApi);
}

function eachComesTo<Planted extends ExpectedOutcome & { story: string }>(
  table: string,
  faults: Readonly<Record<string, Planted>>,
  plant: Plant<Planted>,
): void {
  describe(table, () => {
    const rows = chosenFaults(table, faults, inject('plantedFaults')).map(([name, fault]) => ({ name, fault }));
    test.for(rows)('$name: $fault.story', async ({ name, fault }, { task }) => {
      task.meta.fault = recordOf(table, name, fault);
      const run = await plant(fault, runInProcess);
      const problems = outcomeProblems(fault, run);
      expect(problems, [...problems, run.stdout, run.stderr].join('\n')).toEqual([]);
    });
  });
}

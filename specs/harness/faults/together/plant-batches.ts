import { expect, inject, test } from 'vitest';
import { chosenFaults } from '../choose-faults.ts';
import { type ExpectedOutcome, outcomeProblems } from '../outcome-problems.ts';
import { withPlantedFault } from '../plant-fault.ts';
import { withFaultInEventApi } from '../plant-in-event-api.ts';
import { type Run, runInProcess } from '../run-in-process.ts';
import { eventApiTables, twinTables } from '../tables.ts';
import { type Batch, batchesOf } from './batches.ts';
import { combineFaults, combineInEventApi } from './combine-faults.ts';

/** Each is a spec file, so that they run side by side. */
export type Part = 0 | 1 | 2;
const parts = 3;

/** What is planted by specs of its own: a healthy deployment without any difference, and what needs a PostgreSQL. */
const plantedElsewhere = ['healthy', 'postgres'];

/**
 * Declares a test for each batch of faults of a part: planted together, they come to what each of them declares, and to nothing else.
 * Where they do not, each is planted alone, and has to.
 */
export async function catchesTogether(part: Part): Promise<void> {
  const ofTwin = batchesOf(named(await twinTables()), combineFaults);
  const ofEventApi = batchesOf(named(await eventApiTables()), combineInEventApi);
  declare(ofTwin, part, (fault) => withPlantedFault(fault, runInProcess));
  declare(ofEventApi, part, (fault) => withFaultInEventApi(fault, runInProcess));
}

/** Tables whose faults hang together with nearly everything that is deployed: each is planted alone. */
const aloneTables = ['delivery', 'delivery-live', 'delivery-rollback', 'second-delivery'];

function named<Planted extends ExpectedOutcome>(
  tables: readonly (readonly [string, Readonly<Record<string, Planted>>])[],
): [string, Planted][] {
  return tables
    .filter(([table]) => !plantedElsewhere.includes(table))
    .flatMap(([table, faults]) =>
      chosenFaults(table, faults, inject('plantedFaults')).map(([name, fault]): [string, Planted] => [
        `${table}/${name}`,
        aloneTables.includes(table) ? { ...fault, alone: table } : fault,
      ]),
    );
}

function declare<Planted extends ExpectedOutcome>(
  batches: readonly Batch<Planted>[],
  part: Part,
  plant: (fault: Planted) => Promise<Run>,
): void {
  const own = batches.filter((_, index) => index % parts === part);
  test.each(own.map((batch) => ({ ...batch, names: batch.faults.map(([name]) => name).join(', ') })))(
    '$names',
    async ({ names, faults, together }) => {
      const problems = await problemsOf(together, plant);
      if (problems.length === 0) return;
      if (faults.length > 1) process.stdout.write(`Planted alone: ${names}: ${problems[0]}\n`);
      for (const [name, fault] of faults)
        expect(faults.length > 1 ? await problemsOf(fault, plant) : problems, name).toEqual([]);
    },
  );
}

/** Where a run differs from what its fault declares, with what it printed. A fault that cannot be planted is a problem, too. */
async function problemsOf<Planted extends ExpectedOutcome>(
  fault: Planted,
  plant: (fault: Planted) => Promise<Run>,
): Promise<string[]> {
  try {
    const run = await plant(fault);
    const problems = outcomeProblems(fault, run);
    return problems.length === 0 ? [] : [...problems, run.stdout, run.stderr];
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

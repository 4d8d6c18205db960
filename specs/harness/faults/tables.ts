import { globSync } from 'node:fs';
import path from 'node:path';
import type { EventApiFaults } from '../../../fixtures/faults/event-api/event-api-fault.ts';
import type { Fault, Faults } from '../../../fixtures/faults/fault.ts';

const folder = path.join(import.meta.dirname, '../../../fixtures/faults');
/** Types, and the faults of the browser, which are planted otherwise. */
const others = ['fault.ts', 'smoke-fault.ts', 'smoke.ts', 'smoke-beyond.ts', 'event-api/event-api-fault.ts'];

/** Every table of faults that gates are run on, by its file's name. */
export async function loadTables(): Promise<ReadonlyMap<string, Faults>> {
  const tables = [...(await twinTables()), ...(await eventApiTables())];
  const names = tables.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two tables of faults are called ${twice}`);
  return new Map(tables as [string, Faults][]);
}

/** The tables of the twin. */
export function twinTables(): Promise<[string, Faults][]> {
  return load('*.ts');
}

/** The tables of the event API. */
export function eventApiTables(): Promise<[string, EventApiFaults][]> {
  return load('event-api/*.ts');
}

async function load<Table>(pattern: string): Promise<[string, Table][]> {
  const files = globSync(pattern, { cwd: folder, exclude: others }).sort();
  return await Promise.all(
    files.map(async (file): Promise<[string, Table]> => {
      const exported = Object.values((await import(path.join(folder, file))) as Record<string, Table>);
      if (exported.length !== 1) throw new Error(`fixtures/faults/${file} exports ${exported.length} tables`);
      return [path.basename(file, '.ts'), exported[0] as Table];
    }),
  );
}

type Proof = Pick<Fault['caughtBy'][number], 'check' | 'says'> & { kind?: Fault['caughtBy'][number]['kind'] };

/** What proves a check able to fail: the catches in which one fails or warns. */
export function provedBy({ caughtBy }: { caughtBy: readonly Proof[] }): Proof[] {
  return caughtBy.filter(({ kind }) => kind !== 'not verified');
}

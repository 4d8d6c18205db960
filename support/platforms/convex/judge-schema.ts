import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import { compareSchemas, type DatabaseSchema } from '../../contract/index.ts';
import type { DeployedIndexes } from './schema.ts';

export interface SchemaInput {
  expected: DatabaseSchema;
  /** As the config names it. */
  shown: string;
  deployed: DatabaseSchema;
  deployment: string;
  deployCommand: string;
}

/** Tables of the source's schema that the deployment does not have. */
export function judgeTables({ expected, shown, deployed, deployment, deployCommand }: SchemaInput): Finding[] {
  return compareSchemas(expected, deployed).missingTables.map((table) => ({
    what: `${deployment} has no table ${table}`,
    expected: `a table ${table}, as in the schema`,
    received: deployed.tables.map(({ name }) => name).join(', ') || 'no table at all',
    from: [`${shown}/schema.ts`, deployment],
    remedy: deployCommand,
  }));
}

/** Indexes that the deployment does not have, or has over other fields. */
export function judgeFields({ expected, shown, deployed, deployment, deployCommand }: SchemaInput): Finding[] {
  const { missingIndexes, differentIndexes } = compareSchemas(expected, deployed);
  const from = [`${shown}/schema.ts`, deployment];
  return [
    ...missingIndexes.map(({ table, index }) => ({
      what: `${deployment} has no index ${table}.${index.name}`,
      expected: `${table}.${index.name} over ${index.fields}`,
      received: 'no such index',
      from,
      remedy: deployCommand,
    })),
    ...differentIndexes.map(({ table, index, deployed: fields }) => ({
      what: `the index ${table}.${index.name} of ${deployment} has other fields`,
      expected: index.fields,
      received: fields,
      from,
      remedy: deployCommand,
    })),
  ];
}

/**
 * Indexes that the deployment does not have, has over other fields, or is still backfilling.
 * @throws NotVerified where the deployment does not report the state of one
 */
export function judgeIndexes(input: SchemaInput, states: DeployedIndexes['indexes']): Finding[] {
  const { expected, deployed, deployment } = input;
  const wanted = new Set(
    expected.tables.flatMap(({ name, indexes }) => indexes.map((index) => `${name}.${index.name}`)),
  );
  const unfilled = states.filter(
    ({ table, name, backfill, staged }) => wanted.has(`${table}.${name}`) && !staged && backfill.state !== 'done',
  );
  const found: Finding[] = [
    ...judgeFields(input),
    ...unfilled.map(({ table, name, backfill }) => ({
      what: `the index ${table}.${name} of ${deployment} is still being backfilled`,
      expected: 'backfill done',
      received: `backfill ${backfill.state}`,
      from: [deployment],
      remedy: 'Wait until the backfill is done, then run the gate again.',
    })),
  ];
  const reported = new Set(states.map(({ table, name }) => `${table}.${name}`));
  const tables = new Set(deployed.tables.map(({ name }) => name));
  const unreported = [...wanted].filter((index) => !reported.has(index) && tables.has(index.split('.')[0] ?? ''));
  if (found.length === 0 && unreported.length > 0)
    throw new NotVerified(
      `${deployment} does not report whether ${unreported[0]} is backfilled${unreported.length > 1 ? `, nor ${unreported.length - 1} more` : ''}`,
    );
  return found;
}

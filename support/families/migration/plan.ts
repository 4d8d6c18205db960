import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { strict } from '../../profile/strict-object.ts';
import type { DocumentSource } from '../../snapshot/index.ts';
import { suggestName } from '../../text/suggest-name.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What becomes of one field: another name, other values. */
const MappedField = z.union([
  z
    .string()
    .min(1)
    .transform((to) => ({ to, values: undefined })),
  strict({ to: z.string().min(1).optional(), values: z.record(z.string(), Scalar).optional() }).transform(
    ({ to, values }) => ({ to, values }),
  ),
]);

const PlannedTable = strict({
  /** The table's name in the target, where it is another. */
  to: z.string().min(1).optional(),
  /** The fields by which a document is known again on the other side; its id, where left out. */
  match: z.array(z.string().min(1)).min(1).optional(),
  /** Only documents whose fields have these values (or one of a list) move. */
  filter: z.record(z.string(), z.union([Scalar, z.array(Scalar).min(1)])).default({}),
  /** Fields that have another name or other values in the target. */
  map: z.record(z.string(), MappedField).default({}),
  /** Fields, by their names in the target, that may differ. */
  ignore: z.array(z.string()).default([]),
  /** What becomes of the documents in the source: `cleaned` has them gone. */
  source: z.enum(['kept', 'cleaned']).default('kept'),
  /** The target may hold documents that the source never had. */
  others: z.enum(['refused', 'allowed']).default('refused'),
});
export type PlannedTable = z.infer<typeof PlannedTable>;

/** What moves from one deployment to another, and what may differ afterwards. */
export const MigrationPlan = strict({
  tables: z
    .record(
      z.string(),
      z.preprocess((value) => value ?? {}, PlannedTable),
    )
    .refine((tables) => Object.keys(tables).length > 0, 'a plan names at least one table'),
});
export type MigrationPlan = z.infer<typeof MigrationPlan>;

/** The plan cannot be read, or does not say what it has to. */
export class PlanMistake extends Error {
  override readonly name = 'PlanMistake';
}

/** Reads a plan (YAML). @throws PlanMistake with every mistake at once */
export function loadPlan(file: string, shown = file): MigrationPlan {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new PlanMistake(`the plan ${shown} cannot be read: ${(error as Error).message}`);
  }
  return parsePlan(text, shown);
}

export function parsePlan(text: string, shown: string): MigrationPlan {
  let json: unknown;
  try {
    json = parse(text);
  } catch (error) {
    throw new PlanMistake(`the plan ${shown} is no YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const parsed = MigrationPlan.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new PlanMistake(
    parsed.error.issues
      .map(({ path, message }) => `the plan ${shown}, ${path.join('.') || 'as a whole'}: ${message}`)
      .join('\n'),
  );
}

/**
 * A live deployment shows its own tables to the system queries, and none of its components.
 * @param named the table of the plan as this side names it
 * @throws PlanMistake where the plan names a table that a side cannot show, which is not the same as an empty one
 */
export function requireShown(
  plan: MigrationPlan,
  side: Pick<DocumentSource, 'name' | 'state'>,
  named: (table: string, planned: PlannedTable) => string = (table) => table,
): void {
  if (side.state !== undefined) return;
  const hidden = Object.entries(plan.tables)
    .map(([table, planned]) => named(table, planned))
    .filter((table) => table.includes('/'));
  if (hidden.length > 0)
    throw new PlanMistake(
      `the plan names ${hidden.join(', ')}, of a component, which ${side.name} does not show. Give an export of it (.zip).`,
    );
}

/** @throws PlanMistake where the plan names a table that the source does not have: a slip would look at nothing */
export function requireTables(plan: MigrationPlan, tables: readonly string[], source: string): void {
  const unknown = Object.keys(plan.tables).filter((name) => !tables.includes(name));
  if (unknown.length === 0) return;
  throw new PlanMistake(
    unknown
      .map(
        (name) =>
          `the plan names the table ${name}, and ${source} has none of that name. ${suggestName(name, [...tables])}`,
      )
      .join('\n'),
  );
}

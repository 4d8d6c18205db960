import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseYaml } from '../../files/parse-yaml.ts';
import { strict } from '../../profile/index.ts';
import type { DocumentSource } from '../../snapshot/index.ts';
import { errorText } from '../../text/error-text.ts';
import { suggestName } from '../../text/suggest-name.ts';

/** An integer that a float cannot tell from its neighbours, in Convex's encoded form. */
const LargeInteger = z
  .bigint()
  .refine((value) => value === BigInt.asIntN(64, value))
  .transform((value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt.asIntN(64, value));
    return { $integer: bytes.toString('base64') };
  });
const scalarForm = 'expected a text, a number, an integer of 64 bits, true, false or null';
const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null(), LargeInteger], { error: scalarForm });
export type PlannedValue = z.infer<typeof Scalar>;

/** A new name or new values for one field. */
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
  /** The table's name in the target, if it differs. */
  to: z.string().min(1).optional(),
  /** The fields that identify a document on the other side; its id by default. */
  match: z.array(z.string().min(1)).min(1).optional(),
  /** Only documents whose fields have these values (or one of a list) move. */
  filter: z
    .record(z.string(), z.union([Scalar, z.array(Scalar).min(1)], { error: `${scalarForm}, or a list of them` }))
    .default({}),
  /** Fields with another name or other values in the target. */
  map: z.record(z.string(), MappedField).default({}),
  /** Fields that may differ, by their names in the target. */
  ignore: z.array(z.string()).default([]),
  /** `cleaned`: the documents must be gone from the source. */
  source: z.enum(['kept', 'cleaned']).default('kept'),
  /** `allowed`: the target may have documents that the source never had. */
  others: z.enum(['refused', 'allowed']).default('refused'),
});
export type PlannedTable = z.infer<typeof PlannedTable>;

/** What moves from one deployment to another, and what may differ afterwards. */
export const MigrationPlan = strict({
  /** The Convex folder of the target, relative to the plan: its schema says to which table a reference has to point. */
  schema: z.string().min(1).optional(),
  tables: z
    .record(
      z.string(),
      z.preprocess((value) => value ?? {}, PlannedTable),
    )
    .refine((tables) => Object.keys(tables).length > 0, 'the plan needs at least one table'),
});
export type MigrationPlan = z.infer<typeof MigrationPlan>;

/** The plan cannot be read, is invalid, or does not match the data. */
export class PlanMistake extends Error {
  override readonly name = 'PlanMistake';
}

/** Reads a plan (YAML). @throws PlanMistake with all mistakes together */
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
    json = parseYaml(text, shown, { largeIntegers: true });
  } catch (error) {
    throw new PlanMistake(`the plan ${errorText(error)}`);
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
 * System queries of a live deployment return its own tables, but not those of its components.
 * @param named the plan's table by its name on this side
 * @throws PlanMistake if the plan names a table that the side cannot show, which must not count as an empty one
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
      `the plan names ${hidden.join(', ')}, of a component, which ${side.name} does not show. Use an export of it (.zip).`,
    );
}

/** @throws PlanMistake if the plan names a table that the source does not have: with a typo, nothing would be compared */
export function requireTables(plan: MigrationPlan, tables: readonly string[], source: string): void {
  const unknown = Object.keys(plan.tables).filter((name) => !tables.includes(name));
  if (unknown.length === 0) return;

  throw new PlanMistake(
    unknown
      .map(
        (name) => `the plan names the table ${name}, which ${source} does not have. ${suggestName(name, [...tables])}`,
      )
      .join('\n'),
  );
}

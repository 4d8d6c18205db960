import { canonicalText, type SnapshotDocument } from '../../snapshot/index.ts';
import { PlanMistake, type PlannedTable } from './plan.ts';

type Fields = Readonly<Record<string, unknown>>;
type PlannedValue = string | number | boolean | null;

/** Whether a document of the source is one that moves. */
export function moves({ fields }: SnapshotDocument, { filter }: PlannedTable): boolean {
  return Object.entries(filter).every(([name, wanted]) =>
    [wanted].flat().some((value) => isValue(fields[name] ?? null, value)),
  );
}

/** A plan writes `7` for a float and for an int64. */
function isValue(field: unknown, wanted: PlannedValue): boolean {
  if (canonicalText(wanted) === canonicalText(field)) return true;
  return Number.isSafeInteger(wanted) && int64Of(field) === BigInt(wanted as number);
}

/** The number of an int64 in Convex's encoded form; undefined for every other value. */
function int64Of(value: unknown): bigint | undefined {
  if (typeof value !== 'object' || value === null || !('$integer' in value)) return undefined;
  const bytes = Buffer.from(String(value.$integer), 'base64');
  return bytes.length === 8 ? bytes.readBigInt64LE() : undefined;
}

/**
 * A document of the source as the plan says that it is in the target: fields renamed, values mapped.
 * @throws PlanMistake where two of its fields become one: the value of one of them would be lost, and nobody told
 */
export function asPlanned(fields: Fields, { map }: PlannedTable): Record<string, unknown> {
  const planned: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const rule = map[name];
    const written = int64Of(value) ?? value;
    const mapped =
      rule?.values && (typeof written !== 'object' || written === null) && Object.hasOwn(rule.values, String(written))
        ? rule.values[String(written)]
        : value;
    const own = rule?.to ?? name;
    if (Object.hasOwn(planned, own))
      throw new PlanMistake(
        `the plan makes one field, ${own}, of two that the document ${fields._id} has: one of their values would be lost. Map each field to a name of its own.`,
      );
    planned[own] = mapped;
  }
  return planned;
}

/** By what a document is known again on the other side: its id, or the fields that the plan names. */
export function matchKey(id: string, planned: Fields, { match }: PlannedTable): string {
  return match === undefined ? id : canonicalText(match.map((name) => planned[name] ?? null));
}

export interface FieldDifference {
  field: string;
  expected: string;
  received: string;
}

/** The fields in which two documents differ, apart from those that may. A document matched by its fields has an id of its own. */
export function differencesOf(planned: Fields, target: Fields, { ignore, match }: PlannedTable): FieldDifference[] {
  const free = new Set([...ignore, ...(match ? ['_id', '_creationTime'] : [])]);
  const names = [...new Set([...Object.keys(planned), ...Object.keys(target)])]
    .filter((name) => !free.has(name))
    .sort();
  return names.flatMap((field) => {
    const [expected, received] = [worded(planned[field]), worded(target[field])];
    return expected === received ? [] : [{ field, expected, received }];
  });
}

function worded(value: unknown): string {
  return value === undefined ? '(absent)' : canonicalText(value);
}

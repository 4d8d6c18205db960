import { canonicalText, type SnapshotDocument } from '../../snapshot/index.ts';
import { PlanMistake, type PlannedTable, type PlannedValue } from './plan.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether the plan moves a document of the source. */
export function moves({ fields }: SnapshotDocument, { filter }: PlannedTable): boolean {
  return Object.entries(filter).every(([name, wanted]) =>
    [wanted].flat().some((value) => isValue(fields[name] ?? null, value)),
  );
}

/** A value of a document or of a plan as a plan writes it: `7` for a float and an int64 alike. */
export function valueKey(value: unknown): string {
  const written = int64Of(value) ?? value;
  return typeof written === 'object' && written !== null ? canonicalText(written) : String(written);
}

/** In a plan, `7` means a float or an int64. */
function isValue(field: unknown, wanted: PlannedValue): boolean {
  if (canonicalText(wanted) === canonicalText(field)) return true;
  return Number.isSafeInteger(wanted) && int64Of(field) === BigInt(wanted as number);
}

/** Decodes an int64 of Convex's encoded form; undefined for other values. */
function int64Of(value: unknown): bigint | undefined {
  if (typeof value !== 'object' || value === null || !('$integer' in value)) return undefined;
  const bytes = Buffer.from(String(value.$integer), 'base64');
  if (bytes.length !== 8) return undefined;
  return bytes.readBigInt64LE();
}

/**
 * Renames fields and maps values of a source document as in the plan.
 * @throws PlanMistake if two fields become one, because one of their values would be lost silently
 */
export function asPlanned(fields: Fields, { map }: PlannedTable): Record<string, unknown> {
  const planned: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const rule = Object.hasOwn(map, name) ? map[name] : undefined;
    const own = rule?.to ?? name;
    if (Object.hasOwn(planned, own))
      throw new PlanMistake(
        `the plan maps two fields of the document ${fields._id} to ${own}: one of their values would be lost. Map each field to its own name.`,
      );

    planned[own] = mappedValue(value, rule?.values);
  }

  return planned;
}

function mappedValue(value: unknown, values: Readonly<Record<string, PlannedValue>> | undefined): unknown {
  const written = int64Of(value) ?? value;
  if (values === undefined || (typeof written === 'object' && written !== null)) return value;
  const key = String(written);
  if (!Object.hasOwn(values, key)) return value;
  return values[key];
}

/** Identifies a document on the other side: its id, or the fields in the plan's `match`. */
export function matchKey(id: string, planned: Fields, { match, map }: PlannedTable): string {
  if (match === undefined) return id;
  const mapped = mappedNames(map);
  return canonicalText(match.map((name) => (mapped.has(name) ? asFloat(planned[name]) : planned[name]) ?? null));
}

/** The names in the target of fields whose values the plan maps. */
function mappedNames(map: PlannedTable['map']): Set<string> {
  return new Set(Object.entries(map).flatMap(([name, { to = name, values }]) => (values ? [to] : [])));
}

/** A mapped value is a float, whatever the field had before: the int64 that it became is the same value. */
function asFloat(value: unknown): unknown {
  const number = Number(int64Of(value) ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : value;
}

export interface FieldDifference {
  field: string;
  expected: string;
  received: string;
}

/** The fields in which two documents differ, except ignored ones. A document that is matched by fields has another id. */
export function differencesOf(
  planned: Fields,
  target: Fields,
  { ignore, match, map }: PlannedTable,
): FieldDifference[] {
  const mapped = mappedNames(map);
  const free = new Set([...ignore, ...(match ? ['_id', '_creationTime'] : [])]);
  const names = [...new Set([...Object.keys(planned), ...Object.keys(target)])]
    .filter((name) => !free.has(name))
    .sort();

  return names.flatMap((field) => {
    const [expected, received] = [worded(planned[field]), worded(target[field])];
    const isMapped = mapped.has(field) && isPlanValue(planned[field]) && isValue(target[field], planned[field]);
    if (expected === received || isMapped) return [];
    return [{ field, expected, received }];
  });
}

/** Whether a value can have come from the plan, which has no int64. */
function isPlanValue(value: unknown): value is PlannedValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function worded(value: unknown): string {
  if (value === undefined) return '(absent)';
  return canonicalText(value);
}

import { canonicalText, type SnapshotDocument } from '../../snapshot/index.ts';
import type { PlannedTable } from './plan.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a document of the source is one that moves. */
export function moves({ fields }: SnapshotDocument, { filter }: PlannedTable): boolean {
  return Object.entries(filter).every(([name, wanted]) =>
    [wanted].flat().some((value) => canonicalText(value) === canonicalText(fields[name] ?? null)),
  );
}

/** A document of the source as the plan says that it is in the target: fields renamed, values mapped. */
export function asPlanned(fields: Fields, { map }: PlannedTable): Record<string, unknown> {
  const planned: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const rule = map[name];
    const mapped =
      rule?.values && (typeof value !== 'object' || value === null) && Object.hasOwn(rule.values, String(value))
        ? rule.values[String(value)]
        : value;
    planned[rule?.to ?? name] = mapped;
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

import {
  type BackendSurface,
  compareFunctions,
  compareReferences,
  type DeployedFunction,
  describeValue,
  type UnreadModule,
} from '../../contract/index.ts';
import type { CalledFunction } from './read-references.ts';

/** One function that a front end calls, and what the backend has to say to it. */
export interface ContractRow {
  path: string;
  kind: string;
  calls: number;
  place: string;
  verdict:
    | 'present'
    | 'missing'
    | 'not known'
    | 'internal'
    | 'wrong kind'
    | 'refuses arguments'
    | 'gives other results';
  detail: string;
}

/**
 * Every function that is called, once, with its verdict: what is wrong comes first, then by name. Pure.
 * @param expected what the front end was written against, where that is known
 * @param unread modules of the backend that could not be imported: what their syntax does not show is not known to be missing
 */
export function contractRows(
  calls: readonly CalledFunction[],
  backend: BackendSurface,
  expected: readonly DeployedFunction[] = [],
  unread: readonly UnreadModule[] = [],
): ContractRow[] {
  const { missing, internal, wrongKind } = compareReferences(calls, backend.functions);
  const { args, returns, unknown } = compareFunctions(expected, backend.functions);
  const verdicts = new Map<string, Pick<ContractRow, 'verdict' | 'detail'> & { place?: string }>();
  for (const { path, reason } of unknown)
    verdicts.set(path, { verdict: 'present', detail: `arguments not compared: ${reason}` });
  for (const { path, found } of returns)
    verdicts.set(path, {
      verdict: 'gives other results',
      detail: `${found.at}: expected ${found.expected}, received ${found.received}`,
    });
  for (const { path, found } of args)
    verdicts.set(path, {
      verdict: 'refuses arguments',
      detail: `${found.at}: takes ${found.expected}, is sent ${describeValue(found.example)}`,
    });
  for (const { reference, called, deployed } of wrongKind)
    verdicts.set(reference.path, {
      verdict: 'wrong kind',
      detail: `called as ${called}, deployed as ${deployed}`,
      // Other calls of it may be right.
      place: wrongKind.find((each) => each.reference.path === reference.path)?.reference.place ?? reference.place,
    });
  for (const { reference } of internal)
    verdicts.set(reference.path, { verdict: 'internal', detail: 'no client can call it' });
  const unreadModules = new Map(unread.map((each) => [each.module, each]));
  for (const { reference, near } of missing) {
    const [module = '', name = 'default'] = reference.path.split(':');
    const { reason, exports } = unreadModules.get(module) ?? {};
    verdicts.set(
      reference.path,
      reason !== undefined && exports?.includes(name) !== false
        ? { verdict: 'not known', detail: `its module could not be imported: ${reason}` }
        : { verdict: 'missing', detail: near.length > 0 ? `near: ${near.join(', ')}` : '' },
    );
  }
  const rows = [...Map.groupBy(calls, ({ path }) => path)].map(
    ([path, each]): ContractRow => ({
      path,
      kind: [...new Set(each.flatMap(({ kind }) => kind ?? []))].join('/') || '?',
      calls: each.length,
      place: each[0]?.place ?? '',
      ...(verdicts.get(path) ?? { verdict: 'present', detail: '' }),
    }),
  );
  const isFine = ({ verdict }: ContractRow) => (verdict === 'present' ? 1 : 0);
  return rows.sort((one, other) => isFine(one) - isFine(other) || (one.path < other.path ? -1 : 1));
}

/** Rows as a table of text. */
export function formatContract(rows: readonly ContractRow[]): string {
  const cells = rows.map(({ path, kind, calls, verdict, detail, place }) => [
    verdict === 'present' ? '✓' : verdict === 'not known' ? '?' : '✗',
    path,
    kind,
    String(calls),
    detail === '' ? verdict : `${verdict} (${detail})`,
    place,
  ]);
  const all = [['', 'FUNCTION', 'CALLED AS', 'CALLS', 'VERDICT', 'FIRST CALL'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.min(70, Math.max(...all.map((row) => row[column]?.length ?? 0))));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

import {
  type BackendSurface,
  compareFunctions,
  compareReferences,
  type DeployedFunction,
  describeValue,
  type UnreadModule,
} from '../../contract/index.ts';
import type { CalledFunction } from './call-sites.ts';

/** One function that a front end calls, compared with the backend. */
export interface ContractRow {
  path: string;
  /** The kinds that it is called as; `?` where no call tells. */
  kind: string;
  calls: number;
  /** Position of the first call. */
  place: string;
  verdict:
    | 'present'
    | 'missing'
    | 'not known'
    | 'internal'
    | 'wrong kind'
    | 'rejects arguments'
    | 'returns other results';
  detail: string;
}

type Verdict = Pick<ContractRow, 'verdict' | 'detail'> & { place?: string };

/**
 * Every function that is called, once, with its verdict: those that are not present first, then by name. Pure.
 * @param expected what the front end was written against, where that is known
 * @param unread modules of the backend that could not be imported: a function that their syntax does not show may still exist
 */
export function contractRows(
  calls: readonly CalledFunction[],
  backend: BackendSurface,
  expected: readonly DeployedFunction[] = [],
  unread: readonly UnreadModule[] = [],
): ContractRow[] {
  // Of several verdicts on a function, the last one counts.
  const verdicts = new Map([
    ...verdictsOfComparison(expected, backend.functions),
    ...verdictsOfReferences(calls, backend.functions, unread),
  ]);
  const rows = [...Map.groupBy(calls, ({ path }) => path)].map(
    ([path, each]): ContractRow => ({
      path,
      kind: [...new Set(each.flatMap(({ kind }) => kind ?? []))].join('/') || '?',
      calls: each.length,
      place: each[0]?.place ?? '',
      ...(verdicts.get(path) ?? { verdict: 'present', detail: '' }),
    }),
  );
  const isPresent = ({ verdict }: ContractRow) => Number(verdict === 'present');
  return rows.sort((one, other) => isPresent(one) - isPresent(other) || (one.path < other.path ? -1 : 1));
}

function verdictsOfComparison(
  expected: readonly DeployedFunction[],
  deployed: readonly DeployedFunction[],
): [path: string, Verdict][] {
  const { args, returns, unknown } = compareFunctions(expected, deployed);
  return [
    ...unknown.map(({ path, reason }): [string, Verdict] => [
      path,
      { verdict: 'not known', detail: `it is present, but its arguments could not be compared: ${reason}` },
    ]),
    ...returns.map(({ path, found }): [string, Verdict] => [
      path,
      {
        verdict: 'returns other results',
        detail: `${found.at}: expected ${found.expected}, received ${found.received}`,
      },
    ]),
    ...args.map(({ path, found }): [string, Verdict] => [
      path,
      {
        verdict: 'rejects arguments',
        detail: `${found.at}: takes ${found.expected}, is sent ${describeValue(found.example)}`,
      },
    ]),
  ];
}

function verdictsOfReferences(
  calls: readonly CalledFunction[],
  deployed: readonly DeployedFunction[],
  unread: readonly UnreadModule[],
): [path: string, Verdict][] {
  const { missing, internal, wrongKind } = compareReferences(calls, deployed);
  const unreadModules = new Map(unread.map((each) => [each.module, each]));
  return [
    // Other calls of the function may be right, so the row shows the first that is wrong.
    ...wrongKind
      .toReversed()
      .map(({ reference, called, deployed: kind }): [string, Verdict] => [
        reference.path,
        { verdict: 'wrong kind', detail: `called as ${called}, deployed as ${kind}`, place: reference.place },
      ]),
    ...internal.map(({ reference }): [string, Verdict] => [
      reference.path,
      { verdict: 'internal', detail: 'no client can call it' },
    ]),
    ...missing.map(({ reference: { path }, near }): [string, Verdict] => [
      path,
      missingVerdict(path, near, unreadModules),
    ]),
  ];
}

function missingVerdict(path: string, near: readonly string[], unread: ReadonlyMap<string, UnreadModule>): Verdict {
  const [module = '', name = 'default'] = path.split(':');
  const { reason, exports } = unread.get(module) ?? {};
  if (reason !== undefined && exports?.includes(name) !== false)
    return { verdict: 'not known', detail: `its module could not be imported: ${reason}` };
  return { verdict: 'missing', detail: near.length > 0 ? `similar names: ${near.join(', ')}` : '' };
}

const marks: Partial<Record<ContractRow['verdict'], string>> = { present: '✓', 'not known': '?' };

/** Rows as a table of text. */
export function formatContract(rows: readonly ContractRow[]): string {
  const cells = rows.map(({ path, kind, calls, verdict, detail, place }) => [
    marks[verdict] ?? '✗',
    path,
    kind,
    String(calls),
    detail === '' ? verdict : `${verdict} (${detail})`,
    place,
  ]);
  const all = [['', 'FUNCTION', 'CALLED AS', 'CALLS', 'VERDICT', 'FIRST CALL'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.min(70, Math.max(...all.map((row) => row[column]?.length ?? 0))));
  const lines = all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => line.trimEnd()).join('\n');
}

import {
  type BackendSource,
  compareFunctions,
  compareReferences,
  compareSchemas,
  type DatabaseSchema,
  type DeployedFunction,
  describeValue,
} from '../../../contract/index.ts';
import { type Calls, settleTexts } from '../../../platforms/convex/index.ts';
import type { CommittedBackend, Known } from '../commit/read-commit.ts';
import type { LiveBackend } from '../rollback/read-live.ts';
import type { Step } from './step.ts';

/** Something that has to happen before something else, and why. */
export interface Constraint {
  first: Step;
  second: Step;
  why: string;
  from: readonly string[];
}

/** What an order is computed from. */
export interface Comparison {
  constraints: readonly Constraint[];
  /** What no order of these steps makes safe, with the step that is missing between. */
  blocked: readonly { what: string; between: string; from: readonly string[] }[];
  unknown: readonly string[];
  /** Steps that the difference needs. */
  changes: readonly { step: Step; what: string }[];
  compared: number;
}

export const nothing: Comparison = { constraints: [], blocked: [], unknown: [], changes: [], compared: 0 };

export function joined(parts: readonly Comparison[]): Comparison {
  return {
    constraints: parts.flatMap(({ constraints }) => constraints),
    blocked: parts.flatMap(({ blocked }) => blocked),
    unknown: parts.flatMap(({ unknown }) => unknown),
    changes: parts.flatMap(({ changes }) => changes),
    compared: parts.reduce((sum, { compared }) => sum + compared, 0),
  };
}

interface Sides {
  committed: CommittedBackend;
  live: LiveBackend;
  to: string;
  /** Tables whose documents all have the new form already. */
  migrated: readonly string[];
}

/**
 * What the difference between a deployed backend and that of a commit asks of the order. Pure.
 *
 * Each front end has to fit the backend that it meets while only one of the two has been deployed: the new site the old
 * backend where the site goes first, the live site the new backend where the backend does.
 */
export function compareBackend({ committed, live, to, migrated }: Sides): Comparison {
  const { source } = committed;
  if ('unread' in source) return { ...nothing, unknown: [`the backend at ${to} could not be read: ${source.unread}`] };
  if ('unread' in live.functions)
    return { ...nothing, unknown: [`the deployed functions could not be read: ${live.functions.unread}`] };
  const [now, next] = [live.functions.value, source.value.functions];
  return joined([
    compareSite({ committed, live, now, next, to, migrated, source: source.value }),
    compareData(source.value, { live, to, migrated }),
    changesOf(now, next, live),
  ]);
}

interface Site extends Sides {
  now: readonly DeployedFunction[];
  next: readonly DeployedFunction[];
  source: BackendSource;
}

function compareSite({ committed, live, now, next, to, source }: Site): Comparison {
  const unread = new Set(source.readStatically.map(({ module }) => module));
  const newSites = committed.frontends.map(({ shown, calls }) =>
    misfit(calls, now, next, `the site at ${to} (${shown})`, new Set()),
  );
  const liveSites = live.callers.map(({ shown, calls }) => misfit(calls, next, now, shown, unread));
  const own = committed.frontends.map(({ shown, calls }) =>
    misfit(calls, next, next, `the site at ${to} (${shown})`, unread),
  );
  const missing = own.flatMap(({ found }) => found);
  const [needsNew, breaksLive] = [newSites.flatMap(({ found }) => found), liveSites.flatMap(({ found }) => found)];
  const unknown = [...newSites, ...liveSites].flatMap((each) => each.unknown);
  if (committed.frontends.length === 0)
    unknown.push(`what the site at ${to} calls is not known: \`${committed.convex.place}.frontends\` is not set`);
  if (live.callers.length === 0) unknown.push('what the live site calls is not known');
  const constraints: Constraint[] = [
    ...needsNew.map(({ what, from }): Constraint => ({ first: 'backend', second: 'site', why: what, from })),
    ...breaksLive.map(({ what, from }): Constraint => ({ first: 'site', second: 'backend', why: what, from })),
  ];
  return {
    ...nothing,
    constraints,
    blocked: missing.map(({ what, from }) => ({
      what,
      from,
      between: `Correct the commit: its own site and backend do not fit.`,
    })),
    unknown,
    compared: [...newSites, ...liveSites].reduce((sum, each) => sum + each.compared, 0),
  };
}

interface Misfit {
  found: { what: string; from: readonly string[] }[];
  unknown: string[];
  compared: number;
}

/** Where a caller does not fit a backend. @param written the functions that it was written against */
function misfit(
  calls: Known<Calls>,
  functions: readonly DeployedFunction[],
  written: readonly DeployedFunction[],
  caller: string,
  unread: ReadonlySet<string>,
): Misfit {
  if ('unread' in calls) return { found: [], unknown: [calls.unread], compared: 0 };
  const settled = settleTexts(calls.value, functions);
  const { missing, internal, wrongKind } = compareReferences(settled.calls, functions);
  const paths = new Set(settled.calls.map(({ path }) => path));
  const compared = compareFunctions(
    written.filter(({ path }) => paths.has(path)),
    functions,
  );
  const placesOf = (path: string) => [
    ...new Set(settled.calls.filter((each) => each.path === path).map(({ place }) => place)),
  ];
  const isKnown = (path: string) => !unread.has(path.split(':')[0] ?? '');
  const gone = [...new Set([...missing, ...internal].map(({ reference }) => reference.path))];
  return {
    found: [
      ...gone
        .filter(isKnown)
        .map((path) => ({ what: `${caller} calls ${path}, which it would not find`, from: placesOf(path) })),
      ...wrongKind.map(({ reference: { path }, called, deployed }) => ({
        what: `${caller} calls ${path} as a ${called}, and it would find a ${deployed}`,
        from: placesOf(path),
      })),
      ...compared.args.map(({ path, found }) => ({
        what: `${caller} sends ${path} arguments that it would refuse: ${found.expected} expected, as in ${describeValue(found.example)}`,
        from: placesOf(path),
      })),
      ...compared.returns.map(({ path, found }) => ({
        what: `${caller} does not expect what ${path} would return: ${found.received}, as in ${describeValue(found.example)}`,
        from: placesOf(path),
      })),
    ],
    unknown: [
      ...gone.filter((path) => !isKnown(path)).map((path) => `${path}: its module could not be imported`),
      ...(settled.open.length > 0
        ? [
            `${settled.open.length} calls of ${caller} are resolved only at run time, the first at ${settled.open[0]?.place}`,
          ]
        : []),
      ...compared.unknown.map(({ path, reason }) => `the arguments of ${path} could not be compared: ${reason}`),
    ],
    compared: settled.calls.length,
  };
}

/** Convex refuses a push whose schema rejects what is stored: what the deployed schema allows has to be accepted. */
function compareData(
  source: BackendSource,
  { live: { schema, convex }, to, migrated }: Pick<Sides, 'live' | 'to' | 'migrated'>,
): Comparison {
  if ('unread' in schema) return { ...nothing, unknown: [`the deployed schema could not be read: ${schema.unread}`] };
  const unread = source.readStatically.find(({ module }) => module === 'schema');
  if (unread) return { ...nothing, unknown: [`schema.ts at ${to} could not be imported: ${unread.reason}`] };
  const none: DatabaseSchema = { tables: [], isValidated: false };
  const expected = source.schema ?? none;
  try {
    const { documents, missingTables, missingIndexes, differentIndexes } = compareSchemas(
      expected,
      schema.value ?? none,
    );
    const indexes = [...missingIndexes, ...differentIndexes].map(({ table, index }) => `${table}.${index.name}`);
    return {
      ...nothing,
      blocked: documents
        .filter(({ table }) => !migrated.includes(table))
        .map(({ table, found }) => ({
          what: `the schema at ${to} rejects documents of ${table} that the deployed one allows: ${[table, found.at].filter(Boolean).join('.')} is expected to be ${found.expected}, as in ${describeValue(found.example)}`,
          between: `Expand first: deploy a schema that accepts both forms of ${table}, migrate the documents, then deploy ${to}. Where that is done: --migrated ${table}`,
          from: [`${to}:schema.ts › ${table}`, `${convex.url.value} › ${table}`],
        })),
      changes: [
        ...missingTables.map((table) => ({ step: 'backend' as const, what: `a new table ${table}` })),
        ...(indexes.length > 0
          ? [
              {
                step: 'backend' as const,
                what: `indexes that are backfilled before the push ends: ${indexes.join(', ')}`,
              },
            ]
          : []),
      ],
      compared: expected.tables.length,
    };
  } catch (error) {
    return { ...nothing, unknown: [`the schemas could not be compared: ${(error as Error).message}`] };
  }
}

function changesOf(
  now: readonly DeployedFunction[],
  next: readonly DeployedFunction[],
  { convex }: LiveBackend,
): Comparison {
  const [was, is] = [new Set(now.map(({ path }) => path)), new Set(next.map(({ path }) => path))];
  const added = [...is].filter((path) => !was.has(path));
  const removed = [...was].filter((path) => !is.has(path));
  const changes = [
    ...(added.length > 0 ? [`${added.length} new functions (${added.slice(0, 3).join(', ')})`] : []),
    ...(removed.length > 0 ? [`${removed.length} functions removed (${removed.slice(0, 3).join(', ')})`] : []),
  ];
  return {
    ...nothing,
    changes: changes.map((what) => ({ step: 'backend' as const, what: `${convex.called}: ${what}` })),
  };
}

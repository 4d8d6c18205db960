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
import type { Obstacle, RollbackJudgement } from './obstacle.ts';
import { merged } from './obstacle.ts';
import type { LiveBackend } from './read-live.ts';

interface Sides {
  committed: CommittedBackend;
  live: LiveBackend;
  /** The commit to go back to, abbreviated. */
  to: string;
}

/**
 * Whether the schema of a commit accepts the data that the deployed one allows, and whether front end and backend still
 * fit while only one of them has gone back. Pure.
 */
export function judgeBackendRollback(sides: Sides): RollbackJudgement {
  return merged([judgeSchema(sides), judgePreviousSite(sides), judgePresentSite(sides)]);
}

function unknownOf(platform: 'convex' | 'pages', reason: string): RollbackJudgement {
  return { obstacles: [], unknown: [{ platform, reason }], compared: 0 };
}

function judgeSchema({ committed: { source }, live, to }: Sides): RollbackJudgement {
  if ('unread' in source) return unknownOf('convex', `the backend at ${to} could not be read: ${source.unread}`);
  if ('unread' in live.schema)
    return unknownOf('convex', `the deployed schema could not be read: ${live.schema.unread}`);
  const unread = source.value.readStatically.find(({ module }) => module === 'schema');
  if (unread) return unknownOf('convex', `schema.ts at ${to} could not be imported: ${unread.reason}`);
  // Without a schema, every document is accepted.
  const expected = source.value.schema ?? { tables: [], isValidated: false };
  const deployed = live.schema.value ?? { tables: [], isValidated: false };
  try {
    return {
      obstacles: rejected(expected, deployed, live, to),
      unknown: [],
      notes: indexNotes(expected, deployed),
      compared: expected.tables.length + deployed.tables.length,
    };
  } catch (error) {
    return unknownOf('convex', `the schemas could not be compared: ${(error as Error).message}`);
  }
}

/** Convex builds the indexes of the commit before the push ends, and removes those that it does not have. */
function indexNotes(expected: DatabaseSchema, deployed: DatabaseSchema): NonNullable<RollbackJudgement['notes']> {
  const named = (all: ReturnType<typeof compareSchemas>['missingIndexes']) =>
    all.map(({ table, index }) => `${table}.${index.name}`).join(', ');
  const { missingIndexes, differentIndexes } = compareSchemas(expected, deployed);
  const { missingIndexes: left } = compareSchemas(deployed, expected);
  const built = named([...missingIndexes, ...differentIndexes]);
  return [
    ...(built === '' ? [] : [{ platform: 'convex' as const, text: `builds indexes before the push ends: ${built}` }]),
    ...(left.length === 0 ? [] : [{ platform: 'convex' as const, text: `removes indexes: ${named(left)}` }]),
  ];
}

function rejected(expected: DatabaseSchema, deployed: DatabaseSchema, { convex }: LiveBackend, to: string): Obstacle[] {
  return compareSchemas(expected, deployed).documents.map(({ table, found }) => ({
    platform: 'convex',
    what: `the schema at ${to} rejects documents of ${table} that the deployed schema allows`,
    expected: `${[table, found.at].filter(Boolean).join('.')}: ${found.expected}`,
    received: `${found.received}, as in ${describeValue(found.example)}`,
    from: [`${to}:schema.ts › ${table}`, `${convex.url.value} › ${table}`],
    remedy: 'Stop: fix forward, or migrate the documents first (npm run migration).',
  }));
}

/** The site of the commit, with the backend that is deployed. */
function judgePreviousSite({ committed, live, to }: Sides): RollbackJudgement {
  const { functions } = live;
  if ('unread' in functions) return unknownOf('pages', `the deployed functions could not be read: ${functions.unread}`);
  if (committed.frontends.length === 0)
    return unknownOf(
      'pages',
      `what the site at ${to} calls is not known: \`${committed.convex.place}.frontends\` is not set`,
    );
  const written = 'value' in committed.source ? committed.source.value.functions : undefined;
  return merged(
    committed.frontends.map(({ shown, calls }) =>
      judgeCalls(calls, {
        platform: 'pages',
        caller: `the site at ${to} (${shown})`,
        backend: `the deployed backend ${live.convex.url.value}`,
        functions: functions.value,
        written,
        remedy: 'Do not roll the site back alone: roll the backend back with it, or fix forward.',
      }),
    ),
  );
}

/** The site that is live, with the backend of the commit. */
function judgePresentSite({ committed: { source }, live, to }: Sides): RollbackJudgement {
  if ('unread' in source) return unknownOf('convex', `the functions at ${to} could not be read: ${source.unread}`);
  if (live.callers.length === 0)
    return unknownOf('convex', `what the live site calls is not known: \`${live.convex.place}.frontends\` is not set`);
  const written = 'value' in live.functions ? live.functions.value : undefined;
  return merged(
    live.callers.map(({ shown, calls }) =>
      judgeCalls(calls, {
        platform: 'convex',
        caller: shown,
        backend: `the backend at ${to}`,
        functions: source.value.functions,
        written,
        unread: unreadModules(source.value),
        remedy:
          'Do not roll the backend back while this site is live or open in browsers: roll the site back alone, or fix forward.',
      }),
    ),
  );
}

/** Modules of which not every function is known. */
function unreadModules({ readStatically }: BackendSource): ReadonlySet<string> {
  return new Set(readStatically.map(({ module }) => module));
}

interface Called {
  platform: 'convex' | 'pages';
  caller: string;
  backend: string;
  functions: readonly DeployedFunction[];
  /** The functions that the caller was written against; arguments are compared with these. */
  written: readonly DeployedFunction[] | undefined;
  unread?: ReadonlySet<string>;
  remedy: string;
}

function judgeCalls(calls: Known<Calls>, called: Called): RollbackJudgement {
  const { platform, caller, backend, functions, written, unread = new Set() } = called;
  if ('unread' in calls) return unknownOf(platform, calls.unread);
  const settled = settleTexts(calls.value, functions);
  const { missing, internal, wrongKind } = compareReferences(settled.calls, functions);
  const isKnown = ({ path }: { path: string }) => !unread.has(path.split(':')[0] ?? '');
  const absent = [...missing, ...internal].map(({ reference }) => reference);
  const paths = new Set(settled.calls.map(({ path }) => path));
  const compared = compareFunctions(
    (written ?? []).filter(({ path }) => paths.has(path)),
    functions,
  );
  const base = (path: string) => ({
    platform,
    from: [...new Set(settled.calls.filter((each) => each.path === path).map(({ place }) => place)), backend],
    remedy: called.remedy,
  });
  const refusals = [
    ...compared.args.map(({ path, found }) => ({ path, found, of: 'sends arguments that', verb: 'refuses' })),
    ...compared.returns.map(({ path, found }) => ({
      path,
      found,
      of: 'does not expect the result that',
      verb: 'returns',
    })),
  ];
  return {
    obstacles: [
      ...onePerPath(absent.filter(isKnown)).map((path) => ({
        ...base(path),
        what: `${caller} calls ${path}, which ${backend} does not have`,
        expected: `a public function ${path}`,
        received: internal.some(({ reference }) => reference.path === path) ? 'an internal one' : 'no such function',
      })),
      ...onePerPath(wrongKind.map(({ reference }) => reference)).map((path) => ({
        ...base(path),
        what: `${caller} calls ${path} as another kind of function than ${backend} has`,
        expected: wrongKind.find(({ reference }) => reference.path === path)?.called ?? '',
        received: wrongKind.find(({ reference }) => reference.path === path)?.deployed ?? '',
      })),
      ...refusals.map(({ path, found, of, verb }) => ({
        ...base(path),
        what: `${caller} ${of} ${path} of ${backend} ${verb}`,
        expected: `${found.at || 'the whole'}: ${found.expected}`,
        received: `${found.received}, as in ${describeValue(found.example)}`,
      })),
    ],
    unknown: [
      ...onePerPath(absent.filter((each) => !isKnown(each))).map(
        (path) => `whether ${backend} has ${path} is not known: its module could not be imported`,
      ),
      ...settled.open
        .slice(0, 1)
        .map(
          ({ place, text }) =>
            `${settled.open.length} calls of ${caller} are resolved only at run time, the first at ${place}: ${text}`,
        ),
      ...compared.unknown
        .slice(0, 1)
        .map(({ path, reason }) => `the arguments of ${path} could not be compared: ${reason}`),
      ...(written === undefined ? [`the arguments that ${caller} sends could not be compared`] : []),
    ].map((reason) => ({ platform, reason })),
    compared: settled.calls.length,
  };
}

function onePerPath(references: readonly { path: string }[]): string[] {
  return [...new Set(references.map(({ path }) => path))];
}

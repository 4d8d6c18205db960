import type { BackendSource, DatabaseSchema, DeployedFunction, Validator } from '../../../support/contract/index.ts';
import type { CommitState, CommittedBackend } from '../../../support/families/delivery/commit/read-commit.ts';
import type {
  WorkerRelease,
  WorkerVersion,
} from '../../../support/families/delivery/providers/read-worker-releases.ts';
import type { LiveBackend, LiveState } from '../../../support/families/delivery/rollback/read-live.ts';
import type { ConvexProfile } from '../../../support/profile/index.ts';

const noArguments: Validator = { type: 'object', value: {} };

/** A public query. */
export function query(path: string, args: Validator = noArguments): DeployedFunction {
  return { path, kind: 'query', isPublic: true, args, returns: { type: 'any' } };
}

export function schemaOf(fields: Record<string, { optional: boolean }>): DatabaseSchema {
  const value = Object.fromEntries(
    Object.entries(fields).map(([name, { optional }]) => [name, { fieldType: { type: 'string' as const }, optional }]),
  );
  return { isValidated: true, tables: [{ name: 'users', indexes: [], document: { type: 'object', value } }] };
}

const convex = {
  place: 'platforms.convex',
  called: 'the Convex deployment',
  url: { value: 'https://steady-otter-902.convex.cloud' },
  frontends: [],
  optionalVariables: [],
} as unknown as ConvexProfile;

interface Differences {
  now?: readonly (string | DeployedFunction)[];
  next?: readonly (string | DeployedFunction)[];
  liveSite?: readonly string[];
  newSite?: readonly string[];
  nowSchema?: DatabaseSchema;
  nextSchema?: DatabaseSchema;
}

/** A deployed backend with what calls it, and those of a commit; the same, but for the differences. */
export function sidesOf(differences: Differences): { committed: CommittedBackend; live: LiveBackend } {
  const {
    now = ['a:list'],
    next = now,
    liveSite = ['a:list'],
    newSite = liveSite,
    nowSchema,
    nextSchema,
  } = differences;
  const functionsOf = (all: readonly (string | DeployedFunction)[]) =>
    all.map((each) => (typeof each === 'string' ? query(each) : each));
  const source = {
    directory: '/shop/convex',
    modules: 1,
    functions: functionsOf(next),
    ...(nextSchema && { schema: nextSchema }),
    syntax: { variables: [], openVariables: [] },
    readStatically: [],
    absentPackages: [],
  } as unknown as BackendSource;
  const callsOf = (paths: readonly string[]) => ({
    value: { calls: paths.map((path) => ({ path, place: `app.tsx:1:1` })), open: [] },
  });
  return {
    committed: { convex, source: { value: source }, frontends: [{ shown: 'app', calls: callsOf(newSite) }] },
    live: {
      convex,
      functions: { value: functionsOf(now) },
      schema: { value: nowSchema },
      callers: [{ shown: 'the live site', calls: callsOf(liveSite) }],
    },
  };
}

/** A commit with the Durable Object migrations of its Worker; undefined where it has no configuration of it. */
export function commitWith(migrations: readonly string[] | undefined): CommitState {
  const worker = {
    file: 'worker/wrangler.jsonc',
    name: 'logs',
    isSite: false,
    isPages: false,
    environments: ['prod'],
    buildCommand: undefined,
    migrations: migrations ?? [],
  };
  return {
    sha: 'c'.repeat(40),
    at: '2026-11-01T08:00:00Z',
    top: '/shop',
    backends: [],
    workers: migrations ? [worker] : [],
    constants: new Map(),
  };
}

interface Release {
  migration?: string;
  earlierMigration?: string;
  objects?: boolean;
  trigger?: string;
  earlierBindings?: readonly { name: string; type: string }[];
}

/** The Worker `logs-prod` with a live version and one before it. */
export function releaseOf(release: Release): Pick<LiveState, 'workers'> {
  const { migration, earlierMigration = migration, objects = true, trigger = 'upload', earlierBindings } = release;
  const bindings = objects ? [{ name: 'STATE', type: 'durable_object_namespace' }] : [];
  const version = (
    id: string,
    tag: string | undefined,
    all: readonly { name: string; type: string }[],
  ): WorkerVersion => ({
    id,
    resources: { bindings: [...all], script_runtime: { migration_tag: tag ?? null } },
  });
  const deployment = (id: string, created_on: string, annotation: string) => ({
    id: `deployment-${id}`,
    created_on,
    versions: [{ version_id: id, percentage: 100 }],
    annotations: { 'workers/triggered_by': annotation },
  });
  const value: WorkerRelease = {
    deployments: [
      deployment('live', '2026-11-02T08:00:00Z', trigger),
      deployment('earlier', '2026-11-01T08:00:00Z', 'upload'),
    ],
    versions: ['live', 'earlier'],
    details: new Map([
      ['live', version('live', migration, bindings)],
      ['earlier', version('earlier', earlierMigration, earlierBindings ?? bindings)],
    ]),
    from: 'https://api.cloudflare.example/logs-prod',
  };
  return { workers: [{ target: { name: 'logs-prod' } as never, release: { value } }] };
}

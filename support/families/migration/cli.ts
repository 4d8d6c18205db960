/** `npm run migration -- --from dev --to prod --plan plan.yaml`: compares the source of a migration with its target. It only reads. */
import { parseArgs } from 'node:util';
import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import { Door, RequestFailure } from '../../http/index.ts';
import {
  ConfigurationError,
  formatConfigurationProblem,
  loadDeployment,
  MissingInput,
  named,
  type Profile,
  resolveProfile,
  startEmbedded,
} from '../../profile/index.ts';
import { defineReading, Readings } from '../../reading/index.ts';
import { redact } from '../../redaction/redact.ts';
import { type DocumentSource, DocumentsUnreadable, openArchive, untilAborted } from '../../snapshot/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { openDocuments } from '../isolation/index.ts';
import { compareMigration, type MigrationComparison } from './compare-migration.ts';
import { formatMigration, formatPreflight } from './format-migration.ts';
import {
  judgeCleaned,
  judgeComplete,
  judgeIdentical,
  judgeReferences,
  unresolvedReferences,
} from './judge-migration.ts';
import { loadPlan, PlanMistake } from './plan.ts';
import { type Preflight, preflightMigration } from './preflight.ts';

const usage =
  'npm run migration -- --from dev|before.zip --to prod|after.zip --plan plan.yaml [--after dev|later.zip] [--preflight] [--list 20]';
const runMs = 3_600_000;

class CommandMistake extends Error {
  override readonly name = 'CommandMistake';
}

interface Command {
  from: string;
  to: string;
  after: string | undefined;
  plan: string;
  preflight: boolean;
  listed: number;
}

function commandOf(argv: readonly string[]): Command {
  const text = { type: 'string' } as const;
  let values: ReturnType<typeof parse>;

  function parse() {
    return parseArgs({
      args: [...argv],
      options: {
        from: text,
        to: text,
        after: text,
        plan: text,
        list: { ...text, default: '20' },
        preflight: { type: 'boolean', default: false },
      },
    }).values;
  }

  try {
    values = parse();
  } catch (error) {
    throw new CommandMistake(`${(error as Error).message.split(/[.\n]/)[0]}.`);
  }

  const { from, to, after, plan, list, preflight } = values;
  if (!from) throw new CommandMistake('--from is missing.');
  if (!to) throw new CommandMistake('--to is missing.');
  if (!plan) throw new CommandMistake('--plan is missing.');
  if (!/^\d{1,6}$/.test(list)) throw new CommandMistake(`--list needs a number, not ${list}.`);
  if (from === to) throw new CommandMistake(`--from and --to are both ${from}: name two different sides.`);

  return { from, to, after, plan, preflight, listed: Number(list) };
}

const isArchive = (name: string) => /\.zip$/i.test(name);

async function run(command: Command): Promise<number> {
  const plan = loadPlan(command.plan);
  const live = [command.from, command.to, command.after].filter(
    (name) => name !== undefined && !isArchive(name),
  ) as string[];
  if (live.length === 0) return compare(command, plan, (name) => openArchive(name));

  const loaded = await loadDeployment();
  const known = Object.keys(loaded.deployment.environments);

  const unknown = live.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new CommandMistake(
      `\`${unknown}\` is neither a snapshot (.zip) nor an environment. ${suggestName(unknown, known)}`,
    );

  await using embedded = await startEmbedded(loaded);
  const profiles = new Map(
    [...new Set(live)].map((name): [string, Profile] => [
      name,
      resolveProfile(loaded, name, { spanning: true, ...(embedded && { variables: embedded.variables }) }),
    ]),
  );
  const convexOf = ({ backends, environment, migration }: Profile) => {
    const convex = named(backends, migration?.backend);
    if (convex !== undefined) return convex;
    if (backends.length === 0)
      throw new CommandMistake(`${environment} has no Convex deployment: \`platforms.convex\` is not set.`);
    const names = backends.map(({ name }) => name).join(', ');
    throw new CommandMistake(
      `${environment} has several backends (${names}): \`platforms.migration.backend\` names one.`,
    );
  };
  const origins = [...profiles.values()].map((profile) => ({
    origin: convexOf(profile).url.url.origin,
    environment: profile.environment,
  }));
  const bodyBytes = 64 * 1024 * 1024;
  await using door = new Door({
    origins,
    queries: origins.map(({ origin }) => ({ origin, path: '/api/query' })),
    runId: `airlock-migration-${process.pid}`,
    runSignal: AbortSignal.timeout(runMs),
    bodyBytes,
  });
  const readings = new Readings({ door, runId: 'migration', deadlineMs: runMs });
  const read = readings.forReader({
    check: 'migration/command',
    effect: 'read',
    environments: [...profiles.keys()],
    onRequests: () => undefined,
  });
  const comparison = defineReading({
    name: 'migration.command',
    effect: 'read',
    key: () => '',
    read: (_input: undefined, context) =>
      compare(command, plan, (name) => {
        const profile = profiles.get(name);
        if (profile === undefined) return openArchive(name);
        return openDocuments({ profile, convex: convexOf(profile) }, context);
      }),
  });

  return await read(comparison, undefined);
}

async function compare(
  command: Command,
  plan: ReturnType<typeof loadPlan>,
  open: (name: string) => Promise<DocumentSource>,
): Promise<number> {
  const source = async (name: string) => untilAborted(await open(name), interrupted.signal);
  const [from, to, after] = await Promise.all([
    source(command.from),
    source(command.to),
    command.after === undefined ? undefined : source(command.after),
  ]);

  if (command.preflight) {
    const preflight = await preflightMigration(plan, from, to, command.listed);
    process.stdout.write(`${redact(formatPreflight(preflight))}\n`);
    return preflightVerdict(preflight);
  }

  const comparison = await compareMigration(plan, { from, to, after, listed: command.listed });
  process.stdout.write(`${redact(formatMigration(comparison))}\n`);
  return verdictOf(comparison);
}

/** 0 or 1. @throws NotVerified if a table has nothing to move, or a reference cannot be resolved */
function preflightVerdict({ tables, dangling, unfollowed, present }: Preflight): number {
  const empty = tables.filter(({ moves }) => moves === 0).map(({ table }) => table);
  if (empty.length > 0) throw new NotVerified(`nothing would move in ${empty.join(', ')}`);
  if (dangling.total + present.total > 0) return 1;
  if (unfollowed.total === 0) return 0;

  throw new NotVerified(
    `${unresolvedReferences(unfollowed.total)}. For files, export with --include-file-storage; otherwise add the field to \`ignore\` in the plan.`,
  );
}

/** The exit code, as in the gate: 0, 1 or 3. A warning, such as documents that were not cleaned, also counts as a failure here. */
function verdictOf(comparison: MigrationComparison): number {
  let unread: string | undefined;
  let failed = false;
  for (const judge of [judgeComplete, judgeIdentical, judgeReferences, judgeCleaned]) {
    try {
      failed ||= judge(comparison).length > 0;
    } catch (error) {
      if (error instanceof NotVerified) unread ??= error.message;
      else if (!(error instanceof NotApplicable)) throw error;
    }
  }

  if (failed) return 1;
  if (unread === undefined) return 0;

  process.stderr.write(`Not verified: ${unread}\n`);
  return 3;
}

// The temporary files contain documents: the first Ctrl-C stops reading and removes them, a second one ends the process at once.
const interrupted = new AbortController();
for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => interrupted.abort(exitCode));

try {
  process.exitCode = await run(commandOf(process.argv.slice(2)));
} catch (error) {
  const say = (text: string) => process.stderr.write(`${redact(text)}\n`);
  if (interrupted.signal.aborted) {
    say('Interrupted: the comparison is incomplete.');
    process.exitCode = interrupted.signal.reason;
  } else if (error instanceof ConfigurationError) {
    say(error.problems.map(formatConfigurationProblem).join('\n'));
    process.exitCode = 78;
  } else if (error instanceof CommandMistake || error instanceof PlanMistake) {
    say(`${error.message}\n  → ${usage}`);
    process.exitCode = 78;
  } else if (
    error instanceof NotVerified ||
    error instanceof DocumentsUnreadable ||
    error instanceof RequestFailure ||
    error instanceof MissingInput
  ) {
    say(`Not verified: ${error.message}`);
    process.exitCode = 3;
  } else throw error;
}

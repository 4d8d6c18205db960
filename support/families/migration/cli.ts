/** `npm run migration`: compares the source of a migration with its target. It only reads. */
import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import { command } from '../../command/command.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { flag, requiredText, text, wholeNumber } from '../../command/option.ts';
import { complain, say } from '../../command/print.ts';
import { UsageError } from '../../command/stop-error.ts';
import { DocumentsUnreadable, isWatched, tellProgress, untilAborted, watched } from '../../snapshot/index.ts';
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
import { schemaOfPlan } from './plan-schema.ts';
import { type Preflight, preflightMigration } from './preflight.ts';
import { type OpenSide, withSides } from './read-sides.ts';

interface Sides {
  from: string;
  to: string;
  after: string | undefined;
}

async function openAll({ from, to, after }: Sides, open: OpenSide, signal: AbortSignal) {
  const source = async (name: string) => watched(untilAborted(await open(name), signal), tell);
  const tell = isWatched() ? tellProgress({ what: 'migration', write: complain }) : undefined;
  const [opened, target, later] = await Promise.all([
    source(from),
    source(to),
    after === undefined ? undefined : source(after),
  ]);
  return { from: opened, to: target, after: later };
}

/** @throws NotVerified if a table has nothing to move, or a reference cannot be resolved */
function judgePreflight({ tables, dangling, unfollowed, present }: Preflight): ExitCode {
  const still = tables.filter(({ moves }) => moves === 0).map(({ table }) => table);
  if (still.length > 0) throw new NotVerified(`nothing would move in ${still.join(', ')}`);

  if (dangling.total + present.total > 0) return exitCodes.failed;
  if (unfollowed.total > 0)
    throw new NotVerified(
      `${unresolvedReferences(unfollowed.total)}. For files, export with --include-file-storage; otherwise add the field to \`ignore\` in the plan.`,
    );
  return exitCodes.done;
}

/** The exit code, as in the gate, except that warnings, such as documents that were not cleaned, count as failures. */
function judgeComparison(comparison: MigrationComparison): ExitCode {
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
  if (failed) return exitCodes.failed;
  if (unread === undefined) return exitCodes.done;

  complain(`Not verified: ${unread}`);
  return exitCodes.notVerified;
}

/** Turns errors of the plan and of the sources into those of a command. */
async function inItsWords<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PlanMistake) throw new UsageError(error.message);
    if (error instanceof DocumentsUnreadable) throw new NotVerified(error.message);
    throw error;
  }
}

const side = 'a snapshot (.zip) or an environment';

await command({
  name: 'migration',
  usage: {
    does: 'Compares the two sides of a migration: every document arrived, is identical, and has no broken references. It never writes.',
    exits: {
      0: 'the migration is complete, or the pre-flight found no problem',
      1: 'documents are missing or different, or references are broken',
      3: 'a side could not be read, or nothing was compared',
    },
    example: '--from before.zip --to prod --plan plan.yaml',
  },
  options: {
    from: requiredText({ value: 'SIDE', help: `the source of the data: ${side}` }),
    to: requiredText({ value: 'SIDE', help: `the target: ${side}` }),
    plan: requiredText({ value: 'FILE', help: 'the plan of the migration, as YAML' }),
    after: text({ value: 'SIDE', help: `the source after the migration, to check that it was cleaned: ${side}` }),
    progress: text({
      value: 'FOLDER',
      help: 'where a comparison that is cut off leaves, encrypted, what it has read and found: the same command goes on from there',
      fallback: 'nowhere',
    }),
    preflight: flag('before the migration: what would move, and which references would break'),
    list: wholeNumber({ value: '20', help: 'the maximum number of listed differences of each kind', fallback: 20 }),
  },
  // The temporary files contain documents: the first Ctrl-C stops reading and removes them.
  interrupted: () => 'the comparison is incomplete.',
  run: ({ plan: file, list, preflight, progress, ...sides }, { signal }) =>
    inItsWords(async () => {
      if (sides.from === sides.to)
        throw new UsageError(`--from and --to are both ${sides.from}: name two different sides.`);

      const plan = loadPlan(file);
      const names = [sides.from, sides.to, sides.after].filter((name) => name !== undefined);
      return withSides([...new Set(names)], async (open) => {
        const opened = await openAll(sides, open, signal);
        if (preflight) {
          const found = await preflightMigration(plan, opened.from, opened.to, list);
          say(formatPreflight(found));
          return judgePreflight(found);
        }

        const schema = await schemaOfPlan(plan, file);
        const comparison = await compareMigration(plan, { ...opened, listed: list, schema, progress });
        say(formatMigration(comparison));
        return judgeComparison(comparison);
      });
    }),
});

/** `npm run drift`: compares what the platforms have with the table. */
import { command } from '../command/command.ts';
import { flag, requiredText, texts } from '../command/option.ts';
import { complain, say } from '../command/print.ts';
import { UsageError } from '../command/stop-error.ts';
import { coverageOf } from '../families/config/index.ts';
import type { Profile } from '../profile/index.ts';
import { compareEnvironment, type EnvironmentComparison } from './compare-environment.ts';
import { driftExitCode, formatDrift, formatFix } from './drift-report.ts';
import { embeddedNotice } from './embedded-notice.ts';
import { deployCommands, fixCommands } from './fix-commands.ts';
import { openRun } from './open-run.ts';

function requireKnown(only: readonly string[] | undefined, { sync }: Profile): void {
  const known = sync?.targets.map(({ target }) => target) ?? [];
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--only ${unknown}: there is no such target; the config has ${known.join(', ') || 'none'}.`);
}

function jsonOfDrift(
  environment: string,
  requests: number,
  result: EnvironmentComparison,
  fix: readonly string[] | undefined,
): string {
  const coverage = coverageOf(result.comparisons);
  return JSON.stringify(
    { environment, exitCode: driftExitCode(result), requests, coverage, ...result, ...(fix && { fix }) },
    null,
    2,
  );
}

await command({
  name: 'drift',
  usage: {
    does: 'Compares the keys that the platforms of an environment have with the table. It reads and never writes.',
    exits: { 0: 'in sync', 1: 'a key is missing or different', 3: 'something could not be read or compared' },
    example: '--env prod',
  },
  options: {
    env: requiredText({ value: 'ENVIRONMENT', help: 'the environment whose platforms are read' }),
    only: texts({ value: 'TARGET', help: 'a TARGET of the table; may be given several times', fallback: 'all' }),
    fix: flag('print the commands that bring the platforms in line with the table, and run none of them'),
    json: flag('print the result as JSON'),
  },
  interrupted: () => 'requests under way are abandoned. Once more ends it at once.',
  async run({ env, only, fix, json }, { signal }) {
    await using run = await openRun(env, { signal });
    requireKnown(only, run.profile);
    if (run.embedded && !json) complain(embeddedNotice(`npm run drift -- --env ${env}`));

    const result = await compareEnvironment(run.profile, run.read, only);
    const commands = fix
      ? fixCommands(run.profile, result.comparisons, await deployCommands(run.profile, run.read))
      : undefined;
    say(
      json
        ? jsonOfDrift(env, run.requests(), result, commands)
        : [formatDrift(result, env, run.requests()), ...(commands ? ['', formatFix(commands)] : [])].join('\n'),
    );
    return driftExitCode(result);
  },
});

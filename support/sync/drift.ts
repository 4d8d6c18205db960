/** `npm run drift -- --env prod`: what the platforms hold, against the table. Reads only; says by its exit code what it saw. */
import { parseArgs } from 'node:util';
import { coverageOf } from '../families/config/index.ts';
import { compareEnvironment } from './compare-environment.ts';
import { driftExitCode, formatDrift } from './drift-report.ts';
import { embeddedNotice } from './embedded-notice.ts';
import { openRun } from './open-run.ts';
import { complain, runTool, say, UsageError } from './run-tool.ts';

const usage = 'npm run drift -- --env prod [--only TARGET]… [--json]';

interface Options {
  env: string;
  only: string[] | undefined;
  json: boolean;
}

function optionsOf(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        env: { type: 'string' },
        only: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
      },
    });
    if (!values.env) throw new UsageError('--env is missing: the environment whose platforms are read.');
    return { env: values.env, only: values.only, json: values.json };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}

await runTool(usage, async (signal) => {
  const { env, only, json } = optionsOf(process.argv.slice(2));
  await using run = await openRun(env, { signal });
  const known = run.profile.sync?.targets.map(({ target }) => target) ?? [];
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--only ${unknown}: there is no such target; the config has ${known.join(', ') || 'none'}.`);
  if (run.embedded && !json) complain(embeddedNotice(`npm run drift -- --env ${env}`));
  const result = await compareEnvironment(run.profile, run.read, only);
  const exitCode = driftExitCode(result);
  if (json)
    say(
      JSON.stringify(
        { environment: env, exitCode, requests: run.requests(), coverage: coverageOf(result.comparisons), ...result },
        null,
        2,
      ),
    );
  else say(formatDrift(result, env, run.requests()));
  return exitCode;
});

/** `npm run merge-shards -- --env prod artifacts/`: what several machines reported of a sharded smoke run, as one verdict. */
import { parseArgs } from 'node:util';
import { configurationError, loadDeployment, resolveProfile } from '../../profile/index.ts';
import { githubOf, showsColor } from '../runners/ci-environment.ts';
import { orEnd } from '../runners/exit-on-config-error.ts';
import { publishVerdict } from '../runners/publish-verdict.ts';
import { smokeSubject } from '../runners/smoke-plan.ts';
import { exitCodes } from '../verdict/exit-code.ts';
import { joinCollected } from '../verdict/join-collected.ts';

const usage = 'npm run merge-shards -- --env prod artifacts/';

await orEnd(async () => {
  const { environment, directories } = question();
  const loaded = await loadDeployment();
  // Resolved for its secrets too: what machines reported is scanned for them once more.
  const { reportsDirectory } = resolveProfile(loaded, environment);
  try {
    const verdict = joinCollected({ directories, subject: smokeSubject(loaded, environment), reportsDirectory });
    const print = (text: string) => process.stdout.write(text);
    const color = showsColor(process.stdout, process.env);
    publishVerdict(verdict, { reportsDirectory, print, color, ...githubOf(process.env) });
    process.exitCode = verdict.exitCode ?? exitCodes.notVerified;
  } catch (error) {
    process.stderr.write(`\nGate closed: the shards cannot be put together. ${(error as Error).message}\n`);
    process.exitCode = exitCodes.notVerified;
  }
});

function question(): { environment: string; directories: string[] } {
  try {
    const { values, positionals } = parseArgs({ options: { env: { type: 'string' } }, allowPositionals: true });
    if (!values.env) throw new Error('--env is missing: the environment that the run was about.');
    if (positionals.length === 0) throw new Error('no folder is named: where the reports of the machines lie.');
    return { environment: values.env, directories: positionals };
  } catch (error) {
    throw configurationError('merge-shards', (error as Error).message, `As in \`${usage}\`.`);
  }
}

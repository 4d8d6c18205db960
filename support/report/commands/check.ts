/** `npm run check`: waits for a deployment where that is asked, then runs the gate and the smoke tests of one environment. */
import { spawn } from 'node:child_process';
import { command } from '../../command/command.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { flag, requiredText, text } from '../../command/option.ts';
import { StopError, UsageError } from '../../command/stop-error.ts';
import { moduleFile } from '../../files/module-file.ts';
import { type LoadedDeployment, loadDeployment } from '../../profile/index.ts';
import { runnerCommand, runnerFolder } from './runner-programs.ts';

await command({
  name: 'check',
  usage: {
    does: 'Runs the gate of one environment, and its smoke tests where they are asked for: at an address that is given here, such as that of a preview deployment, and after waiting for a commit.',
    exits: {
      0: 'every critical check held',
      1: 'a critical check failed',
      3: 'something critical could not be verified, or the deployment did not arrive in time',
    },
    example: '--env preview --url https://4f3c2b1a.acme.pages.dev --wait 5m --commit "$GITHUB_SHA" --smoke',
  },
  options: {
    env: requiredText({ value: 'ENVIRONMENT', help: 'the environment' }),
    url: text({ value: 'URL', help: "the site's address, in the place of the table's", fallback: "the table's" }),
    wait: text({ value: '5m', help: 'how long the deployment is waited for; needs --commit', fallback: 'not at all' }),
    commit: text({ value: 'SHA', help: 'the commit that is meant', fallback: 'the one that is checked out' }),
    smoke: flag('opens the pages in a browser too'),
    whole: flag('opens them where the config has smoke tests, and where it has none does without'),
    verbose: flag('prints every check, each finding in full'),
    quiet: flag('prints the report alone, and no progress'),
  },
  async run({ env, url, wait, commit, smoke, whole, verbose, quiet }, { variables: given }) {
    if (wait !== undefined && commit === undefined)
      throw new UsageError('--wait needs --commit: the commit that is waited for.');
    const variables = {
      ...given,
      ...(url !== undefined && addressVariable(await loadDeployment(), env, url)),
      ...(commit !== undefined && { AIRLOCK_COMMIT: commit }),
      ...(verbose && { AIRLOCK_VERBOSE: '1' }),
      ...(quiet && { AIRLOCK_QUIET: '1' }),
    };
    const run = (...args: string[]) => ended(args, variables);

    if (wait !== undefined && commit !== undefined) {
      const waited = await run(
        moduleFile(import.meta.filename, '../../platforms/wait-cli.ts'),
        ...['--env', env, '--commit', commit, '--for', wait],
      );
      if (waited !== exitCodes.done) return waited;
    }
    const gate = await run(...runnerCommand('vitest'), '--project', env);
    const opensPages = smoke || (whole && (await loadDeployment()).deployment.platforms.smoke !== undefined);
    if (!opensPages || gate === exitCodes.configuration) return gate;
    // The smoke tests add to the verdict of the gate: the last code counts for both.
    const seen = await run(...runnerCommand('playwright'), '--project', env);
    return seen === exitCodes.done ? gate : seen;
  },
});

/** The environment variable that gives the site of one environment another address. @throws StopError where the config leaves no room for one */
function addressVariable({ deployment, file }: LoadedDeployment, env: string, url: string): Record<string, string> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`--url takes a web address; it was given ${url}.`);
  if (!Object.hasOwn(deployment.environments, env))
    throw new StopError(exitCodes.configuration, `${env} is not an environment of ${file}.`);
  const source = deployment.platforms.pages?.url;
  if (source === undefined || !('key' in source))
    throw new StopError(
      exitCodes.configuration,
      "--url gives the site another address, and `platforms.pages.url` is not `{ key: '…' }`.\n  → Name the key of the table that has the site's address.",
    );
  return { [`${env.toUpperCase().replaceAll('-', '_')}_${source.key}`]: new URL(url).href.replace(/\/$/, '') };
}

function ended(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: runnerFolder, env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve((code ?? exitCodes.notVerified) as ExitCode));
  });
}

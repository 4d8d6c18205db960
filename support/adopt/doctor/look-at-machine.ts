import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { proxyVariables } from '../../http/index.ts';
import type { LoadedDeployment } from '../../profile/index.ts';
import { commitUnderTest } from '../../report/verdict/commit.ts';
import { presentBrowser } from '../../smoke/browser/browser.ts';
import { type BrowserSearch, thisMachine } from '../../smoke/browser/browser-search.ts';
import { errorText } from '../../text/error-text.ts';
import { type Diagnosis, good, note, open, wrong } from './diagnosis.ts';

const npmMs = 20_000;

/** What this machine brings to a run: Node, npm, a browser, git and a place for reports. Installs and sends nothing. */
export async function lookAtMachine(
  loaded: LoadedDeployment | undefined,
  variables: NodeJS.ProcessEnv,
  search: BrowserSearch = thisMachine(),
): Promise<Diagnosis[]> {
  const needsBrowser = loaded?.deployment.platforms.smoke !== undefined;
  return [
    good(`Node ${process.versions.node} on ${process.platform} ${process.arch} (${process.execPath})`),
    await npm(search),
    await browser(search, needsBrowser),
    ...(loaded === undefined ? [] : [commit(loaded.directory, variables), reports(loaded)]),
    ...proxies(variables),
  ];
}

async function npm(search: BrowserSearch): Promise<Diagnosis> {
  const program = search.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { exitCode, output } = await search.run(program, ['--version'], npmMs);
  const [version] = /^\d+\.\d+\.\S+$/m.exec(output) ?? [];
  return exitCode === 0 && version !== undefined
    ? good(`npm ${version}`)
    : note(`npm does not answer (${exitCode}): \`npx\` and \`npm run\` do not work here`, 'Install Node with npm.');
}

async function browser(search: BrowserSearch, isNeeded: boolean): Promise<Diagnosis> {
  try {
    const found = await presentBrowser(search);
    if (found) return good(`Chromium: ${found.executablePath} (${found.source})`);
  } catch (error) {
    return (isNeeded ? wrong : note)(errorText(error));
  }
  const remedy = 'Run `npx playwright install chromium`; a smoke run downloads one by itself where it may.';
  return isNeeded
    ? open('there is no Chromium: the smoke tests of `platforms.smoke` cannot run', remedy)
    : note('there is no Chromium; this config has no smoke tests', remedy);
}

function commit(directory: string, variables: NodeJS.ProcessEnv): Diagnosis {
  const known = commitUnderTest(directory, variables);
  if (known === null)
    return note(
      'no commit is known: `gate --commit` accepts no verdict of a run here',
      'Run in a checkout of the repository, or set AIRLOCK_COMMIT.',
    );
  if (!/^[0-9a-f]{7,64}$/i.test(known))
    return wrong(
      `AIRLOCK_COMMIT or GITHUB_SHA is not a commit hash: ${known}`,
      'Set it to the hash of the deployed commit.',
    );
  const from = ['AIRLOCK_COMMIT', 'GITHUB_SHA'].find((name) => variables[name]) ?? 'git';
  return good(`commit ${known.slice(0, 12)} (${from})`);
}

function reports({ deployment, directory }: LoadedDeployment): Diagnosis {
  const folder = path.resolve(directory, deployment.reports);
  let nearest = folder;
  while (!existsSync(nearest)) nearest = path.dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK);
    return good(`reports are written to ${folder}`);
  } catch {
    return wrong(
      `${nearest} cannot be written to: no verdict could be kept`,
      'Make it writable, or set `reports` in the deployment config.',
    );
  }
}

/** Requests go straight to their hosts (`support/http`): a machine that reaches nothing without its proxy is told why. */
function proxies(variables: NodeJS.ProcessEnv): Diagnosis[] {
  const set = proxyVariables.filter((name) => variables[name]);
  if (set.length === 0) return [];
  return [
    note(
      `${set.join(' and ')} ${set.length === 1 ? 'is' : 'are'} set; Airlock connects directly and uses no proxy`,
      'Where no address below answers, run on a machine that reaches them without a proxy.',
    ),
  ];
}

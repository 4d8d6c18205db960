import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commitShop, withShop } from '../../../../fixtures/deployments/committed-shop.ts';
import { writeSnapshot } from '../../../../fixtures/snapshots/write-snapshot.ts';
import { startTwin } from '../../../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../../../fixtures/twin/write-project.ts';
import { sampleTables, wholePlan } from '../../migration/migration-files.ts';
import { fromPackage, startSite, teamFiles } from '../../package/team-repository.ts';
import { commandMs } from '../../patience.ts';
import { withOnePage } from '../../report/runs/one-page.ts';
import { pages, repository } from '../pages.ts';
import type { Place } from './documented-commands.ts';

export interface Answer {
  exitCode: number | null;
  said: string;
}

interface Scene {
  directory: string;
  variables: Readonly<Record<string, string>>;
}

/** The commit that every part of the twin reports. */
const commit = '5eaf00d5eaf0';
/** A command finds the Node and the runners of the folder in which it is typed, and not those of this clone. */
const ownPath = (process.env.PATH ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(path.delimiter);

/** The places in which the commands of the documents are typed, made when the first command is. */
export class Scenes implements AsyncDisposable {
  readonly #kept = new AsyncDisposableStack();
  readonly #top = realpathSync(mkdtempSync(path.join(tmpdir(), 'airlock-docs-')));
  readonly #made = new Map<Place, Promise<Scene>>();

  constructor() {
    this.#kept.defer(() => rmSync(this.#top, { recursive: true, force: true, maxRetries: 3 }));
  }

  /**
   * Types a command in a shell.
   * @param until it is told to end, as by Ctrl-C, once it has said this; undefined for one that ends by itself
   */
  async type(command: string, place: Place, until?: RegExp): Promise<Answer> {
    const { directory, variables } = await this.#scene(place);
    const [, shards] = /\$\{\{ matrix\.shard \}\}\/(\d)/.exec(command) ?? [];
    if (shards === undefined) return answerTo(this.#filledIn(command), directory, variables, until);

    const answers: Answer[] = [];
    for (let shard = 1; shard <= Number(shards); shard += 1) {
      rmSync(this.#in('acme/reports'), { recursive: true, force: true });
      answers.push(await answerTo(command.replace(/\$\{\{.*?\}\}/, `${shard}`), directory, variables));
      const runner = command.includes('playwright') ? 'smoke' : 'specs';
      cpSync(this.#in('acme/reports'), this.#in(`artifacts/${runner}-${shard}`), { recursive: true });
    }
    return {
      exitCode: answers.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0,
      said: answers.map(({ said }) => said).join('\n'),
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#kept.disposeAsync();
  }

  #in(file: string): string {
    return path.join(this.#top, file);
  }

  /** The command with names of this machine in place of the example's. */
  #filledIn(command: string): string {
    const names: readonly [RegExp, string][] = [
      [/(?<=init .*)\.\.\/acme/, this.#in('adopted')],
      [/(?<=delivery .*)\.\.\/acme/, path.join(repository, 'fixtures/twin/repository')],
      [/\.\.\/acme\/convex/, this.#in('acme/shop/backend/convex')],
      [/(?<=--source )apps\/web/, this.#in('acme/shop/site/app')],
      [/(?<=--commit )SHA/, commit],
      [/^(?=.*--env preview)/, 'DEPLOYMENT_CONFIG="$PREVIEW_CONFIG" '],
      [/https:\/\/….pages\.dev/, '"$PREVIEW_SITE"'],
      [/plan\.yaml/, this.#in('plan.yaml')],
      [/before\.zip/, this.#in('before.zip')],
      [/artifacts\//, this.#in('artifacts/')],
      [/(?<=--until )2026-12-31/, new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)],
    ];
    return names.reduce((line, [name, own]) => line.replace(name, () => own), command);
  }

  #scene(place: Place): Promise<Scene> {
    const made = this.#made.get(place) ?? this.#make(place);
    this.#made.set(place, made);
    return made;
  }

  async #make(place: Place): Promise<Scene> {
    if (place === 'clone') return this.#makeDeployment();
    if (place === 'team') return this.#makeTeam();
    if (place === 'worker') return { directory: path.join(repository, 'fixtures/twin/worker'), variables: {} };
    const checkout = this.#in('checkout');
    if (!existsSync(checkout)) checkOut(checkout);
    if (place === 'example') writeExample(checkout);
    return { directory: checkout, variables: {} };
  }

  /** The twin as the deployment of a team: a repository with an earlier commit, a preview, a receiver of notices. */
  async #makeDeployment(): Promise<Scene> {
    const twin = this.#kept.use(await startTwin());
    const receiver = createServer((request, response) => request.resume().on('end', () => response.end('ok')));
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    this.#kept.defer(() => new Promise<void>((resolve) => receiver.close(() => resolve())));

    const directory = this.#in('acme');
    const { configFile, keys } = writeTwinProject(directory, twin, undefined, (config) =>
      withOnePage(withShop(config))
        .replace("to: 'earlier'", "to: 'v1.4.2'")
        .replace(
          '  platforms: {\n',
          "  baseline: 'baseline.json',\n  notify: { webhook: { key: 'AUDIT_WEBHOOK_URL' } },\n$&",
        ),
    );
    // The same with previews in place of development.
    const preview = writeTwinProject(
      this.#in('preview'),
      twin,
      (table) => table.replaceAll('DEV_', 'PREVIEW_'),
      (config) => withOnePage(config).replace('    dev: {', '    preview: {').replace("'dev'", "'preview'"),
    );
    commitShop(directory, { 'site/app/version.ts': () => 'export const version = 1;\n' });
    execFileSync('git', ['tag', 'v1.4.2', 'earlier'], { cwd: path.join(directory, 'shop') });
    writeFileSync(path.join(directory, 'baseline.json'), '[]\n');
    cpSync(path.join(repository, 'fixtures/adoption/next-convex-worker'), this.#in('adopted'), { recursive: true });
    cpSync(path.join(repository, 'fixtures/twin/backend/convex'), this.#in('adopted/packages/backend/convex'), {
      recursive: true,
    });
    writeFileSync(this.#in('plan.yaml'), wholePlan);
    await writeSnapshot(this.#in('before.zip'), { tables: sampleTables() });

    const site = twin.environments.dev.siteUrl;
    const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/audit`;
    const own = { DEPLOYMENT_CONFIG: configFile, GITHUB_SHA: commit, AUDIT_WEBHOOK_URL: address };
    const ofPreview = Object.fromEntries(
      Object.entries(preview.keys).map(([name, value]) => [name.replace('DEV_', 'PREVIEW_'), value]),
    );
    return {
      directory: repository,
      variables: { ...keys, ...ofPreview, ...own, PREVIEW_CONFIG: preview.configFile, PREVIEW_SITE: site },
    };
  }

  /** A bare folder with what a team writes, and the package beside it. */
  async #makeTeam(): Promise<Scene> {
    const [dev, prod] = [this.#kept.use(await startSite()), this.#kept.use(await startSite())];
    const directory = this.#in('team');
    const files = teamFiles({ airlock: fromPackage, site: prod.url, type: 'module' });
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      writeFileSync(path.join(directory, file), text.replace('http://127.0.0.1:9', dev.url));
    }
    execFileSync(process.execPath, [path.join(repository, 'support/package/build/pack-cli.ts'), '--to', directory], {
      cwd: repository,
    });
    return { directory, variables: { AIRLOCK_COMMIT: commit } };
  }
}

/** The files of this working copy that git has or would take, as a repository of its own. */
function checkOut(directory: string): void {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  for (const file of list.split('\0').filter((each) => each !== '' && existsSync(path.join(repository, each))))
    cpSync(path.join(repository, file), path.join(directory, file), { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@acme.test', '-c', 'commit.gpgSign=false', ...args], {
      cwd: directory,
      stdio: 'ignore',
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Airlock');
}

/** What docs/adding-a-check.md has a reader write: the judgement and the check as they are there, its faults, and a test. */
function writeExample(directory: string): void {
  const page = pages.find(({ name }) => name === 'docs/adding-a-check.md')?.text ?? '';
  const [judgement = '', check = '', faults = ''] = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ([, body = '']) => body,
  );
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  };
  write('specs/pages/indexable.judge.ts', judgement);
  write('specs/pages/indexable.spec.ts', check);
  const table = path.join(directory, 'fixtures/faults/pages.ts');
  const text = readFileSync(table, 'utf8');
  writeFileSync(
    table,
    text.replace(/^(export const pagesFaults = \{\n)/m, (start) => start + faults),
  );
  if (readFileSync(table, 'utf8') === text) throw new Error(`${table} has no table that begins as expected`);
  write('specs/harness/site/indexable.spec.ts', testOfExample);
}

const testOfExample = `import { expect, test } from 'vitest';
import { judgeIndexable } from '../../pages/indexable.judge.ts';

const pages = {} as never;
const reading = { answers: true, url: 'https://acme.com/robots.txt', status: 200, headers: {}, body: '' };

test('a robots.txt that allows everything has no finding', () => {
  expect(judgeIndexable({ ...reading, body: 'User-agent: *\\nAllow: /\\n' } as never, pages)).toEqual([]);
});

test('one that disallows everything has one', () => {
  expect(judgeIndexable({ ...reading, body: 'User-agent: *\\nDisallow: /\\n' } as never, pages)).toHaveLength(1);
});

test('a site that does not answer is not verified', () => {
  expect(() => judgeIndexable({ answers: false, received: 'no answer' } as never, pages)).toThrow('does not answer');
});
`;

async function answerTo(
  line: string,
  directory: string,
  variables: Readonly<Record<string, string>>,
  until?: RegExp,
): Promise<Answer> {
  const { HOME = '', PLAYWRIGHT_CHROMIUM_EXECUTABLE: browser, NODE_EXTRA_CA_CERTS: authorities } = process.env;
  // The registry may be behind an authority of this network, which nothing but an installation is given.
  const installs = /^npm (?:ci|i|install)\b/.test(line) && authorities !== undefined;
  const child = spawn('sh', ['-c', line], {
    cwd: directory,
    env: {
      PATH: ownPath,
      HOME,
      NO_COLOR: '1',
      ...(browser && { PLAYWRIGHT_CHROMIUM_EXECUTABLE: browser }),
      ...(installs && { NODE_EXTRA_CA_CERTS: authorities }),
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which a signal reaches as Ctrl-C does.
    detached: true,
  });
  const signal = (name: NodeJS.Signals) => child.pid !== undefined && process.kill(-child.pid, name);
  const hanging = setTimeout(() => signal('SIGKILL'), 3 * commandMs);
  let said = '';
  let isTold = false;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (until === undefined || isTold || !until.test(said)) return;
      isTold = true;
      signal('SIGINT');
    });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearTimeout(hanging);
  return { exitCode, said };
}

import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clone, installing, ok, ownPath, silent, tarball } from './installed.ts';
import { kindOf, runIn, verdictIn } from './run-in.ts';
import { fromPackage, startSite, type TeamRepository, teamFiles, teamRepository } from './team-repository.ts';

interface Manager {
  /** Its package in npm's registry. */
  name: string;
  /** How it is started where it is installed, and how it adds a package. */
  adds: (modules: string) => [program: string, ...args: string[]];
  /** The runners are called by their own names too: it links the programs of a dependency's dependencies. */
  linksRunners: boolean;
}

const managers: readonly Manager[] = [
  {
    name: 'pnpm@12.21.0',
    // It ends with 1 where the scripts of a package were neither allowed nor refused, once all is installed.
    adds: (modules) => ['node', path.join(modules, 'pnpm/bin/pnpm.mjs'), 'add', '-D', '--config.strictDepBuilds=false'],
    linksRunners: false,
  },
  {
    name: 'bun@1.4.5',
    adds: (modules) => [path.join(modules, 'bun/bin/bun.exe'), 'add', '-d'],
    linksRunners: true,
  },
];

describe.each(managers)('the package, installed by $name', ({ name, adds, linksRunners }) => {
  const kept = new AsyncDisposableStack();
  let team: TeamRepository;
  const npx = (...args: string[]) => runIn(team.directory, 'npx', ['--no-install', ...args], { PATH: ownPath });

  beforeAll(async () => {
    const site = kept.use(await startSite());
    team = kept.use(teamRepository(teamFiles({ airlock: fromPackage, site: site.url, type: 'module' })));
    const { directory } = team;
    await ok(runIn(clone, process.execPath, ['support/package/build/pack-cli.ts', '--to', directory]));
    const beside = path.join(directory, 'manager');
    mkdirSync(beside);
    writeFileSync(path.join(beside, 'package.json'), '{}');
    await ok(runIn(beside, 'npm', ['i', name, ...silent], installing));
    if (name.startsWith('bun')) await runIn(path.join(beside, 'node_modules/bun'), 'node', ['install.js'], installing);
    const [program, ...args] = adds(path.join(beside, 'node_modules'));
    await ok(runIn(directory, program, [...args, `./${tarball}`], installing));
  }, 900_000);
  afterAll(() => kept.disposeAsync());

  test('runs the checks and the journey of the team by its command, whether or not scripts of packages were run', async () => {
    const gate = await npx('airlock', 'run', 'prod');
    expect(kindOf(verdictIn(team.directory), 'specs', 'shop/orders-listed'), gate.stdout + gate.stderr).toBe('held');
    const smoke = await npx('airlock', 'smoke', 'prod');
    expect(kindOf(verdictIn(team.directory), 'smoke', 'smoke/opens-orders'), smoke.stdout + smoke.stderr).toBe('held');
    await ok(npx('airlock', 'gate', '--env', 'prod'));
  });

  test(linksRunners ? 'has the runners too' : 'has no runner under its own name', async () => {
    expect(existsSync(path.join(team.directory, 'node_modules/.bin/vitest'))).toBe(linksRunners);
    if (!linksRunners) return;

    const { stdout, stderr } = await npx('vitest', 'run', '--project', 'prod', '-t', 'shop/');
    expect(kindOf(verdictIn(team.directory), 'specs', 'shop/orders-listed'), stdout + stderr).toBe('held');
  });
});

describe('the command, started by an older Node,', () => {
  /** What `airlock` is started from in its package: the Node of another machine is installed, and this one's where it is named. */
  const files = (names: readonly string[]) => ({
    'airlock/package.json': JSON.stringify({
      type: 'module',
      version: '0.0.0',
      scripts: {},
      optionalDependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])),
    }),
    'airlock/node_modules/node-of-another/package.json': '{ "os": ["aix"], "cpu": ["ppc64"] }',
    'airlock/node_modules/node-of-another/bin/node': 'not a program of this machine',
    'airlock/node_modules/node-of-this/package.json': JSON.stringify({ os: process.platform, cpu: [process.arch] }),
    'airlock/bin/old.mjs':
      "Object.defineProperty(process.versions, 'node', { value: '20.0.0' });\nawait import('./airlock.mjs');\n",
  });
  const started = async (folder: TeamRepository) => {
    cpSync(path.join(clone, 'bin/airlock.mjs'), path.join(folder.directory, 'airlock/bin/airlock.mjs'));
    const own = path.join(folder.directory, 'airlock/node_modules/node-of-this/bin/node');
    mkdirSync(path.dirname(own), { recursive: true });
    cpSync(process.execPath, own);
    const args = ['airlock/bin/old.mjs', '--own-node', '-p', 'process.execPath'];
    return { own, ran: await runIn(folder.directory, process.execPath, args) };
  };

  test('takes the Node of this machine where those of others are installed beside it, as Yarn does', async () => {
    await using folder = teamRepository(files(['node-of-another', 'node-of-this']));
    const { own, ran } = await started(folder);
    expect(ran.stdout.trim(), ran.stderr).toBe(own);
  });

  test('says what is missing where there is none for this machine', async () => {
    await using folder = teamRepository(files(['node-of-another', 'not-installed']));
    const { ran } = await started(folder);
    expect(ran.exitCode).toBe(78);
    expect(ran.stderr).toMatch(
      /^Airlock needs Node 26, and this is v\S+: the Node that comes with Airlock is not installed\.\n {2}→ Install it without `--omit=optional`, or use Node 26\.\n$/,
    );
  });
});

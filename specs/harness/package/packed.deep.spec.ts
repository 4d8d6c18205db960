import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { clone, installing, ok, ownPath, silent, tarball } from './installed.ts';
import { kindOf, runIn, verdictIn } from './run-in.ts';
import { fromPackage, startSite, teamFiles, teamRepository } from './team-repository.ts';

const tsc = path.join(clone, 'node_modules/typescript/bin/tsc');
const megabyte = 1_048_576;

describe('the package, installed into a bare folder', () => {
  const site = startSite();
  const team = site.then(({ url }) => teamRepository(teamFiles({ airlock: fromPackage, site: url, type: 'commonjs' })));
  const npx = async (...args: string[]) => runIn((await team).directory, 'npx', args, { PATH: ownPath });

  beforeAll(async () => {
    const { directory } = await team;
    await ok(runIn(clone, process.execPath, ['support/package/build/pack-cli.ts', '--to', directory]));
    await ok(runIn(directory, 'npm', ['i', '-D', `./${tarball}`, ...silent], installing));
    return async () => {
      await (await site)[Symbol.asyncDispose]();
      await (await team)[Symbol.asyncDispose]();
    };
  }, 600_000);

  test('takes no more than 120 MB beside its Node', async () => {
    const { directory } = await team;
    const { stdout } = await ok(
      runIn(directory, 'du', ['-sk', '--exclude=node-linux-*', '--exclude=node-darwin-*', 'node_modules']),
    );
    expect((Number(stdout.split('\t')[0]) * 1024) / megabyte).toBeLessThanOrEqual(120);
  });

  test("runs Airlock's checks and the team's with vitest", async () => {
    const { stdout, stderr } = await npx('vitest', 'run', '--project', 'prod');
    const verdict = verdictIn((await team).directory);
    expect(kindOf(verdict, 'specs', 'shop/orders-listed'), stdout + stderr).toBe('held');
    expect(kindOf(verdict, 'specs', 'pages/reachable')).toBe('held');
    expect(stderr).not.toContain('Airlock cannot start');
  });

  test("runs Airlock's smoke tests and the team's journey with Playwright", async () => {
    const { stdout, stderr } = await npx('playwright', 'test', '--project', 'prod');
    const verdict = verdictIn((await team).directory);
    expect(kindOf(verdict, 'smoke', 'smoke/opens-orders'), stdout + stderr).toBe('held');
    expect(kindOf(verdict, 'smoke', 'smoke/loads')).toBe('held');
  });

  test('has the command `airlock`, from any folder, and calls its tools by it', async () => {
    const { stdout } = await ok(npx('airlock', 'gate', '--help'));
    expect(stdout).toContain('npx airlock gate --env ENVIRONMENT');
    const ran = await npx('airlock', 'run', 'prod', '-t', 'shop/');
    expect(kindOf(verdictIn((await team).directory), 'specs', 'shop/orders-listed'), ran.stdout + ran.stderr).toBe(
      'held',
    );
    expect((await npx('airlock', 'twin')).stderr).toContain('The twin comes with a clone of Airlock');
  });

  test('names runs by its own command, which needs no config of a runner', async () => {
    const { directory } = await team;
    const guidance = path.join(directory, 'node_modules/airlock/support/families/delivery/guidance.js');
    const text = readFileSync(guidance, 'utf8');
    expect(text).toContain('npx airlock run ${environment}, npx airlock smoke ${environment}, and npx airlock gate');
    expect(text).not.toMatch(/npx (?:vitest|playwright)|npm run/);
  });

  test('takes no more than 300 MB with its Node', async () => {
    const { directory } = await team;
    const { stdout } = await ok(runIn(directory, 'du', ['-sk', 'node_modules']));
    expect((Number(stdout.split('\t')[0]) * 1024) / megabyte).toBeLessThanOrEqual(300);
  });

  test('is in order to publint, which finds what is missing in another one', async () => {
    const { directory } = await team;
    const linted = (file: string) =>
      runIn(directory, process.execPath, [
        path.join(clone, 'node_modules/publint/src/cli.js'),
        'run',
        file,
        '--strict',
      ]);
    expect((await ok(linted(tarball))).stdout).toContain('All good!');
    const { exitCode, stdout } = await linted(await tampered(directory));
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain('./support/package/gone.js');
  });

  test('has types for each of its entries, by attw, which misses them in another one', async () => {
    const { directory } = await team;
    const looked = (file: string) =>
      runIn(directory, process.execPath, [
        path.join(clone, 'node_modules/@arethetypeswrong/cli/dist/index.js'),
        ...[file, '--profile', 'esm-only', '--format', 'ascii', '--no-color', '--no-emoji'],
      ]);
    const unresolved = /^Import failed to resolve to type declarations/m;
    const { stdout: whole } = await ok(looked(tarball));
    expect(whole).not.toMatch(unresolved);
    for (const entry of ['airlock', 'airlock/vitest', 'airlock/playwright'])
      expect(whole).toMatch(new RegExp(`"${entry}"\\s+node16 \\(from ESM\\): OK \\(ESM\\)\\s+bundler: OK`));
    const { exitCode, stdout } = await looked(await tampered(directory));
    expect(exitCode).not.toBe(0);
    expect(stdout).toMatch(unresolved);
  });

  test.each([
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
  ])(
    'has types: what a team writes compiles with %s and %s, and each mistake in it does not',
    async (module, resolution) => {
      const installed = await team;
      const { directory } = installed;
      const compiled = (files: readonly string[]) =>
        runIn(directory, process.execPath, [
          tsc,
          ...['--ignoreConfig', '--module', module, '--moduleResolution', resolution, '--target', 'ESNext'],
          ...['--strict', '--noEmit', '--skipLibCheck', '--types', '', ...files],
        ]);
      const sources = teamFiles({ airlock: fromPackage, site: 'https://acme.test' });
      const write = (file: string, text: string) => {
        installed.write(file, text.replace("'./landmarks'", "'./landmarks.mjs'"));
        return file;
      };
      const right = Object.keys(sources)
        .filter((file) => file.endsWith('.ts'))
        .map((file) => write(`right/${file.replace(/ts$/, 'mts')}`, sources[file] ?? ''));
      const wrong = mistakes.map(([file, from, to], index) => {
        expect(sources[file]).toContain(from);
        return write(`wrong-${index}/${file.replace(/ts$/, 'mts')}`, (sources[file] ?? '').replace(from, to));
      });
      for (const folder of ['right', ...wrong.map((_, index) => `wrong-${index}`)])
        write(`${folder}/landmarks.mts`, sources['landmarks.ts'] ?? '');

      await ok(compiled(right));
      const { exitCode, stdout } = await compiled(wrong);
      expect(exitCode).not.toBe(0);
      expect(wrong.filter((file) => !stdout.includes(file))).toEqual([]);
    },
  );

  describe.each(['20', '22', '24', '26'])('where the team has Node %s', (version) => {
    let PATH = '';
    beforeAll(async () => {
      PATH = `${await nodeOf(version, (await team).directory)}${path.delimiter}${ownPath}`;
    }, 600_000);

    test('is started by it, and runs its checks and its browser', async () => {
      const { directory } = await team;
      const run = (program: string, ...args: string[]) => runIn(directory, program, args, { PATH });
      expect((await ok(run('node', '--version'))).stdout).toMatch(new RegExp(`^v${version}\\.`));
      await ok(run('npm', 'rebuild', 'airlock'));
      expect((await ok(run('npx', 'airlock', 'gate', '--help'))).stdout).toContain('npx airlock gate');
      for (const [program, ...args] of [
        ['npx', 'vitest', 'run', '--project', 'prod', '-t', 'shop/'],
        ['node', 'node_modules/airlock/bin/airlock.mjs', 'run', 'prod', '-t', 'shop/'],
      ] as const) {
        rmSync(path.join(directory, 'reports'), { recursive: true, force: true });
        const { stdout, stderr } = await run(program, ...args);
        expect(kindOf(verdictIn(directory), 'specs', 'shop/orders-listed'), stdout + stderr).toBe('held');
      }
      const seen = await run('npx', 'airlock', 'smoke', 'prod', 'opens-orders');
      expect(kindOf(verdictIn(directory), 'smoke', 'smoke/opens-orders'), seen.stdout + seen.stderr).toBe('held');
    });
  });

  test('the runner of a clone is started with the Node of Airlock where an older one starts it', async () => {
    const { directory } = await team;
    const old = path.join(await nodeOf('20', directory), 'node');
    const playwright = path.join(clone, 'node_modules/@playwright/test/cli.js');
    const { exitCode, stderr } = await runIn(clone, old, [playwright, 'test', '--project', 'prodd']);
    expect(exitCode, stderr).toBe(78);
    expect(stderr).toContain('--project prodd: there is no such environment. Did you mean `prod`?');
  });

  test.each(['20', '22'])(
    'runs with Node %s also where npm left no `node` beside the runners, as npm 10 and pnpm do',
    async (version) => {
      const { directory } = await team;
      const own = path.join(directory, 'node_modules/.bin/node');
      const kept = path.join(directory, 'node-of-airlock');
      const PATH = `${await nodeOf(version, directory)}${path.delimiter}${ownPath}`;
      const run = (...args: string[]) => runIn(directory, 'npx', args, { PATH });
      renameSync(own, kept);
      try {
        expect((await ok(run('node', '--version'))).stdout).toMatch(new RegExp(`^v${version}\\.`));
        rmSync(path.join(directory, 'reports'), { recursive: true, force: true });
        const gate = await run('vitest', 'run', '--project', 'prod', '-t', 'shop/');
        expect(kindOf(verdictIn(directory), 'specs', 'shop/orders-listed'), gate.stdout + gate.stderr).toBe('held');
        const smoke = await run('playwright', 'test', '--project=prod', 'opens-orders');
        expect(kindOf(verdictIn(directory), 'smoke', 'smoke/opens-orders'), smoke.stdout + smoke.stderr).toBe('held');
      } finally {
        renameSync(kept, own);
      }
    },
    600_000,
  );
});

/** What a team writes, and a mistake in each: were a type `any`, it would compile. */
const mistakes = [
  ['deployment.config.ts', "class: 'production'", "class: 'prduction'"],
  ['deployment.config.ts', 'routes: [{', 'rotues: [{'],
  ['specs/shop/orders-listed.spec.ts', "effect: 'offline'", "effect: 'offlne'"],
  ['specs/shop/orders-listed.spec.ts', 'subject.url.url.port', 'subject.url.url.prot'],
  ['specs/shop/orders-listed.spec.ts', "count('addresses', 1)", 'count(1)'],
  ['specs/shop/orders-listed.spec.ts', "what: 'no site'", "waht: 'no site'"],
  ['journeys/opens-orders.smoke.ts', "path: '/'", 'path: 1'],
  ['journeys/opens-orders.smoke.ts', 'page.getByRole', 'page.getByRoll'],
  ['vitest.config.ts', '{ default }', '{ defualt }'],
  ['playwright.config.ts', 'airlock/playwright', 'airlock/playwrite'],
] as const;

/** The package with an entry that leads nowhere. */
async function tampered(directory: string): Promise<string> {
  const folder = path.join(directory, 'tampered');
  mkdirSync(folder, { recursive: true });
  await ok(runIn(directory, 'tar', ['-xzf', tarball, '-C', folder]));
  const file = path.join(folder, 'package/package.json');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll('./support/package/playwright.', './support/package/gone.'),
  );
  await ok(runIn(folder, 'tar', ['-czf', 'tampered.tgz', 'package']));
  rmSync(path.join(folder, 'package'), { recursive: true });
  return path.join(folder, 'tampered.tgz');
}

/** The folder of a Node of the team's own, from the packages in which Airlock finds its Node too. */
async function nodeOf(version: string, directory: string): Promise<string> {
  const { optionalDependencies } = JSON.parse(readFileSync(path.join(clone, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  const [name = '', own = ''] =
    Object.entries(optionalDependencies).find(([each]) => each.endsWith(`${process.platform}-${process.arch}`)) ?? [];
  const asked = own.startsWith(`${version}.`) ? own : version;
  const prefix = path.join(directory, `nodes/${version}`);
  await ok(runIn(directory, 'npm', ['i', '--prefix', prefix, `${name}@${asked}`, ...silent], installing));
  return path.join(prefix, 'node_modules', name, 'bin');
}

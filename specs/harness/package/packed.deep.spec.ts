import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { kindOf, type Ran, runIn, verdictIn } from './run-in.ts';
import { fromPackage, startSite, teamFiles, teamRepository } from './team-repository.ts';

const clone = path.join(import.meta.dirname, '../../..');
const tsc = path.join(clone, 'node_modules/typescript/bin/tsc');
/** The bundled Node must not be what starts a command here: a team has one of its own. */
const ownPath = (process.env.PATH ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(path.delimiter);
const megabyte = 1_048_576;

async function ok(ran: Promise<Ran>): Promise<Ran> {
  const { exitCode, stdout, stderr } = await ran;
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  return { exitCode, stdout, stderr };
}

describe('the package, installed into a bare folder', () => {
  const site = startSite();
  const team = site.then(({ url }) => teamRepository(teamFiles({ airlock: fromPackage, site: url, type: 'commonjs' })));
  const npx = async (...args: string[]) => runIn((await team).directory, 'npx', args, { PATH: ownPath });

  beforeAll(async () => {
    const { directory } = await team;
    await ok(runIn(clone, process.execPath, ['support/package/build/pack-cli.ts', '--to', directory]));
    await ok(runIn(directory, 'npm', ['i', '-D', './airlock-0.1.0.tgz', '--no-audit', '--no-fund'], { PATH: ownPath }));
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

  test('has types: a consumer compiles, and one with a mistake does not', async () => {
    const { directory, write } = await team;
    write(
      'tsconfig.json',
      '{ "compilerOptions": { "module": "NodeNext", "strict": true, "noEmit": true, "skipLibCheck": true, "types": [] } }',
    );
    const compiled = async (file: string) =>
      runIn(directory, process.execPath, [
        tsc,
        '--ignoreConfig',
        '--module',
        'NodeNext',
        '--strict',
        '--noEmit',
        '--skipLibCheck',
        '--types',
        '',
        file,
      ]);
    const config = readFileSync(path.join(directory, 'deployment.config.ts'), 'utf8').replace(
      "'./landmarks'",
      "'./landmarks.js'",
    );
    writeFileSync(path.join(directory, 'right.mts'), config);
    writeFileSync(path.join(directory, 'wrong.mts'), config.replace("class: 'production'", "class: 'prduction'"));
    await ok(compiled('right.mts'));
    const { exitCode, stdout } = await compiled('wrong.mts');
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain('prduction');
  });
});

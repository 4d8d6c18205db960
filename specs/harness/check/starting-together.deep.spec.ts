import { describe, expect, test } from 'vitest';
import { GateFolder } from '../report/gate-folder.ts';
import { startTrafficServer } from './traffic-server.ts';

const answerAfterMs = 80;

/** A check that takes one reading of the server, shared with others of the same key. */
function readingCheck(id: string, key: string): string {
  return `import { check } from '../../../../support/check/index.ts';
import { defineReading } from '../../../../support/reading/index.ts';

const answer = defineReading({
  name: 'answer', effect: 'read', key: (url) => url,
  read: async (url, { fetch }) => (await fetch(url)).status,
});
check({
  id: '${id}', title: 'the server answers', platform: 'load', effect: 'read', severity: 'critical', why: 'w', remedy: 'r',
  subjects: ({ workers: [worker] }) => [new URL('${key}', worker.url.url).href],
  async verify({ subject, read }) { return (await read(answer, subject)) === 200 ? [] : undefined; },
});
`;
}

describe('eighty checks that each read for 80 ms', () => {
  test('take about as long as one, not as long as all', async () => {
    await using server = await startTrafficServer(answerAfterMs);
    const specs = Array.from({ length: 80 }, (_, index) => `load/reads-${index}`);
    await using folder = new GateFolder({
      specs: Object.fromEntries(specs.map((id) => [id, readingCheck(id, `/${id}`)])),
    });
    const { exitCode, stdout } = await folder.run(undefined, { SAMPLE_URL: server.url });
    expect(exitCode, stdout).toBe(0);
    expect(Object.values(folder.kinds())).toEqual(Array(80).fill('held'));
    expect(server.arrivals).toHaveLength(80);
    const times = server.arrivals.map(({ atMs }) => atMs);
    const chainMs = Math.max(...times) - Math.min(...times) + answerAfterMs;
    expect(chainMs, 'from the first request to the last answer').toBeLessThan((80 * answerAfterMs) / 4);
    expect(Math.max(...server.arrivals.map(({ under }) => under))).toBeGreaterThan(20);
  });

  test('read once where they read the same', async () => {
    await using server = await startTrafficServer(answerAfterMs);
    const specs = Array.from({ length: 12 }, (_, index) => `load/shares-${index}`);
    await using folder = new GateFolder({
      specs: Object.fromEntries(specs.map((id) => [id, readingCheck(id, '/shared')])),
    });
    const { exitCode } = await folder.run(undefined, { SAMPLE_URL: server.url });
    expect(exitCode).toBe(0);
    expect(server.arrivals.map(({ path }) => path)).toEqual(['/shared']);
    expect(folder.verdict().parts.specs?.outcomes.map(({ evidence }) => evidence)).toEqual(
      Array(12).fill({ requests: 1 }),
    );
  });
});

describe('the traffic of a run', () => {
  const checks = ['traffic/reads', 'traffic/writes', 'traffic/bursts', 'traffic/bursts-again'];
  const config = { environments: { dev: { class: 'development', loopback: true } } };
  const run = async (args: readonly string[]) => {
    await using server = await startTrafficServer(20);
    await using folder = new GateFolder({ checks, config });
    folder.writeTable(
      '| GROUP | TARGET | KEY | DEV_VALUE |\n|---|---|---|---|\n| S | WORKER | SAMPLE_URL | http://127.0.0.1:9 |\n',
    );
    const { exitCode, stdout } = await folder.run(['--project', 'dev', ...args], { SAMPLE_URL: server.url });
    return { exitCode, stdout, paths: server.arrivals.map(({ path }) => path.slice(1)), arrivals: server.arrivals };
  };

  test('has the bursts last, each alone', async () => {
    const { exitCode, stdout, paths, arrivals } = await run([]);
    expect(exitCode, stdout).toBe(0);
    expect(paths.slice(0, 2).sort()).toEqual(['reads', 'writes']);
    expect(paths.slice(2).sort()).toEqual(['bursts', 'bursts-again']);
    expect(arrivals.slice(2).map(({ under }) => under)).toEqual([1, 1]);
  });

  test('holds nothing of checks that a name filter leaves out', async () => {
    // A part of the checks opens no gate.
    expect(await run(['-t', 'traffic/reads'])).toMatchObject({ exitCode: 3, paths: ['reads'] });
  });

  test('holds nothing of checks that a file filter leaves out', async () => {
    expect(await run(['specs/traffic/reads'])).toMatchObject({ exitCode: 3, paths: ['reads'] });
  });

  test('is none where it would be repeated: a check that writes is not run again', async () => {
    expect(await run(['-t', 'traffic/writes', '--retry=2'])).toMatchObject({ exitCode: 78, paths: [] });
  });

  test('is as large again in every environment that is run, and not larger', async () => {
    await using server = await startTrafficServer(1);
    await using folder = new GateFolder({ checks: ['traffic/writes'] });
    const { exitCode, stdout } = await folder.run(['--project', 'dev', '--project', 'prod'], {
      PROD_SAMPLE_URL: server.url,
      DEV_SAMPLE_URL: server.url,
    });
    expect(exitCode, stdout).toBe(0);
    expect(server.arrivals.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });
});

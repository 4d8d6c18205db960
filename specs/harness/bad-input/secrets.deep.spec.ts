import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { reportsBeside, runGate } from './run-gate.ts';
import { startEchoing } from './stand-ins.ts';
import { goodConfig, temporaryGate } from './temporary-gate.ts';

const secret = 'made-up "secret" / with+marks';
const config = {
  ...goodConfig,
  platforms: { worker: { url: { key: 'WORKER_URL' } }, pages: { url: { key: 'WORKER_URL' } } },
};

test('a secret that a broken platform sends back stands in no output and in no file of the run', async () => {
  await using host = await startEchoing(secret);
  const table = [
    '| TARGET | KEY | DEV_VALUE | PROD_VALUE |',
    '| NEXTJS | LOG_LEVEL | debug | info |',
    `| NEXTJS | WORKER_URL | https://dev.example.test | ${host.url} |`,
    '| NEXTJS | SESSION_SECRET | a-value-of-development | ${PROD_SECRET} |',
  ].join('\n');
  await using gate = await temporaryGate({ config, table });
  const run = await runGate({ configFile: gate.configFile, variables: { PROD_SECRET: secret, AIRLOCK_VERBOSE: '1' } });
  expect(run.exitCode).toBe(1);
  const reports = reportsBeside(gate.configFile);
  const files = await Promise.all(
    (await readdir(reports)).map(async (name) => readFile(path.join(reports, name), 'utf8')),
  );
  expect(files.length).toBeGreaterThan(0);
  for (const text of [run.stdout, run.stderr, ...files]) {
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
      expect(text).not.toContain(form);
  }
  // By the name of the variable that gave it.
  expect(run.stdout).toContain('[redacted PROD_SECRET]');
});

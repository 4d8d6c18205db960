import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadDeployment } from '../../../support/profile/index.ts';
import { slackMessage } from '../../../support/report/formats/webhook-messages.ts';
import { verdictSubject } from '../../../support/report/runners/verdict-subject.ts';
import { toldVerdict, verdictChange } from '../../../support/report/verdict/verdict-change.ts';
import { commandMs } from '../patience.ts';
import { outcome, verdict } from '../report/sample-verdict.ts';

const repository = path.join(import.meta.dirname, '../../..');
const directory = mkdtempSync(path.join(tmpdir(), 'airlock-notify-'));
const told: { path: string; body: Record<string, unknown> }[] = [];
let status = 200;
let brokenPath = '';
let configHash = '';
const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    told.push({ path: request.url ?? '', body: JSON.parse(text) });
    response.writeHead(request.url?.startsWith(brokenPath || '?') ? 503 : status).end('ok');
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  writeFileSync(
    path.join(directory, 'app.table'),
    '| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n|---|---|---|---|\n| NEXTJS | SITE_URL | https://a.test | https://b.test |\n',
  );
  const config = {
    name: 'harbour',
    table: { file: 'app.table', targets: ['NEXTJS'] },
    environments: { dev: { class: 'development' }, prod: { class: 'production' } },
    platforms: { pages: { url: { key: 'SITE_URL' } } },
    notify: { slack: { key: 'SLACK_WEBHOOK_URL' }, webhook: { key: 'AUDIT_WEBHOOK_URL' } },
  };
  const configFile = path.join(directory, 'deployment.config.ts');
  writeFileSync(configFile, `export default ${JSON.stringify(config)};\n`);
  mkdirSync(path.join(directory, 'specs/isolation'), { recursive: true });
  writeFileSync(path.join(directory, 'specs/isolation/links.spec.ts'), '');
  ({ config: configHash } = verdictSubject(await loadDeployment(configFile), ['isolation']));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  told.length = 0;
  status = 200;
  brokenPath = '';
  rmSync(path.join(directory, 'reports'), { recursive: true, force: true });
});

const lost = outcome({
  check: 'isolation/links',
  kind: 'failed',
  findings: [{ what: 'a link leads elsewhere', expected: 'a', received: 'b', from: ['x'] }],
});
const held = outcome({ check: 'isolation/links' });

/** Writes the verdict of an audit that found the same in both environments. */
function write(
  outcomes: NonNullable<Parameters<typeof verdict>[0]>,
  over: Parameters<typeof verdict>[1] = {},
  finishedAt = new Date().toISOString(),
) {
  const environments = ['dev', 'prod'];
  const about = { deployment: 'harbour', project: 'isolation', config: configHash, environments };
  const all = outcomes.flatMap((each) => [
    each,
    { ...each, environment: 'dev', kind: 'held' as const, findings: [], evidence: { links: 1 } },
  ]);
  const whole = verdict(all, { ...about, ...over }, { startedAt: finishedAt, finishedAt });
  const reports = path.join(directory, 'reports/harbour/isolation');
  mkdirSync(reports, { recursive: true });
  writeFileSync(path.join(reports, 'verdict.json'), JSON.stringify(whole));
}

async function notify(args: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = spawn(
    process.execPath,
    [path.join(repository, 'support/report/commands/notify.ts'), '--reports', path.join(directory, 'reports'), ...args],
    {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DEPLOYMENT_CONFIG: 'deployment.config.ts',
        SLACK_WEBHOOK_URL: `${url}/slack/made-up-path-of-a-hook`,
        AUDIT_WEBHOOK_URL: `${url}/plain`,
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: commandMs,
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  return { exitCode: await new Promise((resolve) => child.once('close', resolve)), said };
}

describe('a verdict', () => {
  test('is told once when it changes, with what changed, in both forms', async () => {
    write([held]);
    expect(await notify()).toMatchObject({ exitCode: 0 });
    expect(told).toEqual([]);
    write([lost]);
    await notify();
    expect(told.map((each) => each.path)).toEqual(['/slack/made-up-path-of-a-hook', '/plain']);
    expect(told[0]?.body.text).toContain('• isolation/links · prod: held → *failed*. a link leads elsewhere');
    expect(told[1]?.body).toMatchObject({
      deployment: 'harbour',
      exitCode: 1,
      before: { exitCode: 0 },
      changes: [
        {
          check: 'isolation/links',
          environment: 'prod',
          before: 'held',
          now: 'failed',
          what: 'a link leads elsewhere',
        },
      ],
    });
    await notify();
    expect(told).toHaveLength(2);
    write([held]);
    await notify();
    expect(told[3]?.body).toMatchObject({ exitCode: 0, changes: [{ before: 'failed', now: 'held' }] });
  });

  test('that closes the gate is told the first time', async () => {
    write([lost]);
    await notify();
    expect(told[1]?.body).toMatchObject({ before: null, exitCode: 1 });
  });

  test('is told again where nobody took it', async () => {
    write([lost]);
    status = 500;
    const { exitCode, said } = await notify();
    expect(exitCode).toBe(3);
    expect(said).toContain('did not accept the message: status 500');
    expect(said).not.toContain('made-up-path-of-a-hook');
    status = 200;
    told.length = 0;
    expect((await notify()).exitCode).toBe(0);
    expect(told).toHaveLength(2);
  });
});

describe('who does not take a message', () => {
  test.each([
    ['/slack', '/plain'],
    ['/plain', '/slack'],
  ])('as %s, keeps it from nobody else, and has it told once more, alone', async (broken, other) => {
    write([lost]);
    brokenPath = broken;
    const first = await notify();
    expect(first).toMatchObject({
      exitCode: 3,
      said: expect.stringContaining('did not accept the message: status 503'),
    });
    expect(first.said).not.toContain('made-up-path-of-a-hook');
    expect(told.map((each) => each.path).filter((each) => each.startsWith(other))).toHaveLength(1);
    brokenPath = '';
    told.length = 0;
    expect(await notify()).toMatchObject({ exitCode: 0 });
    expect(told.map((each) => each.path)).toEqual([expect.stringContaining(broken)]);
    await notify();
    expect(told).toHaveLength(1);
  });
});

test('who has no address keeps the message from nobody else, and is named every time', async () => {
  write([lost]);
  for (const [address, reason] of [
    ['', 'AUDIT_WEBHOOK_URL has no value'],
    ['hooks of acme', 'AUDIT_WEBHOOK_URL is no web address'],
  ] as const) {
    const { exitCode, said } = await notify([], { AUDIT_WEBHOOK_URL: address });
    expect(said).toContain(reason);
    expect(exitCode).toBe(3);
    expect(told).toHaveLength(1);
  }
  await notify();
  expect(told.map((each) => each.path)).toEqual(['/slack/made-up-path-of-a-hook', '/plain']);
  write([held]);
  await notify();
  told.length = 0;
  const quiet = await notify([], { AUDIT_WEBHOOK_URL: '' });
  expect(quiet).toMatchObject({ exitCode: 3, said: expect.stringContaining('There is no address for webhook') });
  expect(told).toEqual([]);
});

test('a text for Slack is no longer than Slack shows, and each sentence has its place in it', () => {
  const before = toldVerdict(verdict([held], { project: 'isolation' }), 'isolation', undefined);
  const many = Array.from({ length: 30 }, (_, number) =>
    outcome({
      check: `isolation/check-${number}`,
      kind: 'failed',
      findings: [{ what: `<${'&'.repeat(5_000)}`, expected: 'a', received: 'b', from: ['x'] }],
    }),
  );
  const after = verdict(many, { project: 'isolation' });
  const change = verdictChange(before, toldVerdict(after, 'isolation', undefined), after);
  if (change === undefined) throw new Error('expected a change');
  const { text } = slackMessage({ deployment: 'harbour', commit: null }, change);
  expect(text.length).toBeLessThanOrEqual(3_900);
  expect(text).toMatch(/• isolation\/check-0 · prod: held → \*failed\*\. &lt;&amp;/);
  expect(text.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
  expect(text).toMatch(/and 20 more$/);
});

describe('an audit that did not run', () => {
  test.each<[string, () => void]>([
    ['left no verdict', () => undefined],
    ['ran too long ago', () => write([held], {}, new Date(Date.now() - 30 * 3_600_000).toISOString())],
    ['was of another environment', () => write([held], { project: 'prod' })],
    ['was of another deployment', () => write([held], { deployment: 'twin' })],
    ['was of another config', () => write([held], { config: 'f00d' })],
  ])('because it %s is told', async (_, leave) => {
    leave();
    await notify(['--max-age', '26h']);
    expect(told[1]?.body).toMatchObject({ exitCode: 3, headline: expect.stringContaining('The audit did not run') });
    await notify(['--max-age', '26h']);
    expect(told).toHaveLength(2);
  });
});

test('a command that is wrong ends with its usage', async () => {
  const { exitCode, said } = await notify(['--max-age', 'soon']);
  expect(exitCode).toBe(78);
  expect(said).toContain('--max-age takes a number');
  const misspelt = await notify(['--env', 'isolaton']);
  expect(misspelt).toMatchObject({ exitCode: 78, said: expect.stringContaining('Did you mean `isolation`') });
  expect(told).toEqual([]);
});

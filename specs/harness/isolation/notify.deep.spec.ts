import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Providers, startProviders } from '../../../fixtures/twin/providers/start-providers.ts';
import { loadDeployment } from '../../../support/profile/index.ts';
import { slackMessage } from '../../../support/report/formats/webhook-messages.ts';
import { auditState } from '../../../support/report/notify/audit-state.ts';
import { noticeFor } from '../../../support/report/notify/notice.ts';
import { verdictSubject } from '../../../support/report/runners/verdict-subject.ts';
import { commandMs } from '../patience.ts';
import { outcome, questionOf, verdict } from '../report/sample-verdict.ts';

const repository = path.join(import.meta.dirname, '../../..');
const directory = mkdtempSync(path.join(tmpdir(), 'airlock-notify-'));
const told: { path: string; body: Record<string, unknown> }[] = [];
let status = 200;
let brokenPath = '';
let configHash = '';
let addresses: Record<string, string[]> = {};
let issueHash = '';
let answers: Readonly<Record<string, { type: string; text: string }>> = {};
const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    told.push({ path: request.url ?? '', body: JSON.parse(text) });
    const { type, text: answer } = answers[request.url?.split('/')[1] ?? ''] ?? { type: 'text/plain', text: 'ok' };
    response.writeHead(request.url?.startsWith(brokenPath || '?') ? 503 : status, { 'content-type': type }).end(answer);
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
  const issue = { repository: { value: 'acme/incidents' }, token: { key: 'ISSUE_TOKEN' }, url: { key: 'GITHUB_API' } };
  const withIssue = { ...config, notify: { issue } };
  const issueFile = path.join(directory, 'issue.config.ts');
  writeFileSync(issueFile, `export default ${JSON.stringify(withIssue)};\n`);
  mkdirSync(path.join(directory, 'specs/isolation'), { recursive: true });
  writeFileSync(path.join(directory, 'specs/isolation/links.spec.ts'), '');
  ({ config: configHash, addresses = {} } = verdictSubject(await loadDeployment(configFile), ['isolation']));
  ({ config: issueHash } = verdictSubject(await loadDeployment(issueFile), ['isolation']));
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
  answers = {};
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
  part: Parameters<typeof verdict>[2] = {},
) {
  const environments = ['dev', 'prod'];
  const about = { deployment: 'harbour', project: 'isolation', config: configHash, environments };
  const all = outcomes.flatMap((each) => [
    each,
    { ...each, environment: 'dev', kind: 'held' as const, findings: [], evidence: { links: 1 } },
  ]);
  const whole = verdict(all, { ...about, ...over }, { startedAt: finishedAt, finishedAt, addresses, ...part });
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
    ['', 'AUDIT_WEBHOOK_URL is set, and empty'],
    ['hooks of acme', 'AUDIT_WEBHOOK_URL is not a web address'],
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
  const many = Array.from({ length: 30 }, (_, number) =>
    outcome({
      check: `isolation/check-${number}`,
      kind: 'failed',
      findings: [{ what: `<${'&'.repeat(5_000)}`, expected: 'a', received: 'b', from: ['x'] }],
    }),
  );
  const after = verdict(many, { project: 'isolation' });
  const now = new Date();
  const state = auditState(after, questionOf(after, now));
  const notice = noticeFor({ known: undefined, state, lost: false, remindAfterHours: 20, now });
  if (notice === undefined) throw new Error('expected a notice');
  const { text, blocks } = slackMessage(
    { deployment: 'harbour', project: 'isolation', commit: null, ranAt: null },
    notice,
  );
  expect(text.length).toBeLessThanOrEqual(3_900);
  expect(Math.max(...blocks.map((block) => block.text.text.length))).toBeLessThanOrEqual(3_000);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(text).toMatch(/• isolation\/check-0 · prod: held → \*failed\*\. &lt;&amp;/);
  expect(text.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
  expect(text).toMatch(/and 20 more$/);
});

describe('an audit that did not run', () => {
  test.each<[string, () => void]>([
    ['left no verdict', () => undefined],
    ['ran too long ago', () => write([held], {}, new Date(Date.now() - 30 * 3_600_000).toISOString())],
    ['was of another environment', () => write([held], { project: 'prod' })],
    ['was of another deployment', () => write([held], { deployment: 'lagoon' })],
    ['was of another config', () => write([held], { config: 'f00d' })],
    ['did not end', () => write([held], { finishedAt: null, state: 'running', exitCode: null })],
    ['covers only some of the checks', () => write([held], {}, undefined, { partial: '-t links' })],
  ])('because it %s is told', async (_, leave) => {
    leave();
    await notify(['--max-age', '26h']);
    expect(told[1]?.body).toMatchObject({ exitCode: 3, headline: expect.stringContaining('The audit did not run') });
    await notify(['--max-age', '26h']);
    expect(told).toHaveLength(2);
  });
});

describe('an audit that stops', () => {
  test.each([
    ['failed', lost],
    ['held', held],
  ])('after it %s is told once, and once more when it runs again', async (_, last) => {
    write([last]);
    await notify(['--max-age', '26h']);
    told.length = 0;
    write([last], {}, new Date(Date.now() - 30 * 3_600_000).toISOString());
    for (let run = 0; run < 2; run += 1) expect(await notify(['--max-age', '26h'])).toMatchObject({ exitCode: 0 });
    expect(told.map(({ body }) => body.headline ?? body.text)).toEqual([
      expect.stringContaining('The audit did not run'),
      expect.stringContaining('The audit did not run'),
    ]);
    write([last]);
    await notify(['--max-age', '26h']);
    expect(told[3]?.body).toMatchObject({ reason: 'runs again', ran: true });
    expect(told).toHaveLength(4);
  });
});

test('an answer that says no is judged by the rules of its receiver', async () => {
  write([lost]);
  answers = {
    slack: { type: 'application/json', text: '{"ok":false,"error":"channel_is_archived"}' },
    plain: { type: 'text/html', text: '<title>Sign in</title>' },
  };
  const { exitCode, said } = await notify();
  expect(exitCode).toBe(3);
  expect(said).toContain('channel_is_archived');
  expect(said).toContain('with a web page');
  answers = {};
  told.length = 0;
  expect(await notify()).toMatchObject({ exitCode: 0 });
  expect(told).toHaveLength(2);
});

test('a state that is torn errs on telling', async () => {
  write([lost]);
  await notify();
  const file = path.join(directory, 'reports/harbour/isolation/told.json');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 90));
  told.length = 0;
  write([held]);
  await notify();
  expect(told[1]?.body).toMatchObject({ exitCode: 0, reason: 'state was lost' });
  await notify();
  expect(told).toHaveLength(2);
});

test('runs at the same time send one message', async () => {
  write([lost]);
  const runs = await Promise.all([notify(), notify(), notify()]);
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(told.map((each) => each.path).sort()).toEqual(['/plain', '/slack/made-up-path-of-a-hook']);
});

describe('an issue', () => {
  let github: Providers['github'];
  let stop: () => Promise<void>;
  const mark = /<!-- airlock audit [\w-]+ -->/;
  beforeAll(async () => {
    const providers = await startProviders();
    ({ github } = providers);
    stop = async () => await providers[Symbol.asyncDispose]();
  });
  afterAll(async () => await stop());
  const tell = () =>
    notify([], {
      DEPLOYMENT_CONFIG: 'issue.config.ts',
      ISSUE_TOKEN: github.token,
      GITHUB_API: github.api,
    });

  test('is opened by a verdict that closes the gate, followed, closed by one that opens it, and opened anew', async () => {
    const { all } = github.state.issues;
    // A stranger's issue with the mark of ours, and many more, so that ours is on the second page.
    for (const [author, type] of [['NONE', 'User'], ...Array.from({ length: 120 }, () => ['MEMBER', 'User'])] as const)
      github.state.issues.create({ title: 'x' }, { author_association: author, user: { login: 'x', type } });

    write([lost], { config: issueHash });
    expect(await tell()).toMatchObject({ exitCode: 0 });
    const own = all.at(-1);
    expect(own).toMatchObject({ state: 'open', title: expect.stringContaining('harbour'), comments: [] });
    expect(own?.body).toMatch(mark);
    expect(own?.body).toContain('`isolation/links` · prod: held → **failed**. a link leads elsewhere');
    Object.assign(all[0] ?? {}, { body: mark.exec(own?.body ?? '')?.[0] });
    for (let more = 0; more < 100; more += 1) github.state.issues.create({ title: 'newer' });

    const [found] = lost.findings;
    const more = {
      ...lost,
      findings: [...lost.findings, { ...found, what: 'another link', expected: 'a', received: 'b', from: ['y'] }],
    };
    write([more], { config: issueHash });
    await tell();
    expect(own?.comments).toHaveLength(1);
    write([held], { config: issueHash });
    await tell();
    expect(own).toMatchObject({ state: 'closed', comments: [{}, { body: expect.stringContaining('Gate open') }] });
    expect(all[0]).toMatchObject({ state: 'open', comments: [] });

    write([lost], { config: issueHash });
    await tell();
    expect(all.at(-1)).toMatchObject({ state: 'open', title: own?.title });
    expect(all.at(-1)).not.toBe(own);
  });

  test('that is open from before what was told got lost is closed where the gate is open', async () => {
    write([lost], { config: issueHash });
    await tell();
    const own = github.state.issues.all.at(-1);
    expect(own).toMatchObject({ state: 'open' });
    rmSync(path.join(directory, 'reports'), { recursive: true, force: true });
    write([held], { config: issueHash });
    await tell();
    expect(own).toMatchObject({ state: 'closed' });

    rmSync(path.join(directory, 'reports'), { recursive: true, force: true });
    write([held], { config: issueHash });
    const before = github.state.issues.all.length;
    expect(await tell()).toMatchObject({ exitCode: 0, said: expect.stringContaining('no message was sent') });
    expect(github.state.issues.all).toHaveLength(before);
  });

  const saying = (status: number, message: string, headers: HeadersInit = {}) =>
    Response.json({ message }, { status, headers });
  test.each<[string, (request: Request) => Response | undefined, string]>([
    [
      'is locked',
      ({ method, url }) =>
        method === 'POST' && url.endsWith('/comments') ? saying(403, 'The issue is locked.') : undefined,
      'The issue is locked.',
    ],
    [
      'is in a repository whose issues are turned off',
      ({ method, url }) =>
        method === 'POST' && url.endsWith('/issues') ? saying(410, 'Issues has been disabled.') : undefined,
      'Issues has been disabled.',
    ],
    [
      'is in a repository that was moved',
      () => saying(301, 'Moved Permanently', { location: '/repositories/1/issues' }),
      '301',
    ],
    ['is out of reach of the token', () => saying(404, 'Not Found'), 'Not Found'],
    ['is behind a limit', () => saying(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0' }), 'rate limit'],
    [
      'was created in another form',
      ({ method }) => (method === 'POST' ? Response.json([], { status: 201 }) : undefined),
      'issue did not get the message: its API answered in an unknown form',
    ],
  ])('that %s is not counted as told, and is told again', async (_, interfere, says) => {
    const { interferences } = github.served;
    for (const { number } of github.state.issues.all.filter(({ state }) => state === 'open'))
      Object.assign(github.state.issues.all.find((each) => each.number === number) ?? {}, { state: 'closed' });
    const isOnOpenOne = says.includes('locked');
    write([isOnOpenOne ? lost : held], { config: issueHash });
    await tell();
    const further = { what: 'another link', expected: 'a', received: 'b', from: ['y'] };
    write([{ ...lost, findings: [...lost.findings, further] }], { config: issueHash });
    interferences.push(interfere);
    const first = await tell();
    interferences.length = 0;
    expect(first).toMatchObject({ exitCode: 3, said: expect.stringContaining(says) });
    expect(first.said).not.toContain(github.token);
    expect(await tell()).toMatchObject({ exitCode: 0, said: expect.stringContaining('A message was sent') });
    expect(github.state.issues.all.at(-1)).toMatchObject({ state: 'open' });
  });

  test('that cannot be written is told again', async () => {
    const { requests, interferences } = github.served;
    write([lost], { config: issueHash });
    interferences.push(() => new Response('<title>Sign in</title>', { headers: { 'content-type': 'text/html' } }));
    const { exitCode, said } = await tell();
    expect(exitCode).toBe(3);
    expect(said).not.toContain(github.token);
    interferences.length = 0;
    const before = requests.length;
    expect(await tell()).toMatchObject({ exitCode: 0 });
    expect(requests.slice(before).some(({ method }) => method === 'POST')).toBe(true);
    expect(requests.filter(({ unexpected }) => unexpected)).toEqual([]);
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

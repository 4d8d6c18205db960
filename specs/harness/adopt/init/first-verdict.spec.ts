import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTwin, type Twin } from '../../../../fixtures/twin/start-twin.ts';
import { twinVariables } from '../../../../fixtures/twin/twin-variables.ts';
import { draftOf } from '../../../../support/adopt/init/draft.ts';
import { readRepository } from '../../../../support/adopt/init/repository.ts';
import { filesBelow } from '../../../../support/adopt/init/team-files.ts';
import { writeFiles } from '../../../../support/adopt/init/write-files.ts';
import { runInProcess } from '../../faults/run-in-process.ts';

const root = path.join(import.meta.dirname, '../../../..');
const placing = { folder: 'airlock', isPackage: false };

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

interface Adopted extends Disposable {
  folder: string;
  variables: Record<string, string>;
}

/** A fixture repository whose app is deployed on the twin: its files name the twin's addresses, and its backend is the twin's. */
function adopted(shape: string, backend: string): Adopted {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'airlock-adopts-'));
  cpSync(path.join(root, 'fixtures/adoption', shape), folder, { recursive: true });
  cpSync(path.join(root, 'fixtures/twin/backend/convex'), path.join(folder, backend), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const variables = twinVariables(twin);
  const addresses: Record<string, string | undefined> = Object.fromEntries(
    ['dev', 'prod'].flatMap((name) => [
      [`{${name}.convex}`, variables[`${name.toUpperCase()}_NEXT_PUBLIC_CONVEX_URL`]],
      [`{${name}.site}`, variables[`${name.toUpperCase()}_NEXT_PUBLIC_APP_URL`]],
      [`{${name}.worker}`, variables[`${name.toUpperCase()}_NEXT_PUBLIC_LOG_WORKER_URL`]],
    ]),
  );
  for (const file of ['**/.env*', '**/wrangler.jsonc', '.github/workflows/*.yml'].flatMap((each) =>
    filesBelow(folder, each),
  )) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const filled = text.replaceAll(/\{(?:dev|prod)\.\w+\}/g, (name) => addresses[name] ?? name);
    writeFileSync(path.join(folder, file), filled);
  }
  return { folder, variables, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What only the team knows, written into the cells that `init` lists, and the one line that a twin on this machine needs. */
function edit({ folder, variables }: Adopted, known: Readonly<Record<string, string>>): number {
  const draft = draftOf(readRepository(folder));
  const table = path.join(folder, 'airlock', `${draft.repository.name}.table`);
  let text = readFileSync(table, 'utf8');
  for (const { reference } of draft.open) {
    const name = reference.slice(2, -1);
    text = text.replace(reference, known[name] ?? variables[name] ?? 'not known');
  }
  writeFileSync(table, text);
  const config = path.join(folder, 'airlock/deployment.config.ts');
  // Nobody's production runs on this machine: it is the twin's, and no edit of a team.
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace(
      "prod: { class: 'production' }",
      "prod: { class: 'production', loopback: true }",
    ),
  );
  return draft.open.length;
}

/**
 * The twin was pushed from its own folder, and not from this copy: its bundles name other paths, as those of another machine do. The check
 * says so and warns, which does not count as a false alarm.
 */
const pushedFromElsewhere = 'convex/modules-match-source';

const deployment = { PROD_CONVEX_DEPLOYMENT: 'prod:steady-otter-902' };

test.each([
  ['next-convex-worker', 'packages/backend/convex', 1],
  ['vite-convex', 'convex', 1],
  ['tanstack-start', 'convex', 2],
  ['sveltekit', 'convex', 1],
])('%s: from init to a first verdict with at most three edits, and no false alarm', async (shape, backend, edits) => {
  using repository = adopted(shape, backend);
  const { folder, variables } = repository;
  const written = writeFiles(draftOf(readRepository(folder)), placing);
  expect(new Set(written.map(({ kind }) => kind))).toEqual(new Set(['written']));

  expect(edit(repository, { ...deployment, PROD_SITE_URL: variables.PROD_NEXT_PUBLIC_APP_URL ?? '' })).toBe(edits);

  const { PROD_CONVEX_DEPLOY_KEY = '', DEV_CONVEX_DEPLOY_KEY = '' } = variables;
  const secrets = {
    PROD_CONVEX_DEPLOY_KEY,
    DEV_CONVEX_DEPLOY_KEY,
    PROD_SESSION_SECRET: 'one-for-production',
    DEV_SESSION_SECRET: 'one-for-development',
  };
  const configFile = path.join(folder, 'airlock/deployment.config.ts');
  const { verdict, stderr } = await runInProcess({ configFile, variables: secrets, project: 'prod' });
  const outcomes = verdict?.parts.specs?.outcomes ?? [];
  // How fast the twin answers, and whether this machine sees it in time, is a matter of this machine.
  const isOfThisMachine = ({ check, kind, reason = '' }: (typeof outcomes)[number]) =>
    check === 'worker/health-latency' && (kind === 'warned' || reason.includes('this machine was too busy to see'));
  const alarms = outcomes.filter(
    (outcome) =>
      ['failed', 'warned', 'not verified'].includes(outcome.kind) &&
      outcome.check !== pushedFromElsewhere &&
      !isOfThisMachine(outcome),
  );
  expect(
    alarms.map(({ check, kind, reason, findings }) => [
      check,
      kind,
      reason ?? findings.map(({ what, received }) => `${what}: ${received}`),
    ]),
    stderr,
  ).toEqual([]);
  expect(outcomes.filter(({ kind }) => kind === 'held').length).toBeGreaterThan(20);
});

test('run again it proposes what was found since, and changes nothing', () => {
  using repository = adopted('vite-convex', 'convex');
  const { folder } = repository;
  writeFiles(draftOf(readRepository(folder)), placing);
  edit(repository, deployment);
  const table = path.join(folder, 'airlock/acme-board.table');
  const before = readFileSync(table, 'utf8');
  writeFileSync(path.join(folder, '.env.development'), 'RESEND_API_KEY=re_made_up_value_of_a_secret\n');
  const again = writeFiles(draftOf(readRepository(folder)), placing);
  const proposed = again.find(({ file }) => file.endsWith('.table'));
  expect(proposed?.diff.filter((line) => line.startsWith('+'))).toEqual([
    expect.stringMatching(/\| RESEND_API_KEY +\| \$\{DEV_RESEND_API_KEY\} +\| \$\{PROD_RESEND_API_KEY\}/),
  ]);
  expect(again.filter(({ kind }) => kind === 'written')).toEqual([]);
  // A run is given the new secret too. The config has an edit of this spec, which its proposal shows as different from what init writes.
  const others = again.filter(({ file }) => !file.endsWith('deployment.config.ts'));
  expect(others.flatMap(({ diff }) => diff.filter((line) => line.startsWith('-')))).toEqual([]);
  expect(readFileSync(table, 'utf8')).toBe(before);
});

test('run again on a repository that has not changed it proposes nothing', () => {
  using repository = adopted('vite-convex', 'convex');
  const { folder } = repository;
  writeFiles(draftOf(readRepository(folder)), placing);
  const again = writeFiles(draftOf(readRepository(folder)), placing);
  expect(new Set(again.map(({ kind }) => kind))).toEqual(new Set(['unchanged']));
});

test('no value of a secret is written, and what is not found is said', () => {
  using repository = adopted('sveltekit', 'convex');
  const { folder } = repository;
  const draft = draftOf(readRepository(folder));
  writeFiles(draft, placing);
  const texts = filesBelow(folder, '{airlock,.github}/**/*.*').map((file) =>
    readFileSync(path.join(folder, file), 'utf8'),
  );
  expect(texts.join('\n')).not.toContain('not-a-real');
  expect(texts.join('\n')).toContain('${PROD_SESSION_SECRET}');
  expect(draft.notFound).toEqual([expect.stringContaining('a Worker')]);
});

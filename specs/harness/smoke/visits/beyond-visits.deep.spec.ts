import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPages } from '../../../../fixtures/twin/pages/start-pages.ts';
import { buildSite } from '../../../../fixtures/twin/site/build-site.ts';
import { startTwin, type Twin } from '../../../../fixtures/twin/start-twin.ts';
import type { Outcome } from '../../../../support/check/index.ts';
import type { OpenTab } from '../../../../support/smoke/browser/tabs.ts';
import type { DeclaredSmokeCheck } from '../../../../support/smoke/collect-checks.ts';
import { homesOf } from '../../../../support/smoke/judge/judge-connections.ts';
import { PageReadings } from '../../../../support/smoke/visit/page-readings.ts';
import { tryNavigation } from '../../../../support/smoke/visit/try-navigation.ts';
import { tryPhone } from '../../../../support/smoke/visit/try-phone.ts';
import { launchChromium } from '../open-tiny-page.ts';
import { judgeSmoke, loadSmokeChecks, twinProfile } from '../runs/run-smoke.ts';
import { startTinyPages, tinyPage } from '../tiny-pages.ts';

let browser: Browser;
let twin: Twin;
let checks: DeclaredSmokeCheck[];
beforeAll(async () => {
  [checks, browser, twin] = await Promise.all([
    loadSmokeChecks(),
    launchChromium(),
    startTwin({ convex: { prod: { without: ['incidents/create:createIncident'] } } }),
  ]);
});
afterAll(async () => {
  await Promise.all([browser.close(), twin[Symbol.asyncDispose]()]);
});

type Changes = Parameters<typeof twinProfile>[1];

async function judge(name: string, changes: Changes = {}, profileChange: object = {}): Promise<Outcome> {
  const profile = { ...(await twinProfile(twin, changes)), ...profileChange };
  const [outcome] = await judgeSmoke(browser, profile, checksNamed([name]));
  if (!outcome) throw new Error(`there is no check ${name}`);
  return outcome;
}

function checksNamed(names: readonly string[]) {
  return checks.filter(({ definition }) => names.some((name) => definition.id === `smoke/${name}`));
}

/** Tries something on a tiny page, as the checks do. */
async function onTinyPage<Result>(body: string, work: (open: OpenTab, smoke: never, page: never) => Promise<Result>) {
  await using server = await startTinyPages({ '/': body });
  const profile = await twinProfile(twin, {
    variables: { PROD_NEXT_PUBLIC_APP_URL: server.url },
    smoke: { settleWithinMs: 1_500 },
  });
  const { smoke } = profile;
  if (!smoke) throw new Error('no smoke');
  await using readings = new PageReadings(browser, smoke, { homes: homesOf(profile) });
  const page = { path: '/', landmark: { role: 'main', name: 'Tiny' }, status: 200 };
  return await work(readings.ownTabs('tiny').openTab, smoke as never, page as never);
}

test.concurrent('an account that does not exist does not sign in, and its address stands in no finding', async ({
  expect,
}) => {
  const outcome = await judge('sign-in', {
    variables: { PROD_SMOKE_EMAIL: 'nobody-at-all@acme.example' },
    smoke: { settleWithinMs: 5_000 },
  });
  expect(outcome.kind).toBe('failed');
  expect(outcome.findings[0]?.what).toBe('the sign-in did not end signed in');
  expect(outcome.findings[0]?.cause).toContain('sessions/create:createSession failed');
  expect(JSON.stringify(outcome)).not.toContain('nobody-at-all');
});

test.concurrent('a button that is not there is named', async ({ expect }) => {
  const { smoke } = await twinProfile(twin);
  if (!smoke?.signIn) throw new Error('no sign-in');
  const outcome = await judge('sign-in', {
    smoke: { signIn: { ...smoke.signIn, submit: 'Log on' }, settleWithinMs: 5_000 },
  });
  expect(outcome.findings[0]).toMatchObject({
    what: 'a step of the sign-in failed',
    expected: 'able to press the button "Log on"',
  });
});

test.concurrent('a site without a sign-in has none that is tried', async ({ expect }) => {
  const { smoke } = await twinProfile(twin);
  const { signIn: _left, ...without } = smoke ?? {};
  expect(await judge('sign-in', {}, { smoke: without })).toMatchObject({
    kind: 'not applicable',
    reason: '`platforms.smoke.signIn` is not set',
  });
});

test.concurrent('production that does not name `canary` refuses to sign in', async ({ expect }) => {
  expect((await judge('sign-in', {}, { effects: new Set(['offline', 'read']) })).kind).toBe('refused');
});

test.concurrent("a team's journey writes in dev, and the list follows by itself", async ({ expect }) => {
  const outcome = await judge('reports-an-incident', { environment: 'dev' });
  expect(outcome).toMatchObject({ kind: 'held', findings: [] });
});

test.concurrent('a journey that is for development says so elsewhere', async ({ expect }) => {
  expect(await judge('reports-an-incident')).toMatchObject({
    kind: 'not applicable',
    reason: expect.stringContaining('in development only, and prod is production'),
  });
});

test.concurrent('a journey whose form stores nothing fails, with the step that could not be taken', async ({
  expect,
}) => {
  const outcome = await judge('reports-an-incident', { smoke: { settleWithinMs: 5_000 } }, { class: 'development' });
  expect(outcome.kind).toBe('failed');
  expect(outcome.findings.map(({ what }) => what)).toContain('a step of the journey failed');
});

/** The site of the twin, with a script in front of its own. */
async function judgeReconnection(script: string): Promise<Outcome> {
  const { directory } = await buildSite();
  const { convexUrl, workerUrl } = twin.environments.prod;
  await using pages = await startPages({
    directory,
    convexUrl,
    workerUrl,
    altered: [{ file: /^\/assets\/index-.*\.js$/, text: (text) => script + text }],
  });
  return await judge('reconnects', {
    variables: { PROD_NEXT_PUBLIC_APP_URL: pages.url },
    smoke: { settleWithinMs: 2_500 },
  });
}

test.concurrent('a page that never connects again after it was offline is found', async ({ expect }) => {
  const outcome = await judgeReconnection(
    "{const Own=WebSocket;let gone=false;addEventListener('offline',()=>{gone=true});globalThis.WebSocket=function(address){return new Own(gone?address.replace('/sync','/gone'):address)}};",
  );
  expect(outcome).toMatchObject({
    kind: 'failed',
    findings: [{ what: 'the page did not reconnect after being offline' }],
  });
  expect((await judge('reconnects')).kind).toBe('held');
});

/** Runs code in a page so many milliseconds after its second connection was answered. */
function afterReconnection(milliseconds: number, code: string): string {
  return `{const Own=WebSocket;let made=0;globalThis.WebSocket=function(address){const socket=new Own(address);if(++made>1)socket.addEventListener('message',()=>setTimeout(()=>{${code}},${milliseconds}),{once:true});return socket}};`;
}

test.concurrent('a page that is lost a moment after it reconnected is found', async ({ expect }) => {
  const outcome = await judgeReconnection(afterReconnection(150, "document.querySelector('main').remove()"));
  expect(outcome).toMatchObject({
    kind: 'failed',
    findings: [{ what: 'the page no longer shows its landmark after losing its connection' }],
  });
});

test.concurrent('a page that covers itself while it is offline may take a moment to come back', async ({ expect }) => {
  const hide = "addEventListener('offline',()=>{document.querySelector('main').hidden=true});";
  const outcome = await judgeReconnection(hide + afterReconnection(150, "document.querySelector('main').hidden=false"));
  expect(outcome).toMatchObject({ kind: 'held', findings: [] });
});

test.concurrent('a page that a reload loses a moment later is found', async ({ expect }) => {
  const script =
    "<script>if (sessionStorage.getItem('seen')) setTimeout(() => document.querySelector('main').remove(), 150); sessionStorage.setItem('seen', 'yes')</script>";
  const found = await onTinyPage(tinyPage(script), (open, smoke, page) => tryNavigation(open, smoke, [page]));
  expect(found).toMatchObject([{ what: 'a reload does not show the expected page' }]);
});

test.concurrent('a page that a reload loses is found', async ({ expect }) => {
  const script =
    "<script>if (sessionStorage.getItem('seen')) document.querySelector('main').remove(); sessionStorage.setItem('seen', 'yes')</script>";
  const find = (body: string) => onTinyPage(body, (open, smoke, page) => tryNavigation(open, smoke, [page]));
  expect(await find(tinyPage(script))).toMatchObject([{ what: 'a reload does not show the expected page' }]);
  expect(await find(tinyPage(''))).toEqual([]);
});

test.concurrent('a page that is wider than a phone is found, and one that hides its landmark there', async ({
  expect,
}) => {
  const viewport = '<meta name="viewport" content="width=device-width">';
  const find = (inside: string) => onTinyPage(viewport + tinyPage(inside), tryPhone);
  expect(await find('<div id="wide" style="width: 900px">wide</div>')).toMatchObject([
    { what: "the page is wider than a phone's screen", received: expect.stringMatching(/^9\d\d px$/) },
  ]);
  const hidden = '<style>@media (max-width: 500px) { main { display: none } }</style>';
  expect((await find(hidden)).map(({ what }) => what)).toEqual(['the landmark is not visible on a phone']);
  expect(await find('')).toEqual([]);
});

test('the pages of the twin hold by every one of these checks', async () => {
  const named = checksNamed(['fits-a-phone', 'navigates', 'accessible', 'sign-in']);
  const outcomes = await judgeSmoke(browser, await twinProfile(twin), named);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['held', 'held', 'held', 'held']);
});

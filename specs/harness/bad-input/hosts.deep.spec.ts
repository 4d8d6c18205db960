import { describe, test } from 'vitest';
import { expectClosedInPlainWords } from './plain-words.ts';
import { runGate } from './run-gate.ts';
import {
  startBreaking,
  startDripping,
  startEndless,
  startGone,
  startHanging,
  startLeadingAway,
  startNameless,
  startOtherProduct,
} from './stand-ins.ts';
import { goodConfig, temporaryGate } from './temporary-gate.ts';
import { inTurn } from './two-at-a-time.ts';

const config = {
  ...goodConfig,
  platforms: {
    convex: { url: { key: 'CONVEX_URL' }, deployment: { key: 'CONVEX_DEPLOYMENT' } },
    worker: { url: { key: 'WORKER_URL' } },
    pages: { url: { key: 'SITE_URL' }, routes: [{ path: '/', contains: '<main' }] },
  },
};

/** All three platforms of prod at one address; dev elsewhere, where nothing is asked. */
const tableOf = (address: string) =>
  [
    '| TARGET | KEY | DEV_VALUE | PROD_VALUE |',
    '| NEXTJS | LOG_LEVEL | debug | info |',
    '| CONVEX | CONVEX_DEPLOYMENT | dev:patient-heron-417 | prod:steady-otter-902 |',
    ...['CONVEX_URL', 'WORKER_URL', 'SITE_URL'].map(
      (key) => `| NEXTJS | ${key} | http://dev.example.test | ${address} |`,
    ),
  ].join('\n');

async function runAgainst(address: string) {
  await using gate = await temporaryGate({ config, table: tableOf(address) });
  return await inTurn(() => runGate({ configFile: gate.configFile }));
}

const reachable = ['convex/reachable', 'pages/reachable', 'worker/healthy'] as const;

describe.concurrent('a platform that is not there fails its own check, and what depends on it is not verified', () => {
  test.for([
    ['whose name does not resolve', startNameless, /host name (does not resolve|could not be resolved)/],
    ['that refuses connections', startGone, /the connection is refused: nothing listens there/],
    ['that hangs', startHanging, /no response; the deadline has passed/],
    ['that drips', startDripping, /status 200, but the body was not complete; the deadline has passed/],
    ['whose body has no end', startEndless, /the body is larger than 65536 bytes; reading stopped there/],
    ['that breaks connections', startBreaking, /was (closed|reset) before the response was complete/],
    ['that redirects to another host', startLeadingAway, /status 302, /],
  ] as const)('a host %s', async ([, start, sentence], { expect }) => {
    await using host = await start();
    const run = await runAgainst(host.url);
    expectClosedInPlainWords(run, 1);
    const outcomes = run.verdict?.parts.specs?.outcomes ?? [];
    const failed = outcomes.filter(({ kind }) => kind === 'failed').map(({ check }) => check);
    // A redirect is an answer, and not the one that the route promises; a name below `.invalid` is a placeholder as well.
    const alsoWrong = ['pages/routes', 'config/no-placeholders'];
    expect(failed.filter((check) => !alsoWrong.includes(check))).toEqual([...reachable]);
    for (const check of reachable) {
      const outcome = outcomes.find((each) => each.check === check);
      expect(`${check}: ${outcome?.findings.map(({ received }) => received).join()}`).toMatch(sentence);
    }
    // Nothing that asks the network held, whatever it was asked.
    expect(outcomes.filter(({ kind, platform }) => kind === 'held' && platform !== 'config')).toEqual([]);
    expect(run.stdout).toMatch(sentence);
    expect(run.stdout).toContain('Gate closed: ');
    expect(run.verdict?.counts.failed).toBe(failed.length);
  });

  test('a host that answers as another product, with HTML where JSON belongs', async ({ expect }) => {
    await using host = await startOtherProduct();
    const run = await runAgainst(host.url);
    expectClosedInPlainWords(run, 1);
    const outcomes = run.verdict?.parts.specs?.outcomes ?? [];
    const failed = outcomes.filter(({ kind }) => kind === 'failed');
    expect(failed.map(({ check }) => check)).toEqual(['convex/reachable', 'pages/routes', 'worker/healthy']);
    for (const { check, findings } of failed)
      expect(`${check}: ${findings[0]?.received}`).toMatch(
        /status 200, text\/html: <!doctype html>|without it: <!doctype/,
      );
  });
});

describe.concurrent('an address that is none', () => {
  test.for([
    ['shop.example.test', []],
    ['htps://shop.example.test', []],
    ['https://', ['config/no-placeholders']],
    ['see the wiki', ['config/no-placeholders']],
  ] as const)(
    '"%s" fails config/value-shapes, and what would be asked there is not verified',
    async ([address, alsoFailed], { expect }) => {
      const run = await runAgainst(address);
      expectClosedInPlainWords(run, 1);
      const outcomes = run.verdict?.parts.specs?.outcomes ?? [];
      expect(outcomes.filter(({ kind }) => kind === 'failed').map(({ check }) => check)).toEqual([
        ...alsoFailed,
        'config/value-shapes',
      ]);
      const unread = outcomes.filter(({ check }) => (reachable as readonly string[]).includes(check));
      expect(unread.map(({ kind }) => kind)).toEqual(['not verified', 'not verified', 'not verified']);
      for (const { reason, enable } of unread) {
        expect(reason).toMatch(/^(CONVEX|SITE|WORKER)_URL is not a web address: .* \(.*app\.table:\d+:\d+\)$/);
        expect(enable).toBe('Correct the value: a URL with http or https.');
      }
    },
  );
});

import { expect, test } from 'vitest';
import { judgeSwappedHosts } from '../../../../support/families/config/index.ts';
import { profileOf } from '../shop-profile.ts';

const told = (dev: string, prod: string, key = 'HELP_URL') =>
  judgeSwappedHosts(profileOf({ rows: `| NEXTJS | ${key} | ${dev} | ${prod} |` }));

test.each([
  ['https://app.shop.test', 'https://dev.shop.test'],
  ['https://log.shop.test', 'https://log-dev.shop.workers.dev'],
  ['https://shop.pages.dev', 'https://dev-shop.pages.dev'],
  ['https://api.shop.test/v1', 'https://api.development.shop.test/v1'],
])('an address that is named after another environment may be swapped: dev %s, prod %s', (dev, prod) => {
  expect(told(dev, prod)).toEqual([
    {
      what: 'HELP_URL of prod has an address that is named after dev, and dev has one that is not',
      expected: 'an address of prod',
      received: `${new URL(prod).hostname}, and ${new URL(dev).hostname} in dev`,
      from: [expect.stringContaining('app.table:'), expect.stringContaining('app.table:')],
      cause: 'the two cells, or the two columns, may be swapped',
      remedy:
        'Swap the two cells; where many are, the headers of the two columns. Where the names are right, waive it.',
      severity: 'warning',
    },
  ]);
});

test.each([
  ['each in its own column', 'https://dev.shop.test', 'https://app.shop.test'],
  ['a name in both', 'https://dev-portal.staging.shop.test', 'https://dev-portal.shop.test'],
  ['a top level domain', 'https://preview.shop.test', 'https://api.shop.dev'],
  ['a domain', 'https://preview.shop.test', 'https://dev.test'],
  ['a word that only begins so', 'https://preview.shop.test', 'https://devices.shop.test'],
  ['a machine of a developer', 'http://localhost:3000', 'https://dev.shop.test'],
  ['an empty cell', '', 'https://dev.shop.test'],
  ['no address', 'one', 'dev.shop'],
])('%s is none', (_what, dev, prod) => {
  expect(told(dev, prod)).toEqual([]);
});

test('a secret is not shown', () => {
  expect(told('https://made-up@app.shop.test', 'https://made-up@dev.shop.test', 'HOOK_SECRET')).toEqual([]);
});

import { expect, test } from 'vitest';
import { NotApplicable } from '../../../support/check/not-applicable.ts';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { whyNoCalls } from '../../../support/smoke/judge/why-no-calls.ts';

const site = 'https://app.acme.test';
const backend = { origin: 'https://otter.convex.cloud', isCalledByBrowser: true };
const server = { ...backend, isCalledByBrowser: false };
const why = (connected: readonly string[][], backends = [backend]) => {
  const said = whyNoCalls({ connected: connected.map((each) => new Set(each)), backends });
  return [said.constructor, said.message];
};

test('a site whose browser calls the backend, and did not, is not verified', () => {
  expect(why([[site]])).toEqual([NotVerified, 'no page called a Convex function']);
});

test('a site that calls it from the server alone has nothing to look at', () => {
  expect(why([[site], [site]], [server])).toEqual([
    NotApplicable,
    '`platforms.convex.liveSite` is false, and none of 2 pages connected to the backend',
  ]);
});

test('nor has a site without a backend', () => {
  expect(why([[site]], [])).toEqual([
    NotApplicable,
    'the config names no Convex backend of this site, and none of 1 page called a function',
  ]);
});

test.each([[[[site], []]], [[[]]], [[]]])('pages whose requests were not seen prove nothing: %j', (connected) => {
  expect(why(connected, [server])[0]).toBe(NotVerified);
  expect(why(connected, [])[0]).toBe(NotVerified);
});

test('a connection to the backend without a call that could be read is not verified, whatever the config says', () => {
  expect(why([[site], [site, backend.origin]], [server])).toEqual([
    NotVerified,
    `a page connected to ${backend.origin}, and no call of a Convex function was read there`,
  ]);
});

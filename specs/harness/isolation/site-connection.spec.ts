import { describe, expect, test } from 'vitest';
import { convexAddressesIn } from '../../../support/families/isolation/index.ts';
import { judgeConnection } from '../../isolation/site-connection.judge.ts';

const addressesIn = (text: string) => {
  const file = { url: 'https://shop.test/a.js', text, contentType: 'text/javascript' };
  return convexAddressesIn({ files: [file], unread: [], more: 0, leadsAway: [] } as never);
};

describe('a Convex address in a script', () => {
  test.each([
    'new C("https://calm-river-456.convex.cloud")',
    'const url = "https://calm-river-456.eu-west-1.convex.cloud";',
    'return "wss://calm-river-456.convex.cloud/api/sync"',
    '{"url": "https://calm-river-456.convex.site/hook"}',
    'e||`https://calm-river-456.convex.cloud`',
    String.raw`self.push("{\"u\":\"https://calm-river-456.convex.cloud\"}")`,
  ])('is seen: %s', (text) => {
    expect(addressesIn(text)).toMatchObject({ named: [{ deployment: 'calm-river-456' }], examples: 0 });
  });

  test.each([
    "throw Error(`ConvexReactClient requires a URL like 'https://happy-otter-123.convex.cloud', received`)",
    '"Set VITE_CONVEX_URL, e.g. https://brave-lion-77.convex.cloud"',
    '/* such as https://brave-lion-77.convex.cloud */',
    '"must look like `https://brave-lion-77.eu-west-1.convex.cloud`"',
  ])('is none where a sentence gives it as an example: %s', (text) => {
    expect(addressesIn(text)).toMatchObject({ named: [], examples: 1 });
  });
});

describe('the connection of a site', () => {
  const judge = (namesOwn: boolean, text: string, allowed: string[] = []) =>
    judgeConnection({
      environment: 'prod',
      expected: 'https://calm-river-456.convex.cloud',
      namesOwn,
      hosts: addressesIn(text).named,
      ownerOf: (name) => ({ 'calm-river-456': 'prod', 'happy-heron-123': 'dev' })[name],
      allowed,
    }).map(({ what }) => what);

  test('is wrong with the deployment of another environment, or of nobody', () => {
    expect(judge(false, '"https://happy-heron-123.convex.cloud"')).toEqual([
      'the site of prod names the Convex deployment of dev',
    ]);
    const nobody = 'the site of prod names a Convex deployment that belongs to no environment, odd-owl-9.convex.site';
    expect(judge(false, '"https://odd-owl-9.convex.site"')).toEqual([nobody]);
    expect(judge(true, '"https://odd-owl-9.convex.site"')).toEqual([nobody]);
  });

  test('is right with its own, and with what the config allows', () => {
    expect(judge(true, '"https://calm-river-456.eu-west-1.convex.cloud"')).toEqual([]);
    expect(judge(true, '"https://odd-owl-9.convex.cloud"', ['odd-owl-9.convex.cloud'])).toEqual([]);
  });
});

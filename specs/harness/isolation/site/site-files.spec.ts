import { describe, expect, test } from 'vitest';
import { judgeSite, requireWholeSite } from '../../../../support/families/isolation/index.ts';
import { type Answer, read } from './read-site.ts';

const html =
  '<!doctype html><script type="module" src="/assets/index-1.js"></script><link rel="stylesheet" href="/assets/a.css">';
const whole = {
  '/': html,
  '/assets/index-1.js':
    'import{n}from"./vendor-2.js";const d=["assets/lazy-3.js"];import(`./page-4.js`);fetch("/config/live.json")',
  '/assets/vendor-2.js': 'export const n=1',
  '/assets/lazy-3.js': 'export default 3',
  '/assets/page-4.js': 'export default 4\n//# sourceMappingURL=page-4.js.map',
  '/assets/page-4.js.map': '{"sources":["page.tsx"],"sourcesContent":["export default 4"]}',
  '/assets/a.css': 'body{background:url(/img/x.svg)}',
  '/config/live.json': '{"a":1}',
};

describe('the files of a site', () => {
  test('are found along every name of a file, to the end', async () => {
    const { paths, result } = await read(whole);
    expect(paths).toEqual([
      '/',
      '/assets/a.css',
      '/assets/index-1.js',
      '/assets/lazy-3.js',
      '/assets/page-4.js',
      '/assets/page-4.js.map',
      '/assets/vendor-2.js',
      '/config/live.json',
      // The page that answers whatever is not there: it is served as well.
      '/index.html',
    ]);
    expect(result).toMatchObject({ unread: [], more: 0, leadsAway: [] });
  });

  test('hold a source map also where no trailer names it', async () => {
    const { paths } = await read({ ...whole, '/assets/lazy-3.js.map': '{"sourcesContent":["hidden"]}' });
    expect(paths).toContain('/assets/lazy-3.js.map');
  });

  test('are found where their names stand without quotes, or are put together as webpack does', async () => {
    const { paths } = await read({
      '/': '<!doctype html><script src=/static/js/main.js></script><link rel=stylesheet href=/a.css>',
      '/static/js/main.js': 'r.u=e=>"static/js/"+({12:"lib"}[e]||e)+"."+{12:"abc12345",34:"def45678"}[e]+".js"',
      '/static/js/34.def45678.js': 'x()',
      '/static/js/lib.abc12345.js': 'y()',
      '/a.css': 'a{}',
    });
    expect(paths).toEqual(expect.arrayContaining(['/static/js/main.js', '/a.css', '/static/js/34.def45678.js']));
    expect(paths).toContain('/static/js/lib.abc12345.js');
  });

  test('are the single lazy chunk too, whose number stands in another script than its hash', async () => {
    const { paths } = await read({
      '/': '<script src="/_next/static/chunks/webpack-1.js"></script><script src="/_next/static/chunks/app-2.js"></script>',
      '/_next/static/chunks/webpack-1.js': 'r.u=e=>"static/chunks/"+e+".01c7996863532d50.js"',
      '/_next/static/chunks/app-2.js': 't.e(743).then(x)',
      '/_next/static/chunks/743.01c7996863532d50.js': 'lazy()',
    });
    expect(paths).toContain('/_next/static/chunks/743.01c7996863532d50.js');
  });

  test('are whole where a host refuses what was only guessed, and not where it refuses what is named', async () => {
    const refused = { status: 403, body: 'denied' };
    const guesses = { '/_headers': refused, '/config.json': refused, '/assets/lazy-3.js.map': refused };
    expect((await read({ ...whole, ...guesses })).result.unread).toEqual([]);
    expect((await read({ ...whole, '/assets/lazy-3.js': refused })).result.unread).toHaveLength(1);
  });

  test('are whole where an app shell answers every path', async () => {
    const { result, paths } = await read(whole, { shell: html });
    expect(paths).toContain('/assets/lazy-3.js');
    expect(result.more).toBe(0);
  });
});

describe('a site that carries something of dev', () => {
  const places: [string, Record<string, Answer>, string][] = [
    [
      'in a chunk that is loaded lazily',
      { '/assets/lazy-3.js': 'x("https://patient-heron-417.convex.cloud")' },
      '/assets/lazy-3.js',
    ],
    ['split in a chunk', { '/assets/page-4.js': 'x("patient"+"-heron-417")' }, '/assets/page-4.js'],
    [
      'in a source map',
      { '/assets/page-4.js.map': '{"sourcesContent":["const url=\\"https://dev.harbour.example\\""]}' },
      '/assets/page-4.js.map',
    ],
    [
      'in a JSON file',
      { '/config/live.json': `{"u":"${Buffer.from('https://patient-heron-417.convex.cloud').toString('base64')}"}` },
      '/config/live.json',
    ],
  ];
  test.each(places)('%s is told, with the file', async (_, over, place) => {
    const { result, profile } = await read({ ...whole, ...over });
    const findings = judgeSite(profile, result);
    expect(findings.map(({ what }) => what)).toEqual([expect.stringMatching(/of dev$/)]);
    expect(findings[0]?.from[0]).toContain(place);
  });

  test('as a secret is told without showing it', async () => {
    const { result, profile } = await read({ ...whole, '/assets/lazy-3.js': 'x("made-up-k1Ls7uY6wq-of-dev")' });
    const [finding] = judgeSite(profile, result);
    expect(finding).toMatchObject({
      what: 'the site of prod contains the secret SESSION_SECRET of dev',
      received: 'its value, in full',
    });
  });

  test.each([
    [['https://dev.harbour.example'], []],
    [['dev.harbour.example'], []],
    [['harbour.example'], ['dev.harbour.example']],
    [['https://dev.harbour.example:8443'], ['dev.harbour.example']],
    [[], ['dev.harbour.example']],
  ])('may carry what the profile allows, as a whole: %j', async (allow, told) => {
    const { result, profile } = await read(
      { ...whole, '/assets/lazy-3.js': 'x("https://dev.harbour.example/docs")' },
      { allow },
    );
    expect(judgeSite(profile, result).map(({ what }) => /host (\S+)/.exec(what)?.[1])).toEqual(told);
  });

  test('as a redirect is told', async () => {
    const { result, profile } = await read({
      ...whole,
      '/index.html': { status: 302, location: 'https://dev.harbour.example/' },
    });
    expect(judgeSite(profile, result)).toMatchObject([{ what: 'the site of prod redirects to dev' }]);
  });
});

describe('a site of which not all was seen', () => {
  test.each([
    ['has no script', { '/': '<!doctype html>' }, {}, 'no script was found'],
    ['has more files than may be read', whole, { mostFiles: 4 }, 'more files than were read'],
    ['answers a file with an error', { ...whole, '/assets/lazy-3.js': { status: 500 } }, {}, 'could not be read'],
  ])('because it %s is not verified', async (_, files, options, message) => {
    const { result } = await read(files as Record<string, Answer>, options);
    expect(() => requireWholeSite(result, 'prod')).toThrow(message);
  });

  test('is not one whose pages load no scripts on purpose, unless no page was read either', async () => {
    const plain = await read({ '/': '<!doctype html><title>Opening hours</title>' });
    expect(() => requireWholeSite(plain.result, 'prod', { scripts: false })).not.toThrow();
    const gone = await read({});
    expect(() => requireWholeSite(gone.result, 'prod', { scripts: false })).toThrow('no page was found');
  });
});

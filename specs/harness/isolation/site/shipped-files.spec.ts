import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { requireWholeSite } from '../../../../support/families/isolation/index.ts';
import fc from '../../property.ts';
import { type Answer, bare, foundIn, read, script } from './read-site.ts';

const dev = 'https://patient-heron-417.convex.cloud';

const wide = (text: string, mark = true) => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');

/** A PNG of which only the chunks matter. */
function png(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    length,
    Buffer.from(type),
    data,
    Buffer.alloc(4),
  ]);
}

describe('an address of dev is found whatever the label of its file', () => {
  const shipped: [string, Record<string, Answer>, string][] = [
    [
      'a script of the type binary/octet-stream',
      { '/a.js': { type: 'binary/octet-stream', body: `x("${dev}")` } },
      '/a.js',
    ],
    ['a script called a picture', { '/a.js': { type: 'image/png', body: `x("${dev}")` } }, '/a.js'],
    [
      'JSON of a type of its own',
      { '/a.js': 'fetch("/c.json")', '/c.json': { type: 'application/vnd.api+json', body: `{"u":"${dev}"}` } },
      '/c.json',
    ],
    ['UTF-16 with a mark', { '/a.js': { body: wide(`x("${dev}")`) } }, '/a.js'],
    [
      'UTF-16 by its header alone',
      { '/a.js': { type: 'text/javascript; charset=utf-16le', body: wide(`x("${dev}")`, false) } },
      '/a.js',
    ],
    ['UTF-16 that nothing declares', { '/a.js': { body: wide(`var url="${dev}";start(url)`, false) } }, '/a.js'],
    [
      'a compressed part of a PDF',
      {
        '/a.js': 'x="/h.pdf"',
        '/h.pdf': {
          type: 'application/pdf',
          body: Buffer.concat([
            Buffer.from('%PDF-1.4\n<</Filter/FlateDecode>> stream\n'),
            deflateSync(dev),
            Buffer.from('\nendstream'),
          ]),
        },
      },
      '/h.pdf',
    ],
    [
      'wasm',
      {
        '/a.js': 'load("/m.wasm")',
        '/m.wasm': {
          type: 'application/wasm',
          body: Buffer.concat([
            Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0xff, 0xfe, 0x80]),
            Buffer.from(dev),
            Buffer.from([0, 0x9f]),
          ]),
        },
      },
      '/m.wasm',
    ],
    [
      'the text of a picture',
      { '/a.js': 'x="/i.png"', '/i.png': { type: 'image/png', body: png('tEXt', Buffer.from(`Comment\0${dev}`)) } },
      '/i.png',
    ],
    [
      'the compressed text of a picture',
      {
        '/a.js': 'x="/i.png"',
        '/i.png': {
          type: 'image/png',
          body: png('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(dev)])),
        },
      },
      '/i.png',
    ],
  ];
  test.each(shipped)('%s', async (_, files, place) => expect(await foundIn(files)).toContain(place));
});

describe('an address of dev is found wherever its file is named', () => {
  const late = { '/pre/late.js': `x("${dev}")` };
  const named: [string, Record<string, Answer>, string][] = [
    [
      'below a base',
      { '/': '<base href="/v2/"><script type=module src="env.mjs"></script>', '/v2/env.mjs': `x("${dev}")` },
      '/v2/env.mjs',
    ],
    [
      'by a Link header',
      { '/': { body: script, headers: { link: '</pre/late.js>; rel=modulepreload' } }, ...late },
      '/pre/late.js',
    ],
    [
      'by a SourceMap header',
      { '/a.js': { body: 'x()', headers: { sourcemap: '/maps/1' } }, '/maps/1': `{"sourcesContent":["${dev}"]}` },
      '/maps/1',
    ],
    ['by a Refresh header', { '/': { body: script, headers: { refresh: '3; url=/next' } }, '/next': dev }, '/next'],
    [
      'by a refresh of the page',
      { '/': `${script}<meta http-equiv=refresh content="3; url=/next">`, '/next': dev },
      '/next',
    ],
    [
      'by a manifest of Vite',
      { '/.vite/manifest.json': '{"lazy.ts":{"file":"assets/lazy-1.js"}}', '/assets/lazy-1.js': dev },
      '/assets/lazy-1.js',
    ],
    [
      'by a manifest of Vite below a base',
      {
        '/': '<script src="/app/assets/i.js"></script>',
        '/app/assets/i.js': 'x()',
        '/app/.vite/manifest.json': '{"l":{"file":"assets/lazy-1.js"}}',
        '/app/assets/lazy-1.js': dev,
      },
      '/app/assets/lazy-1.js',
    ],
    [
      'by the build manifest of Next.js',
      {
        '/': `${script}<script id="__NEXT_DATA__" type="application/json">{"buildId":"b7Qe0xW2"}</script>`,
        '/_next/static/b7Qe0xW2/_buildManifest.js': 'self.__BUILD_MANIFEST={"/a":["static/chunks/pages/a-1.js"]}',
        '/_next/static/chunks/pages/a-1.js': dev,
      },
      '/_next/static/chunks/pages/a-1.js',
    ],
    [
      'by a build of Nuxt',
      { '/_nuxt/builds/latest.json': '{"id":"9d-1"}', '/_nuxt/builds/meta/9d-1.json': `{"u":"${dev}"}` },
      '/_nuxt/builds/meta/9d-1.json',
    ],
    [
      'by an import map',
      {
        '/': '<script type="importmap">{"imports":{"app":"/lib/app"}}</script><script type=module>import "app"</script>',
        '/lib/app': { type: 'text/javascript', body: dev },
        '/a.js': '',
      },
      '/lib/app',
    ],
    [
      'as a service worker',
      { '/a.js': 'navigator.serviceWorker.register("/sw")', '/sw': { type: 'text/javascript', body: dev } },
      '/sw',
    ],
    ['as a worker', { '/a.js': 'new Worker("/w")', '/w': { type: 'text/javascript', body: dev } }, '/w'],
    [
      'as configuration that is fetched',
      { '/a.js': 'fetch("/api/config").then(x)', '/api/config': { type: 'application/json', body: `{"u":"${dev}"}` } },
      '/api/config',
    ],
    [
      'in a set of pictures',
      { '/': `${script}<img srcset="/i.svg 1x, /j.svg 2x">`, '/j.svg': `<svg>${dev}</svg>` },
      '/j.svg',
    ],
    [
      'by a name that is computed',
      {
        '/a.js': 'const q={path:n=>"assets/c/"+n+"."+{31:"ab12cd34"}[n]+".js"};import("/"+q.path(n))',
        '/assets/c/31.ab12cd34.js': dev,
      },
      '/assets/c/31.ab12cd34.js',
    ],
    [
      'by a name that a function computes',
      {
        '/a.js': `const h={a:"b1"};function c(i){return \`x/\${i}-\${h[i]}.js\`}export const l=i=>import("./"+c(i))`,
        '/x/a-b1.js': dev,
      },
      '/x/a-b1.js',
    ],
    [
      'by a name that an inline script computes',
      {
        '/': `${script}<script>const t={a:"b1"};import("/c/"+t[location.hash]+".js")</script>`,
        '/c/b1.js': { type: 'text/javascript', body: dev },
      },
      '/c/b1.js',
    ],
    [
      'by a name that a variable holds',
      {
        '/a.js': 'const t={1:"ab"};export const l=n=>{const u="/c/"+t[n]+".js";return import(u)}',
        '/c/ab.js': { type: 'text/javascript', body: dev },
      },
      '/c/ab.js',
    ],
    [
      'as configuration that is fetched by a computed address',
      {
        '/a.js': 'const e={p:"prod"},b="/config";fetch(b+"/"+e.p+".json");fetch(`${b}/app`)',
        '/config/prod.json': `{"u":"${dev}"}`,
      },
      '/config/prod.json',
    ],
    [
      'as configuration whose address is a constant',
      { '/a.js': 'const u="/settings";fetch(u)', '/settings': { type: 'application/json', body: `{"u":"${dev}"}` } },
      '/settings',
    ],
    [
      'as the source of a script',
      {
        '/a.js': 'const s=document.createElement("script");s.src="/late"',
        '/late': { type: 'text/javascript', body: dev },
      },
      '/late',
    ],
    [
      'beside the script',
      { '/a.js': 'new Worker(new URL("w",import.meta.url))', '/w': { type: 'text/javascript', body: dev } },
      '/w',
    ],
    ['as a page without an ending', { '/': `${script}<a href="about">About</a>`, '/about': dev }, '/about'],
    ['as something embedded', { '/': `${script}<embed src="movie">`, '/movie': `<svg>${dev}</svg>` }, '/movie'],
    [
      'as the start of an installed app',
      {
        '/': `${script}<link rel=manifest href=/m>`,
        '/m': { type: 'application/manifest+json', body: '{"start_url":"/app-start"}' },
        '/app-start': dev,
      },
      '/app-start',
    ],
    [
      'as a page that is fetched in advance',
      { '/': `${script}<script type="speculationrules">{"prefetch":[{"urls":["/next"]}]}</script>`, '/next': dev },
      '/next',
    ],
    [
      'as a module of SystemJS',
      { '/': `${script}<script type="systemjs-importmap">{"imports":{"app":"/mf/app"}}</script>`, '/mf/app': dev },
      '/mf/app',
    ],
    [
      'in a set of pictures of a style',
      { '/': `${script}<style>a{background:image-set("/i" 1x)}</style>`, '/i': `<svg>${dev}</svg>` },
      '/i',
    ],
    ['as a file that search engines read', { '/robots.txt': `Sitemap: ${dev}/sitemap.xml` }, '/robots.txt'],
    [
      'as the configuration of sign-in',
      { '/.well-known/openid-configuration': `{"issuer":"${dev}"}` },
      '/.well-known/openid-configuration',
    ],
    [
      'in a chunk that is not there at first',
      { '/a.js': 'import("./late.js")', '/late.js': { missingFirst: 1, type: 'text/javascript', body: dev } },
      '/late.js',
    ],
  ];
  test.each(named)('%s', async (_, files, place) => expect(await foundIn(files)).toContain(place));
});

describe('an address of dev is found however it is written', () => {
  test.each([
    ['in a header', { '/': { body: script, headers: { 'content-security-policy': `connect-src ${dev}` } } }],
    [
      'with escapes of CSS',
      { '/': `${script}<link rel=stylesheet href=/s.css>`, '/s.css': 'a::after{content:"p\\61 tient-heron-417"}' },
    ],
    [
      'as constants in a template',
      { '/a.js': `const p="patient-heron",n="417";go(\`https://\${p}-\${n}.convex.cloud\`)` },
    ],
    ['as a sum of constants', { '/a.js': 'var a="patient-",b="heron-417";go("https://"+a+b+".convex.cloud")' }],
    ['as parts of a list', { '/a.js': 'const a=["patient","heron","417"];go(a[0]+"-"+a[1]+"-"+a[2])' }],
    ['as a chain', { '/a.js': 'const n="heron";go("patient-".concat(n).concat("-417"))' }],
    ['with entities by name', { '/': `${script}<meta name=api content="patient&hyphen;heron&hyphen;417">` }],
    ['as properties in a template', { '/a.js': `const c={h:"patient-heron",n:"417"};go(\`\${c.h}-\${c.n}\`)` }],
    [
      'as codes of characters',
      { '/a.js': `go(String.fromCharCode(${[...'patient-heron-417'].map((each) => each.charCodeAt(0)).join(',')}))` },
    ],
    ['backwards', { '/a.js': 'go("714-noreh-tneitap".split("").reverse().join(""))' }],
  ] as [string, Record<string, Answer>][])('%s', async (_, files) => expect(await foundIn(files)).not.toBe(''));

  test('as any text of any encoding, below any label', async () => {
    const encodings = fc.constantFrom('utf8', 'utf16le', 'utf16be');
    const types = fc.constantFrom(
      'text/plain',
      'application/octet-stream',
      'font/woff2',
      'image/png',
      'application/vnd.x+json',
      '',
    );
    const around = fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).map((text) => text.replace(/["\\`']/g, ''));
    await fc.assert(
      fc.asyncProperty(encodings, types, around, around, async (encoding, type, before, after) => {
        const text = `/*${before.replaceAll('*/', '')} */go("${dev}")//${after}`;
        const body = encoding === 'utf8' ? Buffer.from(text) : wide(text);
        if (encoding === 'utf16be') body.swap16();
        expect(await foundIn({ '/a.js': { type, body } })).toContain('/a.js');
      }),
      { numRuns: 25 },
    );
  });
});

describe('a site of which a file could not be read is not verified', () => {
  const whole = async (files: Record<string, Answer>, options = {}) => {
    const { result } = await read({ ...bare, ...files }, options);
    return () => requireWholeSite(result, 'prod');
  };

  test.each([
    ['a lazy chunk that is gone', { '/a.js': 'import("./gone.js")' }, '/gone.js (status 404'],
    [
      'a script that the page names',
      { '/': '<script src="/a.js"></script><script src=/gone.js></script>' },
      '/gone.js',
    ],
    [
      'an import that nobody can follow',
      { '/a.js': 'export const l=n=>import("/c/"+table(n)+".js")' },
      'import("/c/"+table(n)+".js")',
    ],
  ])('%s', async (_, files, message) => expect(await whole(files)).toThrow(message));

  test.each([
    ['a variable', 'export const l=n=>{const u="/c/"+table(n)+".js";return import(u)}'],
    ['a variable that grows', 'export function l(n){let u="/c/";u+=table(n);return import(u)}'],
    ['a script that is not JavaScript', 'const a = ;import("/c/"+n+".js")'],
  ])('nor one that is imported by way of %s', async (_, body) => {
    expect(await whole({ '/a.js': body })).toThrow('could not be followed');
  });

  test('nor one whose own scripts another origin serves', async () => {
    const page =
      '<script src="/a.js"></script><script type=module src="https://cdn.example/assets/index-Bx91kd2a.js"></script>';
    expect(await whole({ '/': page })).toThrow(
      'served from another origin, and were not read: https://cdn.example/assets/',
    );
    const { result } = await read({ ...bare, '/': page });
    expect(() => requireWholeSite(result, 'prod', { allow: ['cdn.example'] })).not.toThrow();
  });

  test('nor a chunk that is answered with the page', async () => {
    expect(await whole({ '/a.js': 'import("./gone.js")' }, { shell: script })).toThrow(
      'gone.js (status 200, with a page of HTML',
    );
  });

  test.each([
    ['an example in a text of documentation', { '/a.js': 'const help="use: import(\'./gone.js\')";x(help)' }, {}],
    ['an import whose address comes from elsewhere', { '/a.js': 'export const l=(u)=>import(u)' }, {}],
    [
      'an import that the config lists',
      { '/a.js': 'export const l=n=>import("/c/"+table(n)+".js")', '/c/1.js': 'x()' },
      { files: ['/c/1.js'] },
    ],
    [
      'a chunk that is there a moment later',
      { '/a.js': 'import("./late.js")', '/late.js': { missingFirst: 1, body: 'x()' } },
      {},
    ],
    ['a source map that was not uploaded', { '/a.js': 'x()\n//# sourceMappingURL=a.js.map' }, {}],
    [
      'scripts of a service',
      {
        '/': `${script}<script src="https://js.pay.example/v3/"></script><script src="https://static.count.example/beacon.min.js/v8c78df7c7c0f4844"></script>`,
      },
      {},
    ],
    ['an address that signs out', { '/a.js': 'fetch("/api/logout");fetch("/api/x",{method:"POST"})' }, {}],
  ] as [string, Record<string, Answer>, object][])('but not: %s', async (_, files, options) =>
    expect(await whole(files, options)).not.toThrow(),
  );

  test('a file that came late is evidence', async () => {
    const { result } = await read({
      ...bare,
      '/a.js': 'import("./late.js")',
      '/late.js': { missingFirst: 1, body: 'x()' },
    });
    expect(result.late).toEqual([expect.stringContaining('/late.js')]);
  });

  test('an address that signs out is not asked for', async () => {
    const { paths } = await read({ ...bare, '/a.js': 'fetch("/api/logout")', '/api/logout': 'bye' });
    expect(paths).not.toContain('/api/logout');
  });
});

import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { requireWholeSite } from '../../../../support/families/isolation/index.ts';
import { type Answer, bare, foundIn, read, script } from './read-site.ts';

const dev = 'https://patient-heron-417.convex.cloud';
const js = (body: string): Answer => ({ type: 'text/javascript', body });
const withHeaders = (headers: Record<string, string>): Record<string, Answer> => ({ '/': { body: script, headers } });

describe('a file is read wherever a page names it', () => {
  test.each<[string, Record<string, Answer>]>([
    [
      'below a prefix of an import map',
      {
        '/': `<script type=importmap>{"imports":{"lib/":"/vendor/"}}</script><script type=module>import "lib/x"</script>${script}`,
        '/vendor/x': js(dev),
      },
    ],
    [
      'in a scope of an import map',
      {
        '/': `<script type=importmap>{"imports":{},"scopes":{"/s/":{"app":"/lib/app"}}}</script>${script}`,
        '/lib/app': js(dev),
      },
    ],
    ['in an attribute without a space before it', { '/': `<script/src=/late></script>${script}`, '/late': js(dev) }],
    [
      'in an attribute with a character reference',
      {
        '/': `<script src="&#x2F;l&#97;te"></script>${script}`,
        '/late': js(dev),
      },
    ],
    [
      'in a document within an attribute',
      {
        '/': `${script}<iframe srcdoc="&lt;script src=/late&gt;&lt;/script&gt;"></iframe>`,
        '/late': js(dev),
      },
    ],
    [
      'as a rule for pages in advance, relative to the page',
      {
        '/': `${script}<script type=speculationrules>{"prerender":[{"urls":["next"]}]}</script>`,
        '/next': dev,
      },
    ],
    [
      'by the file of rules that a header names',
      {
        ...withHeaders({ 'speculation-rules': '"/rules"' }),
        '/rules': { type: 'application/speculationrules+json', body: '{"prefetch":[{"urls":["/next"]}]}' },
        '/next': dev,
      },
    ],
    [
      'by a manifest that is served as JSON',
      {
        '/': `${script}<link rel=manifest href=/m>`,
        '/m': { type: 'application/json', body: '{"start_url":"/start"}' },
        '/start': dev,
      },
    ],
    [
      'in a style, with an escape',
      {
        '/': `${script}<link rel=stylesheet href=/s.css>`,
        '/s.css': 'a{background:url(/\\6c ate)}',
        '/late': dev,
      },
    ],
    ['by a sitemap', { '/sitemap.xml': '<urlset><url><loc>/deep</loc></url></urlset>', '/deep': dev }],
    [
      'in the list of pages of Next.js',
      {
        '/': `${script}<script id="__NEXT_DATA__" type="application/json">{"buildId":"b7Qe0xW2"}</script>`,
        '/_next/static/b7Qe0xW2/_buildManifest.js':
          'self.__BUILD_MANIFEST={sortedPages:["/","/_app","/admin","/[id]"]}',
        '/admin': dev,
      },
    ],
    [
      'as the data of a page of Next.js',
      {
        '/': `${script}<script id="__NEXT_DATA__" type="application/json">{"buildId":"b7Qe0xW2"}</script>`,
        '/_next/static/b7Qe0xW2/_buildManifest.js': 'self.__BUILD_MANIFEST={sortedPages:["/","/about"]}',
        '/_next/data/b7Qe0xW2/about.json': `{"u":"${dev}"}`,
      },
    ],
    [
      'as the data of a page of SvelteKit',
      { '/': `${script}<script>__sveltekit_1x2y3z={base:""}</script>`, '/__data.json': `{"u":"${dev}"}` },
    ],
    [
      'as the data of a page of Nuxt',
      { '/': `${script}<script>window.__NUXT__={}</script>`, '/_payload.json': `["${dev}"]` },
    ],
    [
      'by a script within an address',
      {
        '/': `${script}<script src="data:text/javascript;base64,${Buffer.from('import("/late")').toString('base64')}"></script>`,
        '/late': js(dev),
      },
    ],
    [
      'as the main module of RequireJS',
      { '/': '<script data-main="/js/late" src="/a.js"></script>', '/js/late.js': js(dev) },
    ],
    [
      'as a part of a source map',
      {
        '/a.js': 'x()\n//# sourceMappingURL=a.js.map',
        '/a.js.map': '{"version":3,"sections":[{"offset":{"line":0,"column":0},"url":"part"}]}',
        '/part': `{"version":3,"sources":["x"],"sourcesContent":["${dev}"]}`,
      },
    ],
    [
      'in the list of pages that Turbopack writes',
      {
        '/': `${script}<script>self.__next_f.push([0])</script><script>x={"buildId":"b7Qe0xW2"}</script>`,
        '/_next/static/b7Qe0xW2/_buildManifest.js':
          'self.__BUILD_MANIFEST = {\n  "sortedPages": [\n    "/_app",\n    "/legacy"\n  ]\n};',
        '/legacy': dev,
      },
    ],
    [
      'as what Next.js loads when a visitor comes from another page',
      { '/': `${script}<script>self.__next_f.push([0])</script>`, '/index.txt': `0:{"u":"${dev}"}` },
    ],
    ['by the data of Gatsby', { '/page-data/app-data.json': `{"u":"${dev}"}` }],
    ['by nothing, where sign-in expects it', { '/.well-known/oauth-authorization-server': `{"issuer":"${dev}"}` }],
    ['by nothing, where an app on a phone expects it', { '/.well-known/assetlinks.json': `[{"site":"${dev}"}]` }],
    ['by nothing, at the root', { '/security.txt': `Contact: ${dev}` }],
  ])('%s', async (_, files) => expect(await foundIn(files)).not.toBe(''));
});

describe('a file is read wherever a script names it', () => {
  test.each<[string, Record<string, Answer>]>([
    [
      'relative to the page',
      {
        '/': '<script src="/assets/a.js"></script>',
        '/assets/a.js': 'fetch("./app/options")',
        '/app/options': dev,
      },
    ],
    [
      'relative to the base of the page',
      { '/': `<base href=/v3/>${script}`, '/a.js': 'fetch("options")', '/v3/options': dev },
    ],
    ['as a bare word', { '/a.js': 'fetch("options").then(r=>r.json())', '/options': dev }],
    ['behind the origin of the page', { '/a.js': 'fetch(location.origin+"/options")', '/options': dev }],
    ['in a template with the origin', { '/a.js': 'fetch(`${window.location.origin}/options`)', '/options': dev }],
    ['as the second choice', { '/a.js': 'fetch(window.OPTIONS||"/options")', '/options': dev }],
    ['by XMLHttpRequest with a constant', { '/a.js': 'var u="/options";x.open("GET",u)', '/options': dev }],
    ['for a library that fetches', { '/a.js': '$.ajax({url:"/options"})', '/options': dev }],
    [
      'as configuration, by its name alone',
      {
        '/a.js': 'const API={CONFIG:"/api/public-config"};load(API.CONFIG)',
        '/api/public-config': dev,
      },
    ],
    [
      'among several scripts of a worker',
      { '/a.js': 'importScripts("/one","/two")', '/one': js('1'), '/two': js(dev) },
    ],
    ['as a worker beside the page', { '/a.js': 'new Worker(new URL("work",self.location))', '/work': js(dev) }],
    ['as a worker, through a policy', { '/a.js': 'new Worker(policy.createScriptURL("/work"))', '/work': js(dev) }],
    [
      'as a worker whose name a table has',
      { '/a.js': 'const t={1:"ab"};new Worker("/w/"+t[n]+".js")', '/w/ab.js': js(dev) },
    ],
    ['as a script whose name a table has', { '/a.js': 'const t={1:"ab"};s.src="/w/"+t[n]+".js"', '/w/ab.js': js(dev) }],
    [
      'as a style whose name a table has',
      {
        '/a.js': 'const t={1:"ab"},h=n=>"/c/"+t[n]+".css";l.href=h(1)',
        '/c/ab.css': dev,
      },
    ],
    ['as an attribute that is set', { '/a.js': 's.setAttribute("src","/late")', '/late': js(dev) }],
    [
      'by a client with a base',
      { '/a.js': 'const c=axios.create({baseURL:"/api"});c.get("/options")', '/api/options': dev },
    ],
    [
      'by a client with a prefix',
      { '/a.js': 'const c=ky.create({prefixUrl:"/api"});c.get("options")', '/api/options': dev },
    ],
    ['as a bare word, by a client', { '/a.js': 'ky.get("options")', '/options': dev }],
    ['by options that say where', { '/a.js': 'axios({method:"get",url:"/options"})', '/options': dev }],
    ['in parts that are joined', { '/a.js': 'fetch(["/cfg","options"].join("/"))', '/cfg/options': dev }],
    ['in a sum', { '/a.js': 'fetch("/op"+"tions")', '/options': dev }],
    ['with its name filled in', { '/a.js': 'fetch("/cfg/{env}".replace("{env}","prod"))', '/cfg/prod': dev }],
    ['by constants that are chained', { '/a.js': 'var b="/v1",p=b+"/options";fetch(p)', '/v1/options': dev }],
    ['on one side of a condition', { '/a.js': 'const p=d?"/dev-options":"/options";fetch(p)', '/options': dev }],
    ['by a function of addresses', { '/a.js': 'const u=p=>"/api"+p;fetch(u("/options"))', '/api/options': dev }],
    ['by a function that fetches', { '/a.js': 'const get=p=>fetch("/api"+p);get("/options")', '/api/options': dev }],
    ['by XMLHttpRequest in small letters', { '/a.js': 'x.open("get","/options")', '/options': dev }],
    ['by XMLHttpRequest with variables', { '/a.js': 'var m="GET",u="/options";x.open(m,u)', '/options': dev }],
    ['behind a comment of a bundler', { '/a.js': 'import(/* @vite-ignore */ "/late")', '/late': js(dev) }],
    ['as a property of an element', { '/a.js': 'jsx("script",{src:"/late"})', '/late': js(dev) }],
    ['as an attribute, by jQuery', { '/a.js': '$("<script>").attr("src","/late")', '/late': js(dev) }],
    ['by SystemJS', { '/a.js': 'System.import("/late")', '/late': js(dev) }],
    [
      'as configuration that is there a moment later',
      { '/a.js': 'fetch("/boot.json")', '/boot.json': { missingFirst: 1, body: `{"u":"${dev}"}` } },
    ],
    ['as a resolved module', { '/a.js': 'import.meta.resolve("./late")', '/late': js(dev) }],
    [
      'in the text of another script',
      {
        '/a.js': 'new Worker(URL.createObjectURL(new Blob(["importScripts(\\"/late\\")"])))',
        '/late': js(dev),
      },
    ],
    ['in markup that it inserts', { '/a.js': `el.innerHTML='<iframe src="/late"></iframe>'`, '/late': dev }],
    [
      'in the list of a service worker',
      { '/sw.js': 'precache([{"revision":"1","url":"deep/page"}])', '/deep/page': dev },
    ],
  ])('%s', async (_, files) => expect(await foundIn(files)).not.toBe(''));

  test.each([
    'new Worker("/c/"+table(n)+".js")',
    'new Worker(new URL("./c/"+table(n)+".js",import.meta.url))',
    'new SharedWorker(new URL(`./${table(n)}.js`,self.location))',
    'importScripts("/c/"+table(n)+".js")',
  ])('a worker whose name nobody can tell leaves the site not verified: %s', async (load) => {
    const { result } = await read({ ...bare, '/a.js': `export const l=n=>${load}` });
    expect(() => requireWholeSite(result, 'prod')).toThrow(`could not be followed: ${load}`);
  });
});

describe('an address of dev is found', () => {
  test.each<[string, Record<string, Answer>]>([
    ['where reports go', withHeaders({ 'report-to': `{"endpoints":[{"url":"${dev}/r?s=x"}]}` })],
    ['in the endpoints of reports', withHeaders({ 'reporting-endpoints': `a="${dev}/r"` })],
    ['in a policy that only reports', withHeaders({ 'content-security-policy-report-only': `connect-src ${dev}` })],
    ['in the domain of a cookie', withHeaders({ 'set-cookie': 'a=b; Domain=patient-heron-417.convex.cloud' })],
    ['in a timing', withHeaders({ 'server-timing': 'origin;desc="patient-heron-417";dur=3' })],
    ['in hexadecimal digits', { '/a.js': `x("${Buffer.from(dev).toString('hex')}")` }],
    [
      'with a number that is a constant',
      { '/a.js': 'const p="patient-heron",n=417;go(`https://${p}-${n}.convex.cloud`)' },
    ],
    ['with a number in a template', { '/a.js': 'const p="patient-heron";go(`https://${p}-${417}.convex.cloud`)' }],
    ['with a number that is added', { '/a.js': 'go("patient-heron-"+417)' }],
    [
      'in a script that is compressed in itself',
      { '/a.js': { type: 'text/javascript', body: gzipSync(`x("${dev}")`) } },
    ],
    [
      'in a script that was sent compressed',
      {
        '/a.js': {
          type: 'text/javascript',
          headers: { 'content-encoding': 'br' },
          body: brotliCompressSync(`x("${dev}")`),
        },
      },
    ],
    ['in a comment of a page', { '/': `${script}<!-- ${dev} -->` }],
    [
      'in the sources of a source map',
      {
        '/a.js': 'x()\n//# sourceMappingURL=a.js.map',
        '/a.js.map': `{"sourcesContent":["fetch('${dev}')"]}`,
      },
    ],
  ])('%s', async (_, files) => expect(await foundIn(files)).not.toBe(''));
});

describe('a site is whole where', () => {
  test.each<[string, Record<string, Answer>]>([
    [
      'what looks like configuration is refused, which no page asks for',
      {
        '/a.js': 'x("/api/public-config")',
        '/api/public-config': { status: 403, body: 'no' },
      },
    ],
    [
      'reports carry a new token with every answer',
      withHeaders({ 'report-to': '{"endpoints":[{"url":"https://a.nel.example/r?s=1"}]}' }),
    ],
    [
      'webpack numbers the chunk of a worker',
      {
        '/a.js': 'r.u=e=>e+".ab12cd34.js";new Worker(new URL(r.p+r.u(31),r.b),{type:void 0})',
        '/31.ab12cd34.js': js('importScripts(e.p+e.u(7))'),
        '/7.ab12cd34.js': js('x()'),
      },
    ],
    [
      'a worker lies beside its script',
      { '/a.js': 'new Worker(new URL("/w.js",import.meta.url))', '/w.js': js('x()') },
    ],
    ['a picture has a computed source', { '/a.js': 'export const s=(i,n)=>{i.src="/i/"+n+".png"}' }],
  ])('%s', async (_, files) => {
    const { result } = await read({ ...bare, ...files });
    expect(() => requireWholeSite(result, 'prod')).not.toThrow();
  });
});

describe('what a script only may ask for is left alone', () => {
  test.each<[string, string, string]>([
    ['another method', 'const p="/op"+"tions";fetch(p,{method:"POST"})', '/options'],
    ['options that are not written out', 'const p="/op"+"tions";fetch(p,init)', '/options'],
    ['a name that says that something changes', 'const p="/log"+"out";fetch(p)', '/logout'],
    ['a part that is not known', 'fetch(window.base+"/options")', '/options'],
  ])('%s', async (_, text, path) => {
    const { paths } = await read({ ...bare, '/a.js': text, [path]: dev });
    expect(paths).not.toContain(path);
  });
});

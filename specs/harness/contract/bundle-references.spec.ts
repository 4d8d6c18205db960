import { describe, expect, test } from 'vitest';
import { readBundleReferences, scriptsOfPage, scriptsOfScript } from '../../../support/contract/index.ts';

/** Convex's own code as Vite's minifier leaves it. */
const client =
  'var nt=Symbol.for(`functionName`);function st(e){return{[nt]:e}}function ct(e=[]){return new Proxy({},{get(t,n){if(typeof n==`string`)return ct([...e,n]);if(n===nt){if(e.length<2){let t=[`api`,...e].join(`.`);throw Error(`API path is expected to be of the form \\`api.moduleName.functionName\\`. Found: another`)}return e.join(`/`)}}})}var lt=ct(),N=lt;';

async function pathsOf(files: Readonly<Record<string, string>>) {
  const found = await readBundleReferences(
    Object.entries(files).map(([name, text]) => ({
      url: `https://site.example/assets/${name}`,
      read: async () => text,
    })),
  );
  expect(found.unparsed).toEqual([]);
  return {
    paths: found.references.map(({ path, file }) => `${file.split('/').at(-1)} ${path}`).sort(),
    open: found.unresolved.map(({ text }) => text),
    clients: found.clients,
  };
}

describe('a reference in minified code is found', () => {
  test.each([
    ['called through a hook', 'rr(N.sites.list.all,{})', 'sites/list:all'],
    ['with an element access', 'rr(N[`sites/list`].all)', 'sites/list:all'],
    ['with an optional chain', 'rr(N.sites?.list?.all)', 'sites/list:all'],
    ['taken apart', 'let{sites:a}=N;rr(a.list.all)', 'sites/list:all'],
    ['taken apart deep', 'let{list:{all:a}}=N.sites;rr(a)', 'sites/list:all'],
    ['through an alias of its module', 'let c=N.sites.list;rr(c.all)', 'sites/list:all'],
    ['as a property of options', 'q.prefetchQuery?.({query:N.sites.list.all,args:{}})', 'sites/list:all'],
    ['of a default export', 'rr(N.sites.default)', 'sites'],
    ['made by its name', 'rr(st(`sites/list:all`))', 'sites/list:all'],
    ['made in the place of its call', 'rr({[nt]:"sites/list:all"})', 'sites/list:all'],
    ['made by an arrow function', 'var m=e=>({[nt]:e});rr(m("sites/list:all"))', 'sites/list:all'],
    ['given back by a function', 'function f(){return N.sites.list.all}rr(f())', 'sites/list:all'],
    ['given back by an arrow function', 'q.onDone(()=>N.sites.list.all)', 'sites/list:all'],
    ['given back by a getter', 'var o={get r(){return N.sites.list.all}};rr(o.r)', 'sites/list:all'],
    ['of an api that a function gives back', 'function f(){return N}rr(f().sites.list.all)', 'sites/list:all'],
    ['assigned where nothing was', 'let x;x??=N.sites.list.all;rr(x)', 'sites/list:all'],
    ['assigned to a property', 'this.list=N.sites.list.all', 'sites/list:all'],
    ['with a constant in a template', `const d="sites";rr(N[\`\${d}/list\`].all)`, 'sites/list:all'],
    ['with constants that are joined', 'var d="sites",m=d+"/list";rr(N[m]["a"+"ll"])', 'sites/list:all'],
    [
      'of a constant of another function',
      'const d="sites/list";function f(){return{x:()=>rr(N[d].all)}}',
      'sites/list:all',
    ],
    ['made of a joined name', 'const d="sites/list";rr(st(d+":all"))', 'sites/list:all'],
    [
      'of an `export * as` of esbuild',
      'var E={};X(E,{api:()=>N,more:()=>1});rr(E.api.sites.list.all)',
      'sites/list:all',
    ],
    [
      'of an `export * as` of Rollup',
      'const E=Object.freeze(Object.defineProperty({__proto__:null,api:N},Symbol.toStringTag,{value:"Module"}));rr(E.api.sites.list.all)',
      'sites/list:all',
    ],
    ['called through a sequence', '(0,x.rr)(N.sites.list.all)', 'sites/list:all'],
  ])('%s', async (_, code, path) => {
    expect((await pathsOf({ 'a.js': client + code })).paths).toEqual([`a.js ${path}`]);
  });

  test('both branches of a conditional', async () => {
    const { paths } = await pathsOf({ 'a.js': `${client}rr(t?N.cond.yes.q1:N.cond.no.q2)` });
    expect(paths).toEqual(['a.js cond/no:q2', 'a.js cond/yes:q1']);
  });

  test('in a lazy chunk, under the name that the entry exports', async () => {
    const found = await pathsOf({
      'entry.js': `${client}export{N as n};`,
      'lazy.js': 'import{n as t,r as e}from"./entry.js";e(t.lazy.chunk.onlyHere,{});',
    });
    expect(found.paths).toEqual(['lazy.js lazy/chunk:onlyHere']);
  });

  test('through chunks that only re-export it', async () => {
    const found = await pathsOf({
      'entry.js': `${client}export{N as n};`,
      'middle.js': 'export{n as z}from"./entry.js";',
      'last.js': 'import*as m from"./middle.js";rr(m.z.a.b)',
    });
    expect(found.paths).toEqual(['last.js a:b']);
  });

  test('in the modules of webpack', async () => {
    const found = await pathsOf({
      'main.js': `(self.webpackChunk_N_E=self.webpackChunk_N_E||[]).push([[1],{4217:(e,t,n)=>{n.d(t,{FH:()=>N});${client}}}]);`,
      'page.js':
        '(self.webpackChunk_N_E=self.webpackChunk_N_E||[]).push([[2],{88:(e,t,s)=>{var i=s(77),l=s(4217);(0,i.IT)(l.FH.legacy.page.q,{});let r=l.FH;r.two.steps}}]);',
    });
    expect(found.paths).toEqual(['page.js legacy/page:q']);
  });

  test.each([
    [
      'the modules of Rspack',
      `{4217(e,t,n){${client}n.d(t,{},{FH:N})}}`,
      `{88(e,t,s){var l=s(4217);s.d(t,{},{go:e=>e.query(l.FH.a.b)})}}`,
    ],
    [
      'the modules of webpack, in lists',
      `{4217:(e,t,n)=>{${client}n.d(t,["FH",0,N])}}`,
      '{88:(e,t,s)=>{var l=s(4217);let k=["key",l.FH.a.b]}}',
    ],
    [
      'the modules of webpack, by name and not minified',
      `{"./api.js":(e,t,n)=>{${client}n.d(t,{api:()=>(/* binding */ N)})}}`,
      '{"./page.js":(e,t,__webpack_require__)=>{var l=__webpack_require__(/*! ./api.js */ "./api.js");__webpack_require__.d(t,{ref:()=>l.api.a.b})}}',
    ],
  ])('in %s', async (_, main, page) => {
    const files = { 'main.js': `(()=>{var n=${main}})();`, 'page.js': `export const modules=${page};` };
    expect((await pathsOf(files)).paths).toEqual(['page.js a:b']);
  });

  test('in the modules of Turbopack', async () => {
    const found = await pathsOf({
      'a.js': `(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([script,1234,e=>{${client}e.s(["f",0,N])}]);`,
      'b.js':
        '(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([script,99,e=>{var o=e.i(1234);(0,n.t)(o.f.dyn.only.q,{})}]);',
    });
    expect(found.paths).toEqual(['b.js dyn/only:q']);
  });
});

describe('what merely looks like one is not a reference', () => {
  test.each([
    ['a shadowed name', 'function f(N){return N.target.value.text}f(1)'],
    ['a function that takes a text or a reference', 'function u(e){return typeof e=="string"?{[nt]:e}:e}u(x)'],
    ['an api of another library', 'var M={api:{a:{b:1}}};rr(M.api.a.b)'],
  ])('%s', async (_, code) => {
    expect((await pathsOf({ 'a.js': client + code })).paths).toEqual([]);
  });

  test('a site without Convex has no client', async () => {
    expect(await pathsOf({ 'a.js': 'rr(N.sites.list.all)' })).toEqual({ paths: [], open: [], clients: 0 });
  });
});

test('an api that cannot be followed is reported as unresolved', async () => {
  const { open } = await pathsOf({ 'a.js': `${client}window.api=N;var o={sites:N.sites};f(function(){return N})` });
  expect(open).toEqual(['window.api', 'N.sites', 'function(){return N}']);
});

test('an object for a module that is passed on as a whole is reported as unresolved', async () => {
  const { paths, open } = await pathsOf({ 'a.js': `${client}var E={};X(E,{api:()=>N});window.all=E;rr(E[k].a.b)` });
  expect(paths).toEqual([]);
  expect(open).toEqual(['window.all', 'E[k]']);
});

test('a name that is assigned again is reported as unresolved', async () => {
  expect((await pathsOf({ 'a.js': `${client}let d="a";d=x();rr(N[d].all)` })).open).toEqual(['N[d]']);
});

test('a name that is known only at run time is reported as unresolved', async () => {
  const { paths, open } = await pathsOf({ 'a.js': `${client}rr(N[s].all);rr(N);` });
  expect(paths).toEqual([]);
  expect(open).toEqual(['N[s]', 'N']);
});

describe('the scripts of a site', () => {
  test('are those that a page names', () => {
    const { named, inline } = scriptsOfPage(
      '<script type="module" crossorigin src="/assets/index-a.js"></script><link rel="modulepreload" href="/assets/vendor-b.js"><script>let a=1</script><script type="application/json">{"a":"/x.js"}</script><script>self.__next_f.push([1,"\\"/_next/static/chunks/2f.js\\""])</script>',
      'https://site.example/sites',
    );
    expect(named.map(({ url }) => url)).toEqual([
      'https://site.example/assets/index-a.js',
      'https://site.example/assets/vendor-b.js',
      'https://site.example/_next/static/chunks/2f.js',
    ]);
    expect(inline).toHaveLength(2);
  });

  test('are not those of a comment, unless what looks like one is in a script', () => {
    const { named } = scriptsOfPage(
      '<!-- <script src="/gone.js"></script><link rel="modulepreload" href="/gone-too.js"> --><script>let a="<!--"</script><script src=/a.js></script><!---->',
      'https://site.example/',
    );
    expect(named.map(({ url }) => url)).toEqual(['https://site.example/a.js']);
  });

  test.each([
    ['a lazy import', 'import(`./lazy-3L.js`)', 'https://site.example/assets/lazy-3L.js'],
    ['a list of lazy chunks', 'm.f=["assets/lazy-4.js"]', 'https://site.example/assets/lazy-4.js'],
    [
      'a chunk of Turbopack',
      '["static/chunks/04t9.js"].map(t=>e.l(t))',
      'https://site.example/_next/static/chunks/04t9.js',
    ],
    ['a service worker', 'navigator.serviceWorker.register("/sw.js")', 'https://site.example/sw.js'],
  ])('are those that a script names: %s', (_, text, url) => {
    expect(scriptsOfScript(text, 'https://site.example/assets/index.js').map((each) => each.url)).toContain(url);
  });
});

test('a site of SystemJS modules is reported as unread where one takes the api from another', async () => {
  const api = `System.register([],function(x){"use strict";return{execute:function(){${client}x("N",N)}}});`;
  const page =
    'System.register(["./api.js"],function(){var N;return{setters:[e=>{N=e.N}],execute:function(){rr(N.a.b)}}});';
  const read = (files: Readonly<Record<string, string>>) =>
    readBundleReferences(
      Object.entries(files).map(([name, text]) => ({ url: `https://site.example/${name}`, read: async () => text })),
    );
  expect((await read({ 'api.js': api, 'page.js': page })).unparsed).toMatchObject([
    { file: 'https://site.example/page.js', reason: expect.stringContaining('SystemJS') },
  ]);
  const whole = `System.register([],function(){return{execute:function(){${client}rr(N.a.b)}}});`;
  expect(await read({ 'page.js': whole })).toMatchObject({ unparsed: [], references: [{ path: 'a:b' }] });
  // Vite's build for older browsers, beside the one for all others.
  const both = await read({ 'api.js': api, 'page.js': page, 'main.js': `${client}rr(N.a.b)` });
  expect(both).toMatchObject({ unparsed: [], references: [{ path: 'a:b' }] });
});

test('a path that is passed as text to what may be a client is reported, and not compared', async () => {
  const told = await pathsOf({ 'a.js': `${client}rr(N.a.b);c.query("sites/list:all",{});c.mutation("just text")` });
  expect(told).toMatchObject({ paths: ['a.js a:b'], open: ['.query("sites/list:all"…)'] });
  expect(await pathsOf({ 'b.js': 'c.query("sites/list:all",{})' })).toMatchObject({ paths: [], open: [] });
});

test.each([
  ['by a name of the script', 'p="sites/list:all";c.query(p,{})', ['sites/list:all']],
  [
    'by a name that has other values elsewhere',
    'f(p=1);p="sites/list:all";g(p="text");c.query(p,{})',
    ['sites/list:all'],
  ],
  ['by a template of names', `m="sites/list";c.query(\`\${m}:all\`,{})`, ['sites/list:all']],
  ['by a template that only run time knows', `c.query(\`sites/\${x}:all\`,{})`, [undefined]],
  ['and not a text of another form', `p="select 1";c.query(p);c.query(\`select \${p}\`);c.query(q)`, []],
])('a path is reported that is passed %s', async (_, code, expected) => {
  const text = `${client}rr(N.a.b);${code}`;
  const { unresolved } = await readBundleReferences([{ url: 'https://site.example/a.js', read: async () => text }]);
  expect(unresolved.map(({ mayBe }) => mayBe)).toEqual(expected);
});

describe("a call of Convex's HTTP API is reported with the function that it names:", () => {
  const open = async (text: string) => {
    const { unresolved } = await readBundleReferences([{ url: 'https://site.example/a.js', read: async () => text }]);
    return unresolved.map(({ mayBe }) => mayBe);
  };

  test.each([
    ['in its body', 'fetch(U+"/api/query",{method:"POST",body:JSON.stringify({path:"a/b:c",args:{}})})'],
    ['by a constant', `const p="a/b:c";fetch(\`\${U}/api/action\`,{body:JSON.stringify({path:p,args:{}})})`],
    ['in its path', 'fetch("https://brisk-heron-101.convex.cloud/api/run/a/b/c",{method:"POST"})'],
  ])('%s', async (_, text) => {
    expect(await open(text)).toEqual(['a/b:c']);
  });

  test.each([
    'U+"/api/run/a/b/"+n',
    `\`\${U}/api/run/\${n}\``,
    `\`\${U}/api/run/a/\${n}/c\``,
    'U.concat("/api/run/").concat(n)',
  ])('a path that is known only at run time, without one: %s', async (address) => {
    expect(await open(`fetch(${address},{method:"POST"})`)).toEqual([undefined]);
  });

  test('a name that is known only at run time, without one', async () => {
    expect(await open('fetch(U+"/api/query",{body:JSON.stringify({path:p,args:{}})})')).toEqual([undefined]);
  });

  test("and not what Convex's own client sends, or another API", async () => {
    const own = `r=JSON.stringify({path:i,format:"convex_encoded_json",args:[x]}),n=\`\${this.address}/api/query\`;`;
    expect(await open(`${client}${own}rr(N.a.b)`)).toEqual([]);
    expect(await open('fetch("/api/query/users",{path:"/a"});fetch("/search",{path:"a:b"})')).toEqual([]);
  });
});

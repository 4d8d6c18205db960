import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../../support/contract/index.ts';

/** A front end with a script that no build made for it, such as a library in one file. */
async function readWith(script: string, others: Readonly<Record<string, string>> = {}) {
  await using tree = await startFrontend({
    'package.json': '{}',
    'src/app.ts':
      "import { api } from '../convex/_generated/api';\nimport { useQuery } from 'convex/react';\nuseQuery(api.sites.list);",
    'public/lib.min.js': script,
    ...others,
  });
  return await readSourceReferences({ root: tree.root });
}

const rest =
  '!function(t,e){"object"==typeof exports?module.exports=e(require("react")):t.Lib=e(t.React)}(this,function(r){return r});';

describe('a plain script', () => {
  test.for([
    ['a library', rest],
    [
      'that requests something',
      `${rest}var load=function(u){return fetch(u+"/data.json").then(function(r){return r.json()})};`,
    ],
    [
      'that names a style sheet and words of the language',
      `${rest}var a='@import "x.css"',b="import.meta",c=/export\\s/;`,
    ],
  ])('%s that names nothing of Convex is not parsed', async ([, script]) => {
    const { references, unparsed } = await readWith(`${script}\nthis does not parse`);
    expect(references).toHaveLength(1);
    expect(unparsed).toEqual([]);
  });

  test.for([
    ['passes a path as text', `${rest}client.query("gone/one:x",{});`],
    [
      'requests the HTTP API',
      `${rest}fetch(base+"/api/query",{method:"POST",body:JSON.stringify({path:"gone/one:x",args:{}})});`,
    ],
    ['is a module', `export const lib=1;`],
    ['imports at run time', `${rest}import("./other.js");`],
    ['asks for a module of the tree', `${rest}var a=require("../src/app");`],
    ['asks for the generated code', `${rest}var a=require("../convex/_generated/api_cjs.cjs");`],
    ['asks for a package of Convex', `${rest}var a=require("convex/browser");`],
  ])('that %s is parsed, and a failure said', async ([, script]) => {
    const { unparsed } = await readWith(`${script}\nthis does not parse`);
    expect(unparsed).toMatchObject([{ file: 'public/lib.min.js' }]);
  });

  test('that names a function is read like any other', async () => {
    const read = async (script: string) => {
      const { references, unresolved, routes } = await readWith(`${rest}${script}`);
      return [
        ...references.filter(({ file }) => file !== 'src/app.ts').map(({ path }) => path),
        ...unresolved.map(({ mayBe }) => `maybe ${mayBe}`),
        ...routes.map(({ method, path }) => `${method} ${path}`),
      ];
    };
    expect(await read('client.query("gone/one:x",{});')).toEqual(['maybe gone/one:x']);
    expect(
      await read(
        'var a=require("../convex/_generated/api_cjs.cjs").api;new (require("convex/browser").ConvexHttpClient)(u).query(a.gone.one,{});',
      ),
    ).toEqual(['gone:one']);
    expect(await read('fetch("https://calm-river-456.convex.site/hook");')).toEqual(['GET /hook']);
    expect(await read('fetch(u.replace(".cloud",".site")+"/hook");')).toEqual(['GET /hook']);
    expect(
      await read('fetch("https://calm-river-456.convex.cloud/api/run/gone/one",{method:"POST",body:"{}"});'),
    ).toEqual(['gone:one']);
  });

  test("is followed where a module passes it what is Convex's", async () => {
    const { references, unresolved } = await readWith(
      'exports.run=function(client,api){return client.query(api.gone.one,{})};',
      {
        'src/page.ts':
          "import { ConvexHttpClient } from 'convex/browser';\nimport { api } from '../convex/_generated/api';\nimport { run } from '../public/lib.min.js';\nrun(new ConvexHttpClient('x'), api);",
      },
    );
    expect([...references, ...unresolved].map((each) => ('path' in each ? each.path : each.file))).toContain(
      'gone:one',
    );
  });
});

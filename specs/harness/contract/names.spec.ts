import { describe, expect, test } from 'vitest';
import { readFrontend } from '../../../fixtures/frontends/read-frontend.ts';

const imports = `import { api } from './convex/_generated/api'; import { useQuery, useMutation } from 'convex/react'; import * as React from 'react';`;

/** Every form is asserted whole: kind, path, line and column of what stands on line 2. */
const forms: [title: string, source: string, expected: string[]][] = [
  ['a chain of names', `useQuery(api.sites.list.all);`, ['query sites/list:all @ app.tsx:2:10']],
  [
    'a quoted module',
    `useMutation(api['participants/admin'].updateParticipant);`,
    ['mutation participants/admin:updateParticipant @ app.tsx:2:13'],
  ],
  ['a default export', `useQuery(api["companies/get"].default);`, ['query companies/get @ app.tsx:2:10']],
  ['a template without gaps', 'useQuery(api[`a/b`].c);', ['query a/b:c @ app.tsx:2:10']],
  ['a constant as the module', `const x = 'dir/m'; useQuery(api[x].y);`, ['query dir/m:y @ app.tsx:2:29']],
  [
    'a constant put together',
    `const d = 'dir'; useQuery(api[\`\${d}/m\`][d + 'X']);`,
    ['query dir/m:dirX @ app.tsx:2:27'],
  ],
  [
    'a choice of names',
    `useQuery(api[admin ? 'a' : 'b'].c);`,
    ['query a:c @ app.tsx:2:10', 'query b:c @ app.tsx:2:10'],
  ],
  [
    'a member of a constant object',
    `const at = { list: 'lists' } as const; useQuery(api[at.list].all);`,
    ['query lists:all @ app.tsx:2:49'],
  ],
  ['a member of an enum', `enum At { List = 'lists' } useQuery(api[At.List].all);`, ['query lists:all @ app.tsx:2:37']],
  ['optional chaining', `useQuery(api?.a?.b);`, ['query a:b @ app.tsx:2:10']],
  ['type assertions', `useQuery((api as any).a!.b satisfies F);`, ['query a:b @ app.tsx:2:10']],
  ['a constant', `const f = api.a.b; useQuery(f);`, ['query a:b @ app.tsx:2:11']],
  ['destructuring', `const { sites } = api; useQuery(sites.list);`, ['query sites:list @ app.tsx:2:33']],
  [
    'nested destructuring with a new name, a default and a rest',
    `const { a: { b: { c: one }, ...rest } = fallback } = api; useQuery(one); useQuery(rest.d.e);`,
    ['query a/b:c @ app.tsx:2:19', 'query a/d:e @ app.tsx:2:83'],
  ],
  ['an assignment', `let f; f = api.a.b; useQuery(f);`, ['query a:b @ app.tsx:2:12']],
  [
    'a conditional',
    `useQuery(admin ? api.a.b : api.a.c, {});`,
    ['query a:b @ app.tsx:2:18', 'query a:c @ app.tsx:2:28'],
  ],
  ['a guard before it', `useQuery(api.a && api.a.b);`, ['query a:b @ app.tsx:2:19']],
  ['a choice that may be nothing', `useQuery(on && api.a.b || null);`, ['query a:b @ app.tsx:2:16']],
  [
    'one function asked for as two kinds',
    `const f = api.a.b; useQuery(f); useMutation(f);`,
    ['mutation a:b @ app.tsx:2:11', 'query a:b @ app.tsx:2:11'],
  ],
  [
    'a table of functions',
    `const of = { one: api.a.one, two: api.a.two }; useQuery(of.one); useMutation(of['two']);`,
    ['query a:one @ app.tsx:2:19', 'mutation a:two @ app.tsx:2:35'],
  ],
  [
    'a table asked by a name that is not known',
    `const of = { one: api.a.one, two: api.a.two }; useQuery(of[name]);`,
    ['query a:one @ app.tsx:2:19', 'query a:two @ app.tsx:2:35'],
  ],
  [
    'a list',
    `for (const f of [api.a.b]) useQuery(f); [api.a.c].map((f) => useMutation(f));`,
    ['query a:b @ app.tsx:2:18', 'mutation a:c @ app.tsx:2:42'],
  ],
  ['an argument', `track(api.a.b);`, ['? a:b @ app.tsx:2:7']],
  ['an attribute', `export const x = <List query={api.a.b} />;`, ['? a:b @ app.tsx:2:31']],
  [
    'an attribute of a component in sight',
    `const List = React.memo(({ query: q }: P) => <p>{useQuery(q)}</p>); const x = <List query={api.a.b} />;`,
    ['query a:b @ app.tsx:2:92'],
  ],
  ['a memo', `const f = React.useMemo(() => api.a.b, []); useQuery(f);`, ['query a:b @ app.tsx:2:31']],
  [
    'a wrapper hook',
    `function useAdmin(f: F, ...rest: A) { return useQuery(f, ...rest); } useAdmin(api.a.b);`,
    ['query a:b @ app.tsx:2:79'],
  ],
  [
    'a wrapper hook that is passed the module',
    `const useOne = (m: M) => useQuery(m.one); useOne(api.a); useOne(api.b);`,
    ['query a:one @ app.tsx:2:35', 'query b:one @ app.tsx:2:35'],
  ],
  [
    'a wrapper hook with an object',
    `const useAny = ({ query }: P) => useQuery(query); useAny({ query: api.a.b });`,
    ['query a:b @ app.tsx:2:67'],
  ],
  [
    'a wrapper hook that is passed a path',
    `const useAny = (f: F) => useQuery(f); useAny('a/b:c' as never);`,
    ['query a/b:c @ app.tsx:2:46'],
  ],
  [
    'a wrapper that may do either says nothing of the kind',
    `function useAny(f: F) { return on ? useQuery(f) : useMutation(f); } useAny(api.a.b);`,
    ['? a:b @ app.tsx:2:76'],
  ],
  [
    'a function that returns its argument, to each caller its own',
    `const same = (f: F) => f; useQuery(same(api.a.b)); useMutation(same(api.a.c));`,
    ['query a:b @ app.tsx:2:41', 'mutation a:c @ app.tsx:2:69'],
  ],
  [
    'a function that returns the api',
    `const useApi = () => api; useQuery(useApi().a.b);`,
    ['query a:b @ app.tsx:2:36'],
  ],
  ['a function that is not called', `export const f = api.a.b;`, ['? a:b @ app.tsx:2:18']],
  [
    'a module by another name, its function too',
    `export const list = api.sites.list; useQuery(list.all);`,
    ['query sites/list:all @ app.tsx:2:46'],
  ],
];

describe('a reference is found where it is written, as', () => {
  test.each(forms)('%s', async (_title, source, expected) => {
    const seen = await readFrontend(`${imports}\n${source}`);
    expect({ references: seen.references, unresolved: seen.unresolved, unparsed: seen.unparsed }).toEqual({
      references: expected,
      unresolved: [],
      unparsed: [],
    });
  });
});

describe('what merely looks like a reference is not one:', () => {
  const lookAlikes: [title: string, source: string][] = [
    ['an api of another module', `import { api } from './client'; useQuery2(api.a.b);`],
    ['an api of a package', `import { api } from '@acme/http'; api.sites.list();`],
    ['a type-only import', `import type { api } from './convex/_generated/api'; type X = typeof api.a.b;`],
    ['an inline type import', `import { type api } from './convex/_generated/api'; let x: typeof api.a.b;`],
    [
      'a type query',
      `import { api } from './convex/_generated/api'; type X = F<typeof api.a.b>; let y: typeof api.a.c;`,
    ],
    ['a comment and a text', `import { api } from './convex/_generated/api'; /* api.a.b */ const x = "api.a.b";`],
    ['text in markup', `import { api } from './convex/_generated/api'; const x = <p>api.a.b</p>;`],
    ['a property of the same name', `import { api } from './convex/_generated/api'; other.api.a.b(); ({ api: 1 });`],
    ['a parameter that shadows it', `import { api } from './convex/_generated/api'; (api: A) => api.a.b();`],
    ['a constant that shadows it', `import { api } from './convex/_generated/api'; { const api = make(); api.a.b(); }`],
    ['a caught error', `import { api } from './convex/_generated/api'; try {} catch (api) { api.a.b(); }`],
    [
      'a name in a namespace',
      `import { api } from './convex/_generated/api'; namespace N { export const api = x; api.a.b(); }`,
    ],
    [
      'a hoisted var',
      `import { api } from './convex/_generated/api'; function f() { api.a.b(); if (x) { var api = y; } }`,
    ],
    ['an internal function', `import { internal } from './convex/_generated/api'; client.query(internal.a.b);`],
    ['the data model', `import type { Id } from './convex/_generated/dataModel'; const x = { api: 1 } as Id;`],
    ['another library with a query method', `import { db } from './db'; db.query('select a:b from c');`],
  ];
  test.each(lookAlikes)('%s', async (_title, source) => {
    const seen = await readFrontend(source);
    expect({ ...seen, filesRead: 0 }).toEqual({
      references: [],
      unresolved: [],
      unparsed: [],
      filesRead: 0,
      backendFolders: [],
    });
    expect(seen.filesRead).toBe(1);
  });
});

describe('what cannot be read statically is reported:', () => {
  const unknowns: [title: string, source: string, expected: string][] = [
    ['a computed name', `useQuery(api[module][name]);`, 'api[module][name] @ app.tsx:2:10'],
    ['a computed function', `useQuery(api.sites[name], {});`, 'api.sites[name] @ app.tsx:2:10'],
    ['a variable that changes', `let x = 'a'; x = more(); useQuery(api[x].b);`, 'api[x].b @ app.tsx:2:35'],
    ['a computed part taken apart', `const { [name]: f } = api.a; useQuery(f);`, '[name]: f @ app.tsx:2:9'],
    ['an argument that nothing explains', `useQuery(pick());`, 'pick() @ app.tsx:2:10'],
    [
      'an argument from out of the tree',
      `import { refs } from '@acme/refs'; useQuery(refs.list);`,
      'refs.list @ app.tsx:2:45',
    ],
    ['an api that is passed as a whole', `createCaller({ api });`, '{ api } @ app.tsx:2:14'],
    ['a module that is passed as a whole', `useAll(api.sites); useQuery(api.sites.list);`, 'api.sites @ app.tsx:2:8'],
    ['an api in a context', `const x = <Context value={api} />;`, 'api @ app.tsx:2:27'],
    ['an api that is spread', `const mine = { ...api }; useQuery(api.a.b);`, 'api @ app.tsx:2:19'],
    ['a path as text for a client from out of the tree', `db.query('a:b');`, `db.query('a:b') @ app.tsx:2:1`],
    ['a module where a function belongs', `useQuery(api.sites);`, 'api.sites @ app.tsx:2:10'],
  ];
  test.each(unknowns)('%s', async (_title, source, expected) => {
    const seen = await readFrontend(`${imports}\n${source}`);
    expect(seen.unresolved).toContain(expected);
  });

  test('a module of two steps that is passed as a whole is not taken for a function', async () => {
    const source = `useAll(api.sites.list); export const list = api.sites.list; useQuery(api.sites.list.all);`;
    const seen = await readFrontend(`${imports}\n${source}`);
    expect(seen.unresolved).toEqual(['api.sites.list @ app.tsx:2:8']);
    expect(seen.references).toEqual(['query sites/list:all @ app.tsx:2:70']);
  });

  test('makeFunctionReference of a computed path', async () => {
    const source = `import { makeFunctionReference as make } from 'convex/server';\nmake(path);`;
    expect((await readFrontend(source)).unresolved).toEqual(['make(path) @ app.tsx:2:1']);
  });

  test('each has a reason, and the other references are still found', async () => {
    const seen = await readFrontend(`${imports}\nuseQuery(api[m][n]); useQuery(api.a.b);`);
    expect(seen.references).toEqual(['query a:b @ app.tsx:2:31']);
    expect(seen.unresolved).toHaveLength(1);
  });
});

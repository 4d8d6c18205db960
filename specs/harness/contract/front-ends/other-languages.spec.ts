import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../../support/contract/index.ts';

async function read(files: Readonly<Record<string, string>>) {
  await using tree = await startFrontend(files);
  const { references, unresolved, unparsed, filesRead } = await readSourceReferences({ root: tree.root });
  expect(unparsed).toEqual([]);
  const at = ({ file, line, column }: { file: string; line: number; column: number }) => `${file}:${line}:${column}`;
  return {
    found: references.map((each) => `${each.kind ?? '?'} ${each.path} @ ${at(each)}`),
    mayBe: unresolved.map((each) => `${each.mayBe ?? each.text} @ ${at(each)}`),
    filesRead,
  };
}

describe('a function that a client of another language calls is found:', () => {
  test.each([
    [
      'Python',
      'worker/sync.py',
      'from convex import ConvexClient\nclient = ConvexClient(URL)\nrows = client.query("a:b", {"c": 1})\nclient.mutation(\n    \'a/b:c\',\n)\nfor row in client.subscribe("a:b"): print(row)\n',
      ['query a:b @ worker/sync.py:3:8', 'mutation a/b:c @ worker/sync.py:4:1', 'query a:b @ worker/sync.py:7:12'],
    ],
    [
      'Python, by a constant',
      'sync.py',
      'from convex import ConvexClient\nLIST: str = "a:b"\nConvexClient(URL).query(LIST)\nclient = ConvexClient(URL)\nclient.query(LIST)\n',
      ['query a:b @ sync.py:5:1'],
    ],
    [
      'Rust',
      'src/main.rs',
      'use convex::ConvexClient;\nlet mut client = ConvexClient::new(&url).await?;\nlet mut rows = client.subscribe("a:b", args).await?;\nclient.action("a:c", args).await?;\n',
      ['query a:b @ src/main.rs:3:16', 'action a:c @ src/main.rs:4:1'],
    ],
    [
      'Swift',
      'ios/App.swift',
      'import ConvexMobile\nlet convex = ConvexClient(deploymentUrl: url)\nconvex.subscribe(to: "a:b", yielding: [Site].self)\ntry await convex.mutation("a:c", with: ["d": 1])\n',
      ['query a:b @ ios/App.swift:3:1', 'mutation a:c @ ios/App.swift:4:11'],
    ],
    [
      'Kotlin',
      'android/Main.kt',
      'import dev.convex.android.ConvexClient\nval convex = ConvexClient(url)\nconvex.subscribe<List<Site>>("a:b").collect { }\nconvex.mutation<Unit>("a:c", args = mapOf())\n',
      ['query a:b @ android/Main.kt:3:1', 'mutation a:c @ android/Main.kt:4:1'],
    ],
    [
      'Dart, by a named argument',
      'lib/main.dart',
      "import 'package:convex_flutter/convex_flutter.dart';\nawait client.query(name: 'a:b', args: {});\n",
      ['query a:b @ lib/main.dart:2:7'],
    ],
  ])('%s', async (_, file, text, found) => {
    expect(await read({ [file]: text })).toEqual({ found, mayBe: [], filesRead: 1 });
  });
});

describe('what may be one is reported:', () => {
  test.each([
    [
      'a name that only run time knows',
      'a.py',
      'client = ConvexClient(URL)\nclient.query(pick())\n',
      ['client.query(pick @ a.py:2:1'],
    ],
    [
      'a text that is put together',
      'a.py',
      'client = ConvexClient(URL)\nclient.query(f"{module}:list")\n',
      ['client.query(f"{module}:list" @ a.py:2:1'],
    ],
    [
      'a path that is given to a client from elsewhere',
      'a.py',
      'def run(convex_db, db):\n    db.query("a:b")\n',
      ['a:b @ a.py:2:5'],
    ],
    [
      'a request of the HTTP API',
      'a.py',
      'requests.post(f"{URL}/api/query", json={"path": "a:b", "args": {}})\n',
      ['a:b @ a.py:1:42'],
    ],
    [
      'a request of a shell',
      'a.sh',
      `curl "$URL/api/mutation" -d '{"path": "a:b", "args": {}}'\n`,
      ['a:b @ a.sh:1:32'],
    ],
    [
      'a path in an address',
      'a.go',
      'http.Post(url + "/api/run/a/b/c", "application/json", body)\n',
      ['a/b:c @ a.go:1:18'],
    ],
    [
      'a request whose function is a name',
      'a.py',
      'requests.post(f"{CONVEX_URL}/api/query", json={"path": name})\n',
      ['/api/query @ a.py:1:29'],
    ],
  ])('%s', async (_, file, text, mayBe) => {
    expect(await read({ [file]: text })).toMatchObject({ found: [], mayBe });
  });
});

test.each([
  ['a comment', 'a.py', '# convex_client.query("a:b")\nx = 1 # convex.query("a:c")\n'],
  ['documentation', 'a.py', 'def f():\n    """client = ConvexClient(URL)\n    client.query("a:b")\n    """\n'],
  [
    'a comment of Rust',
    'a.rs',
    'use convex::ConvexClient;\n// client.query("a:b")\n/* client.query("a:b") */\n/// client.query("a:b")\n',
  ],
  ['a test', 'test_sync.py', 'from convex import ConvexClient\nclient.query("a:b")\n'],
  ['a package of Python', 'venv/lib/convex/client.py', 'from convex import ConvexClient\nclient.query("a:b")\n'],
  ['a file that has Convex in a comment alone', 'a.py', '# of Convex\ndb.query("a:b")\n'],
  ['a file that has nothing to do with Convex', 'a.py', 'session.query("a:b")\n'],
])('%s is not read', async (_, file, text) => {
  expect(await read({ [file]: text })).toMatchObject({ found: [], mayBe: [] });
});

test('a page without a build is read, and not what only looks like a script in it', async () => {
  const page = `<script type="importmap">{ "imports": {} }</script>
<script>{{ tracking }}</script>
<script type="module">
import { ConvexClient } from 'https://esm.sh/convex/browser';
const client = new ConvexClient(url);
client.onUpdate('a:b', {}, () => {});
</script>
<script>other.mutation('a:c', {});</script>`;
  expect(await read({ 'index.html': page, 'about.html': '<script>{{ x }}</script>' })).toEqual({
    found: ['query a:b @ index.html:6:17'],
    mayBe: ['a:c @ index.html:8:9'],
    filesRead: 1,
  });
});

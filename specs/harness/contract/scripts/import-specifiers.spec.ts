import { expect, test } from 'vitest';
import { importSpecifiers } from '../../../../support/contract/syntax/confirmed-imports.ts';

test.each<[string, string, string[]]>([
  ['a binding', 'import { a } from "./a.js"; a();', ['./a.js']],
  ['its effects', 'import "./a.js";', ['./a.js']],
  ['nothing of it', 'import {} from "./a.js";', ['./a.js']],
  ['JSON', 'import data from "./a.json" with { type: "json" }; use(data);', ['./a.json']],
  ['what it exports again', 'export { a, b } from "./a.js";', ['./a.js']],
  ['all that it exports again', 'export * from "./a.js"; export * as all from "./b.js";', ['./a.js', './b.js']],
  [
    'lazily, in each kind of quotes',
    `import("./a.js"); import('./b.js'); import(\`./c.js\`);`,
    ['./a.js', './b.js', './c.js'],
  ],
  ['lazily, with options', 'import("./a.json", { with: { type: "json" } });', ['./a.json']],
  ['lazily, with a comment of a bundler', 'import(/* @vite-ignore */ "./a.js");', ['./a.js']],
  ['lazily, in parentheses', 'import(("./a.js"));', ['./a.js']],
  ['lazily, in a classic script', 'var x = 010; function y() { return import("./a.js") }', ['./a.js']],
  ['lazily, in JSX', 'const view = <Lazy load={() => import("./a.js")} />;', ['./a.js']],
  ['escaped', String.raw`import "./\u0061.js"; import("./\x62.js");`, ['./a.js', './b.js']],
])('%s is imported', (_, text, specifiers) => {
  expect([...new Set(importSpecifiers(text))].sort()).toEqual(specifiers);
});

test.each<[string, string]>([
  ['a comment', '// import "./a.js"\n/* import("./a.js") */'],
  ['a text', 'const help = `import "./a.js"` + "import(\\"./a.js\\")";'],
  ['an address that is put together', 'import("./" + name + ".js"); import(`./${name}.js`); import(name);'],
  ['an export of its own', 'const a = 1; export { a }; export default a;'],
])('%s imports nothing that is written there', (_, text) => {
  expect(importSpecifiers(text)).toEqual([]);
});

test('a script that does not parse is not known', () => {
  expect(importSpecifiers('import { from "./a.js"')).toBeUndefined();
});

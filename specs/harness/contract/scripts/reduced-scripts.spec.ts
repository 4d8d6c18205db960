import { describe, expect, test } from 'vitest';
import { braceGroups } from '../../../../support/contract/bundle/brace-groups.ts';
import type { BundleValue } from '../../../../support/contract/bundle/bundle-findings.ts';
import { BundleModule } from '../../../../support/contract/bundle/bundle-module.ts';
import { followScript } from '../../../../support/contract/bundle/follow-script.ts';
import { reduceScript } from '../../../../support/contract/bundle/reduce-script.ts';
import fc from '../../property.ts';

const url = 'https://site.example/assets/page.js';
const given = new Map<string, BundleValue>([['https://site.example/assets/entry.js\0n', { is: 'api', steps: [] }]]);
const reaching = { given, known: new Map(), likely: [] };

const name = fc.constantFrom('t', 'e', 'n', 'a$');
const parameters = fc.oneof(
  fc.uniqueArray(name, { maxLength: 3 }).map((names) => names.join(',')),
  fc.tuple(name, name).map(([one, other]) => `{${one}:${other}}`),
  name.map((one) => `{x:${one},...rest}`),
  name.map((one) => `${one}=t.default_.value`),
  name.map((one) => `...${one}`),
);

/** Statements as a minifier leaves them: names shadowed, api under an alias, strings and expressions with braces in them. */
const { statement } = fc.letrec<{ expression: string; statement: string; body: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('1', '"}"', "'{'", '`a{`', 't', '/[{/]t/g', '/* t{ */2'),
    fc.tuple(name, name).map(([one, other]) => `${one}.${other}.run`),
    fc.tuple(name, name).map(([one, other]) => `${one}[${other}].run`),
    fc.tuple(tie('expression'), name).map(([inner, one]) => `\`x\${${inner}}{\${${one}.a.b}\``),
    fc.tuple(parameters, tie('expression')).map(([given, inner]) => `((${given})=>${inner})`),
    fc.tuple(parameters, tie('body')).map(([given, body]) => `((${given})=>{${body}})`),
    fc.tuple(name, tie('expression')).map(([one, inner]) => `f(${one}=>${inner},t.in.call)`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a}?${b}:${c})`),
    fc
      .tuple(name, tie('expression'))
      .map(([one, inner]) => `{${one}:${inner},get ${one}(){return ${inner}}}`)
      .map((text) => `(${text})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a},...[${b}]]`),
  ),
  body: fc.array(tie('statement'), { maxLength: 3 }).map((all) => all.join('')),
  statement: fc.oneof(
    { maxDepth: 4 },
    tie('expression').map((text) => `f(${text});`),
    fc.tuple(name, name).map(([one, other]) => `f(${one}.mod.${other});`),
    fc.tuple(name, tie('expression')).map(([one, inner]) => `{let ${one}=${inner};f(${one}.x.y)}`),
    fc.tuple(name, name).map(([one, other]) => `{let{${one}:${other}}=t;f(${other}.z)}`),
    fc.tuple(name, tie('expression')).map(([one, inner]) => `{const q=${inner},${one}=${inner};f(${one}.x.y,q.w.v)}`),
    fc.tuple(name, parameters, tie('body')).map(([one, given, body]) => `{function ${one}(${given}){${body}}}`),
    fc.tuple(name, tie('body')).map(([one, body]) => `for(let ${one} of[1]){${body}}f(${one}.after.loop);`),
    fc.tuple(name, tie('body')).map(([one, body]) => `try{${body}}catch(${one}){f(${one}.in.catch)}`),
    fc.tuple(tie('expression'), tie('body')).map(([test, body]) => `if(${test}){${body}}else{${body}}`),
    fc.tuple(name, tie('body')).map(([one, body]) => `(class{${one}(${one}){${body}}static{${body}}});`),
    fc.tuple(name, tie('expression')).map(([one, inner]) => `{var v=${one}=>${inner}\nf(${one}.next.line)}`),
  ),
}));

const script = fc
  .array(statement, { minLength: 1, maxLength: 5 })
  .map((all) => `import{n as t}from"./entry.js";${all.join('')}`);

const shown = (found: ReturnType<typeof followScript>) =>
  'references' in found
    ? {
        references: found.references.map(({ path, line, column }) => `${path}:${line}:${column}`).sort(),
        unresolved: found.unresolved.map(({ text, line, column }) => `${text}:${line}:${column}`).sort(),
      }
    : found;

test('following the parts of a script finds what following the whole finds', () => {
  fc.assert(
    fc.property(script, (text) => {
      const whole = BundleModule.parse(url, text);
      fc.pre(whole.failure === undefined);
      expect(shown(followScript(url, text, reaching))).toEqual(shown(whole.follow(given, new Map())));
    }),
    { numRuns: 1_500 },
  );
});

test('the parts of a script without the names are left out', () => {
  const text = `function a(e){return e.items.map(t=>t.id)}var b={c(){return{d:1}}};function q(e){return h(t.list.run,{id:e})}`;
  const groups = braceGroups(text);
  if (groups === undefined) throw new Error('expected the groups of a script that is plain');
  const part = reduceScript(text, groups, { names: new Map([['t', 'import']]), moduleIds: [], offsets: [] });
  expect(part).toHaveLength(text.length);
  expect(part.replace(/ +/g, ' ')).toBe('function a(e){ }var b={ };function q(e){return h(t.list.run,{ })}');
});

describe('the groups of a script are between braces that are code', () => {
  test.each([
    ['"{"', 0],
    ["'\\'{'", 0],
    ['`{$'.concat('{a({})}{`'), 1],
    ['a=/[/{]/;b={}', 1],
    ['if(a)/{/.test(b);{}', 1],
    ['a=b/c/{}.d', 1],
    ['i++/{}.a', 1],
    ['return/{/', 0],
    ['// {\n/* { */{}', 1],
    ['e=>({})', 2],
  ])('%s', (text, count) => {
    expect(braceGroups(text)?.opens).toHaveLength(count);
  });

  test.each(['a={}/b/{}', '{', '}', '"', '`${', '/a', 'of/{}', '({)}'])(
    'and where the text does not tell, there is no result: %s',
    (text) => {
      expect(braceGroups(text)).toBeUndefined();
    },
  );
});

import { data, Evaluator } from '@actions/expressions';
import { describe, expect, test } from 'vitest';
import { type Contexts, conditionOf, evaluate, textWith } from '../../../support/workflow/expression/evaluate.ts';
import { parseExpression, placeholdersIn } from '../../../support/workflow/expression/parse.ts';
import { known, truthOf, unknown, type Value } from '../../../support/workflow/expression/value.ts';
import { wordCase } from '../../../support/workflow/formula/witness.ts';
import { Worlds } from '../../../support/workflow/formula/worlds.ts';
import fc from '../property.ts';

const expression = (text: string) => `\${{ ${text} }}`;

function contextsOf(values: Record<string, Value>, worlds = new Worlds()): Contexts {
  return {
    worlds,
    lookup: (path) => values[path.join('.')],
    success: worlds.failure('before', 'the step before').whenTrue ?? worlds.formulas.always,
    failure: worlds.formulas.never,
  };
}

/** What a condition comes to: a boolean, or the simplest case in which it is true. */
function decide(text: string, values: Record<string, Value> = {}): boolean | string {
  const contexts = contextsOf(values);
  const { worlds } = contexts;
  const truth = truthOf(worlds, evaluate(text, contexts));
  if (truth === worlds.formulas.always) return true;
  if (truth === worlds.formulas.never) return false;
  return wordCase(worlds.caseOf(truth) ?? []);
}

describe('an expression', () => {
  const push = { 'github.event_name': known('push'), 'github.ref': known('refs/heads/main') };

  test.each<[string, boolean | string]>([
    ["github.event_name == 'push' && github.ref == 'refs/heads/main'", true],
    ["github.event_name == 'pull_request'", false],
    ["startsWith(github.ref, 'refs/tags/')", false],
    ['contains(fromJSON(\'["push", "schedule"]\'), github.event_name)', true],
    [
      "contains(github.event.head_commit.message, 'skip')",
      "`contains(github.event.head_commit.message, 'skip')` is not empty",
    ],
    ["secrets.KEY != ''", '`secrets.KEY` is not empty'],
    ["vars.TARGET == 'site' && vars.TARGET == 'all'", ''],
    ["github.event_name == 'schedule' || inputs.force", '`inputs.force` is not empty'],
    ["!(github.ref == 'refs/heads/main')", false],
    ["(github.ref == 'refs/heads/main' && 'prod' || 'dev') == 'prod'", true],
    ["case(github.ref == 'refs/heads/main', 'prod', 'dev') == 'dev'", false],
    ["hashFiles('**/lock') == vars.HASH", "`hashFiles('**/lock') == vars.HASH` is true"],
  ])('%s', (text, decided) => {
    expect(decide(text, push)).toBe(decided);
  });

  test('with known values comes to what GitHub makes of it', () => {
    const plain = fc.oneof(
      fc.constantFrom('', 'main', 'MAIN', 'true', '1'),
      fc.boolean(),
      fc.constantFrom(0, 1),
      fc.constant(null),
    );
    const atoms = ['github.a', 'github.b', "'main'", 'true', '1', "''"];
    const { text } = fc.letrec<{ text: string }>((tie) => ({
      text: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(...atoms),
        fc
          .tuple(tie('text'), fc.constantFrom('==', '!=', '&&', '||'), tie('text'))
          .map((parts) => `(${parts.join(' ')})`),
        tie('text').map((inner) => `!${inner}`),
        fc
          .tuple(fc.constantFrom('contains', 'startsWith', 'endsWith'), tie('text'), tie('text'))
          .map(([name, one, other]) => `${name}(${one}, ${other})`),
      ),
    }));
    fc.assert(
      fc.property(text, plain, plain, (each, a, b) => {
        const github = new data.Dictionary();
        const dataFor = (value: unknown) => JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData;
        github.add('a', dataFor(a));
        github.add('b', dataFor(b));
        const official = new Evaluator(parseExpression(each), new data.Dictionary({ key: 'github', value: github }));
        const ours = evaluate(each, contextsOf({ 'github.a': known(a), 'github.b': known(b) }));
        expect(ours).toEqual(known(JSON.parse(JSON.stringify(official.evaluate(), data.replacer))));
      }),
    );
  });
});

describe('a condition', () => {
  const worlds = new Worlds();
  const failed = worlds.failure('before', 'the step before');
  const contexts: Contexts = {
    worlds,
    lookup: (path) => (path[0] === 'inputs' ? unknown(path.join('.')) : undefined),
    success: worlds.formulas.not(failed),
    failure: failed,
  };
  const { formulas } = worlds;

  test('has `success()` before it, unless it asks for a status itself', () => {
    const forced = formulas.not(worlds.equals('inputs.force', ''));
    expect(conditionOf(undefined, contexts)).toBe(contexts.success);
    expect(conditionOf('inputs.force', contexts)).toBe(formulas.all(contexts.success, forced));
    expect(conditionOf(expression('always() && inputs.force'), contexts)).toBe(forced);
    expect(conditionOf('!cancelled()', contexts)).toBe(formulas.always);
    expect(conditionOf('failure()', contexts)).toBe(failed);
    expect(conditionOf("contains('always()', inputs.force)", contexts)).not.toBe(formulas.always);
  });

  test('that is a text around an expression is true, as every text is that is not empty', () => {
    expect(conditionOf(`${expression('inputs.force')} && false`, contexts)).toBe(contexts.success);
  });
});

describe('a text with expressions in it', () => {
  test('is known where each of them is', () => {
    const contexts = contextsOf({ 'matrix.app': known('web') });
    expect(textWith(`apps/${expression('matrix.app')}/dist`, contexts)).toEqual(known('apps/web/dist'));
    expect(textWith(`apps/${expression('inputs.app')}`, contexts)).toEqual(unknown(`apps/${expression('inputs.app')}`));
  });

  test('is cut at its own braces', () => {
    expect(placeholdersIn(`a ${expression("format('}}{0}', x)")} b`)).toMatchObject([
      { expression: "format('}}{0}', x)" },
    ]);
  });
});

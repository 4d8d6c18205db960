import { describe, expect, test } from 'vitest';
import type { Formula } from '../../../support/workflow/formula/formulas.ts';
import { casesWithoutFailure, wordCase } from '../../../support/workflow/formula/witness.ts';
import { Worlds } from '../../../support/workflow/formula/worlds.ts';
import fc from '../property.ts';

type Term = number | ['not', Term] | ['all' | 'any', Term, Term] | ['choose', Term, Term, Term];

const variables = 5;
const { term } = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.nat({ max: variables - 1 }),
    fc.tuple(fc.constant('not' as const), tie('term')),
    fc.tuple(fc.constantFrom('all' as const, 'any' as const), tie('term'), tie('term')),
    fc.tuple(fc.constant('choose' as const), tie('term'), tie('term'), tie('term')),
  ),
}));

function truth(of: Term, values: readonly boolean[]): boolean {
  if (typeof of === 'number') return values[of] ?? false;
  const [kind, one, other, third] = of;
  const first = truth(one, values);
  if (kind === 'not') return !first;
  if (kind === 'choose') return first ? truth(other as Term, values) : truth(third as Term, values);
  const second = truth(other as Term, values);
  return kind === 'all' ? first && second : first || second;
}

function build(of: Term, worlds: Worlds): Formula {
  if (typeof of === 'number')
    return of % 2 === 0 ? worlds.flag(`flag ${of}`) : worlds.failure(`failure ${of}`, `step ${of}`);
  const [kind, ...terms] = of;
  const [one, other, third] = terms.map((each) => build(each, worlds)) as [Formula, Formula, Formula];
  if (kind === 'not') return worlds.formulas.not(one);
  if (kind === 'choose') return worlds.formulas.choose(one, other, third);
  return kind === 'all' ? worlds.formulas.all(one, other) : worlds.formulas.any(one, other);
}

const everyWorld = Array.from({ length: 2 ** variables }, (_, bits) =>
  Array.from({ length: variables }, (_each, index) => Boolean((bits >> index) & 1)),
);

describe('a formula', () => {
  test('can be true exactly where a table of all its values says so', () => {
    fc.assert(
      fc.property(term, (of) => {
        const worlds = new Worlds();
        expect(worlds.canBe(build(of, worlds))).toBe(everyWorld.some((values) => truth(of, values)));
      }),
    );
  });

  test('is the same object as every other that is true in the same worlds', () => {
    fc.assert(
      fc.property(term, term, (one, other) => {
        const worlds = new Worlds();
        const same = everyWorld.every((values) => truth(one, values) === truth(other, values));
        expect(build(one, worlds) === build(other, worlds)).toBe(same);
      }),
    );
  });
});

describe('the simplest case', () => {
  test('has the fewest failures, and makes the formula true', () => {
    fc.assert(
      fc.property(term, (of) => {
        const worlds = new Worlds();
        const found = worlds.caseOf(build(of, worlds));
        const wanted = everyWorld.filter((values) => truth(of, values));
        const failures = wanted.map((values) => values.filter((value, index) => value && index % 2 === 1).length);
        if (found === undefined) return expect(wanted).toEqual([]);
        expect(found.filter(({ meaning }) => meaning.kind === 'failure')).toHaveLength(Math.min(...failures));
      }),
    );
  });

  test('is worded as a sentence', () => {
    const worlds = new Worlds();
    const { formulas } = worlds;
    const formula = formulas.all(
      worlds.equals('inputs.target', 'site'),
      formulas.not(worlds.equals('secrets.KEY', '')),
      worlds.failure('1', '`npm ci`'),
    );
    expect(wordCase(worlds.caseOf(formula) ?? [])).toBe(
      "`inputs.target` is 'site', and `secrets.KEY` is not empty, and `npm ci` fails",
    );
  });

  test('is nothing where a formula is always true, and none where it never is', () => {
    const worlds = new Worlds();
    expect(worlds.caseOf(worlds.formulas.always)).toEqual([]);
    expect(worlds.caseOf(worlds.formulas.never)).toBeUndefined();
  });
});

describe('an unknown text', () => {
  test('does not equal two literals at once', () => {
    const worlds = new Worlds();
    const both = worlds.formulas.all(worlds.equals('inputs.target', 'all'), worlds.equals('inputs.target', 'site'));
    expect(worlds.canBe(both)).toBe(false);
  });

  test('equals a literal in any case', () => {
    const worlds = new Worlds();
    expect(worlds.equals('inputs.target', 'Site')).toBe(worlds.equals('inputs.target', 'site'));
  });

  test('that has one of some values has always one, and never two', () => {
    const worlds = new Worlds();
    const [one, other, third] = worlds.oneOf('inputs.target', ['all', 'site', 'backend']) as [
      Formula,
      Formula,
      Formula,
    ];
    expect(worlds.canBe(worlds.formulas.not(worlds.formulas.any(one, other, third)))).toBe(false);
    expect([one, other, third].every((each) => worlds.canBe(each))).toBe(true);
    expect(worlds.canBe(worlds.formulas.all(one, third))).toBe(false);
  });
});

test('the cases in which nothing fails are listed, up to a number of them', () => {
  const worlds = new Worlds();
  const { formulas } = worlds;
  const formula = formulas.all(
    formulas.not(worlds.failure('1', '`npm ci`')),
    formulas.any(worlds.flag('a'), worlds.flag('b')),
  );
  expect(casesWithoutFailure(formulas, formula, 2)?.map(wordCase)).toEqual([
    '`a` is true',
    '`a` is false, and `b` is true',
  ]);
  expect(casesWithoutFailure(formulas, formula, 1)).toBeUndefined();
});

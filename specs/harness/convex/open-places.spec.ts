import { describe, expect, test } from 'vitest';
import { NotVerified } from '../../../support/check/index.ts';
import type { OpenPlace } from '../../../support/platforms/convex/call-sites.ts';
import { openPlaces, requireResolved, settleTexts } from '../../../support/platforms/convex/open-places.ts';
import fc from '../property.ts';

const today = new Date('2026-06-15T12:00:00Z');
const what = ['reference', 'references'] as const;

function open(place: string, reason = 'the property is known only at run time'): OpenPlace {
  return { place, text: 'api[name].f', reason };
}

function accept(place: string, until = '2026-06-15') {
  return { place, reason: 'one of a closed list of names', until };
}

function outcomeOf(places: readonly OpenPlace[], accepted: ReturnType<typeof accept>[]): NotVerified | number {
  try {
    return requireResolved({ what, places }, accepted, today);
  } catch (error) {
    if (error instanceof NotVerified) return error;
    throw error;
  }
}

describe('an open place closes the check,', () => {
  test('with its file, its line, and what would resolve it', () => {
    const outcome = outcomeOf([open('apps/web/menu.ts:12:5')], []);
    expect(outcome).toMatchObject({
      message:
        '1 reference could not be resolved, so what it stands for was not compared: apps/web/menu.ts:12:5  api[name].f (the property is known only at run time)',
      enable: expect.stringContaining("platforms.convex.unresolved: { place: 'apps/web/menu.ts:12', reason"),
    });
  });

  test('with the package that would have to be found', () => {
    const outcome = outcomeOf([open('a.ts:1:1', 'it comes from @acme/backend, which is not in the tree')], []);
    expect(outcome).toMatchObject({ enable: expect.stringMatching(/^Make @acme\/backend resolvable: /) });
  });

  test('and each of ten is named, the others are counted', () => {
    const outcome = outcomeOf(
      Array.from({ length: 12 }, (_, line) => open(`a.ts:${line + 1}:1`)),
      [],
    );
    expect(outcome).toMatchObject({ message: expect.stringMatching(/^12 references .*a\.ts:10:1.*and 2 more$/) });
  });
});

describe('the config accepts', () => {
  test.each([
    ['a line', 'apps/web/menu.ts:12'],
    ['a line and a column', 'apps/web/menu.ts:12:5'],
    ['the only place of a file', 'apps/web/menu.ts'],
    ['a name with a hash', 'apps/web/m*.ts'],
  ])('%s', (_, place) => {
    expect(outcomeOf([open('apps/web/menu.ts:12:5')], [accept(place)])).toBe(1);
  });

  test.each([
    ['another line', 'apps/web/menu.ts:1'],
    ['the end of a path', 'menu.ts:12'],
    ['the start of a path', 'apps/web'],
    ['a text that is not a pattern', 'apps.web.menu.ts:12'],
  ])('nothing by %s', (_, place) => {
    expect(outcomeOf([open('apps/web/menu.ts:12:5')], [accept(place)])).toBeInstanceOf(NotVerified);
  });

  test('a place until the end of its last day, and says that it did', () => {
    const outcome = outcomeOf([open('a.ts:1:1')], [accept('a.ts:1', '2026-06-14')]);
    expect(outcome).toMatchObject({ message: expect.stringMatching(/; a\.ts:1 was accepted until 2026-06-14$/) });
  });

  test('one place with each entry: another one in the same file stays open', () => {
    const lines = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.nat({ max: 8 }), (found, entries) => {
        const places = found.map((line) => open(`https://site/assets/index-Ab1_.js:1:${line}`));
        const accepted = Array.from({ length: entries }, () => accept('https://site/assets/index-*.js'));
        expect(openPlaces(places, accepted, today)).toHaveLength(Math.max(0, found.length - entries));
      }),
    );
  });
});

test('a path as text is a call where the backend has that function, and stays open where it does not', () => {
  const texts = ['a:b', 'gone:x'].map((mayBe) => ({ ...open(`${mayBe}!`), mayBe }));
  const settled = settleTexts({ calls: [], open: [...texts, open('c.ts:1:1')] }, [{ path: 'a:b' }]);
  expect(settled.calls).toEqual([{ path: 'a:b', place: 'a:b!' }]);
  expect(settled.open.map(({ place }) => place)).toEqual(['gone:x!', 'c.ts:1:1']);
});

test('a module that is passed as a whole to code which is not followed is open; a function that is missing is not', () => {
  const call = (path: string, handedTo?: string) => ({ path, place: 'a.ts:1:1', ...(handedTo && { handedTo }) });
  const calls = [call('b:c', 'Reflect.get()'), call('b:c'), call('b:gone', 'start()'), call('d:e', 'start()')];
  const settled = settleTexts({ calls, open: [] }, [{ path: 'b/c:f' }, { path: 'd:e' }, { path: 'd/e:f' }]);
  expect(settled.calls).toEqual(calls.slice(1));
  expect(settled.open).toEqual([
    {
      place: 'a.ts:1:1',
      text: 'b/c',
      reason: 'the module is passed as a whole to Reflect.get(), where it cannot be followed',
    },
  ]);
});

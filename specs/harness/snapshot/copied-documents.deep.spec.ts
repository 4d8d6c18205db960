import { describe, expect, test } from 'vitest';
import { createDocumentIds } from '../../../fixtures/twin/convex/values/document-id.ts';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { judgeSameContents } from '../../../support/families/isolation/index.ts';
import fc from '../property.ts';
import { compareSources } from './compare-sources.ts';
import { memorySource } from './memory-source.ts';

const tables = ['teams', 'people', 'notes'];
const ids = Object.fromEntries(
  ['staging', 'prod'].map((namespace) => [namespace, createDocumentIds(namespace, tables)]),
);
const idOf = (namespace: string, table: string, number: number) => ids[namespace]?.publicId(table, number) ?? '';

type Fields = Record<string, unknown> & { _id: string; _creationTime: number };

interface Person {
  name: string;
  text: string;
  team: number;
  friends: number[];
}

const person: fc.Arbitrary<Person> = fc.record({
  name: fc.string({ minLength: 3, maxLength: 12 }),
  text: fc.string({ minLength: 44, maxLength: 90 }),
  team: fc.nat(5),
  friends: fc.array(fc.nat(20), { maxLength: 3 }),
});
const people = fc.uniqueArray(person, { selector: ({ text }) => text, minLength: 1, maxLength: 15 });

/** People with ids of a namespace: as a field, in a list, inside a text and as the key of a record. */
function database(all: readonly Person[], namespace: string, first = 0): Fields[] {
  return all.map(({ name, text, team, friends }, index) => ({
    _id: idOf(namespace, 'people', first + index),
    _creationTime: 1_700_000_000_000 + index * 7 + (namespace === 'prod' ? 0.5 : 0),
    name,
    text: `${text} (see /teams/${idOf(namespace, 'teams', team)})`,
    team: idOf(namespace, 'teams', team),
    friends: friends.map((friend) => idOf(namespace, 'people', friend)),
    seen: Object.fromEntries(friends.map((friend) => [idOf(namespace, 'people', friend), true])),
  }));
}

async function copies(staging: Record<string, Fields[]>, prod: Record<string, Fields[]>) {
  const comparison = await compareSources(memorySource(staging), memorySource(prod));
  return { ...comparison, total: comparison.sameContent.reduce((sum, { total }) => sum + total, 0) };
}

const stamps: readonly [string, (fields: Fields, index: number) => Fields][] = [
  ['nothing', (fields) => fields],
  ['a field', (fields, index) => ({ ...fields, copiedAt: 1_760_000_000_000 + index })],
  ['a changed name', (fields, index) => ({ ...fields, name: `copy ${index}` })],
  ['a field less', ({ name: _, ...fields }) => fields],
];

describe('a copy by a script, with new ids and rewritten references', () => {
  test.each(stamps)('is found whole where it stamps %s, in whatever table', async (_, stamp) => {
    await fc.assert(
      fc.asyncProperty(people, people, fc.nat(40), async (all, others, first) => {
        const staging = { people: database(all, 'staging') };
        const texts = new Set(all.map(({ text }) => text));
        const own = database(
          others.filter(({ text }) => !texts.has(text)),
          'prod',
          100,
        );
        const copied = database(all, 'prod', first).map(stamp).toReversed();
        const { total } = await copies(staging, { users: own, members: copied });
        expect(total).toBe(all.length);
      }),
      { numRuns: 8 },
    );
  });

  test('is none where people are others', async () => {
    await fc.assert(
      fc.asyncProperty(people, people, async (all, others) => {
        const texts = new Set(all.map(({ text }) => text));
        const own = others.filter(({ text }) => !texts.has(text));
        const { total } = await copies({ people: database(all, 'staging') }, { people: database(own, 'prod') });
        expect(total).toBe(0);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a copy that changes more than one field', () => {
  const at = 1_718_000_000_000;
  const customers = (namespace: string, count = 40) =>
    Array.from({ length: count }, (_, number) => ({
      _id: idOf(namespace, 'people', number),
      _creationTime: (namespace === 'prod' ? 1_760_000_000_000 : at) + number * 7,
      name: `${'ABCDEFGH'[number % 8]}nna ${'KLMNOP'[number % 6]}ohler-${number}`,
      email: `customer-${number * 37}@mail-${number % 5}.example`,
      plan: number % 2 ? 'team' : 'free',
      createdAt: at + number,
      updatedAt: new Date(at + number * 1_000).toISOString(),
      address: { street: `Long Street ${number * 3}`, city: 'Hamburg', geo: { zone: 'north', checkedAt: at + number } },
      team: idOf(namespace, 'teams', number % 5),
    }));
  const later = (number: number) => 1_765_000_000_000 + number * 13;

  test.each<[string, (fields: ReturnType<typeof customers>[number], number: number) => object]>([
    ['writes its own times', (own, number) => ({ ...own, createdAt: later(number), updatedAt: later(number) })],
    ['adds a time and where it is from', (own, number) => ({ ...own, copiedAt: later(number), copiedFrom: 'staging' })],
    ['adds two short fields', (own, number) => ({ ...own, batch: number % 3, env: 'prod' })],
    [
      'writes its own times, and adds a long field',
      (own, number) => ({
        ...own,
        createdAt: later(number),
        updatedAt: new Date(later(number)).toISOString(),
        source: `https://happy-animal-123.convex.cloud/exports/${'x'.repeat(60)}`,
      }),
    ],
    ['changes the plan and a time', (own, number) => ({ ...own, plan: 'trial', updatedAt: later(number) })],
    ['stamps inside an object', (own) => ({ ...own, address: { ...own.address, importedBy: 'a script' } })],
    [
      'changes a time deep inside',
      (own, number) => ({ ...own, address: { ...own.address, geo: { ...own.address.geo, checkedAt: later(number) } } }),
    ],
    ['renames a field', ({ email, ...own }) => ({ ...own, mail: email })],
    ['leaves out what is short', ({ plan: _, team: __, createdAt: ___, updatedAt: ____, ...own }) => own],
  ])('is found whole where it %s', async (_, change) => {
    const copied = customers('prod').map((own, number) => change(own, number) as Fields);
    const { total } = await copies({ people: customers('staging') }, { members: copied.toReversed() });
    expect(total).toBe(40);
  });

  test('is found where it is of some documents', async () => {
    const copied = customers('prod').filter((_, number) => number % 4 === 0);
    const { total, sameContent } = await copies({ people: customers('staging') }, { people: copied as Fields[] });
    expect(total).toBe(10);
    expect(sameContent[0]?.partly).toBeUndefined();
  });

  test('is told with how much of it is equal', async () => {
    const copied = customers('prod').map((own, number) => ({ ...own, copiedAt: later(number), copiedFrom: 'staging' }));
    const findings = judgeSameContents({ mostUntold: 0.5 })(
      ['staging', 'prod'],
      await copies({ people: customers('staging') }, { people: copied }),
    );
    expect(findings).toMatchObject([{ received: expect.stringMatching(/^40, apart from one field or several: /) }]);
  });

  test('is none where a few documents have one sentence in common', async () => {
    const jobs = (namespace: string, from: number) =>
      ['Removes sessions that nobody has used for a month', 'Sends the weekly summary of every team to its owner'].map(
        (text, number) => ({
          _id: idOf(namespace, 'notes', number),
          _creationTime: from + number,
          text,
          lastRunAt: from + 99 * number,
          tookMs: (from % 89) + number,
          host: `${namespace}-${number}`,
        }),
      );
    const { sameContent } = await copies({ notes: jobs('staging', at) }, { notes: jobs('prod', later(1)) });
    expect(sameContent).toEqual([]);
  });
});

describe('an import that keeps the times of creation', () => {
  const at = 1_718_000_000_123.25;
  const staging = {
    teams: [{ _id: idOf('staging', 'teams', 1), _creationTime: at, title: 'Blue' }],
    people: ['ann@acme.test', 'bea@acme.test', 'cem@acme.test'].map((mail, index) => ({
      _id: idOf('staging', 'people', index),
      _creationTime: at + index + 1,
      team: idOf('staging', 'teams', 1),
      mail,
    })),
  };
  const imported = {
    teams: staging.teams.map((team) => ({ ...team, _id: idOf('prod', 'teams', 9) })),
    people: staging.people.map((each, index) => ({
      ...each,
      _id: idOf('prod', 'people', index),
      team: idOf('prod', 'teams', 9),
    })),
  };

  test('is found although its documents are short', async () => {
    expect((await copies(staging, imported)).total).toBe(4);
  });

  test('is found where it stamps them', async () => {
    const stamped = {
      teams: imported.teams.map((each) => ({ ...each, from: 'staging' })),
      people: imported.people.map((each) => ({ ...each, from: 'staging' })),
    };
    expect((await copies(staging, stamped)).total).toBe(4);
  });

  test('is none where equal short documents were made at other times', async () => {
    const later = imported.people.map((each) => ({ ...each, _creationTime: each._creationTime + 0.5 }));
    expect((await copies(staging, { people: later })).total).toBe(0);
  });
});

describe('two deployments of one application with data of their own', () => {
  const environments = ['staging', 'prod'] as const;
  const count = 1_500;
  /** Names from one small list, everybody's settings as they were at first, the same sentences in logs, and equal seeds. */
  function own(namespace: string, at: number): Record<string, Fields[]> {
    const pick = (list: readonly string[], number: number) => list[(number * 7 + (at % 13)) % list.length];
    const many = (table: string, fields: (number: number) => Record<string, unknown>, of = count) =>
      Array.from({ length: of }, (_, number) => ({
        _id: idOf(namespace, table, number),
        _creationTime: at + number * 13.5,
        ...fields(number),
      }));
    const first = ['Ann', 'Bea', 'Cem', 'Dov', 'Eva', 'Fay', 'Gil'];
    const last = ['Abel', 'Berg', 'Costa', 'Diaz', 'Evans', 'Fox'];
    const person = (number: number) => idOf(namespace, 'people', number);
    return {
      people: many('people', (number) => ({
        name: `${pick(first, number)} ${pick(last, number * 3)}`,
        email: `${namespace}-${number}@${number % 2 ? 'mail' : 'post'}.example`,
        team: idOf(namespace, 'teams', number % 9),
        role: 'member',
      })),
      notes: [
        ...many('notes', (number) => ({
          user: person(number),
          settings: { theme: 'system', language: 'en', mails: { digest: true, mentions: true }, timezone: 'UTC' },
        })),
        ...many('notes', (number) => ({
          _id: idOf(namespace, 'notes', 5_000 + number),
          user: person(number % 40),
          event: 'The welcome mail with the link to the first steps was sent.',
          tries: number % 3,
        })),
      ],
      teams: ['Germany', 'France', 'Japan'].map((name, number) => ({
        _id: idOf(namespace, 'teams', number),
        _creationTime: at + number,
        name,
        note: `The country ${name}, with the currency and the format of addresses that it has`,
      })),
    };
  }
  const databases = () => [own('staging', 1_700_000_000_000), own('prod', 1_800_000_000_000)] as const;

  test('have nothing in common but their seeds, of which is said what to write', async () => {
    const [staging, prod] = databases();
    const findings = judgeSameContents({ mostUntold: 0.9 })(environments, await copies(staging, prod));
    expect(findings).toMatchObject([
      {
        what: expect.stringContaining('documents of teams have the same content'),
        received: expect.stringMatching(/^3: /),
        remedy: expect.stringContaining("platforms: { isolation: { documents: { exclude: ['teams'] } } }"),
      },
    ]);
  });

  test('have nothing in common without them', async () => {
    const [staging, prod] = databases();
    const { sameContent, alike } = await compareSources(memorySource(staging), memorySource(prod), {
      exclude: ['teams'],
    });
    expect(sameContent).toEqual([]);
    expect(alike[0]).toBeGreaterThan(count);
  });

  test('have one copied person found among them', async () => {
    const [staging, prod] = databases();
    const { _id, ...person } = staging.people?.[700] ?? { _id: '', _creationTime: 0 };
    prod.people?.push({
      ...person,
      _id: idOf('prod', 'people', 9_000),
      team: idOf('prod', 'teams', 1),
      _creationTime: 1.9e12,
    } as Fields);
    const { sameContent } = await compareSources(memorySource(staging), memorySource(prod), { exclude: ['teams'] });
    expect(sameContent).toMatchObject([
      { tables: ['people', 'people'], total: 1, examples: [[_id, idOf('prod', 'people', 9_000)]] },
    ]);
  });
});

describe('what cannot be told', () => {
  const environments = ['staging', 'prod'] as const;
  const short = (namespace: string, at: number) =>
    Array.from({ length: 500 }, (_, index) => ({
      _id: idOf(namespace, 'people', index),
      _creationTime: at + index,
      theme: 'dark',
    }));
  const long = (namespace: string, text: string) => [
    { _id: idOf(namespace, 'notes', 1), _creationTime: 1_700_000_000_001, text: text.repeat(30) },
  ];

  test('is not verified where most documents are short, beside one that is long', async () => {
    const comparison = await copies(
      { people: short('staging', 1_700_000_000_000), notes: long('staging', 'one ') },
      { people: short('prod', 1_800_000_000_000), notes: long('prod', 'two ') },
    );
    expect(() => judgeSameContents({ mostUntold: 0.5 })(environments, comparison)).toThrow(NotVerified);
    expect(() => judgeSameContents({ mostUntold: 0.5 })(environments, comparison)).toThrow('500 are so short');
    expect(judgeSameContents({ mostUntold: 1 })(environments, comparison)).toEqual([]);
  });

  test('counts documents that differ in their ids alone, and are many on both sides', async () => {
    const logs = (namespace: string, at: number) =>
      Array.from({ length: 60 }, (_, index) => ({
        _id: idOf(namespace, 'notes', index),
        _creationTime: at + index,
        who: idOf(namespace, 'people', index),
        what: 'The welcome mail with the link to the first steps was sent.',
      }));
    const comparison = await copies(
      { notes: logs('staging', 1_700_000_000_000) },
      { notes: logs('prod', 1_800_000_000_000) },
    );
    expect(comparison).toMatchObject({ total: 0, alike: [60, 60] });
    expect(() => judgeSameContents({ mostUntold: 0.5 })(environments, comparison)).toThrow(
      '60 are equal to many of the other side',
    );
  });

  test('is not a question where a copy was found', async () => {
    const both = (namespace: string) => ({
      people: short(namespace, namespace === 'prod' ? 1_800_000_000_000 : 1_700_000_000_000),
      notes: long(namespace, 'one '),
    });
    const findings = judgeSameContents({ mostUntold: 0.5 })(environments, await copies(both('staging'), both('prod')));
    expect(findings).toMatchObject([{ received: expect.stringMatching(/^1: /) }]);
  });
});

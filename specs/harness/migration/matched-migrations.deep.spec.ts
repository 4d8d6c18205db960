import { afterAll, expect, test } from 'vitest';
import { createDocumentIds } from '../../../fixtures/twin/convex/values/document-id.ts';
import fc from '../property.ts';
import { MigrationFolder } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());

const tables = ['teams', 'people'];
const ids = { dev: createDocumentIds('dev', tables), prod: createDocumentIds('prod', tables) };
type Side = keyof typeof ids;
const idOf = (side: Side, table: string, number: number) => ids[side].publicId(table, number);

const int64 = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return { $integer: bytes.toString('base64') };
};
const largest = 2n ** 53n + 1n;
const plan = `tables:
  teams: { match: [slug] }
  people:
    match: [team, handle]
    map:
      nick: handle
      kind: { to: sort, values: { crimson: 10, azure: low, 7: seven, ${largest}: large, tall: ${largest} } }
    ignore: [seen]
`;

/** A value of the source; what the plan makes of it; the same and others in the target. */
const kinds = [
  { source: 'crimson', same: [10, int64(10n)], other: [11, 'crimson', int64(11n)] },
  { source: 'azure', same: ['low'], other: ['azure', null] },
  { source: 7, same: ['seven'], other: [7, int64(7n)] },
  { source: int64(7n), same: ['seven'], other: [int64(7n)] },
  { source: int64(largest), same: ['large'], other: [int64(largest), int64(largest - 1n)] },
  { source: 'tall', same: [int64(largest)], other: [int64(largest - 1n), Number(largest)] },
  { source: 'olive', same: ['olive'], other: ['olives'] },
  { source: int64(-(2n ** 62n)), same: [int64(-(2n ** 62n))], other: [int64(1n - 2n ** 62n), -(2 ** 62)] },
  { source: { $bytes: 'AQI=' }, same: [{ $bytes: 'AQI=' }, { $bytes: 'AQI' }], other: [{ $bytes: 'AQM=' }] },
] as const;

const person = fc.record({
  team: fc.nat(3),
  nick: fc.constantFrom(...'ann bea cem dov eva fay gil hal ida jon kim lea'.split(' ')),
  kind: fc.nat(kinds.length - 1),
  sameAs: fc.nat(1),
  friend: fc.nat(3),
  fate: fc.constantFrom('same', 'same', 'same', 'lost', 'other kind', 'other team', 'stale link', 'other key', 'twice'),
});
const history = fc.record({
  people: fc.uniqueArray(person, { selector: ({ nick }) => nick, minLength: 1, maxLength: 12 }),
  lostTeams: fc.uniqueArray(fc.nat(3), { maxLength: 1 }),
  strangers: fc.nat(2),
  others: fc.constantFrom('refused', 'allowed'),
});
type Person = typeof person extends fc.Arbitrary<infer Value> ? Value : never;

const link = (side: Side, team: number) => `See https://acme.test/teams/${idOf(side, 'teams', team)}?tab=1`;

function left(each: Person, number: number) {
  return {
    _id: idOf('dev', 'people', number),
    _creationTime: 1_760_000_000_000.5,
    team: idOf('dev', 'teams', each.team),
    nick: each.nick,
    kind: kinds[each.kind]?.source,
    about: link('dev', each.friend),
    seen: number,
    by: { [idOf('dev', 'teams', each.friend)]: [idOf('dev', 'teams', each.team)] },
  };
}

function arrived(each: Person, number: number) {
  const { same, other } = kinds[each.kind] ?? { same: [], other: [] };
  const team = each.fate === 'other team' ? (each.team + 1) % 4 : each.team;
  const key = each.fate === 'other key' ? (each.friend + 1) % 4 : each.friend;
  return {
    _id: idOf('prod', 'people', number),
    _creationTime: 1_770_000_000_000.5,
    team: idOf('prod', 'teams', team),
    handle: each.nick,
    sort: each.fate === 'other kind' ? other[0] : same[each.sameAs % same.length],
    about: link(each.fate === 'stale link' ? 'dev' : 'prod', each.friend),
    seen: 'whenever',
    by: { [idOf('prod', 'teams', key)]: [idOf('prod', 'teams', team)] },
  };
}

test('any migration with matched, renamed and mapped fields is compared as a plain comparison of all pairs has it', async () => {
  let differences = 0;
  await fc.assert(
    fc.asyncProperty(history, async ({ people, lostTeams, strangers, others }) => {
      const teams = (side: Side, numbers: readonly number[]) =>
        numbers.map((number) => ({ _id: idOf(side, 'teams', number), _creationTime: 1.5, slug: `team-${number}` }));
      const there = [0, 1, 2, 3].filter((number) => !lostTeams.includes(number));
      const target = people.flatMap((each, number) => {
        if (each.fate === 'lost') return [];
        const own = arrived(each, number);
        return each.fate === 'twice' ? [own, { ...own, _id: idOf('prod', 'people', 500 + number) }] : [own];
      });
      const [first] = people;
      for (let number = 0; first && number < strangers; number += 1)
        target.push({ ...arrived({ ...first, fate: 'same' }, 900 + number), handle: `stranger-${number}` });

      const comparison = await folder.compare(
        `${plan}    others: ${others}\n`,
        { teams: teams('dev', [0, 1, 2, 3]), people: people.map(left) },
        { teams: teams('prod', there), people: target },
      );

      // Every person of the one side against every one of the other.
      const isThere = (number: number) => there.includes(number);
      const keyOf = (one: { team: string; handle: string }) => `${one.team} ${one.handle}`;
      const wanted = people.map((each) => ({ each, key: `${idOf('prod', 'teams', each.team)} ${each.nick}` }));
      const found = (key: string) => target.filter((other) => keyOf(other) === key);
      const isKnown = (key: string, team: number) => isThere(team) && found(key).length > 0;
      const missing = wanted.filter(({ each, key }) => !isKnown(key, each.team));
      const again = wanted
        .filter(({ each }) => isThere(each.team))
        .reduce((sum, { key }) => sum + Math.max(0, found(key).length - 1), 0);
      const strange = target.filter(
        (other) => !wanted.some(({ each, key }) => isThere(each.team) && key === keyOf(other)),
      );
      const changed = wanted.reduce((sum, { each, key }) => {
        const [other] = found(key);
        if (!isKnown(key, each.team) || other === undefined) return sum;
        const { same } = kinds[each.kind] ?? { same: [] };
        const isAlike = (one: unknown) => JSON.stringify(one) === JSON.stringify(other.sort);
        const isFriendThere = isThere(each.friend);
        const byKey =
          JSON.stringify(other.by) === JSON.stringify({ [idOf('prod', 'teams', each.friend)]: [other.team] });
        const fields = [
          same.some(isAlike),
          isFriendThere && other.about === link('prod', each.friend),
          isFriendThere && byKey,
        ];
        return sum + fields.filter((isSame) => !isSame).length;
      }, 0);
      differences += changed;
      expect({
        missing: comparison.missing.total,
        unexpected: comparison.unexpected.total,
        changed: comparison.changed.total,
      }).toEqual({
        missing: lostTeams.length + missing.length,
        unexpected: again + (others === 'refused' ? strange.length : 0),
        changed,
      });
    }),
    { numRuns: 40 },
  );
  expect(differences).toBeGreaterThan(5);
});

import { describe, expect, test } from 'vitest';
import { NotVerified } from '../../../support/check/index.ts';
import { judgeEveryPair } from '../../../support/families/isolation/documents/judge-every-pair.ts';
import type { DocumentPair, DocumentSide } from '../../../support/families/isolation/documents/read-documents.ts';
import { judgeSameContents, judgeSameIds, ofEach } from '../../../support/families/isolation/index.ts';
import type { Profile } from '../../../support/profile/index.ts';
import { compareSources } from '../snapshot/compare-sources.ts';
import { memorySource } from '../snapshot/memory-source.ts';
import { twoEnvironments } from './two-environments.ts';

const finding = { what: 'it is shared', expected: 'a', received: 'b', from: ['x'] };
const down = new NotVerified('staging does not answer');

describe('three environments, of which one is down', () => {
  test('hide nothing that is found of the others, and are not apart where nothing is found', async () => {
    const judge = async (found: boolean) => {
      const { values, unlessUnread } = await ofEach(['staging', 'dev'], async (other) => {
        if (other === 'staging') throw down;
        return found ? [finding] : [];
      });
      return unlessUnread(values.flat());
    };
    expect(await judge(true)).toEqual([finding]);
    await expect(judge(false)).rejects.toBe(down);
  });
});

describe('the documents of every pair', () => {
  const one = { _id: 'j57byrr6vcq8jb4n7xfj2rzrrbf00703' };
  const two = { _id: 'j57dyxazywvfhqshd7wwdjwsc52jrbyt' };

  test('that say too little to be known again hide no copy: nothing is verified', async () => {
    const documents = (id: string) => memorySource({ users: [{ _id: id, email: 'ann@acme.example' }] });
    const comparison = await compareSources(documents(one._id), documents(two._id));
    expect(comparison).toMatchObject({ sameContent: [], tooShort: [1, 1] });
    expect(() => judgeSameContents({ mostUntold: 0.5 })(['dev', 'prod'], comparison)).toThrow(
      '1 of the 1 documents of dev',
    );
  });

  const judge = (documents: Record<string, { _id: string }[] | undefined>) => {
    const read = async (_reading: unknown, { left, right }: DocumentPair) => {
      const source = ({ profile }: DocumentSide) => {
        const users = documents[profile.environment];
        if (users === undefined) throw down;
        return memorySource({ users });
      };
      return compareSources(source(left), source(right));
    };
    const { dev, prod } = twoEnvironments();
    const staging: Profile = { ...dev, environment: 'staging' };
    const context = { profile: { ...prod, others: [dev, staging] }, reachableOthers: [dev, staging] };
    type Context = Parameters<typeof judgeEveryPair>[0];
    const [subject] = prod.backends;
    if (!subject) throw new Error('prod has no backend');
    return judgeEveryPair({ ...context, subject, read: read as Context['read'], count: () => undefined }, judgeSameIds);
  };

  test('that share one are told, also where another environment cannot be read', async () => {
    expect(await judge({ prod: [one], dev: [one] })).toMatchObject([
      { what: 'documents of users have the same id in dev and prod' },
    ]);
    await expect(judge({ prod: [one], dev: [two] })).rejects.toBe(down);
    expect(await judge({ prod: [one], dev: [two], staging: [two] })).toEqual([]);
  });

  test('of which one side shows none are not verified', async () => {
    await expect(judge({ prod: [one], dev: [], staging: [two] })).rejects.toThrow(
      'dev shows no document, so nothing could be held against prod',
    );
  });
});

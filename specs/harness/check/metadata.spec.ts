import { describe, expect, test } from 'vitest';
import { metadataProblems } from '../../../support/check/definition.ts';
import { sampleCheck } from './sample-profile.ts';

describe('the metadata of a check', () => {
  test('has no problem where all of it is there', () => {
    expect(metadataProblems(sampleCheck(), 'sample/one')).toEqual([]);
  });

  test.each(['id', 'title', 'platform', 'effect', 'severity', 'why', 'remedy'])(
    'names `%s` where it is missing',
    (field) => {
      for (const value of [undefined, null, '', ' \n', 7]) {
        const problems = metadataProblems({ ...sampleCheck(), [field]: value } as never, 'sample/one');
        expect(problems).toEqual([`\`${field}\` is missing: it is a text.`]);
      }
    },
  );

  test.each(['subjects', 'verify'])('names `%s` where it is not a function', (field) => {
    for (const value of [undefined, 'text', []])
      expect(metadataProblems({ ...sampleCheck(), [field]: value } as never)).toEqual([
        `\`${field}\` is missing: it is a function.`,
      ]);
  });

  test('names every missing field at once', () => {
    expect(metadataProblems({})).toHaveLength(9);
  });

  test.each([
    [{ id: 'One' }, '`id` has the form `platform/what-holds`'],
    [{ id: 'sample/One' }, '`id` has the form `platform/what-holds`'],
    [{ id: 'sample/one-' }, '`id` has the form `platform/what-holds`'],
    [{ id: 'sample/one/two' }, '`id` has the form `platform/what-holds`'],
    [{ platform: 'worker' }, '`platform` is worker, but the id begins with sample.'],
    [{ effect: 'write' as never }, '`effect` is one of offline, read, canary, burst, destructive.'],
    [{ severity: 'high' as never }, '`severity` is critical or warning.'],
  ])('%o is wrong, and its field is named', (over, problem) => {
    expect(metadataProblems(sampleCheck(over)).join(' ')).toContain(problem);
  });

  test.each([
    'the limiter should refuse',
    "it shouldn't pass",
    'verify the limiter',
    'It verifies it',
    'ensure order',
    'Ensures order',
  ])('refuses the title "%s"', (title) => {
    expect(metadataProblems(sampleCheck({ title }))).toEqual([
      '`title` says the passing state in the present tense, without "should", "verify" or "ensure".',
    ]);
  });

  test.each(['every domain is verified', 'shoulders are wide', 'the insured value is kept'])(
    'lets the title "%s" pass',
    (title) => {
      expect(metadataProblems(sampleCheck({ title }))).toEqual([]);
    },
  );

  test('has the path of its spec for an id', () => {
    expect(metadataProblems(sampleCheck(), 'sample/two')).toEqual([
      '`id` is the path of the spec: this one would stand in specs/sample/one.spec.ts.',
    ]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcomeKinds } from '../../../../support/check/outcome.ts';
import { verdictJsonSchema } from '../../../../support/report/verdict/json-schema.ts';
import { outcome, verdict } from '../sample-verdict.ts';
import { requirePublishedForm, schemaFile } from './published-form.ts';

describe('docs/schema/verdict.schema.json', () => {
  test('is as the declaration is: `npm run settings` writes it', () => {
    expect(readFileSync(schemaFile, 'utf8')).toBe(verdictJsonSchema());
  });

  test('takes a verdict with outcomes of every kind', () => {
    const finding = { what: 'a', expected: 'b', received: 'c', from: ['d'], remedy: 'e', cause: 'f' };
    const outcomes = outcomeKinds.map((kind) =>
      outcome({
        check: `a/${kind.replace(' ', '-')}`,
        kind,
        findings: [finding],
        reason: 'why',
        causeOf: [{ id: 'x', what: 'y', enable: 'z' }],
        printed: ['a line'],
        first: true,
      }),
    );
    expect(() => requirePublishedForm(JSON.stringify(verdict(outcomes)))).not.toThrow();
  });

  test.each<[string, object, string]>([
    ['another schema', { schema: 1 }, 'verdict/schema'],
    ['an unknown exit code', { exitCode: 4 }, 'verdict/exitCode'],
    ['no environment', { environments: [] }, 'verdict/environments'],
    ['an unknown field', { further: true }, 'must NOT have additional properties'],
    ['a time that is none', { startedAt: 'yesterday' }, 'verdict/startedAt'],
  ])('refuses one with %s', (_what, over, words) => {
    expect(() => requirePublishedForm(JSON.stringify({ ...verdict(), ...over }))).toThrow(words);
  });

  test('refuses an outcome without evidence or of an unknown kind', () => {
    const { evidence: _, ...bare } = outcome();
    const of = (each: object) => JSON.stringify(verdict([{ ...outcome(), ...each }]));
    expect(() => requirePublishedForm(of({ kind: 'passed' }))).toThrow('kind');
    const text = JSON.stringify({ ...verdict(), parts: { specs: { ...verdict().parts.specs, outcomes: [bare] } } });
    expect(() => requirePublishedForm(text)).toThrow("required property 'evidence'");
  });
});

import { expect, test } from 'vitest';
import { interpolate, variablesIn } from '../../../support/compose/interpolate.ts';
import { plain } from '../../../support/compose/located-tree.ts';
import { shellWords } from '../../../support/compose/shell-words.ts';
import fc from '../property.ts';
import { loadFolder, variablesOf } from './project-folder.ts';

const at = { file: 'compose.yaml', line: 1, column: 1 };
const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,5}$/);
const plainText = fc.string().map((text) => text.replaceAll(/[${}]/g, ''));

test('a text whose dollar signs are doubled comes out as it was', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(interpolate(text.replaceAll('$', '$$$$'), new Map(), at).text).toBe(text);
    }),
  );
});

test('the default stands in exactly where the variable is missing or, with a colon, empty', () => {
  fc.assert(
    fc.property(
      name,
      fc.option(plainText, { nil: undefined }),
      plainText,
      fc.boolean(),
      (variable, value, word, colon) => {
        const variables = variablesOf(value === undefined ? {} : { [variable]: value });
        const stands = value === undefined || (colon && value === '');
        const text = `\${${variable}${colon ? ':' : ''}-${word}}`;
        expect(interpolate(text, variables, at).text).toBe(stands ? word : value);
        expect(variablesIn(text)).toEqual([{ name: variable, operator: colon ? ':-' : '-', word }]);
      },
    ),
  );
});

test('a command that is quoted word by word splits into those words', () => {
  fc.assert(
    fc.property(fc.array(fc.string().map((word) => word.replaceAll("'", ''))), (words) => {
      expect(shellWords(words.map((word) => `'${word}'`).join(' '), at)).toEqual(words);
    }),
  );
});

const port = fc.integer({ min: 1, max: 65_535 });
const service = fc.record({
  image: fc.constantFrom('a', 'b:1'),
  ports: fc.array(
    fc.tuple(port, port).map(([published, target]) => `${published}:${target}`),
    { maxLength: 4 },
  ),
  environment: fc.dictionary(name, fc.integer().map(String), { maxKeys: 4 }),
  command: fc.array(fc.constantFrom('a', 'b c'), { minLength: 1 }),
});

test('a file over itself changes nothing, and a later one wins', () => {
  fc.assert(
    fc.property(service, service, (one, other) => {
      const file = (api: object) => JSON.stringify({ services: { api } });
      const alone = plain(loadFolder({ 'a.yaml': file(one) }).tree);
      expect(plain(loadFolder({ 'a.yaml': file(one), 'b.yaml': file(one) }).tree)).toEqual(alone);
      const both = plain(loadFolder({ 'a.yaml': file(one), 'b.yaml': file(other) }).tree) as {
        services: { api: { image: string; command: string[]; environment: Record<string, string> } };
      };
      expect(both.services.api.image).toBe(other.image);
      expect(both.services.api.command).toEqual(other.command);
      expect(both.services.api.environment).toEqual({ ...one.environment, ...other.environment });
    }),
    { numRuns: 30 },
  );
});

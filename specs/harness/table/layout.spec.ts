import { describe, expect, test } from 'vitest';
import {
  environmentOf,
  headerOf,
  layOutByCount,
  looksLikeHeader,
  looksLikeOtherHeader,
} from '../../../support/table/layout.ts';

describe('a column header', () => {
  test.each([
    ['DEV_VALUE', 'dev'],
    ['dev_value', 'dev'],
    ['QA_EU_VALUE', 'qa-eu'],
    ['QA2_1_VALUE', 'qa2-1'],
    [`${'A'.repeat(94)}_VALUE`, 'a'.repeat(94)],
  ])('%s names the environment %s', (header, environment) => {
    expect(environmentOf(header)).toBe(environment);
    expect(headerOf(environment)).toBe(header.toUpperCase());
  });

  test.each([
    'VALUE',
    '_VALUE',
    'DEV',
    'DEVVALUE',
    'DEV_VALUES',
    'A__B_VALUE',
    '_A_VALUE',
    'A_',
    '1A_VALUE',
    'DEV-EU_VALUE',
    `${'A'.repeat(95)}_VALUE`,
  ])('%s names none', (header) => {
    expect(environmentOf(header)).toBeUndefined();
  });
});

describe('a row', () => {
  test.each([
    [['TARGET', 'KEY'], true, true],
    [['target', 'key'], true, true],
    [['GROUP', 'KEY'], true, true],
    [['DEV_VALUE', 'PROD_VALUE'], true, true],
    [['VALUE', 'KEY'], true, true],
    [['dev_VALUE', 'KEY'], true, true],
    [['TARGET', 'x'], true, false],
    [['KEY', 'x'], true, false],
    [['GROUP', 'x'], false, false],
    [['key', 'x'], false, false],
    [['VALUE', 'x'], false, false],
    [['TARGET', 'TARGET', 'target'], true, false],
    [['value', 'group'], false, false],
    [['dev_value', 'prod_value'], false, false],
    [['KEYS', 'TARGETS'], false, false],
    [['_VALUE', 'group'], false, false],
    [[], false, false],
  ])('%j is a header at the beginning: %s, and below it: %s', (cells, first, later) => {
    expect([looksLikeHeader(cells, true), looksLikeHeader(cells, false)]).toEqual([first, later]);
  });

  test.each([
    [['Name', 'Prod', 'Dev']],
    [['Ziel', 'Name', 'PRODUCTION', 'Development']],
    [['Service', 'Clé', 'live', 'staging']],
    [['SERVICE', 'NAME', 'prod', 'dev']],
    [['Name', 'Value for prod', 'values in test']],
    [['Name', 'dev values', 'staging_value', 'qa-env', 'uat environment']],
    [['Name', 'QA EU', 'eu']],
    [['Name', 'qa_eu', 'EU']],
    [['Name', 'preview', 'local', 'stage', 'testing']],
    [[`a${'b'.repeat(39)}`, 'prod', 'dev']],
    [['', 'Name', 'prod', 'dev']],
    ...['VARIABLE', 'VARIABLES', 'VAR', 'KEYS', 'PARAMETER', 'SETTING'].map((word) => [[word, 'prod', 'dev']]),
  ])('%j is a header in words of its own', (cells) => {
    expect(looksLikeOtherHeader(cells, ['qa-eu', 'eu'])).toBe(true);
  });

  test.each([
    [['Name', 'Prod']],
    [['Name', 'Prod', 'Prod']],
    [['Prod', 'Dev']],
    [['API', 'STAGE', 'dev', 'prod']],
    [['Name', 'SERVICE', 'dev', 'prod']],
    [['NAMED', 'dev', 'prod']],
    [['API_NAME', 'dev', 'prod']],
    [['9x', 'Name', 'dev', 'prod']],
    [[`a${'b'.repeat(40)}`, 'prod', 'dev']],
    [['Name', 'a prod', 'dev']],
    [['Name', 'prod value x', 'dev']],
    [['Name', 'qa-eu', 'us']],
  ])('%j is none', (cells) => {
    expect(looksLikeOtherHeader(cells, ['qa-eu', 'eu'])).toBe(false);
  });
});

describe('a table without a header', () => {
  const values = (...indexes: number[]) => indexes.map((index, at) => ({ environment: ['dev', 'qa-eu'][at], index }));

  test('has its columns in the order of the environments', () => {
    expect(layOutByCount(4, ['dev', 'qa-eu'])).toEqual({
      names: ['TARGET', 'KEY', 'DEV_VALUE', 'QA_EU_VALUE'],
      group: undefined,
      target: 0,
      key: 1,
      values: values(2, 3),
    });
    expect(layOutByCount(5, ['dev', 'qa-eu'])).toEqual({
      names: ['GROUP', 'TARGET', 'KEY', 'DEV_VALUE', 'QA_EU_VALUE'],
      group: 0,
      target: 1,
      key: 2,
      values: values(3, 4),
    });
  });

  test.each([
    [3, ['dev', 'prod']],
    [6, ['dev', 'prod']],
    [2, []],
    [3, []],
  ])('has none where it has %d cells and the environments are %j', (count, environments) => {
    expect(layOutByCount(count, environments)).toBeUndefined();
  });
});

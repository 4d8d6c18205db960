import { describe, expect, test } from 'vitest';
import {
  duration,
  flag,
  requiredText,
  text,
  texts,
  textWithDefault,
  wholeNumber,
} from '../../../support/command/option.ts';
import { asksForHelp, parseOptions } from '../../../support/command/parse-options.ts';
import { UsageError } from '../../../support/command/stop-error.ts';

const options = {
  env: requiredText({ value: 'ENVIRONMENT', help: 'the environment' }),
  commit: text({ value: 'SHA', help: 'the commit' }),
  reports: textWithDefault({ value: 'FOLDER', help: 'the folder', fallback: 'reports' }),
  'max-age': duration({ value: '30m', help: 'the age' }),
  only: texts({ value: 'TARGET', help: 'a target' }),
  list: wholeNumber({ value: '20', help: 'how many', fallback: 20 }),
  json: flag('as JSON'),
};
const parse = (...argv: string[]) => parseOptions(options, argv, false);

test('options are read in both forms, and have their defaults', () => {
  expect(parse('--env', 'prod').values).toEqual({
    env: 'prod',
    commit: undefined,
    reports: 'reports',
    'max-age': undefined,
    only: undefined,
    list: 20,
    json: false,
  });
  expect(parse('--env=prod', '--max-age=26h', '--only', 'A', '--only=B', '--list', '3', '--json').values).toMatchObject(
    {
      env: 'prod',
      'max-age': 93_600_000,
      only: ['A', 'B'],
      list: 3,
      json: true,
    },
  );
});

describe('a mistake is told in a sentence:', () => {
  test.each([
    [['--evn', 'prod'], "Unknown option '--evn'. Did you mean `--env`?"],
    [['--MAX-AGE', '3m'], "Unknown option '--MAX-AGE'. Did you mean `--max-age`?"],
    [
      ['-x'],
      "Unknown option '-x'. The options are --env, --commit, --reports, --max-age, --only, --list, --json, --help.",
    ],
    [['--constructor'], /^Unknown option '--constructor'\./],
    [['--no-json'], /^Unknown option '--no-json'\./],
    [['--env'], '--env needs a value (ENVIRONMENT).'],
    [['--env', '--json'], '--env needs a value (ENVIRONMENT).'],
    [['--env', 'prod', '--env', 'dev'], '--env is given twice.'],
    [['--env', 'prod', '--json=false'], '--json takes no value.'],
    [['prod'], /^Unexpected argument 'prod'\./],
    [['env', 'prod'], "Unexpected argument 'env'. Did you mean `--env`?"],
    [['--env', 'prod', '--', '--json'], /^Unexpected argument '--json'\. Did you mean `--json`\?/],
    [[], '--env is missing: the environment.'],
    [['--env', ''], '--env is missing: the environment.'],
    [['--env', 'prod', '--max-age', '30'], '--max-age takes a number with s, m, h or d, as in 30m; it was given 30.'],
    [['--env', 'prod', '--max-age', ''], /it was given nothing\.$/],
    [['--env', 'prod', '--max-age=-5m'], /it was given -5m\.$/],
    [['--env', 'prod', '--list', 'all'], '--list takes a whole number; it was given all.'],
  ])('%j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(UsageError);
    expect(() => parse(...argv)).toThrow(message);
  });
});

test('help is asked for anywhere before the end of the options', () => {
  expect(asksForHelp(['--env', 'prod', '--help'])).toBe(true);
  expect(asksForHelp(['-h'])).toBe(true);
  expect(asksForHelp(['--', '--help'])).toBe(false);
  expect(asksForHelp(['--helpful'])).toBe(false);
});

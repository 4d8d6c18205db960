import { describe, expect, test } from 'vitest';
import { filtersOf } from '../../../../support/report/runners/options/command-line.ts';
import { refuseUnsound, writtenOut } from '../../../../support/report/runners/smoke-command.ts';

const narrows = (...argv: string[]) => filtersOf(writtenOut(['test', '--project=prod', ...argv]));
const refuses = (...argv: string[]) => refusesWith({}, ...argv);
const refusesWith = (environment: Record<string, string>, ...argv: string[]) => {
  try {
    refuseUnsound(writtenOut(['test', '--project=prod', ...argv]), environment);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

describe('a run is known for a part of the checks', () => {
  test.for([
    [['-gloads'], '--grep=loads'],
    [['-Gloads'], '--grep-invert=loads'],
    [['-xgloads'], '--grep=loads'],
    [['-g', 'loads'], '--grep=loads'],
    [['--grep', 'loads'], '--grep loads'],
    [['--max-failures', '3', 'loads'], 'loads'],
  ] as const)('where it is told %j', ([argv, words]) => {
    expect(narrows(...argv)).toBe(words);
  });
});

test.for([
  [['--max-failures', '3']],
  [['--global-timeout', '600000']],
  [['--add-reporter', 'list']],
  [['-x']],
  [['-j', '1']],
  [['-j1']],
  [['--retries', '0']],
  [['--headed']],
] as const)('%j leaves a run whole', ([argv]) => {
  expect(narrows(...argv)).toBeUndefined();
  expect(refuses(...argv)).toBeUndefined();
});

test.for([
  [['--reporter', 'list'], '--add-reporter'],
  [['--reporter=json'], '--add-reporter'],
  [['--output', 'kept'], 'not redacted'],
  [['--retries=2'], 'has not held'],
  [['--repeat-each', '2'], 'each check once'],
  [['-j4'], 'the same visits'],
  [['--workers=50%'], 'the same visits'],
  [['-u'], 'not compared'],
  [['-xu'], 'not compared'],
  [['--update-snapshots=all'], 'not compared'],
  [['--ignore-snapshots'], 'not compared'],
  [['--ui'], 'no verdict'],
  [['--ui-port', '0'], 'no verdict'],
] as const)('%j is refused, with what to do instead', ([argv, says]) => {
  expect(refuses(...argv)).toContain(says);
});

test.for([
  [{ PWDEBUG: '1' }, 'Unset PWDEBUG'],
  [{ PWDEBUG: 'console' }, 'Unset PWDEBUG'],
  [{ PWTEST_WATCH: '1' }, 'Unset PWTEST_WATCH'],
  [{ PWDEBUG: '0', PWTEST_WATCH: '' }, undefined],
] as const)('%j in the environment', ([environment, says]) => {
  const refused = refusesWith(environment);
  if (says === undefined) expect(refused).toBeUndefined();
  else expect(refused).toContain(says);
});

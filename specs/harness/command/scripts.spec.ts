import { expect, test } from 'vitest';
import { notTools, scriptNames, tools } from './tools.ts';

test('every script is a tool, or is listed with the reason why not', () => {
  const neither = scriptNames.filter((name) => !tools.has(name) && !(name in notTools));
  expect(neither, 'scripts that are neither').toEqual([]);
  expect(
    Object.keys(notTools).filter((name) => !scriptNames.includes(name)),
    'listed, but no script',
  ).toEqual([]);
  expect(tools.size).toBeGreaterThanOrEqual(12);
});

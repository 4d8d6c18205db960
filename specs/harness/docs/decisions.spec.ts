import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const files = readdirSync(path.join(import.meta.dirname, '../../../docs/decisions')).sort();

test('decisions are numbered one after another, and no two have one number', () => {
  const numbers = files.map((file) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]));
  expect(numbers).toEqual(files.map((_, index) => index + 1));
});

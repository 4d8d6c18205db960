import { expect, test } from 'vitest';
import { checkedApp } from '../../../fixtures/frontends/checked-app.ts';
import { askChecker } from '../../../fixtures/frontends/checker-witness.ts';
import { shownReading } from '../../../fixtures/frontends/read-frontend.ts';
import { startTypedFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../support/contract/index.ts';

/** What no call asks a kind of: the type of the function is known to the checker, what it is called as to nobody. */
const handedOn = [
  'archive/past:all @ src/other/shadowed.ts:3:21',
  'users/admin:listUsers @ src/pages/handed-on.tsx:3:41',
];

test('the references of a typed app are those that the TypeScript checker gives, place by place and kind by kind', async () => {
  await using frontend = await startTypedFrontend(checkedApp);
  const checked = askChecker(frontend.root);
  expect(checked.diagnostics).toEqual([]);
  expect(checked.references).toHaveLength(40);

  const read = shownReading(await readSourceReferences({ root: frontend.root }));
  expect(read.unresolved).toEqual([]);
  expect(read.filesRead).toBeGreaterThan(30);
  const unasked = (line: string) => handedOn.includes(line.slice(line.indexOf(' ') + 1));
  const expected = checked.references.map((line) => (unasked(line) ? line.replace(/^\w+/, '?') : line));
  expect(read.references.toSorted()).toEqual(expected.toSorted());
});

test('the checker objects to a function that the backend does not have', async () => {
  await using frontend = await startTypedFrontend({
    ...checkedApp,
    'src/pages/chain.tsx': (checkedApp['src/pages/chain.tsx'] ?? '').replace('sites.list.all', 'sites.list.gone'),
  });
  const checked = askChecker(frontend.root);
  expect(checked.diagnostics.join()).toContain('gone');
  expect(checked.references.join()).not.toContain('chain.tsx:4');
});

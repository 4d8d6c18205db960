import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { frontendShapes } from '../../../../fixtures/frontends/shapes.ts';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../../support/contract/index.ts';

describe('every reference of a front end is found, or named as unresolved:', () => {
  test.each(frontendShapes)('$name', async ({ files, root = '.', references, unresolved = [] }) => {
    await using tree = await startFrontend(files);
    const found = await readSourceReferences({ root: join(tree.root, root) });
    expect(found.references.map(({ kind = '?', path }) => `${kind} ${path}`).sort()).toEqual([...references].sort());
    expect(found.unresolved.map(({ text }) => text)).toEqual(unresolved);
    expect(found.unparsed).toEqual([]);
  });
});

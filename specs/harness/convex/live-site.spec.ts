import { expect, test } from 'vitest';
import { convexClient } from '../../../fixtures/frontends/built-bundle.ts';
import { nextExport } from '../../../fixtures/frontends/next-export.ts';
import { startSite } from '../../../fixtures/frontends/start-site.ts';
import { readNamedSite } from '../../../support/platforms/convex/contract-backend.ts';

async function pathsOf(files: Readonly<Record<string, string>>) {
  await using site = await startSite(files);
  const found = await readNamedSite(site.url);
  expect(found.unparsed).toEqual([]);
  return {
    paths: found.references.map(({ path }) => path).sort(),
    places: found.references.map(({ source }) => source && `${source.file}:${source.line}:${source.column}`),
    unread: found.unread.map(({ url }) => new URL(url).pathname),
    asked: site.asked,
  };
}

test('every chunk of a static export of Next.js is read: those of pages, of linked pages, of the manifest, and lazy ones', async () => {
  const { paths, unread, asked } = await pathsOf(nextExport);
  expect(paths).toEqual(['dyn/only:q', 'home/page:q', 'legacy/page:q', 'sites/list:all']);
  expect(unread).toEqual([]);
  expect(asked).not.toContain('/file.pdf');
});

test('a chunk that a page needs and that is gone is reported', async () => {
  const { '/_next/static/chunks/app/sites/page-sites.js': _gone, ...rest } = nextExport;
  const { paths, unread } = await pathsOf(rest);
  expect(unread).toEqual(['/_next/static/chunks/app/sites/page-sites.js']);
  expect(paths).not.toContain('sites/list:all');
});

test('a reference has its position in the source where a map is served, and else in the script', async () => {
  const files = {
    '/': '<script type="module" src="/assets/index-a.js"></script>',
    '/assets/index-a.js': `${convexClient}rr(N.sites.list.all);\n//# sourceMappingURL=index-a.js.map\n`,
  };
  const map = JSON.stringify({ version: 3, sources: ['../../src/app.tsx'], names: [], mappings: 'AAEA' });
  expect((await pathsOf({ ...files, '/assets/index-a.js.map': map })).places).toEqual(['src/app.tsx:3:1']);
  expect((await pathsOf(files)).places).toEqual([undefined]);
  expect((await pathsOf({ ...files, '/assets/index-a.js.map': 'not a map' })).places).toEqual([undefined]);
});

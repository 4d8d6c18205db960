import { test as base } from '@playwright/test';
import type { Finding } from '../check/finding.ts';
import { openPage, type PageReading } from './open-page.ts';
import { readSmokeTarget, type SmokePage, type SmokeTarget } from './target.ts';

interface SmokeFixtures {
  target: SmokeTarget;
  origin: string;
  pages: SmokePage[];
  /** Opens a page of the target in a tab of its own, waits until it is at rest, and returns what was seen. */
  openPage(page: SmokePage): Promise<PageReading>;
  /** Opens every page of the target, one after another, and collects what `judge` finds; fails with all of it. */
  judgePages(judge: (reading: PageReading) => Finding[]): Promise<void>;
}

/** Playwright's `test` with what a smoke spec needs. */
export const test = base.extend<SmokeFixtures>({
  // Playwright reads the fixtures that one depends on from this pattern.
  // biome-ignore lint/correctness/noEmptyPattern: an empty pattern is how a fixture says that it depends on none
  target: async ({}, use) => use(readSmokeTarget()),
  origin: ({ target }, use) => use(target.origin),
  pages: ({ target }, use) => use(target.pages),
  openPage: ({ context, origin }, use) => use(async (page) => openPage(await context.newPage(), origin, page)),
  judgePages: ({ pages, openPage }, use, testInfo) =>
    use(async (judge) => {
      testInfo.setTimeout(60_000 * pages.length);
      const findings: Finding[] = [];
      for (const page of pages) {
        await base.step(page.path, async () => {
          findings.push(...judge(await openPage(page)));
        });
      }
      if (findings.length > 0) throw new Error(findings.map(wordFinding).join('\n\n'));
    }),
});

function wordFinding({ what, expected, received, from, cause }: Finding): string {
  const lines = [what, `  expected: ${expected}`, `  received: ${received}`, `  from: ${from.join(', ')}`];
  return [...lines, ...(cause ? [`  cause: ${cause}`] : [])].join('\n');
}

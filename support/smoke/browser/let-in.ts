import type { BrowserContext } from '@playwright/test';
import type { OriginEntry } from '../../profile/index.ts';

/**
 * Adds the headers of an origin to the requests that go there, and to no other. Playwright would repeat headers that a request is
 * continued with on every redirect, to whatever host it leads: so each answer is fetched by itself, and redirects are left to the page.
 */
export async function letIn(context: BrowserContext, entries: readonly OriginEntry[]): Promise<void> {
  for (const { origin, headers } of entries) {
    if (Object.keys(headers).length === 0) continue;
    await context.route(
      (url) => url.origin === origin,
      async (route) => {
        try {
          const own = await route.request().allHeaders();
          await route.fulfill({ response: await route.fetch({ headers: { ...own, ...headers }, maxRedirects: 0 }) });
        } catch {
          await route.abort().catch(() => undefined);
        }
      },
    );
  }
}

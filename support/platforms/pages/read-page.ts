import { type Front, frontOfPage, interceptedBy, RequestFailure } from '../../http/index.ts';
import { entriesOf, type PagesProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';

/** What a path of the site answers, or why it does not. */
export type PageReading =
  | {
      answers: true;
      url: string;
      status: number;
      contentType: string;
      location: string | null;
      headers: Headers;
      body: string;
      /** What answered in the site's place, as far as the answer tells. */
      front?: Front;
    }
  | { answers: false; url: string; received: string };

/** Asks for one path of the site, redirects not followed. */
export const sitePage = defineReading({
  name: 'pages.page',
  effect: 'read',
  key: ({ pages, path }: { pages: PagesProfile; path: string }) => new URL(path, pages.url.url).href,
  async read({ pages, path }, { fetch }): Promise<PageReading> {
    const url = new URL(path, pages.url.url).href;
    try {
      const response = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html,*/*;q=0.8' } });
      const { status, headers } = response;
      const body = await response.text();
      const front = frontOfPage({ status, headers, body: body.slice(0, 20_000), url });
      return {
        answers: true,
        url,
        status,
        contentType: headers.get('content-type') ?? '(none)',
        location: headers.get('location'),
        headers,
        body,
        ...(front && { front }),
      };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal) return { answers: false, url, received: error.message };
      throw error;
    }
  },
});

/** @throws RequestFailure that says what answered in the site's place, and how the runner is let through */
export function refuseFront(reading: PageReading, pages: PagesProfile): void {
  if (!reading.answers || reading.front === undefined) return;
  const missing = entriesOf({ sites: [pages], workers: [] }).flatMap((entry) => entry.missing);
  throw interceptedBy(reading.front, 'GET', reading.url, missing);
}

import { RequestFailure } from '../../http/index.ts';
import type { PagesProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';

/** What a path of the site answers, or why it does not. */
export type PageReading =
  | { answers: true; url: string; status: number; contentType: string; location: string | null; body: string }
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
      return {
        answers: true,
        url,
        status: response.status,
        contentType: response.headers.get('content-type') ?? '(none)',
        location: response.headers.get('location'),
        body: await response.text(),
      };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal) return { answers: false, url, received: error.message };
      throw error;
    }
  },
});

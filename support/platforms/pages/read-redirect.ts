import { RequestFailure } from '../../http/index.ts';
import { defineReading } from '../../reading/index.ts';

/** Where an address leads in one step. */
export type RedirectReading =
  | { answers: true; url: string; status: number; location: string | null }
  | { answers: false; url: string; received: string; kind: RequestFailure['kind'] };

/** A path with a query: what is lost on the way is seen. */
const path = '/?airlock=redirect';

/** Asks another address of the site where it leads, without going there. */
export const siteRedirect = defineReading({
  name: 'pages.redirect',
  effect: 'read',
  key: (address: URL) => address.origin,
  async read(address, { fetch }): Promise<RedirectReading> {
    const url = new URL(path, address).href;
    try {
      const { status, headers } = await fetch(url, { redirect: 'manual' });
      return { answers: true, url, status, location: headers.get('location') };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal)
        return { answers: false, url, received: error.seen, kind: error.kind };
      throw error;
    }
  },
});

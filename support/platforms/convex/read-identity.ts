import { RequestFailure } from '../../http/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';

/** The name that a deployment answers with at its URL, or what answered instead. */
export type Identity =
  | { answers: true; url: string; name: string }
  | { answers: false; url: string; expected: string; received: string };

const longestName = 100;

/**
 * Asks a deployment for its name, `GET /instance_name`: a plain text, without a credential.
 * Source: convex-backend, crates/local_backend/src/router.rs.
 */
export const convexIdentity = defineReading({
  name: 'convex.identity',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, { fetch }): Promise<Identity> {
    const url = new URL('/instance_name', convex.url.url).href;
    const expected = 'the name of a Convex deployment, as plain text with status 200';
    try {
      const response = await fetch(url, { redirect: 'manual' });
      const text = (await response.text()).trim();
      if (response.status === 200 && text.length <= longestName && /^[a-z0-9][a-z0-9-]*$/i.test(text))
        return { answers: true, url, name: text.toLowerCase() };
      return { answers: false, url, expected, received: describeAnswer(response, text) };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal)
        return { answers: false, url, expected, received: error.message };
      throw error;
    }
  },
});

/** An answer in a few words: status, type and the first line of its body. */
function describeAnswer(response: Response, text: string): string {
  const type = response.headers.get('content-type') ?? 'no content type';
  const location = response.headers.get('location');
  return `status ${response.status}, ${type}${location === null ? '' : `, to ${location}`}: ${quoteForeign(text, 120) || '(empty)'}`;
}

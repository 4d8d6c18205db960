import { RequestFailure } from '../../http/index.ts';
import { defineReading } from '../../reading/index.ts';

/** Where an address leads. */
export interface FollowedWay {
  /** The addresses that were asked, the first one and each to which it redirected. */
  passed: readonly string[];
  /** The address at the end of the way; the door may not have let it be asked. */
  leadsTo: string;
  /** What stands there; undefined where nobody was let through to it. */
  text: string | undefined;
}

const mostHops = 5;

/** Follows the redirects of an address, as far as the profile names the origins, one `GET` a step. */
export const followedWay = defineReading({
  name: 'isolation.followed-way',
  effect: 'read',
  key: String,
  async read(address: string, { fetch }): Promise<FollowedWay> {
    const passed: string[] = [];
    let url = address;
    for (;;) {
      const response = await fetch(url, { redirect: 'manual' }).catch((error: unknown) => {
        if (passed.length > 0 && error instanceof RequestFailure && error.kind === 'origin-not-allowed')
          return undefined;
        throw error;
      });
      if (response === undefined) return { passed, leadsTo: url, text: undefined };
      passed.push(url);
      const text = await response.text();
      const location = response.headers.get('location');
      const target = location === null ? null : URL.parse(location, url);
      if (response.status < 300 || response.status > 399 || target === null || passed.length > mostHops)
        return { passed, leadsTo: url, text };
      url = target.href;
    }
  },
});

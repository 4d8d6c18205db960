import { NotVerified } from '../../check/not-verified.ts';
import {
  convexHttpBase,
  homeOrigins,
  type IsolationProfile,
  named,
  type Profile,
  type SectionIdentity,
  type Setting,
  sectionsOf,
} from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { type AuthorizationParameters, authorizationParameters } from './authorization-parameters.ts';

type SignIn = IsolationProfile['signIn'][number];

type PlacedSection = SectionIdentity & { url: Setting };

export interface SignInInput {
  profile: Profile;
  signIn: SignIn;
}

/** Where a sign-in sends a browser: to the provider, with a client and a place to come back to. */
export interface SignInRedirect {
  url: string;
  /** The addresses passed on the way, redirects inside the environment. */
  passed: readonly string[];
  provider: string;
  parameters: AuthorizationParameters;
}

const mostHops = 5;

/**
 * Follows a sign-in to the provider's door and no further: the provider is never asked, nobody is signed in.
 * Source: RFC 6749, section 4.1.1.
 */
export const signInRedirect = defineReading({
  name: 'isolation.sign-in',
  effect: 'read',
  key: (input: SignInInput) => signInUrl(input).href,
  async read(input, { fetch }): Promise<SignInRedirect> {
    const passed: string[] = [];
    // A site hands the sign-in to its backend, which knows the client: that is still the environment itself.
    const own = homeOrigins(input.profile);
    let url = signInUrl(input);
    for (let hop = 0; hop < mostHops; hop += 1) {
      passed.push(url.href);
      const response = await fetch(url.href, { redirect: 'manual' });
      const location = response.headers.get('location');
      const target = location === null ? null : URL.parse(location, url);
      if (response.status < 300 || response.status > 399 || target === null)
        throw new NotVerified(
          `the sign-in ${input.signIn.name} does not redirect: ${url.href} answers status ${response.status}: ${quoteForeign(await response.text(), 120)}`,
          'Correct platforms.isolation.signIn: the path that a browser is sent to when somebody signs in.',
        );
      const isForeign = target.origin !== url.origin && !own.has(target.origin);
      // An address that redirects whatever it is asked for is an alias: what the sign-in itself does is not seen.
      const parameters = authorizationParameters(target);
      const asksProvider = parameters.clientIds.length > 0 || parameters.redirectUris.length > 0;
      if (isForeign && target.pathname === url.pathname && parameters.clientIds.length === 0)
        throw new NotVerified(
          `the sign-in ${input.signIn.name} is not seen: ${url.href} redirects to the same path of ${target.origin}`,
        );
      if (asksProvider || isForeign)
        return {
          url: signInUrl(input).href,
          passed,
          provider: target.origin + target.pathname,
          parameters,
        };
      url = target;
    }
    throw new NotVerified(`the sign-in ${input.signIn.name} redirects in circles: ${passed.join(', ')}`);
  },
});

const platformOf = { convex: 'convex', site: 'pages', worker: 'worker' } as const;

function signInUrl({ profile, signIn: { name, path, on, servedBy } }: SignInInput): URL {
  const section = named<PlacedSection>(sectionsOf(profile, platformOf[on]), servedBy);
  if (section === undefined)
    throw new NotVerified(
      `the sign-in ${name} is on ${on}, and \`platforms.${platformOf[on]}\` is not set`,
      'Correct platforms.isolation.signIn.',
    );
  const base = on === 'convex' ? convexHttpBase(section.url.url) : section.url.url;
  return new URL(path.slice(1), base.href.endsWith('/') ? base : `${base.href}/`);
}

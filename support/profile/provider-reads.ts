import type { Profile } from './profile.ts';
import type { Setting } from './setting.ts';

/** A path that may be read at an origin where nothing else may. */
export interface ReadPath {
  origin: string;
  path: RegExp;
}

/**
 * Everything that is ever read of the providers' APIs: list calls, and the calls that prove a token. An origin that is
 * named here answers to no other path, whoever asks.
 */
export function providerReads({ cloudflare, github }: Pick<Profile, 'cloudflare' | 'github'>): ReadPath[] {
  return [
    ...pathsOf(cloudflare?.api, [
      /^\/user\/tokens\/verify$/,
      /^\/accounts\/[^/]+\/workers\/scripts\/[^/]+\/(settings|secrets|deployments|versions)(\/[^/]+)?$/,
      /^\/accounts\/[^/]+\/pages\/projects\/[^/]+(\/deployments(\/[^/]+)?)?$/,
    ]),
    ...pathsOf(github?.api, [
      /^\/rate_limit$/,
      /^\/repos\/[^/]+\/[^/]+\/actions\/(secrets|variables|runs|organization-secrets|organization-variables)(\/[^/]+)?$/,
      /^\/repos\/[^/]+\/[^/]+\/actions\/workflows\/[^/]+\/runs$/,
      /^\/repos\/[^/]+\/[^/]+\/environments(\/[^/]+\/(secrets|variables)(\/[^/]+)?)?$/,
    ]),
  ];
}

/** The origins of the providers' APIs and of the attest routes. */
export function providerOrigins({
  cloudflare,
  github,
  sync,
}: Pick<Profile, 'cloudflare' | 'github' | 'sync'>): string[] {
  const attest = sync?.targets.flatMap((target) => (target.attest ? [target.attest.url] : [])) ?? [];
  return [cloudflare?.api, github?.api, ...attest].flatMap((setting) => {
    const url = addressOf(setting);
    return url ? [url.origin] : [];
  });
}

/** Routes that are asked with POST and only read: those that prove values. */
export function attestEndpoints({ sync }: Pick<Profile, 'sync'>): { origin: string; path: string }[] {
  return (sync?.targets ?? []).flatMap(({ attest }) => {
    const url = addressOf(attest?.url);
    return url && attest ? [{ origin: url.origin, path: attest.path }] : [];
  });
}

/** The API may stand below a path, as Cloudflare's does. */
function pathsOf(api: Setting | undefined, paths: readonly RegExp[]): ReadPath[] {
  const url = addressOf(api);
  if (!url) return [];
  const base = RegExp.escape(url.pathname.replace(/\/$/, ''));
  return paths.map((path) => ({ origin: url.origin, path: new RegExp(`^${base}${path.source.slice(1)}`) }));
}

function addressOf(setting: Setting | undefined): URL | undefined {
  try {
    return setting?.url;
  } catch {
    return undefined;
  }
}

import type { Profile } from '../../profile/index.ts';

/** The pages of the platforms' own dashboards for one environment, by platform; none for what runs on this machine or elsewhere. */
export function dashboardsOf(profile: Profile): Record<string, string[]> {
  const account = accountOf(profile);
  const hosts = (sections: readonly { url: { webAddress: URL | undefined } }[]) =>
    sections.flatMap(({ url }) => url.webAddress?.hostname ?? []);
  const convex = hosts(profile.backends).flatMap((host) => {
    const [, name] = /^([a-z0-9-]+)(?:\.[a-z0-9-]+)?\.convex\.cloud$/.exec(host) ?? [];
    return name === undefined ? [] : [`https://dashboard.convex.dev/d/${name}`];
  });
  const worker = hosts(profile.workers).flatMap((host) => {
    const [, name] = /^([a-z0-9-]+)\.[a-z0-9-]+\.workers\.dev$/.exec(host) ?? [];
    if (name !== undefined) return [`${account}/workers/services/view/${name}/production`];
    return profile.cloudflare === undefined ? [] : [`${account}/workers-and-pages`];
  });
  const pages = hosts(profile.sites).flatMap((host) => {
    const [, name] = /^(?:[a-z0-9-]+\.)?([a-z0-9-]+)\.pages\.dev$/.exec(host) ?? [];
    if (name !== undefined) return [`${account}/pages/view/${name}`];
    return profile.cloudflare === undefined ? [] : [`${account}/workers-and-pages`];
  });
  const { github } = profile;
  const actions =
    github?.api.webAddress?.hostname === 'api.github.com' && github.repository.isSet
      ? [`https://github.com/${github.repository.value}/actions`]
      : [];
  const every = { convex, worker, pages, smoke: pages, delivery: actions, github: actions };
  return Object.fromEntries(Object.entries(every).filter(([, links]) => links.length > 0));
}

/** Cloudflare's dashboard asks which account is meant where the address does not say. */
function accountOf({ cloudflare }: Profile): string {
  const isReal = cloudflare?.api.webAddress?.hostname === 'api.cloudflare.com';
  return isReal && cloudflare.accountId.isSet
    ? `https://dash.cloudflare.com/${cloudflare.accountId.value}`
    : 'https://dash.cloudflare.com/?to=/:account';
}

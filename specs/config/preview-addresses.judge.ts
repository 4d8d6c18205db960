import type { Finding } from '../../support/check/finding.ts';
import { addressesIn } from '../../support/families/config/index.ts';
import { type Profile, placedSettings } from '../../support/profile/index.ts';

/**
 * Hosts that a platform makes for one deployment, a branch or a developer's machine.
 * Sources: developers.cloudflare.com/pages/configuration/preview-deployments, /workers/configuration/previews;
 * vercel.com/docs/deployments/generated-urls; docs.netlify.com, "Deploy Previews".
 */
const forms: readonly { what: string; form: RegExp }[] = [
  { what: 'one deployment of a Pages project', form: /^[0-9a-f]{8}\.[a-z0-9-]{1,63}\.pages\.dev$/ },
  { what: 'a branch of a Pages project', form: /^[a-z0-9-]{1,63}\.[a-z0-9-]{1,63}\.pages\.dev$/ },
  { what: 'one version of a Worker', form: /^[0-9a-f]{8}-[a-z0-9-]{1,63}\.[a-z0-9-]{1,63}\.workers\.dev$/ },
  { what: 'a branch of a Vercel project', form: /-git-[a-z0-9-]{1,63}\.vercel\.app$/ },
  { what: 'one deployment of a Vercel project', form: /-(?=[a-z]{0,8}\d)[a-z0-9]{9}-[a-z0-9-]{1,63}\.vercel\.app$/ },
  { what: 'a preview or a branch of a Netlify site', form: /^[a-z0-9-]{1,63}--[a-z0-9-]{1,63}\.netlify\.app$/ },
  {
    what: "a tunnel to a developer's machine",
    form: /\.(?:ngrok\.io|ngrok\.app|ngrok-free\.(?:app|dev)|trycloudflare\.com|loca\.lt|localhost\.run|app\.github\.dev|gitpod\.io)$/,
  },
];

/** The values of an environment in which an address may stand: its rows, and addresses that stand in none. */
export function placedValues(profile: Profile): { key: string; value: string; secret: boolean; from: string }[] {
  const rows = profile.table.values.filter(({ setting }) => setting.isSet);
  const keys = new Set(rows.map(({ key }) => key));
  const settings = placedSettings(profile).filter(
    ({ setting, role }) => role.role === 'address' && setting.isSet && !keys.has(setting.name),
  );
  return [
    ...rows.map(({ key, setting, secret }) => ({ key, value: setting.value, secret, from: setting.origin })),
    ...settings.map(({ place, setting }) => ({
      key: setting.name === 'value' ? place : setting.name,
      value: setting.value,
      secret: false,
      from: setting.origin,
    })),
  ];
}

/** Addresses of production that have the form of a preview: they go on answering with what was deployed once. */
export function judgePreviewAddresses(profile: Profile): Finding[] {
  return placedValues(profile).flatMap(({ key, value, secret, from }) =>
    addressesIn(value).flatMap(({ hostname }) => {
      const found = forms.find(({ form }) => form.test(hostname));
      if (found === undefined) return [];
      return [
        {
          what: `${key} of ${profile.environment} has the address of ${found.what}, ${hostname}`,
          expected: `the address under which ${profile.environment} always answers`,
          received: secret ? 'a secret that contains it' : value,
          from: [from],
        },
      ];
    }),
  );
}

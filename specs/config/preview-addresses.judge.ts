import type { Finding } from '../../support/check/finding.ts';
import { addressesOf } from '../../support/families/config/index.ts';
import { type Profile, placedSettings, type Setting } from '../../support/profile/index.ts';

/**
 * Hosts that a platform makes for one deployment, a branch or a developer's machine.
 * Sources: developers.cloudflare.com/pages/configuration/preview-deployments, /workers/configuration/previews;
 * vercel.com/docs/deployments/generated-urls; docs.netlify.com, "Deploy Previews"; render.com/docs/service-previews;
 * devcenter.heroku.com/articles/github-integration-review-apps; docs.aws.amazon.com/amplify, "Web previews for pull requests";
 * firebase.google.com/docs/hosting/test-preview-deploy; learn.microsoft.com/azure/static-web-apps/review-publish-pull-requests.
 */
const forms: readonly { what: string; form: RegExp }[] = [
  { what: 'one deployment of a Pages project', form: /^[0-9a-f]{8}\.[a-z0-9-]{1,63}\.pages\.dev$/ },
  { what: 'a branch of a Pages project', form: /^[a-z0-9-]{1,63}\.[a-z0-9-]{1,63}\.pages\.dev$/ },
  { what: 'one version of a Worker', form: /^[0-9a-f]{8}-[a-z0-9-]{1,63}\.[a-z0-9-]{1,63}\.workers\.dev$/ },
  { what: 'a branch of a Vercel project', form: /-git-[a-z0-9-]{1,63}\.vercel\.app$/ },
  { what: 'one deployment of a Vercel project', form: /-(?=[a-z]{0,8}\d)[a-z0-9]{9}-[a-z0-9-]{1,63}\.vercel\.app$/ },
  { what: 'a preview or a branch of a Netlify site', form: /^[a-z0-9-]{1,63}--[a-z0-9-]{1,63}\.netlify\.app$/ },
  { what: 'a preview of a Render service', form: /-pr-\d{1,6}\.onrender\.com$/ },
  { what: 'a review app of Heroku', form: /-pr-\d{1,6}(?:-[0-9a-f]{12})?\.herokuapp\.com$/ },
  { what: 'a preview of an Amplify app', form: /^pr-\d{1,6}\.[a-z0-9]{8,20}\.amplifyapp\.com$/ },
  { what: 'a preview channel of a Firebase site', form: /^[a-z0-9-]{1,63}--[a-z0-9-]{1,63}-[a-z0-9]{8}\.web\.app$/ },
  {
    what: 'a preview of an Azure static app',
    form: /^[a-z]{2,20}-[a-z]{2,20}-[0-9a-f]{9}-\d{1,6}\.[a-z0-9]{2,30}(?:\.\d)?\.azurestaticapps\.net$/,
  },
  { what: 'a preview of a Railway service', form: /-pr-\d{1,6}\.up\.railway\.app$/ },
  {
    what: "a tunnel to a developer's machine",
    form: /\.(?:ngrok\.io|ngrok\.app|ngrok\.dev|ngrok-free\.(?:app|dev)|trycloudflare\.com|loca\.lt|localhost\.run|lhr\.life|app\.github\.dev|gitpod\.io|devtunnels\.ms|serveo\.net|csb\.app|webcontainer\.io|replit\.dev|lvh\.me|nip\.io|sslip\.io)$/,
  },
];

interface PlacedValue {
  key: string;
  setting: Setting;
  secret: boolean;
}

/** The values of an environment in which an address may stand: its rows, and addresses that stand in none. */
export function placedValues(profile: Profile): PlacedValue[] {
  const rows = profile.table.values.filter(({ setting }) => setting.isSet);
  const keys = new Set(rows.map(({ key }) => key));
  const settings = placedSettings(profile).filter(
    ({ setting, role }) => role.role === 'address' && setting.isSet && !keys.has(setting.name),
  );
  return [
    ...rows,
    ...settings.map(({ place, setting }) => ({
      key: setting.name === 'value' ? place : setting.name,
      setting,
      secret: false,
    })),
  ];
}

/** Addresses of production that have the form of a preview: they go on answering with what was deployed once. */
export function judgePreviewAddresses(profile: Profile): Finding[] {
  return placedValues(profile).flatMap(({ key, setting, secret }) =>
    addressesOf(setting).flatMap(({ hostname }) => {
      const found = forms.find(({ form }) => form.test(hostname));
      if (found === undefined) return [];
      return [
        {
          what: `${key} of ${profile.environment} has the address of ${found.what}, ${hostname}`,
          expected: `the address under which ${profile.environment} always answers`,
          received: secret ? 'a secret that contains it' : setting.value,
          from: [setting.origin],
        },
      ];
    }),
  );
}

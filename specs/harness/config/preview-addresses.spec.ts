import { describe, expect, test } from 'vitest';
import { judgePreviewAddresses } from '../../config/preview-addresses.judge.ts';
import { realValues } from './real-values.ts';
import { profileOf } from './shop-profile.ts';

const found = (value: string) =>
  judgePreviewAddresses(profileOf({ rows: `| NEXTJS | FEED | x | ${value} |` })).map(({ what }) => what);

describe('an address of production', () => {
  test.each([
    ['https://4f3c2b1a.acme.pages.dev', 'one deployment of a Pages project'],
    ['https://feature-login.acme.pages.dev/x', 'a branch of a Pages project'],
    ['https://4f3c2b1a-log.acme.workers.dev', 'one version of a Worker'],
    ['https://acme-git-main-team.vercel.app', 'a branch of a Vercel project'],
    ['https://acme-7k2m9x4qz-team.vercel.app', 'one deployment of a Vercel project'],
    ['https://deploy-preview-12--acme.netlify.app', 'a preview or a branch of a Netlify site'],
    ['https://acme-pr-12.onrender.com', 'a preview of a Render service'],
    ['https://acme-pr-12.herokuapp.com', 'a review app of Heroku'],
    ['https://pr-12.d1a2b3c4d5e6f7.amplifyapp.com', 'a preview of an Amplify app'],
    ['https://acme--pr12-login-1a2b3c4d.web.app', 'a preview channel of a Firebase site'],
    ['https://nice-sea-0a1b2c3d4-12.westeurope.5.azurestaticapps.net', 'a preview of an Azure static app'],
    ['https://web-acme-pr-12.up.railway.app', 'a preview of a Railway service'],
    ['https://7k2m9x4q-3000.euw.devtunnels.ms', "a tunnel to a developer's machine"],
    ['http://acme.127-0-0-1.nip.io', "a tunnel to a developer's machine"],
    ['https://a1b2-1-2-3-4.ngrok-free.app', "a tunnel to a developer's machine"],
  ])('that has the form of a preview is said: %s', (value, what) => {
    expect(found(value)).toEqual([expect.stringContaining(what)]);
  });

  test.each([
    'https://acme.pages.dev',
    'https://log.acme.workers.dev',
    'https://acme.vercel.app',
    'https://my-app.vercel.app',
    'https://acme-web-shop.vercel.app',
    'https://acme.netlify.app',
    'https://4f3c2b1a.acme.com',
    'https://acme.onrender.com',
    'https://acme-pr.herokuapp.com',
    'https://main.d1a2b3c4d5e6f7.amplifyapp.com',
    'https://acme.web.app',
    'https://nice-sea-0a1b2c3d4.5.azurestaticapps.net',
    'https://web-production-1a2b.up.railway.app',
  ])('that is its own is not: %s', (value) => {
    expect(found(value)).toEqual([]);
  });

  test('of the corpus has none', () => {
    const alarms = realValues.filter(
      ({ value }) => !value.includes('|') && found(value.replaceAll('$', '')).length > 0,
    );
    expect(alarms).toEqual([]);
  });
});

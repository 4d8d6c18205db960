import { expect, test } from 'vitest';
import { isCertainSecret, secretShapeOf } from '../../../support/families/config/values/secret-shape.ts';

/** As many made-up characters as a provider draws. */
const drawn = (length: number) => 'k9Qm2Kx7Zp4Vb3Nc8Ld5FgHj6Rt1Wy0'.repeat(6).slice(0, length);
const hex = (length: number) => '9f3c2a7b5d1e8046'.repeat(6).slice(0, length);

test.each([
  ['a Vercel token', `vercel_blob_rw_${drawn(16)}_${drawn(30)}`],
  ['a PlanetScale credential', `pscale_pw_${drawn(43)}`],
  ['a Databricks token', `dapi${hex(32)}`],
  ['a HubSpot token', `pat-eu1-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
  ['a Tailscale key', `tskey-auth-${drawn(12)}-${drawn(30)}`],
  ['a Groq, xAI or Perplexity key', `gsk_${drawn(52)}`],
  ['a PostHog personal key', `phx_${drawn(43)}`],
  ['a Braintree token', `access_token$production$${hex(16)}$${hex(32)}`],
  ['a Google token', `ya29.${drawn(60)}`],
  ['a Mailgun key', `key-${hex(32)}`],
  ['a Vault token', `hvs.${drawn(90)}`],
  ['an Airtable token', `pat${drawn(14)}.${hex(64)}`],
  ['a Grafana token', `glsa_${drawn(32)}_${hex(8)}`],
  ['a webhook of Teams', `https://acme.webhook.office.com/webhookb2/${hex(36)}/IncomingWebhook/${hex(32)}`],
])('%s is known by its form', (provider, value) => {
  expect(secretShapeOf('EXTRA', value)).toBe(`it has the form of ${provider}`);
});

test('a signature in an address is a secret, and a parameter that is a word is none', () => {
  expect(secretShapeOf('EXTRA', `https://acme.test/blob?sig=${drawn(40)}`)).toContain('`sig`');
  expect(secretShapeOf('EXTRA', `https://chat.acme.test/v1?key=1&token=${drawn(40)}`)).toContain('`token`');
  expect(secretShapeOf('EXTRA', 'https://acme.test/oauth?response_type=code&code=none')).toBeUndefined();
  expect(secretShapeOf('EXTRA', `https://acme.test/?token=$\{RELAY_TOKEN_OF_PRODUCTION_2}`)).toBeUndefined();
});

test('what has a form of its own is certain, and what is of a test is not', () => {
  expect(isCertainSecret(`dapi${hex(32)}`)).toBe(true);
  expect(isCertainSecret(`pscale_tkn_${drawn(43)}`)).toBe(true);
  expect(isCertainSecret(`access_token$sandbox$${hex(16)}$${hex(32)}`)).toBe(false);
  expect(isCertainSecret('gsk_short')).toBe(false);
});

import { host, type Provider } from './value-patterns.ts';

/** A provider, the host of its tests, its live one (either may be empty), and where that is stated. */
export type HostPair = readonly [provider: string, test: string, live: string, source: string];

/** Providers whose tests have a host of their own, as they state it themselves. */
const pairs: readonly HostPair[] = [
  ['Polar', 'sandbox(?:-api)?.polar.sh', 'api.polar.sh', 'github.com/polarsource/polar, docs/integrate/sandbox.mdx'],
  [
    'Klarna',
    'api(?:-na|-oc)?.playground.klarna.com',
    'api(?:-na|-oc)?.klarna.com',
    'docs.klarna.com/acquirer/klarna/get-started/integration-resilience/api-urls',
  ],
  [
    'Mailtrap',
    'sandbox.(?:smtp|api).mailtrap.io',
    '(?:(?:live|bulk).smtp|(?:send|bulk).api).mailtrap.io',
    'mailtrap.io/fake-smtp-server.md, mailtrap.io/smtp-service.md, mailtrap.io/email-api.md',
  ],
  ['Ethereal', 'smtp.ethereal.email', '', 'nodemailer.com/smtp/testing'],
  ['Dwolla', 'api-sandbox.dwolla.com', 'api.dwolla.com', 'developers.dwolla.com/guides/sandbox'],
  ['Airwallex', 'api(?:-demo|.sandbox).airwallex.com', 'api.airwallex.com', 'airwallex.com/docs/api'],
  [
    'Wise',
    'api(?:-mtls)?.(?:sandbox.transferwise.tech|wise-sandbox.com)',
    'api(?:-mtls)?.(?:transferwise|wise).com',
    'docs.wise.com/guides/developer/environments, docs.wise.com/guides/developer',
  ],
  ['Alpaca', 'paper-api.alpaca.markets', 'api.alpaca.markets', 'docs.alpaca.markets/reference'],
  [
    'Authorize.net',
    'apitest.authorize.net',
    'api2?.authorize.net',
    'github.com/AuthorizeNet/sdk-node, lib/constants.js; rubydoc.info/gems/authorize-net',
  ],
  [
    'eBay',
    'api.sandbox.ebay.com',
    'api.ebay.com',
    'developer.ebay.com/api-docs/commerce/taxonomy/resources/category_tree/methods/getCategory',
  ],
  [
    'Salesforce',
    '(?:test.salesforce|[a-z0-9-]{1,80}.sandbox.my.salesforce).com',
    '',
    'developer.salesforce.com/docs/platform/pkg2-dev/guide/packaging-instanceless-url.html; github.com/forcedotcom/postman-salesforce-apis, install-with-app.md',
  ],
  [
    'Amadeus',
    'test.api.amadeus.com',
    'api.amadeus.com',
    'developers.amadeus.com/self-service/apis-docs/guides/test-environment-data-collection-746',
  ],
  ['FedEx', 'apis-sandbox.fedex.com', 'apis.fedex.com', 'developer.fedex.com/api/en-us/guides/best-practices.html'],
  ['UPS', 'wwwcie.ups.com', 'onlinetools.ups.com', 'github.com/UPS-API/api-documentation, OAuthClientCredentials.yaml'],
  [
    'Avalara',
    'sandbox-rest.avatax.com',
    'rest.avatax.com',
    'github.com/avadev/AvaTax-REST-V2-JS-SDK, lib/AvaTaxClient.js',
  ],
  ['TaxJar', 'api.sandbox.taxjar.com', 'api.taxjar.com', 'github.com/taxjar/taxjar-node, lib/taxjar.ts'],
  [
    'Cashfree',
    '(?:sandbox|test).cashfree.com',
    'api.cashfree.com',
    'cashfree.com/docs/api-reference/payments/latest/split/end-points, cashfree.com/docs/api-reference/payments/beta/split/end-points',
  ],
  [
    'Midtrans',
    '(?:api|app).sandbox.midtrans.com',
    '(?:api|app).midtrans.com',
    'docs.midtrans.com/reference/api-reference, docs.midtrans.com/reference/apis',
  ],
  ['ACI', 'eu-test.oppwa.com', 'eu-prod.oppwa.com', 'hyperpay.docs.oppwa.com/reference'],
  ['Lithic', 'sandbox.lithic.com', 'api.lithic.com', 'github.com/lithic-com/lithic-node, src/index.ts'],
  ['Increase', 'sandbox.increase.com', 'api.increase.com', 'increase.com/documentation/api/overview'],
  ['Affirm', '', 'api.affirm.com', 'docs.affirm.com/developers/reference/authentication'],
  [
    'Mangopay',
    'api(?:-mtls)?.sandbox.mangopay.com',
    'api(?:-mtls)?.mangopay.com',
    'docs.mangopay.com/endpoints, docs.mangopay.com/api-references',
  ],
  [
    'Zuora',
    'rest.(?:apisandbox|(?:sandbox.(?:na|eu)|test(?:.eu|.ap)?)).zuora.com',
    'rest.(?:na.|eu.|ap.)?zuora.com',
    'developer.zuora.com/v1-api-reference/introduction',
  ],
  [
    'Mastercard',
    '(?:sandbox|mtf).api.mastercard.com',
    'api.mastercard.com',
    'developer.mastercard.com/mastercard-processing-core/documentation/api-reference',
  ],
  [
    'Visa',
    '(?:sandbox|cert).api.visa.com',
    'api.visa.com',
    'developer.visa.com/resources/environment-switching-and-testing',
  ],
  ['Worldpay', 'try.access.worldpay.com', 'access.worldpay.com', 'developer.worldpay.com/products/reference/go-live'],
  [
    'Afterpay',
    'global-api-sandbox.afterpay.com',
    'global-api.afterpay.com',
    'developers.afterpay.com/docs/api/reference/introduction',
  ],
  ['Coinbase', 'api-public.sandbox.exchange.coinbase.com', '', 'docs.cdp.coinbase.com/exchange/introduction/sandbox'],
  [
    'Binance',
    '(?:(?:api1|ws-api|stream).)?testnet.binance.vision',
    '(?:api(?:-gcp|[1-4])?|ws-api|stream).binance.com',
    'github.com/binance/binance-spot-api-docs, testnet/general-info.md',
  ],
];

export const separateHosts: readonly Provider[] = pairs.map(providerOfHosts);

/** The same as marks of a mode. */
export function providerOfHosts([provider, test, live, source]: HostPair): Provider {
  return {
    provider,
    test: test === '' ? [] : [hostOf(test)],
    live: live === '' ? [] : [hostOf(live)],
    source,
  };
}

/** A whole host with alternatives, and no part of a longer one: `test.api.…` is another than `api.…`. */
function hostOf(text: string): RegExp {
  return host(`(?<!\\.)(?:${text.replaceAll('.', '\\.')})`);
}

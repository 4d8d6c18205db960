import { host, type Provider } from './value-patterns.ts';

/** Providers whose tests have a host of their own, as they document it: the test host, the live one, and where it says so. */
const pairs: readonly (readonly [provider: string, test: string, live: string, source: string])[] = [
  ['Polar', 'sandbox(?:-api)?.polar.sh', 'api.polar.sh', 'polar.sh/docs/integrate/sandbox'],
  ['Klarna', 'api(?:-na|-oc)?.playground.klarna.com', 'api(?:-na|-oc)?.klarna.com', 'docs.klarna.com, "API URLs"'],
  ['Mailtrap', 'sandbox.(?:smtp|api).mailtrap.io', '(?:live.smtp|send.api).mailtrap.io', 'docs.mailtrap.io'],
  ['Ethereal', 'smtp.ethereal.email', '', 'ethereal.email/help, nodemailer.com/smtp/testing'],
  ['Chargebee', '[a-z0-9-]{1,60}-test.chargebee.com', '', 'chargebee.com/docs, "Test site"'],
  ['Dwolla', 'api-sandbox.dwolla.com', 'api.dwolla.com', 'developers.dwolla.com/docs/testing'],
  ['Airwallex', 'api-demo.airwallex.com', 'api.airwallex.com', 'airwallex.com/docs/api, "Environments"'],
  [
    'Wise',
    'api.(?:sandbox.transferwise.tech|wise-sandbox.com)',
    'api.(?:transferwise|wise).com',
    'docs.wise.com/api-docs',
  ],
  ['Alpaca', 'paper-api.alpaca.markets', 'api.alpaca.markets', 'docs.alpaca.markets/docs/paper-trading'],
  [
    'Authorize.net',
    'apitest.authorize.net',
    'api2?.authorize.net',
    'developer.authorize.net/hello_world/testing_guide',
  ],
  ['eBay', '(?:api|auth).sandbox.ebay.com', 'api.ebay.com', 'developer.ebay.com/api-docs/static/make-a-call'],
  [
    'Salesforce',
    '(?:test.salesforce|[a-z0-9-]{1,80}.sandbox.my.salesforce).com',
    '',
    'help.salesforce.com, "Sandbox URLs"',
  ],
  ['Amadeus', 'test.api.amadeus.com', 'api.amadeus.com', 'developers.amadeus.com, "Moving to production"'],
  ['FedEx', 'apis-sandbox.fedex.com', 'apis.fedex.com', 'developer.fedex.com, "Sandbox virtualization"'],
  ['UPS', 'wwwcie.ups.com', 'onlinetools.ups.com', 'developer.ups.com, "Environments"'],
  ['Avalara', 'sandbox-rest.avatax.com', 'rest.avatax.com', 'developer.avalara.com/avatax/sandbox'],
  ['TaxJar', 'api.sandbox.taxjar.com', 'api.taxjar.com', 'developers.taxjar.com/api/reference, "Sandbox"'],
  ['Cashfree', 'sandbox.cashfree.com', 'api.cashfree.com', 'cashfree.com/docs, "Environments"'],
  ['Midtrans', '(?:api|app).sandbox.midtrans.com', '(?:api|app).midtrans.com', 'docs.midtrans.com'],
  ['ACI', '(?:eu-)?test.oppwa.com', '(?:eu-prod.)?oppwa.com', 'docs.oppwa.com, "Endpoints"'],
  ['Lithic', 'sandbox.lithic.com', 'api.lithic.com', 'docs.lithic.com/docs/sandbox-mode'],
  ['Increase', 'sandbox.increase.com', 'api.increase.com', 'increase.com/documentation/sandbox'],
  ['Affirm', 'sandbox.affirm.com', 'api.affirm.com', 'docs.affirm.com, "Environments"'],
  ['Mangopay', 'api.sandbox.mangopay.com', 'api.mangopay.com', 'docs.mangopay.com, "Environments"'],
  [
    'Zuora',
    'rest.(?:apisandbox|test).(?:eu.)?zuora.com',
    'rest.(?:na.|eu.)?zuora.com',
    'developer.zuora.com, "Environments"',
  ],
  ['Mastercard', 'sandbox.api.mastercard.com', 'api.mastercard.com', 'developer.mastercard.com, "Environments"'],
  ['Visa', 'sandbox.api.visa.com', 'api.visa.com', 'developer.visa.com, "Environments"'],
  ['Worldpay', 'try.access.worldpay.com', 'access.worldpay.com', 'developer.worldpay.com, "Root URLs"'],
  ['Afterpay', 'global-api-sandbox.afterpay.com', 'global-api.afterpay.com', 'developers.afterpay.com, "Environments"'],
  ['Marqeta', 'sandbox-api.marqeta.com', '', 'marqeta.com/docs, "Sandbox"'],
  [
    'Coinbase',
    'api-public.sandbox.exchange.coinbase.com',
    'api.exchange.coinbase.com',
    'docs.cdp.coinbase.com, "Sandbox"',
  ],
  ['Binance', 'testnet.binance.(?:vision|future)', 'api.binance.com', 'developers.binance.com, "Testnet"'],
];

/** The same as marks of a mode. */
export const separateHosts: readonly Provider[] = pairs.map(([provider, test, live, source]) => ({
  provider,
  test: [hostOf(test)],
  live: live === '' ? [] : [hostOf(live)],
  source,
}));

/** A whole host with alternatives, and no part of a longer one: `test.api.…` is another than `api.…`. */
function hostOf(text: string): RegExp {
  return host(`(?<!\\.)(?:${text.replaceAll('.', '\\.')})`);
}

import { type HostPair, providerOfHosts } from './separate-hosts.ts';
import { beginning, type Provider } from './value-patterns.ts';

/** Hosts that code of others takes for a mode. */
const hosts: readonly HostPair[] = [
  ['ACI', 'test.oppwa.com', 'oppwa.com', 'public code: `test.oppwa.com` and `oppwa.com` as the two environments'],
  ['Affirm', 'sandbox.affirm.com', '', 'public code: `https://sandbox.affirm.com/api/v1`'],
  ['Apple', 'api.development.push.apple.com', '', 'rubydoc.info/gems/apnotic/0.10.0/Apnotic'],
  [
    'Binance',
    'testnet.binancefuture.com',
    '',
    'nautilustrader.io/docs/rust-api-latest/nautilus_binance/common/consts/constant.BINANCE_FUTURES_COIN_TESTNET_HTTP_URL.html',
  ],
  ['Chargebee', '[a-z0-9-]{1,60}-test.chargebee.com', '', 'public code: sites as `acme-test.chargebee.com`'],
  ['Coinbase', '', 'api.exchange.coinbase.com', 'public code: `https://api.exchange.coinbase.com`'],
  ['eBay', 'auth.sandbox.ebay.com', 'auth.ebay.com', 'public code: `https://auth.sandbox.ebay.com/oauth2/authorize`'],
  [
    'Intuit QuickBooks',
    '',
    'quickbooks.api.intuit.com',
    'app.unpkg.com/quickbooks-api@0.11.1/files/dist/types/enums/api-urls.js',
  ],
  ['Marqeta', '(?:shared-)?sandbox-api.marqeta.com', '', 'public code: `https://sandbox-api.marqeta.com/v3`'],
];

/** Marks that no page of the provider was found to state: what they say is told as a warning. */
export const marksInUse: readonly Provider[] = [
  {
    provider: 'Razorpay',
    test: [beginning('rzp_test_(?=[A-Za-z0-9])')],
    live: [beginning('rzp_live_(?=[A-Za-z0-9])')],
    source: 'github.com/CareSanctum/QuickCheck, docs/RAZORPAY_API_KEYS_GUIDE.md',
  },
  {
    provider: 'Xendit',
    test: [beginning('xnd_(?:public_)?development_')],
    live: [beginning('xnd_(?:public_)?production_')],
    source: 'public code: keys beside the host api.xendit.co',
  },
  {
    provider: 'Liveblocks or Trigger.dev',
    test: [beginning('[sp]k_dev_(?=[A-Za-z0-9])')],
    live: [beginning('[sp]k_prod_(?=[A-Za-z0-9])')],
    source: 'app.unpkg.com/trigger.dev@3.3.17/files/dist/esm/utilities/getApiKeyType.js',
  },
  {
    provider: 'Checkout.com',
    test: [beginning('[sp]k_sbox_(?=[a-z0-9])')],
    live: [],
    source: 'public code: keys beside the host api.sandbox.checkout.com',
  },
  {
    provider: 'EasyPost',
    test: [beginning('EZTK(?=[A-Za-z0-9]{54}(?![A-Za-z0-9]))')],
    live: [beginning('EZAK(?=[A-Za-z0-9]{54}(?![A-Za-z0-9]))')],
    source: 'gitleaks.io, rules easypost-test-api-token and easypost-api-token',
  },
  {
    provider: 'Mercado Pago',
    // Its test accounts have tokens of the live form (`APP_USR-`) too: those say nothing.
    test: [beginning('TEST-(?=[0-9a-f]{8}|\\d{10,})')],
    live: [],
    source: 'public code: access tokens beside the host api.mercadopago.com',
  },
  {
    provider: 'Duffel',
    test: [],
    live: [beginning('duffel_live_(?=\\w)')],
    source: 'public code: tokens beside the host api.duffel.com',
  },
  {
    provider: 'Persona',
    test: [beginning('persona_sandbox_(?=\\w)')],
    live: [beginning('persona_production_(?=\\w)')],
    source: 'public code: keys beside the host api.withpersona.com',
  },
  {
    provider: 'Cashfree',
    test: [beginning('cfsk_[a-z]{2}_test_')],
    live: [beginning('cfsk_[a-z]{2}_prod_')],
    source: 'public code: keys beside the host sandbox.cashfree.com',
  },
  {
    provider: 'Svix',
    test: [beginning('testsk_(?=[A-Za-z0-9])')],
    live: [],
    source: 'github.com/vercel/next-forge, packages/webhooks/keys.ts',
  },
  ...hosts.map(providerOfHosts),
].map((marks) => ({ ...marks, isSeenInUse: true }));

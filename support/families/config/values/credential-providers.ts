import { marksInUse } from './marks-in-use.ts';
import { separateHosts } from './separate-hosts.ts';
import { beginning, host, type Provider } from './value-patterns.ts';

/**
 * Marks that a provider states itself, in its documentation or in the code that it publishes, and at the end those that only
 * code of others shows. An unknown beginning says nothing.
 */
export const providers: readonly Provider[] = [
  {
    provider: 'Stripe, Clerk, Paystack, PayMongo or Moyasar',
    test: [beginning('(?:sk|pk|rk)_test_(?=[A-Za-z0-9])')],
    live: [beginning('(?:sk|pk|rk)_live_(?=[A-Za-z0-9])')],
    source:
      'docs.stripe.com/api/authentication, docs.stripe.com/keys; clerk.com/docs/deployments/clerk-environment-variables; docs-v2.paystack.com/docs/api/authentication; developers.paymongo.com/docs/account-settings-api-keys; docs.moyasar.com/guides/dashboard/get-your-api-keys',
  },
  {
    provider: 'Clerk',
    test: [host('[a-z0-9-]{1,63}\\.(?:clerk\\.)?accounts\\.dev'), host('[a-z0-9-]{1,63}\\.lclclerk\\.com')],
    live: [],
    source:
      'clerk.com/docs/guides/development/managing-environments; github.com/clerk/javascript, packages/shared/src/constants.ts',
  },
  {
    provider: 'Resend',
    test: [host('(?:onboarding|delivered|bounced|complained)@resend\\.dev')],
    live: [],
    source: 'resend.com/docs/knowledge-base/what-email-addresses-to-use-for-testing',
  },
  {
    provider: 'Paddle',
    test: [
      beginning('pdl_sdbx_(?=[a-z])'),
      host('sandbox-(?:api|vendors|checkout|buy)\\.paddle\\.com'),
      beginning('test_(?=[a-f0-9]{27}(?![A-Za-z0-9]))'),
    ],
    live: [
      beginning('pdl_live_(?=[a-z])'),
      host('(?:api|vendors)\\.paddle\\.com'),
      beginning('live_(?=[a-f0-9]{27}(?![A-Za-z0-9]))'),
    ],
    source: 'developer.paddle.com/api-reference/about/{api-keys,authentication,base-url}',
  },
  {
    provider: 'Plaid',
    test: [host('sandbox\\.plaid\\.com'), beginning('(?:access|public|link|asset-report)-sandbox-(?=[a-f0-9])')],
    live: [host('production\\.plaid\\.com'), beginning('(?:access|public|link|asset-report)-production-(?=[a-f0-9])')],
    source: 'plaid.com/docs/api, "API host"; plaid.com/docs/quickstart/glossary',
  },
  {
    provider: 'Square',
    test: [
      beginning('sandbox-sq0i[a-z]{2}-'),
      host('connect\\.squareupsandbox\\.com'),
      host('sandbox\\.web\\.squarecdn\\.com'),
    ],
    live: [beginning('sq0idp-(?=\\w)'), host('connect\\.squareup\\.com'), host('web\\.squarecdn\\.com')],
    source: 'developer.squareup.com/docs/devtools/sandbox/overview',
  },
  {
    provider: 'PayPal',
    test: [host('(?:api-m|api|www)\\.sandbox\\.paypal\\.com')],
    live: [host('(?:api-m|api)\\.paypal\\.com')],
    source:
      'developer.paypal.com/api/make-api-requests; paypal.github.io/PayPal-PHP-SDK/class-PayPal.Core.PayPalConstants.html',
  },
  {
    provider: 'Braintree',
    test: [
      host('(?:api|payments)\\.sandbox\\.braintree(?:gateway|-api)\\.com'),
      beginning('sandbox_[a-z0-9]{8}_(?=[a-z0-9]{16})'),
    ],
    live: [
      host('(?:api|payments)\\.braintree(?:gateway|-api)\\.com'),
      beginning('production_[a-z0-9]{8}_(?=[a-z0-9]{16})'),
    ],
    source:
      'developer.paypal.com/braintree/docs, "Sandbox"; github.com/braintree/braintree-web, src/lib/create-authorization-data.js',
  },
  {
    provider: 'Mollie',
    test: [beginning('test_(?=[A-Za-z0-9]{30,}(?![A-Za-z0-9]))')],
    live: [beginning('live_(?=[A-Za-z0-9]{30,}(?![A-Za-z0-9]))')],
    source:
      'docs.mollie.com/docs/authentication; github.com/mollie/mollie-api-php, src/Http/Auth/ApiKeyAuthenticator.php',
  },
  {
    provider: 'Checkout.com',
    // Each merchant has a host of its own below these.
    test: [host('api\\.sandbox\\.checkout\\.com')],
    live: [host('api\\.checkout\\.com')],
    source: 'checkout.com/docs/developer-resources/api/api-endpoints',
  },
  {
    provider: 'Adyen',
    test: [host('[a-z0-9-]{1,60}-test\\.adyen\\.com')],
    live: [host('[a-z0-9-]{1,60}-live\\.adyenpayments\\.com'), host('[a-z0-9-]{1,60}-live\\.adyen\\.com')],
    source: 'docs.adyen.com/development-resources/live-endpoints',
  },
  {
    provider: 'GoCardless',
    test: [host('api-sandbox\\.gocardless\\.com')],
    live: [host('api\\.gocardless\\.com')],
    source: 'developer.gocardless.com/getting-started/go-live-checklist',
  },
  {
    provider: 'Flutterwave',
    test: [beginning('FLW(?:SEC|PUB)K_TEST-')],
    live: [beginning('FLW(?:SEC|PUB)K-(?=[a-z0-9])')],
    source: 'developer.flutterwave.com/v3.0/docs/authentication',
  },
  {
    provider: 'Stytch',
    test: [beginning('(?:secret|project|public-token)-test-(?=[a-z0-9])'), host('test\\.stytch\\.com')],
    live: [beginning('(?:secret|project|public-token)-live-(?=[a-z0-9])'), host('api\\.stytch\\.com')],
    source:
      'stytch.com/docs/workspace-management/api-keys, stytch.com/docs/api; github.com/stytchauth/stytch-python, stytch/core/client_base.py',
  },
  {
    provider: 'Trigger.dev',
    test: [beginning('tr_dev_(?=[A-Za-z0-9])')],
    live: [beginning('tr_prod_(?=[A-Za-z0-9])')],
    source: 'trigger.dev/docs/apikeys, trigger.dev/docs/management/authentication',
  },
  {
    provider: 'Inngest',
    test: [beginning('signkey-(?:test|branch)-(?=[a-f0-9])')],
    live: [beginning('signkey-prod-(?=[a-f0-9])')],
    source: 'github.com/inngest/inngest, docs/SDK_SPEC.md and its prefixes of signing keys',
  },
  {
    provider: 'Shippo',
    test: [beginning('shippo_test_(?=[a-f0-9])')],
    live: [beginning('shippo_live_(?=[a-f0-9])')],
    source: 'docs.goshippo.com/guides/authentication',
  },
  {
    provider: 'Twilio',
    test: [/(?<!\d)\+1500555000[0-9](?!\d)/g],
    live: [],
    source: 'twilio.com/docs/iam/test-credentials, twilio.com/docs/messaging/tutorials/automate-testing',
  },
  {
    provider: 'DocuSign',
    test: [host('demo\\.docusign\\.net'), host('account-d\\.docusign\\.com')],
    live: [host('account\\.docusign\\.com')],
    source: 'developers.docusign.com/platform/api-endpoint-base-paths',
  },
  {
    provider: 'Intuit QuickBooks',
    test: [host('sandbox-quickbooks\\.api\\.intuit\\.com')],
    live: [],
    source: 'github.com/intuit/oauth-jsclient, README.md',
  },
  {
    provider: 'Apple',
    test: [
      host('api\\.sandbox\\.push\\.apple\\.com'),
      host('sandbox\\.itunes\\.apple\\.com'),
      host('api\\.storekit-sandbox\\.(?:itunes\\.)?apple\\.com'),
    ],
    live: [
      host('api\\.push\\.apple\\.com'),
      host('buy\\.itunes\\.apple\\.com'),
      host('api\\.storekit\\.(?:itunes\\.)?apple\\.com'),
    ],
    source:
      'developer.apple.com/documentation: usernotifications/sending-notification-requests-to-apns, appstorereceipts/verify-receipt, appstoreserverapi/environment',
  },
  {
    provider: 'Turnstile',
    // Keys that always pass, always block, or always ask.
    test: [beginning('[123]x0{20}(?:AA|AB|BB|FF)(?![A-Za-z0-9])'), beginning('[123]x0{31}AA(?![A-Za-z0-9])')],
    live: [],
    source: 'developers.cloudflare.com/turnstile/troubleshooting/testing',
  },
  {
    provider: 'reCAPTCHA',
    test: [beginning('6LeIxAcTAAAAA(?:JcZVRqyHh71UMIEGNQ_MXjiZKhI|GG-vFI1TnRWxMZNFuojJ4WifJWe)')],
    live: [],
    source: 'developers.google.com/recaptcha/docs/faq, "automated tests"',
  },
  {
    provider: 'hCaptcha',
    test: [beginning('[1-3]0000000-ffff-ffff-ffff-00000000000[1-9]'), beginning('0x0{40}(?![0-9a-fA-F])')],
    live: [],
    source: 'docs.hcaptcha.com/#integration-testing-test-keys',
  },
  {
    provider: 'AdMob',
    test: [beginning('ca-app-pub-3940256099942544(?=[~/])')],
    live: [],
    source: 'developers.google.com/admob/android/test-ads',
  },
  {
    provider: 'Midtrans',
    // Nothing is documented of live keys: newer ones of the sandbox begin without `SB-` too.
    test: [beginning('SB-Mid-(?:server|client)-')],
    live: [],
    source: 'docs.midtrans.com/reference/authorization, the example key',
  },
  {
    provider: 'Klarna',
    test: [beginning('klarna_test_(?:api|client)_')],
    live: [beginning('klarna_live_(?:api|client)_')],
    source: 'docs.klarna.com/api/authentication',
  },
  {
    provider: 'Duffel',
    test: [beginning('duffel_test_(?=\\w)')],
    live: [],
    source: 'duffel.com/docs/api/overview/test-mode',
  },
  {
    provider: 'Onfido',
    test: [beginning('api_sandbox(?:_[a-z]{2})?\\.(?=[A-Za-z0-9_-]{20})')],
    live: [beginning('api_live(?:_[a-z]{2})?\\.(?=[A-Za-z0-9_-]{20})')],
    source: 'developers.onfido.com/guide/get-started-integrating',
  },
  {
    provider: 'Omise',
    test: [beginning('[sp]key_test_(?=[a-z0-9])')],
    // A live key has no word for its mode: its whole form, 19 characters, is asked for.
    live: [beginning('[sp]key_(?=[a-z0-9]{19}(?![A-Za-z0-9_-]))')],
    source: 'docs.omise.co/api-authentication',
  },
  {
    provider: 'Iyzico',
    test: [beginning('sandbox-(?=[A-Za-z0-9]{32}(?![A-Za-z0-9]))'), host('sandbox-api\\.iyzipay\\.com')],
    live: [host('api\\.iyzipay\\.com')],
    source: 'docs.iyzico.com/en/getting-started/preliminaries/live-vs-sandbox',
  },
  {
    provider: 'Postmark',
    test: [beginning('POSTMARK_API_TEST(?!\\w)')],
    live: [],
    source: 'postmarkapp.com/llms.txt, "Authentication"',
  },
  {
    provider: 'Mailgun',
    test: [host('sandbox[0-9a-f]{20,40}\\.mailgun\\.org')],
    live: [],
    source: 'documentation.mailgun.com/docs/mailgun/user-manual/domains/domains-sandbox',
  },
  ...separateHosts,
  ...marksInUse,
];

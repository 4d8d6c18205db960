import { separateHosts } from './separate-hosts.ts';
import { beginning, host, type Provider } from './value-patterns.ts';

/** Only marks that a provider documents: an unknown beginning says nothing. */
export const providers: readonly Provider[] = [
  {
    provider: 'Stripe, Clerk, WorkOS or Paystack',
    test: [beginning('(?:sk|pk|rk)_test_(?=[A-Za-z0-9])')],
    live: [beginning('(?:sk|pk|rk)_live_(?=[A-Za-z0-9])')],
    source:
      'docs.stripe.com/keys; clerk.com/docs, "Clerk environment variables"; workos.com/docs, "API keys"; paystack.com/docs',
  },
  {
    provider: 'Clerk',
    test: [host('[a-z0-9-]{1,63}\\.clerk\\.accounts\\.dev'), host('[a-z0-9-]{1,63}\\.lclclerk\\.com')],
    live: [],
    source: 'clerk.com/docs/deployments/environments',
  },
  {
    provider: 'Resend',
    test: [host('(?:onboarding|delivered|bounced|complained)@resend\\.dev')],
    live: [],
    source: 'resend.com/docs/dashboard/emails/send-test-emails',
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
    test: [host('sandbox\\.plaid\\.com'), beginning('(?:access|public|link)-sandbox-(?=[a-f0-9])')],
    live: [host('production\\.plaid\\.com'), beginning('(?:access|public|link)-production-(?=[a-f0-9])')],
    source: 'plaid.com/docs/api, "API host", "Tokens"',
  },
  {
    provider: 'Razorpay',
    test: [beginning('rzp_test_(?=[A-Za-z0-9])')],
    live: [beginning('rzp_live_(?=[A-Za-z0-9])')],
    source: 'razorpay.com/docs/payments/dashboard/account-settings/api-keys',
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
    source: 'developer.paypal.com/api/rest/requests, "API base URLs"',
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
    source: 'developer.paypal.com/braintree/docs, "Sandbox", "Tokenization keys"',
  },
  {
    provider: 'Mollie',
    test: [beginning('test_(?=[A-Za-z0-9]{30,}(?![A-Za-z0-9]))')],
    live: [beginning('live_(?=[A-Za-z0-9]{30,}(?![A-Za-z0-9]))')],
    source: 'docs.mollie.com/docs/authentication',
  },
  {
    provider: 'Checkout.com',
    test: [beginning('[sp]k_sbox_(?=[a-z0-9])'), host('api\\.sandbox\\.checkout\\.com')],
    live: [host('api\\.checkout\\.com')],
    source: 'checkout.com/docs, "API keys"',
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
    source: 'developer.gocardless.com/api-reference, "Environments"',
  },
  {
    provider: 'Flutterwave',
    test: [beginning('FLW(?:SEC|PUB)K_TEST-')],
    live: [beginning('FLW(?:SEC|PUB)K-(?=[a-z0-9])')],
    source: 'developer.flutterwave.com/docs/authentication',
  },
  {
    provider: 'Xendit',
    test: [beginning('xnd_(?:public_)?development_')],
    live: [beginning('xnd_(?:public_)?production_')],
    source: 'docs.xendit.co, "API keys"',
  },
  {
    provider: 'Stytch',
    test: [beginning('(?:secret|project|public-token)-test-(?=[a-z0-9])'), host('test\\.stytch\\.com')],
    live: [beginning('(?:secret|project|public-token)-live-(?=[a-z0-9])'), host('api\\.stytch\\.com')],
    source: 'stytch.com/docs/workspace-management/environments',
  },
  {
    provider: 'Liveblocks',
    test: [beginning('[sp]k_dev_(?=[A-Za-z0-9])')],
    live: [beginning('[sp]k_prod_(?=[A-Za-z0-9])')],
    source: 'liveblocks.io/docs/authentication',
  },
  {
    provider: 'Trigger.dev',
    test: [beginning('tr_dev_(?=[A-Za-z0-9])')],
    live: [beginning('tr_prod_(?=[A-Za-z0-9])')],
    source: 'trigger.dev/docs/apikeys',
  },
  {
    provider: 'Inngest',
    test: [beginning('signkey-(?:test|branch)-(?=[a-f0-9])')],
    live: [beginning('signkey-prod-(?=[a-f0-9])')],
    source: 'inngest.com/docs/platform/signing-keys',
  },
  {
    provider: 'Shippo',
    test: [beginning('shippo_test_(?=[a-f0-9])')],
    live: [beginning('shippo_live_(?=[a-f0-9])')],
    source: 'docs.goshippo.com/docs/guides_general/authentication',
  },
  {
    provider: 'Twilio',
    test: [/(?<!\d)\+1500555000[0-9](?!\d)/g],
    live: [],
    source: 'twilio.com/docs/iam/test-credentials',
  },
  {
    provider: 'DocuSign',
    test: [host('demo\\.docusign\\.net'), host('account-d\\.docusign\\.com')],
    live: [host('account\\.docusign\\.com')],
    source: 'developers.docusign.com/platform/auth',
  },
  {
    provider: 'Intuit QuickBooks',
    test: [host('sandbox-quickbooks\\.api\\.intuit\\.com')],
    live: [host('quickbooks\\.api\\.intuit\\.com')],
    source: 'developer.intuit.com, "Base URLs"',
  },
  {
    provider: 'Apple',
    test: [
      host('api\\.(?:sandbox|development)\\.push\\.apple\\.com'),
      host('sandbox\\.itunes\\.apple\\.com'),
      host('api\\.storekit-sandbox\\.itunes\\.apple\\.com'),
    ],
    live: [
      host('api\\.push\\.apple\\.com'),
      host('buy\\.itunes\\.apple\\.com'),
      host('api\\.storekit\\.itunes\\.apple\\.com'),
    ],
    source: 'developer.apple.com/documentation, "Sending notification requests to APNs", "App Store Server API"',
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
    source: 'docs.hcaptcha.com, "Integration testing: test keys"',
  },
  {
    provider: 'AdMob',
    test: [beginning('ca-app-pub-3940256099942544(?=[~/])')],
    live: [],
    source: 'developers.google.com/admob/android/test-ads',
  },
  {
    provider: 'EasyPost',
    test: [beginning('EZTK(?=[A-Za-z0-9]{54}(?![A-Za-z0-9]))')],
    live: [beginning('EZAK(?=[A-Za-z0-9]{54}(?![A-Za-z0-9]))')],
    // EasyPost's own documentation says nothing of the beginning.
    source: 'gitleaks.io, rules easypost-test-api-token and easypost-api-token',
  },
  {
    provider: 'Midtrans',
    // Nothing is documented of live keys: newer ones of the sandbox begin without `SB-` too.
    test: [beginning('SB-Mid-(?:server|client)-')],
    live: [],
    source: 'docs.midtrans.com/reference/authorization, the example key',
  },
  {
    provider: 'Mercado Pago',
    // Its test accounts have tokens of the live form (`APP_USR-`) too: those say nothing.
    test: [beginning('TEST-(?=[0-9a-f]{8}|\\d{10,})')],
    live: [],
    source: 'mercadopago.com.br/developers/en/docs/checkout-pro-preferences/test-accounts',
  },
  {
    provider: 'Klarna',
    test: [beginning('klarna_test_(?:api|client)_')],
    live: [beginning('klarna_live_(?:api|client)_')],
    source: 'docs.klarna.com, "API credentials"',
  },
  {
    provider: 'Duffel',
    test: [beginning('duffel_test_(?=\\w)')],
    live: [beginning('duffel_live_(?=\\w)')],
    source: 'duffel.com/docs/api/overview/test-mode',
  },
  {
    provider: 'Onfido',
    test: [beginning('api_sandbox(?:_[a-z]{2})?\\.(?=[A-Za-z0-9_-]{20})')],
    live: [beginning('api_live(?:_[a-z]{2})?\\.(?=[A-Za-z0-9_-]{20})')],
    source: 'documentation.onfido.com/api, "API tokens"',
  },
  {
    provider: 'Persona',
    test: [beginning('persona_sandbox_(?=\\w)')],
    live: [beginning('persona_production_(?=\\w)')],
    source: 'docs.withpersona.com/api-keys',
  },
  {
    provider: 'Cashfree',
    test: [beginning('cfsk_[a-z]{2}_test_')],
    live: [beginning('cfsk_[a-z]{2}_prod_')],
    source: 'cashfree.com/docs, "API keys"',
  },
  {
    provider: 'Svix',
    test: [beginning('testsk_(?=[A-Za-z0-9])')],
    live: [],
    source: 'docs.svix.com/api-keys',
  },
  {
    provider: 'Omise',
    test: [beginning('[sp]key_test_(?=[a-z0-9])')],
    live: [beginning('[sp]key_live_(?=[a-z0-9])')],
    source: 'omise.co/api-authentication, docs.opn.ooo',
  },
  {
    provider: 'Iyzico',
    test: [beginning('sandbox-(?=[A-Za-z0-9]{32}(?![A-Za-z0-9]))'), host('sandbox-api\\.iyzipay\\.com')],
    live: [host('api\\.iyzipay\\.com')],
    source: 'docs.iyzico.com, "Sandbox"',
  },
  {
    provider: 'Postmark',
    test: [beginning('POSTMARK_API_TEST(?!\\w)')],
    live: [],
    source: 'postmarkapp.com/developer/user-guide/send-email-with-api',
  },
  {
    provider: 'Mailgun',
    test: [host('sandbox[0-9a-f]{20,40}\\.mailgun\\.org')],
    live: [],
    source: 'documentation.mailgun.com, "Sandbox domain"',
  },
  ...separateHosts,
];

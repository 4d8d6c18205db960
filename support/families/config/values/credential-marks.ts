import { deploymentReference, readDeployKey } from '../../../settings/index.ts';

export type CredentialMode = 'test' | 'live';

/** What a provider writes into its keys, addresses or ids, so that the mode is known from the value alone. */
export interface CredentialMark {
  provider: string;
  mode: CredentialMode;
  /** What is seen, without anything secret: "sk_test_". */
  seen: string;
}

interface Provider {
  provider: string;
  /** Each matches at the beginning of a word; what it matches is shown. */
  test: readonly RegExp[];
  live: readonly RegExp[];
  /** Where the provider documents it. */
  source: string;
}

const beginning = (text: string) => new RegExp(`(?<![A-Za-z0-9_-])(?:${text})`, 'g');
const host = (text: string) => new RegExp(`(?<![A-Za-z0-9-])(?:${text})(?![a-z0-9-]|\\.[a-z0-9])`, 'gi');

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
];

/** Every documented mark of a mode in a value. Linear in its length. */
export function credentialMarks(value: string): CredentialMark[] {
  const marks = providers.flatMap(({ provider, test, live }) =>
    (['test', 'live'] as const).flatMap((mode) =>
      (mode === 'test' ? test : live).flatMap((form) =>
        [...value.matchAll(form)].map(([seen]): CredentialMark => ({ provider, mode, seen })),
      ),
    ),
  );
  return [...new Map(marks.map((mark) => [`${mark.mode} ${mark.seen}`, mark])).values()];
}

/** The mode of a Convex deploy key or deployment name. Source: docs.convex.dev/cli/deploy-key-types. */
export function convexMark(value: string, isDeploymentName: boolean): CredentialMark | undefined {
  const provider = 'Convex';
  const key = readDeployKey(value);
  if (key?.opens === 'preview')
    return { provider, mode: 'test', seen: `preview:${key.team}:${key.project}, which deploys into previews only` };
  const kind = key?.opens === 'deployment' ? key.kind : undefined;
  const named = isDeploymentName ? deploymentReference(value).kind : kind;
  if (named === undefined) return undefined;
  return { provider, mode: named === 'prod' ? 'live' : 'test', seen: `${named}:` };
}

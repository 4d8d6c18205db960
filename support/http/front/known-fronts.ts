/** What answers in the place of a service: it says nothing about the service behind it. */
export interface Front {
  /** "a challenge of Cloudflare". */
  what: string;
  /** How the runner is let through. */
  enable: string;
}

/** What an answer is recognised by. */
export interface FrontFacts {
  status: number;
  headers: Pick<Headers, 'get'>;
  /** The beginning of the body. */
  body: string;
  /** The address that was asked for. */
  url: string;
}

/** One product that answers in the place of a service, and what its answers are recognised by. */
interface KnownFront extends Front {
  isIn(facts: FrontFacts & { target: URL | null }): boolean;
}

const skipped = (rule: string) =>
  `Let this runner through: ${rule} that skips its address or a secret header (\`headers\` of the platform in the deployment config).`;
const byHeaders = 'Send what lets the runner through: `headers` of the platform in the deployment config.';
const otherNetwork = 'Run where the network lets requests through, or let the proxy pass these addresses.';

/**
 * Products beside Cloudflare whose answers cannot be the service's own. Sources: AWS WAF developer guide, "Challenge and CAPTCHA actions"
 * (`x-amzn-waf-action`); vercel.com/docs, "Attack Challenge Mode" (`x-vercel-mitigated`); docs.cloud.google.com/iap, "Identity-Aware
 * Proxy answers" (`x-goog-iap-generated-response`); ngrok.com/docs/errors/err_ngrok_6024.
 */
const knownFronts: readonly KnownFront[] = [
  {
    what: "a block of Cloudflare's firewall",
    enable: skipped('a WAF rule'),
    isIn: ({ status, body }) =>
      status >= 400 &&
      /Attention Required! \| Cloudflare|data-translate="block_headline"|Sorry, you have been blocked/.test(body),
  },
  {
    what: 'a challenge of AWS WAF',
    enable: skipped('a WAF rule'),
    isIn: ({ headers }) => headers.get('x-amzn-waf-action') !== null,
  },
  {
    what: 'a challenge or a block of Vercel',
    enable: skipped('a firewall rule'),
    isIn: ({ status, headers, body }) =>
      headers.get('x-vercel-mitigated') !== null || (status >= 400 && /<title>Vercel Security Checkpoint/.test(body)),
  },
  {
    what: 'a block of Akamai',
    enable: skipped('a rule'),
    isIn: ({ status, headers, body }) =>
      status === 403 && (/AkamaiGHost/i.test(headers.get('server') ?? '') || /errors\.edgesuite\.net/.test(body)),
  },
  {
    what: 'a challenge of Imperva',
    enable: skipped('a rule'),
    // Imperva adds its script to healthy pages too: those have a title or a script of their own.
    isIn: ({ body }) =>
      /Incapsula incident ID/.test(body) ||
      (/\/_Incapsula_Resource\?/.test(body) &&
        !/<title[^<>]*>\s*[^<\s]|<h1\b|<script\b[^<>]*\bsrc\s*=(?!\s*["']?[^"'\s>]*_Incapsula_Resource)/i.test(body)),
  },
  {
    what: 'a challenge of DataDome',
    enable: skipped('a rule'),
    isIn: ({ status, headers, body }) =>
      status >= 400 && (/captcha-delivery\.com/.test(body) || /DataDome/i.test(headers.get('server') ?? '')),
  },
  {
    what: "a block of Sucuri's firewall",
    enable: skipped('a rule'),
    isIn: ({ status, body }) => status >= 400 && /Sucuri W\w+ Firewall/i.test(body),
  },
  {
    what: 'a challenge of HUMAN (PerimeterX)',
    enable: skipped('a rule'),
    isIn: ({ status, body }) =>
      status >= 400 && (/\bid\s*=\s*["']px-captcha\b/.test(body) || /"jsClientSrc"\s*:\s*"[^"]*init\.js"/.test(body)),
  },
  {
    what: 'a challenge of Kasada',
    enable: skipped('a rule'),
    isIn: ({ status, headers }) => status === 429 && headers.get('x-kpsdk-ct') !== null,
  },
  {
    what: 'a block of F5’s firewall',
    enable: skipped('a rule'),
    isIn: ({ body }) =>
      /<title>\s*Request Rejected\s*<\/title>/i.test(body) && /\bsupport ID is:?\s*(?:<[^>]*>\s*)*\d/i.test(body),
  },
  {
    what: 'a block of Azure Front Door',
    enable: skipped('a WAF rule'),
    isIn: ({ status, headers, body }) =>
      status === 403 &&
      (/<title>\s*Azure WAF\s*<\/title>/i.test(body) ||
        (headers.get('x-azure-ref') !== null && /The request is blocked/i.test(body))),
  },
  {
    what: 'a challenge of Fastly',
    enable: skipped('a rule'),
    isIn: ({ status, body }) => status >= 400 && /\/_fs-ch-\w+\//.test(body),
  },
  {
    what: 'a challenge of Anubis',
    enable: skipped('a rule'),
    isIn: ({ body }) => /<script id="anubis_(?:version|challenge)"/.test(body),
  },
  {
    what: 'a block of DDoS-Guard',
    enable: skipped('a rule'),
    isIn: ({ status, headers, body }) =>
      status >= 400 && /ddos-guard/i.test(headers.get('server') ?? '') && /DDoS-Guard/i.test(body),
  },
  {
    what: 'a block of Wordfence',
    enable: skipped('a rule'),
    isIn: ({ status, body }) =>
      status >= 400 && /\bWordfence\b/.test(body) && /access to this (?:site|service) has been limited/i.test(body),
  },
  {
    what: 'the login of Google’s Identity-Aware Proxy',
    enable: byHeaders,
    isIn: ({ headers }) => headers.get('x-goog-iap-generated-response') !== null,
  },
  {
    what: 'the warning page of ngrok',
    enable: 'Send the header that skips it: `headers: { "ngrok-skip-browser-warning": … }` of the platform.',
    isIn: ({ headers }) => headers.get('ngrok-error-code') === 'ERR_NGROK_6024',
  },
  {
    what: 'a proxy of this network',
    enable: otherNetwork,
    isIn: ({ target }) =>
      target !== null &&
      /(?:^|\.)(?:zscaler\w*\.(?:net|com)|opendns\.com|iboss\.com|goskope\.com|menlosecurity\.com|blockpage\.\S+)$/.test(
        target.hostname,
      ),
  },
];

/** @returns undefined where none of them is recognised */
export function knownFront(facts: FrontFacts): Front | undefined {
  const { status, headers, url } = facts;
  const location = status >= 300 && status <= 399 ? headers.get('location') : null;
  const target = location === null ? null : URL.parse(location, url);
  const found = knownFronts.find((each) => each.isIn({ ...facts, target }));
  return found && { what: found.what, enable: found.enable };
}

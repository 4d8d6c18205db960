import { type Front, type FrontFacts, knownFront } from './known-fronts.ts';
import { maintenance } from './maintenance.ts';
import { networkPage } from './network-page.ts';
import { leadsOn } from './page-text.ts';

export type { Front, FrontFacts } from './known-fronts.ts';

const letThrough =
  'Let this runner through: a WAF rule that skips its address or a secret header (`headers` of the platform in the deployment config), or a runner inside the network.';
const accessEnable =
  'Give the runner a service token: `access: { clientId: { key: … }, clientSecret: { key: … } }` of the platform in the deployment config.';

/** Refusals of a client by Cloudflare. Others, such as 1016 and 1101, say that the service itself is broken. */
const refusesClient = /^(?:1005|1006|1007|1008|1009|1010|1011|1012|1013|1015|1020|1106|1200)$/;
const loginHosts = /(?:^|\.)(?:cloudflareaccess\.com|vercel\.com)$/;
const proxies =
  /\b(?:zscaler|blue ?coat|fortiguard|fortigate|websense|forcepoint|squid|mcafee web gateway|palo alto networks|barracuda web|sophos web|netskope|cisco umbrella)\b/i;

/**
 * What stands in front of a service, where the answer cannot be the service's own; undefined for every other answer.
 * Sources: developers.cloudflare.com/cloudflare-challenges, "Detect a challenge page response"; developers.cloudflare.com/support,
 * "Cloudflare 1xxx errors"; RFC 6585, section 6 (511).
 */
export function frontOf(facts: FrontFacts): Front | undefined {
  return challenge(facts) ?? refusal(facts) ?? login(facts) ?? knownFront(facts) ?? networkPage(facts) ?? proxy(facts);
}

/**
 * The same for an address that everybody may read, such as a page: there a password, a login or a maintenance page stands in
 * front too. Of an API, a 401 may be the right answer.
 */
export function frontOfPage(facts: FrontFacts): Front | undefined {
  return frontOf(facts) ?? password(facts) ?? loginPage(facts) ?? captcha(facts) ?? maintenance(facts);
}

function challenge({ headers, body, status }: FrontFacts): Front | undefined {
  // Cloudflare adds a script of `/cdn-cgi/challenge-platform/` to healthy pages too, to the site's own 404 as well.
  const isPage =
    /_cf_chl_opt|\/cdn-cgi\/challenge-platform\/[^"'\s]*\borchestrate\b|<title>Just a moment(?:\.\.\.|…)?\s*<\/title>/i.test(
      body,
    );
  const isChallenge = headers.get('cf-mitigated') === 'challenge' || (status !== 200 && isPage);
  return isChallenge ? { what: 'a challenge of Cloudflare', enable: letThrough } : undefined;
}

function refusal({ headers, body, status }: FrontFacts): Front | undefined {
  if (status < 400) return undefined;
  const isCloudflare = /cloudflare/i.test(headers.get('server') ?? '') || headers.get('cf-ray') !== null;
  const [, plain, html] =
    /^\s*error code: (1\d{3})\s*$|\bError(?: code)?\s*<\/span>\s*<span[^>]*>\s*(1\d{3})|/i.exec(body) ?? [];
  const nested = /\bError code\s*<span[^>]*>\s*(1\d{3})\b/i.exec(body)?.[1];
  const problem = /"cloudflare_error"\s*:\s*true|developers\.cloudflare\.com/.test(body)
    ? /"error_code"\s*:\s*(1\d{3})\b/.exec(body)?.[1]
    : undefined;
  const code =
    plain ?? html ?? nested ?? problem ?? /\bError (1\d{3})\b[\s\S]{0,400}(?:Ray ID|cloudflare)/i.exec(body)?.[1];
  const isPage = /cf-error-details|cloudflare|Ray ID/i.test(body);
  if (code === undefined || !refusesClient.test(code) || !(isCloudflare || isPage)) return undefined;
  const words = code === '1015' ? 'too many requests' : 'this client may not pass';
  return { what: `Cloudflare's error ${code} (${words})`, enable: letThrough };
}

function login({ status, headers, body, url }: FrontFacts): Front | undefined {
  const target = URL.parse(headers.get('location') ?? '', url);
  const leadsToLogin = status >= 300 && status <= 399 && target !== null && loginHosts.test(target.hostname);
  if (
    /Cloudflare-Access/i.test(headers.get('www-authenticate') ?? '') ||
    (leadsToLogin && /cloudflareaccess/.test(target.hostname))
  )
    return { what: 'the login of Cloudflare Access', enable: accessEnable };
  if (
    (status === 403 && headers.get('cf-access-domain') !== null) ||
    (status >= 400 && /<title>[^<]*Cloudflare Access/i.test(body)) ||
    // An app behind Access links to `/cdn-cgi/access/logout` itself.
    (/<title>[^<]*Cloudflare Access/i.test(body) && /\/cdn-cgi\/access\/|cloudflareaccess\.com/.test(body)) ||
    (/\/cdn-cgi\/access\/(?:login|callback|sso)|cloudflareaccess\.com/.test(body) && /["' ]login-page/.test(body))
  )
    return { what: 'the login of Cloudflare Access', enable: accessEnable };
  if (
    (leadsToLogin && /sso-api/.test(target.pathname)) ||
    (status === 401 && /_vercel_sso_nonce/.test(headers.get('set-cookie') ?? '')) ||
    (status === 401 && /\/\/vercel\.com\/sso-api\b/.test(body))
  )
    return {
      what: 'the protection of Vercel deployments',
      enable: 'Send its bypass secret: `headers` of the platform in the deployment config.',
    };
  if (status === 401 && /\/\/app\.netlify\.com\/(?:authorize|login|edge-auth)\b/.test(body))
    return {
      what: 'the login of Netlify',
      enable: 'Take the protection off the deployment that is verified, or verify it at its own protected address.',
    };
  return undefined;
}

function proxy({ status, headers, body }: FrontFacts): Front | undefined {
  const named = proxies.exec(
    `${headers.get('via') ?? ''} ${headers.get('server') ?? ''} ${status >= 400 || status === 200 ? body.slice(0, 4_000) : ''}`,
  );
  const enable = 'Run where the network lets requests through, or let the proxy pass these addresses.';
  if (status === 511) return { what: 'a network that asks for a sign-in (status 511)', enable };
  if (status === 407) return { what: 'a proxy that asks for a password (status 407)', enable };
  const title = /<title>([^<]*)/i.exec(body)?.[1] ?? '';
  const blocks = status >= 400 || /blocked|denied|captive|sign in to (?:the )?network/i.test(title);
  if (headers.get('x-squid-error') !== null || (named !== null && blocks && !/^\s*[[{]/.test(body)))
    return { what: `a proxy of this network${named ? ` (${named[0]})` : ''}`, enable };
  return undefined;
}

function password({ status, headers, body }: FrontFacts): Front | undefined {
  const enable =
    'Give the runner a name and a password: `basicAuth: { user: { key: … }, password: { key: … } }` of the platform.';
  if (status === 401 && /^\s*Basic\b/i.test(headers.get('www-authenticate') ?? ''))
    return { what: 'a password (HTTP authentication)', enable };
  const scheme = status === 401 ? /^\s*(\w+)/.exec(headers.get('www-authenticate') ?? '')?.[1] : undefined;
  if (scheme !== undefined)
    return {
      what: `a sign-in (status 401, ${scheme})`,
      enable: 'Let the runner through: `headers` of the platform in the deployment config.',
    };
  if ((status === 401 || status === 403) && /<input[^>]+type\s*=\s*["']?password/i.test(body))
    return {
      what: 'a password page',
      enable: 'Let the runner through: `headers` or `basicAuth` of the platform in the deployment config.',
    };
  return undefined;
}

const loginProviders =
  /(?:^|\.)(?:login\.microsoftonline\.com|login\.windows\.net|b2clogin\.com|ciamlogin\.com|accounts\.google\.com|okta\.com|oktapreview\.com|auth0\.com|onelogin\.com|pingidentity\.com|pingone\.\w+|amazoncognito\.com|duosecurity\.com|workos\.com|github\.com|github\.dev|gitlab\.com|clerk\.accounts\.dev)$/;
const loginPaths =
  /\/(?:login|log-in|signin|sign-in|sign_in|sso|saml2?|openid-connect|oauth2?\/(?:v[\d.]+\/)?(?:auth|authorize|start|sign_in)|o\/authorize|application\/o\/authorize)(?:\/|$)/i;
/** Paths of a login that stands in front on the same host: oauth2-proxy, Azure App Service. */
const ownLoginPaths = /^\/(?:oauth2\/(?:start|sign_in|auth)|\.auth\/login|_oauth|outpost\.goauthentik\.io)(?:\/|$)/;

function loginPage({ status, headers, url, body }: FrontFacts): Front | undefined {
  const enable = 'Let the runner through: `access`, `headers` or `basicAuth` of the platform in the deployment config.';
  const hasOwn =
    (status === 401 || status === 403) && /["'](?:\/oauth2\/(?:start|sign_in)|\/\.auth\/login)\b/.test(body);
  if (hasOwn) return { what: `a login (${new URL(url).host})`, enable };
  const location = status >= 300 && status <= 399 ? headers.get('location') : leadsOn(body);
  const target = location === null || location === undefined ? null : URL.parse(location, url);
  if (target === null) return undefined;
  if (target.origin === new URL(url).origin)
    return ownLoginPaths.test(target.pathname) ? { what: `a login (${target.host})`, enable } : undefined;
  const isPortal =
    (/(?:^|\.)(?:captive|portal|hotspot|wifi|guest)[\w-]*\./i.test(`.${target.hostname}.`) &&
      !isRelated(target, url)) ||
    (isOfLocalNetwork(target.hostname) && !isOfLocalNetwork(new URL(url).hostname));
  if (isPortal)
    return {
      what: `the sign-in of a network (${target.host})`,
      enable: 'Run where the network lets requests through.',
    };
  const isLogin = loginProviders.test(target.hostname) || loginPaths.test(target.pathname) || asksToReturn(target, url);
  return isLogin ? { what: `a login (${target.host})`, enable } : undefined;
}

/** Whether two hosts end in the same two names: `portal.acme.com` belongs to `acme.com`. */
function isRelated({ hostname }: URL, url: string): boolean {
  const end = (host: string) => host.split('.').slice(-2).join('.');
  return end(hostname) === end(new URL(url).hostname);
}

/** Addresses that no site on the internet leads to. 192.0.2.1 and 1.1.1.1 are usual for wireless controllers. Source: RFC 1918, RFC 5737. */
function isOfLocalNetwork(hostname: string): boolean {
  return (
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|127\.|192\.0\.2\.)[\d.]+$|^1\.1\.1\.1$/.test(
      hostname,
    ) || hostname === 'localhost'
  );
}

/** Whether an address says where to come back to: a client of OAuth, a request of SAML, or the address that was asked for. */
function asksToReturn(target: URL, url: string): boolean {
  const { searchParams } = target;
  if (searchParams.has('SAMLRequest') || (searchParams.has('client_id') && searchParams.has('redirect_uri')))
    return true;
  const { origin } = new URL(url);
  return [...searchParams].some(
    ([name, value]) =>
      /^(?:rd|rm|return\w*|redirect\w*|next|continue|origurl|goto|target|url|service|back)$/i.test(name) &&
      value.startsWith(origin),
  );
}

function captcha({ status, body }: FrontFacts): Front | undefined {
  const asks =
    status >= 400 &&
    /<[^<>]+(?:g-recaptcha|h-captcha|cf-turnstile)|verify (?:that )?you are (?:a )?human|checking your browser|<title>[^<]*human verification/i.test(
      body,
    );
  return asks ? { what: `a challenge (status ${status})`, enable: letThrough } : undefined;
}

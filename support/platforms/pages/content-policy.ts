/** A content security policy: its directives by name, each with its sources in lower case. */
export type ContentPolicy = ReadonlyMap<string, readonly string[]>;

/** The policies of a header: a comma separates them, and each has to allow. Source: CSP Level 3, section 2.2. */
export function policiesOf(header: string | null): ContentPolicy[] {
  return (header ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => {
      const directives = new Map<string, readonly string[]>();
      for (const directive of text.split(';')) {
        const [name, ...sources] = directive.trim().split(/\s+/);
        // The first of two with one name counts.
        if (name && !directives.has(name.toLowerCase()))
          directives.set(
            name.toLowerCase(),
            sources.map((each) => each.toLowerCase()),
          );
      }
      return directives;
    });
}

/** Whether a policy lets a page connect to an origin. Source: CSP Level 3, sections 6.1.2 and 6.7.2. */
export function allowsConnection(policy: ContentPolicy, origin: string, pageUrl: string): boolean {
  const sources = policy.get('connect-src') ?? policy.get('default-src');
  if (sources === undefined) return true;
  const target = new URL(origin);
  return sources.some((source) => {
    if (source === '*') return /^(?:https?|wss?):$/.test(target.protocol);
    if (source === "'self'") return new URL(pageUrl).host === target.host;
    if (/^[a-z][a-z0-9+.-]*:$/.test(source)) return upgrades(source, target.protocol);
    return matchesHost(source, target, pageUrl);
  });
}

function matchesHost(source: string, target: URL, pageUrl: string): boolean {
  const [, scheme, host = '', port] =
    /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^/:]+|\[[^\]]+\])(?::(\d+|\*))?(?:\/.*)?$/.exec(source) ?? [];
  if (host === '') return false;
  const isScheme = upgrades(scheme ?? new URL(pageUrl).protocol, target.protocol);
  const isHost =
    host === '*' || (host.startsWith('*.') ? target.hostname.endsWith(host.slice(1)) : target.hostname === host);
  const isPort =
    port === '*' || (port ?? defaultPort(target.protocol)) === (target.port || defaultPort(target.protocol));
  return isScheme && isHost && isPort;
}

/** `http:` allows `https:` too, and `ws:` and `wss:`; `https:` allows `wss:`. */
function upgrades(allowed: string, asked: string): boolean {
  const further: Record<string, readonly string[]> = {
    'http:': ['http:', 'https:', 'ws:', 'wss:'],
    'https:': ['https:', 'wss:'],
    'ws:': ['ws:', 'wss:', 'http:', 'https:'],
    'wss:': ['wss:', 'https:'],
  };
  return (further[allowed] ?? [allowed]).includes(asked);
}

function defaultPort(protocol: string): string {
  return /s:$/.test(protocol) ? '443' : '80';
}

/** Variables that name a proxy for an address of each scheme, as curl and Node's own tools read them; the first that is set counts. */
const forScheme: Readonly<Record<string, readonly string[]>> = {
  'https:': ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
};

/** Every variable that names a proxy. */
export const proxyVariables: readonly string[] = [...new Set(Object.values(forScheme).flat())].sort();

/**
 * The variable that names a proxy for an address; undefined where none does, or where `NO_PROXY` leaves the address out.
 * Source: curl(1), "NO_PROXY"; a name stands for itself and for everything below it, with a port for that port alone, `*` for everything.
 */
export function proxyVariableFor(url: URL, variables: NodeJS.ProcessEnv = process.env): string | undefined {
  const name = (forScheme[url.protocol] ?? []).find((each) => (variables[each] ?? '').trim() !== '');
  if (name === undefined) return undefined;
  const excepted = (variables.no_proxy ?? variables.NO_PROXY ?? '').split(/[\s,]+/).filter(Boolean);
  return excepted.some((entry) => covers(entry.toLowerCase(), url)) ? undefined : name;
}

function covers(entry: string, url: URL): boolean {
  if (entry === '*') return true;
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? ['', entry];
  const named = host.replace(/^\*?\./, '');
  const own = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (named === '' || (port !== undefined && port !== own)) return false;
  return url.hostname === named || url.hostname.endsWith(`.${named}`);
}

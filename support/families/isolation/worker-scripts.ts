const onWorkersDev = /^([a-z0-9-]+)\.([a-z0-9-]+)\.workers\.dev$/;

/**
 * The script that Cloudflare serves at an address of `workers.dev`, which has its name in it; undefined for a domain of one's own.
 * Source: developers.cloudflare.com/workers/configuration/routing/workers-dev
 */
export function scriptAt(address: string): { script: string; account: string } | undefined {
  const [, script, account] = onWorkersDev.exec(URL.parse(address)?.hostname ?? '') ?? [];
  return script === undefined || account === undefined ? undefined : { script, account };
}

/**
 * What tells two Workers apart by the platform's own names; undefined where nothing does. A version of a script has its
 * name too, after an id or an alias: `4f2a9c1e-logs` is `logs`.
 */
export function apartByScript(one: string, other: string): string | undefined {
  const [first, second] = [scriptAt(one), scriptAt(other)];
  if (first === undefined || second === undefined) return undefined;
  if (first.account === second.account) {
    if (first.script === second.script) return undefined;
    if (first.script.endsWith(`-${second.script}`) || second.script.endsWith(`-${first.script}`)) return undefined;
  }
  return `they are the scripts ${first.script} and ${second.script} of Cloudflare`;
}

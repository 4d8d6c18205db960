import type { Finding } from '../../check/finding.ts';
import type { Profile, TableValue } from '../../profile/index.ts';
import { deploymentName } from './deployment-name.ts';
import { addressesIn, decoded, hostIdentity, isLoopback } from './hosts.ts';
import { isolatedValues } from './isolated-values.ts';
import { typeOf } from './value-type.ts';

/** A mark by which another environment is recognised in a value. */
export interface ForeignMark {
  kind: 'host' | 'deployment';
  text: string;
  environment: string;
  /** Where the other environment's own value stands. */
  from: string;
}

/** The hosts and deployment names that are another environment's own. */
export function marksOf(other: Profile): ForeignMark[] {
  return isolatedValues(other)
    .filter(({ setting }) => setting.isSet)
    .flatMap(({ key, rule, setting, cell }): ForeignMark[] => {
      const from = `${cell} (${other.environment})`;
      if (typeOf(key, rule).type === 'convex-deployment')
        return [{ kind: 'deployment', text: deploymentName(setting.value), environment: other.environment, from }];
      return addressesIn(setting.value).map((url) => ({
        kind: 'host',
        text: hostIdentity(url),
        environment: other.environment,
        from,
      }));
    });
}

/** Marks of another environment, or an address of this machine, in one value of E. */
export function judgeForeignHosts(
  value: TableValue,
  environment: string,
  marks: readonly ForeignMark[],
  loopback: boolean,
): Finding[] {
  const { key, setting, secret } = value;
  const shown = secret ? 'a secret that carries it' : setting.value;
  const hosts = addressesIn(setting.value).map(hostIdentity);
  const text = decoded(setting.value).toLowerCase();
  const foreign = marks
    .filter((mark) => (mark.kind === 'host' ? hosts.includes(mark.text) : holdsWord(text, mark.text)))
    .map((mark) => ({
      what: `${key} of ${environment} carries the ${mark.kind} ${mark.text} of ${mark.environment}`,
      expected: `nothing of ${mark.environment}`,
      received: shown,
      from: [setting.origin, mark.from],
    }));
  const local = loopback ? [] : addressesIn(setting.value).filter(({ hostname }) => isLoopback(hostname));
  return [
    ...foreign,
    ...local.map((url) => ({
      what: `${key} of ${environment} carries an address of this machine, ${url.host}`,
      expected: `an address that ${environment} can reach`,
      received: shown,
      from: [setting.origin],
    })),
  ];
}

/** A deployment name as a whole word: `steady-otter-902`, not the middle of `unsteady-otter-9021`. */
function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[a-z0-9]/.test(text[at - 1] ?? '') && !/[a-z0-9]/.test(text[at + word.length] ?? '')) return true;
  }
  return false;
}

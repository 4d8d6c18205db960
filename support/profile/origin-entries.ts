import { readFileSync } from 'node:fs';
import { registerSecret } from '../redaction/redact.ts';
import type { Setting } from '../settings/index.ts';
import { errorText } from '../text/error-text.ts';
import { ConfigurationError } from './configuration-error.ts';
import type { Profile } from './profile.ts';

/** How requests to one origin are let in: what the config says of the platform there. */
export interface OriginEntry {
  origin: string;
  headers: Readonly<Record<string, string>>;
  /** Credentials that the config names and that have no value in this run, each with what would give it one. */
  missing: readonly string[];
  /** Certificates in PEM that are trusted there besides the public ones. */
  ca?: string;
}

/** What every platform that may stand behind a login has. */
interface Entry {
  url: Setting;
  access?: { clientId: Setting; clientSecret: Setting } | undefined;
  headers: Readonly<Record<string, Setting>>;
  basicAuth?: { user: Setting; password: Setting } | undefined;
  ca?: { path: string; shown: string } | undefined;
}

/**
 * The entries of an environment's platforms, by origin.
 * @throws ConfigurationError where a file of certificates cannot be read
 */
export function entriesOf({ sites, workers }: Pick<Profile, 'sites' | 'workers'>): OriginEntry[] {
  return [...sites, ...workers].flatMap((section) => entryOf(section) ?? []);
}

function entryOf({ url, access, headers, basicAuth, ca }: Entry): OriginEntry | undefined {
  const address = url.webAddress;
  if (address === undefined) return undefined;
  const wanted: [name: string, setting: Setting][] = [
    ...(access
      ? [
          ['cf-access-client-id', access.clientId] as [string, Setting],
          ['cf-access-client-secret', access.clientSecret] as [string, Setting],
        ]
      : []),
    ...Object.entries(headers),
  ];
  const named = [...wanted.map(([, setting]) => setting), ...(basicAuth ? [basicAuth.user, basicAuth.password] : [])];
  const shown = Object.fromEntries(
    wanted.filter(([, { isSet }]) => isSet).map(([name, { value }]) => [name.toLowerCase(), value]),
  );
  if (basicAuth?.user.isSet && basicAuth.password.isSet) shown.authorization ??= basicOf(basicAuth);
  const entry = {
    origin: address.origin,
    headers: shown,
    missing: named.filter(({ isSet }) => !isSet).map(({ name }) => name),
    ...(ca && { ca: certificatesIn(ca) }),
  };
  return named.length > 0 || ca ? entry : undefined;
}

function basicOf({ user, password }: { user: Setting; password: Setting }): string {
  const encoded = Buffer.from(`${user.value}:${password.value}`).toString('base64');
  registerSecret('basic authentication', encoded);
  return `Basic ${encoded}`;
}

function certificatesIn({ path, shown }: { path: string; shown: string }): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch (error) {
    throw unusable(shown, `it cannot be read: ${errorText(error)}`);
  }
  throw unusable(shown, 'it contains no certificate in PEM');
}

function unusable(shown: string, message: string): ConfigurationError {
  return new ConfigurationError([{ place: shown, message: `as a file of certificates (\`ca\`), ${message}` }]);
}

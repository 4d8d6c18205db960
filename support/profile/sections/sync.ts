import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  address,
  below,
  credential,
  file,
  KeyName,
  Name,
  Path,
  partner,
  type Setting,
  setting,
  strict,
} from '../../settings/index.ts';

export const syncPlatforms = ['convex', 'worker', 'pages', 'github'] as const;
export type SyncPlatform = (typeof syncPlatforms)[number];

/**
 * What reads a local file: `dotenv` takes every value as it stands, `dotenv-expand` fills in `$NAME` also between quotes.
 * `shell` is a file that `source` reads as well as dotenv. Next.js and Vite expand, and wrangler does in `.env`; it takes `.dev.vars` as it stands, as the Convex CLI does `.env.local`.
 */
export const localReaders = ['dotenv', 'dotenv-expand', 'shell'] as const;
export type LocalReader = (typeof localReaders)[number];

/** Asks an attest route for the proof of no key at all: `POST {protocol, nonce, keys: []}`. */
const provesNothing = ({ url, path }: { url: Setting; path: string }) => ({
  call: 'attest, no key',
  at: () => below(url, path),
  body: () => ({ protocol: 2, nonce: randomBytes(32).toString('hex'), keys: [] }),
});

/** What a TARGET of the table stands for: a platform that holds its keys, and a file on a developer's machine. */
export const SyncTargetSource = strict({
  /** The platform that holds its keys. */
  platform: z.enum(syncPlatforms).optional(),
  /** The Convex backend that holds its keys, where there are several. @example "app" */
  backend: partner('convex', ({ platform }: { platform?: string }) => platform !== 'convex'),
  /** The Worker's script or the Pages project. */
  name: setting().optional(),
  /** The environment within the platform: `production` or `preview` of Pages, an environment of the repository on GitHub. */
  environment: setting().optional(),
  /** The environments of the deployment that the platform holds; where left out, all but those whose values are those of the environment whose backend they use. @example ["dev","prod"] */
  environments: z.array(Name).min(1, 'a target for no environment is for nothing').optional(),
  /** The local file, relative to the config: `.env.local`, `.dev.vars`. */
  localFile: z.string().min(1).optional(),
  /** What reads the local file; told by its name and the platform, where left out. */
  reader: z.enum(localReaders).optional(),
  /** The Worker's wrangler configuration, relative to the config: `wrangler.toml`, `wrangler.jsonc`. */
  wrangler: file().optional(),
  /** Variables that the deploy command gives the Worker itself (`wrangler deploy --var NAME:value`): their values in the wrangler configuration are not compared. @example ["COMMIT"] */
  setAtDeploy: z.array(KeyName).default([]),
  /** Names on the platform that are rightly unknown to the table; `*` stands for anything. @example ["CF_*"] */
  unmanaged: z.array(z.string().min(1)).default([]),
  /** A route of the running service that proves values without showing them. */
  attest: strict({
    /** The service itself. */
    url: address({
      queries: ({ url, path }: { url: Setting; path: string }) => (url.isSet ? [below(url, path).pathname] : []),
    }),
    /** The route, below the address. */
    path: Path.default('/attest'),
    /** The token that the route asks for. */
    token: credential({ called: 'attest token', usedAnyway: true, opens: provesNothing }),
    /** Keys that the route must not prove, because their values could be guessed: they are compared by presence only. @example ["PIN"] */
    unprovable: z.array(KeyName).default([]),
  }).optional(),
}).superRefine(({ platform, name, localFile, reader }, context) => {
  if (platform === undefined && localFile === undefined)
    context.addIssue({ code: 'custom', message: 'a target has a `platform`, a `localFile`, or both' });
  if (reader !== undefined && localFile === undefined)
    context.addIssue({
      code: 'custom',
      path: ['reader'],
      message: 'a `reader` is what reads a `localFile`, and there is none',
    });
  if ((platform === 'worker' || platform === 'pages') && name === undefined)
    context.addIssue({ code: 'custom', path: ['name'], message: `a target of ${platform} needs its \`name\`` });
});
export type SyncTargetSource = z.infer<typeof SyncTargetSource>;

/** How the table reaches platforms and local files. */
export const SyncSource = strict({
  /** What each TARGET of the table stands for. */
  targets: z.record(z.string(), SyncTargetSource),
  /** How local files are written. */
  local: strict({
    /** Backups kept of each local file. */
    backups: z.number().int().min(1).max(1_000).default(5),
    /** What becomes of lines in a local file that the table does not know: kept below a marker, or named and refused. */
    unmanaged: z.enum(['keep', 'refuse']).default('keep'),
  }).prefault({}),
  /** Where backups are written, relative to the config. The folder keeps itself out of version control. */
  backupDirectory: z.string().min(1).default('.airlock/backups'),
});
export type SyncSource = z.infer<typeof SyncSource>;

/** The values that a key may have in an environment: `{ prod: { LOG_LEVEL: ['info', 'warn'] } }`. */
export const FlagPolicy = z.record(Name, z.record(KeyName, z.array(z.string()).min(1)));
export type FlagPolicy = z.infer<typeof FlagPolicy>;

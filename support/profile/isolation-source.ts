import { z } from 'zod';
import { Deadline, Path } from './field-forms.ts';
import { SettingSource } from './setting-source.ts';
import { strict } from './strict-object.ts';

/**
 * One function of the backend and what it is called with. In the texts of `args`, `${deployment}`, `${environment}`,
 * `${canary}` and `${id}` stand for the deployment's bare name, the environment, the run's mark and what was created.
 */
export const FunctionCall = strict({
  path: z.string().regex(/^[\w./-]+:\w+$/, 'a function is named by its path: `links/reset:previewLink`'),
  args: z.record(z.string(), z.json()).default({}),
});
export type FunctionCall = z.infer<typeof FunctionCall>;

/** A document that is created to be searched for: it is removed again, or goes by itself. */
export const DocumentCanary = strict({
  create: FunctionCall,
  /** The table that is searched, newest documents first. */
  table: z.string().min(1),
  remove: FunctionCall.optional(),
  /** How it goes by itself, in words: "sessions end after eight hours". */
  expires: z.string().min(1).optional(),
}).refine(({ remove, expires }) => remove !== undefined || expires !== undefined, {
  path: ['remove'],
  error: 'a canary names the mutation that removes it (`remove`), or says how it goes by itself (`expires`)',
});
export type DocumentCanary = z.infer<typeof DocumentCanary>;

/** Where a sign-in begins. */
export const SignIn = strict({
  name: z.string().min(1),
  path: Path,
  /** Who serves the path: the HTTP actions of the Convex backend, the site, or the Worker. */
  on: z.enum(['convex', 'site', 'worker']).default('convex'),
  /** The client id that this environment has at the provider. */
  clientId: SettingSource.optional(),
});
export type SignIn = z.infer<typeof SignIn>;

/** A bearer token that opens one harmless path. */
export const AccessToken = strict({
  name: z.string().min(1),
  url: SettingSource,
  path: Path,
  token: SettingSource,
  /** The path asks who calls before it looks at the method: `GET` is then answered 405 to whoever has the token. */
  authenticatesFirst: z.boolean().default(false),
});
export type AccessToken = z.infer<typeof AccessToken>;

/** An SMTP catcher that keeps what the backend sends, with the HTTP API that Mailpit set: `/api/v1/messages`. */
export const MailCatcher = strict({
  url: SettingSource,
  /** `user:password`, where the catcher asks for one. */
  credentials: SettingSource.optional(),
  /** Only mails of this sender, where several environments send to one catcher. */
  from: SettingSource.optional(),
  /** How many of the newest mails are read. */
  messages: z.number().int().min(1).max(200).default(20),
  /** How old a mail may be: an older one says nothing of the backend that is deployed now. */
  withinHours: z.number().positive().default(168),
  /** Origins beside the environment's own to which mails may lead: `https://www.linkedin.com`. */
  allow: z.array(z.string().min(1)).default([]),
});
export type MailCatcher = z.infer<typeof MailCatcher>;

/** What the nightly audit looks at beyond what the platforms' own sections name. */
export const IsolationSource = strict({
  documents: strict({
    /** Snapshot exports (ZIP) in the place of live queries: environment to path, relative to the config. */
    snapshots: z.record(z.string(), z.string()).optional(),
    /** Tables that may hold the same documents everywhere. */
    exclude: z.array(z.string()).default([]),
    /** One document in so many is compared, chosen by its id; 1 compares all. */
    sampleOneIn: z.number().int().min(1).max(65_536).default(1),
    /** Documents a page of the live queries, at first: it is halved where the deployment finds it too large. */
    pageDocuments: z.number().int().min(1).max(8_192).default(1_000),
    /** Where what is read so far is kept, relative to the config: an audit that was cut off goes on there. */
    progress: z.string().optional(),
  }).prefault({}),
  canary: strict({
    document: DocumentCanary.optional(),
    /** How long a canary has to stay unseen elsewhere once it is seen at home. */
    absentForMs: Deadline.default(300),
  }).prefault({}),
  site: strict({
    /** Hosts, names and keys that the site may hold although they look foreign, local or secret; each as a whole, a host with its port. */
    allow: z.array(z.string().min(1)).default([]),
    mostFiles: z.number().int().positive().default(1_000),
  }).prefault({}),
  signIn: z.array(SignIn).default([]),
  /** Queries of the backend whose answers hold links, as an e-mail would. */
  links: z.array(FunctionCall).default([]),
  /** Where captured mail is read: its links are judged too. */
  mail: MailCatcher.optional(),
  tokens: z.array(AccessToken).default([]),
});
export type IsolationSource = z.infer<typeof IsolationSource>;

const Snapshot = strict({ snapshot: z.string().min(1) });

/** Data that was moved: where it was, where it is, and the plan that says what may differ. */
export const MigrationSource = strict({
  /** The plan (YAML), relative to the config. */
  plan: z.string().min(1),
  /** The environment into which the data was moved. */
  into: z.string().min(1),
  /** The export of the source, taken before the move. */
  from: Snapshot,
  /** An export of the target; its live data where left out. */
  to: Snapshot.optional(),
  /** An export of the source, taken after the move: what a plan wants cleaned is looked for there. */
  after: Snapshot.optional(),
});
export type MigrationSource = z.infer<typeof MigrationSource>;

/** Who is told when the verdict of the audit changes. Addresses of webhooks are secrets. */
export const NotifySource = strict({
  slack: SettingSource.optional(),
  webhook: SettingSource.optional(),
});
export type NotifySource = z.infer<typeof NotifySource>;

import { z } from 'zod';
import { address, credential, Deadline, Path, partner, type Setting, setting, strict } from '../../settings/index.ts';

/**
 * One function of the backend and what it is called with. In the texts of `args`, `${deployment}`, `${environment}`,
 * `${canary}` and `${id}` stand for the deployment's bare name, the environment, the run's mark and what was created.
 */
export const FunctionCall = strict({
  /** The function: `links/reset:previewLink`. */
  path: z.string().regex(/^[\w./-]+:\w+$/, 'a function is named by its path: `links/reset:previewLink`'),
  /** What it is called with. @example {"siteId":"j57…"} */
  args: z.record(z.string(), z.json()).default({}),
  /** Arguments that one environment has otherwise, by its name: `{ prod: { siteId: 'j57…' } }`. They are put over `args`. @example {"prod":{"siteId":"j57…"}} */
  argsIn: z.record(z.string(), z.record(z.string(), z.json())).default({}),
});
export type FunctionCall = z.infer<typeof FunctionCall>;

/** A document that is created to be searched for: it is removed again, or goes by itself. */
export const DocumentCanary = strict({
  /** The mutation that creates it. */
  create: FunctionCall,
  /** The table that is searched, newest documents first. @example "sessions" */
  table: z.string().min(1),
  /** The mutation that removes it again. */
  remove: FunctionCall.optional(),
  /** How it goes by itself, in words: "sessions end after eight hours". @example "sessions end after eight hours" */
  expires: z.string().min(1).optional(),
}).refine(({ remove, expires }) => remove !== undefined || expires !== undefined, {
  path: ['remove'],
  error: 'a canary names the mutation that removes it (`remove`), or says how it goes by itself (`expires`)',
});
export type DocumentCanary = z.infer<typeof DocumentCanary>;

/** Where a sign-in begins. */
const SignIn = strict({
  /** What findings call it. @example "Google" */
  name: z.string().min(1),
  /** The path to which a browser is sent when somebody signs in. @example "/api/auth/signin/google" */
  path: Path,
  /** Who serves the path: the HTTP actions of the Convex backend, the site, or the Worker. */
  on: z.enum(['convex', 'site', 'worker']).default('convex'),
  /** Which of them, where there are several. @example "app" */
  servedBy: partner(({ on }: { on: string }) => (on === 'site' ? 'pages' : on)),
  /** The client id that this environment has at the provider. */
  clientId: setting().optional(),
});

/** A bearer token that opens one harmless path. */
const AccessToken = strict({
  /** What findings call it. @example "search" */
  name: z.string().min(1),
  /** The service that takes it. */
  url: address(),
  /** A path that only the token opens, and that changes nothing. @example "/v1/indexes" */
  path: Path,
  /** The bearer token. */
  token: credential({
    called: ({ name }: { name: string }) => name,
    opens: ({ name, url, path, authenticatesFirst }: AccessTokenFields) => ({
      call: name,
      at: () => new URL(path, url.url),
      openedBy: authenticatesFirst ? [405] : [],
    }),
  }),
  /** The path checks the token before the method, so a `GET` with a valid token is answered 405. */
  authenticatesFirst: z.boolean().default(false),
});

interface AccessTokenFields {
  name: string;
  url: Setting;
  path: string;
  authenticatesFirst: boolean;
}

const oneCatcher = 'one catcher may keep the mails of several environments';

/** An SMTP catcher that keeps what the backend sends, with the HTTP API that Mailpit set: `/api/v1/messages`. */
const MailCatcher = strict({
  /** Where the catcher's API answers. */
  url: address({ mayBeShared: oneCatcher }),
  /** `user:password`, where the catcher asks for one. */
  credentials: credential({ called: 'mail catcher password', mayBeShared: oneCatcher }).optional(),
  /** Only mails of this sender, where several environments send to one catcher. */
  from: setting().optional(),
  /** How many of the newest mails are read. */
  messages: z.number().int().min(1).max(200).default(20),
  /** How old a mail may be: an older one says nothing of the backend that is deployed now. */
  withinHours: z.number().positive().default(168),
  /** Origins beside the environment's own to which mails may lead: `https://www.linkedin.com`. */
  allow: z.array(z.string().min(1)).default([]),
});

/** The settings that decide whether the audit asks one certain backend. */
interface BackendFields {
  links: unknown[];
  canary: { document?: unknown };
  documents: { snapshots?: unknown };
}

function asksNoBackend({ links, canary, documents }: BackendFields): boolean {
  return links.length === 0 && canary.document === undefined && documents.snapshots === undefined;
}

/** What the nightly audit looks at beyond what the platforms' own sections name. */
export const IsolationSource = strict({
  /** The backend of `links`, of the canary document and of the snapshots, where there are several. @example "app" */
  backend: partner('convex', asksNoBackend),
  /** How documents of environments are compared. */
  documents: strict({
    /** Snapshot exports (ZIP) in the place of live queries: environment to path, relative to the config. @example {"dev":"snapshots/dev.zip","prod":"snapshots/prod.zip"} */
    snapshots: z.record(z.string(), z.string()).optional(),
    /** Tables that may hold the same documents everywhere. @example ["plans"] */
    exclude: z.array(z.string()).default([]),
    /**
     * The share of documents of which a copy may not be told, because they are too short or too many equal them, from 0 to 1;
     * above it, that nothing was copied is not verified.
     */
    mostUntold: z.number().min(0).max(1).default(0.5),
    /** One document in so many is compared, chosen by its id; 1 compares all. */
    sampleOneIn: z.number().int().min(1).max(65_536).default(1),
    /** Documents a page of the live queries, at first: it is halved where the deployment finds it too large. */
    pageDocuments: z.number().int().min(1).max(8_192).default(1_000),
    /** Where what is read so far is kept, relative to the config: an audit that was cut off goes on there. @example ".airlock/documents" */
    progress: z.string().optional(),
  }).prefault({}),
  /** What is written to be searched for elsewhere. */
  canary: strict({
    /** A document that is created at home and searched for elsewhere. */
    document: DocumentCanary.optional(),
    /** How long a canary has to stay unseen elsewhere once it is seen at home. */
    absentForMs: Deadline.default(300),
  }).prefault({}),
  /** How the files of the site are searched. */
  site: strict({
    /** Hosts, names and keys that the site may hold although they look foreign, local or secret; each as a whole, a host with its port. @example ["status.acme.com"] */
    allow: z.array(z.string().min(1)).default([]),
    /** How many files of the site are read, and as many pictures and other media again. Source maps do not count. */
    mostFiles: z.number().int().positive().default(10_000),
    /** Paths that are read besides what the site names: files that a script imports by a computed address. @example ["/locales/en.json"] */
    files: z.array(Path).default([]),
  }).prefault({}),
  /** Sign-ins that are followed up to the provider. */
  signIn: z.array(SignIn).default([]),
  /** Queries of the backend whose answers hold links, as an e-mail would. */
  links: z.array(FunctionCall).default([]),
  /** Actions whose answers hold links. They are run only where the effect `canary` is allowed: an action may do anything. */
  linksOfActions: z.array(FunctionCall).default([]),
  /** Where captured mail is read: its links are judged too. */
  mail: MailCatcher.optional(),
  /** Tokens of further services, tried at home and elsewhere. */
  tokens: z.array(AccessToken).default([]),
});
export type IsolationSource = z.infer<typeof IsolationSource>;

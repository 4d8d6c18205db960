import { z } from 'zod';
import { credential, Deadline, Path, partner, strict } from '../../settings/index.ts';

/** The roles of WAI-ARIA that a page's landmark may have. */
export const LandmarkRole = z.enum([
  'alert',
  'article',
  'banner',
  'button',
  'complementary',
  'contentinfo',
  'dialog',
  'form',
  'heading',
  'img',
  'link',
  'list',
  'main',
  'navigation',
  'region',
  'search',
  'table',
  'textbox',
]);

/** What says that a page is there: an element by its role and its whole accessible name. */
export const Landmark = strict({
  /** Its role of WAI-ARIA. */
  role: LandmarkRole,
  /** Its whole accessible name. @example "Sites" */
  name: z.string().min(1),
});
export type Landmark = z.infer<typeof Landmark>;

/** A request that is known to fail and may: the beginning of its URL, and its status where only that one is meant. */
export const ExpectedFailure = strict({
  /** The beginning of its URL. @example "https://stats.acme.com/" */
  urlPrefix: z.url(),
  /** The status that is meant; any failure, where left out. @example 404 */
  status: z.number().int().optional(),
});
export type ExpectedFailure = z.infer<typeof ExpectedFailure>;

/** A page that a browser opens, and what says that it is there. */
export const SmokePage = strict({
  /** The path that a browser opens. @example "/sites" */
  path: Path,
  /** The element that shows that the page is there. */
  landmark: Landmark,
  /** The status of the document itself. */
  status: z.number().int().min(200).max(599).default(200),
  /** Requests that may fail on this page alone. */
  expectedFailures: z.array(ExpectedFailure).optional(),
  /** The page is opened by a visitor who has signed in, by `signIn`. */
  signedIn: z.boolean().optional(),
});
export type SmokePage = z.infer<typeof SmokePage>;

/** Somebody else's host that the site's pages may talk to. */
export const ThirdParty = strict({
  /** Scheme, host and port. @example "https://js.stripe.com" */
  origin: z.url().refine((url) => URL.canParse(url) && new URL(url).origin === url, 'an origin: scheme, host and port'),
  /** Its scripts may write errors to the console, and its requests may fail. */
  mayFail: z.boolean().default(false),
});
export type ThirdParty = z.infer<typeof ThirdParty>;

/** The journey that ends signed in: a form, what is filled in by label, and what shows that it worked. */
export const SignInSource = strict({
  /** The page with the form. @example "/sign-in" */
  path: Path,
  /** Every field by its label; each value is a credential, from an environment variable or the table. */
  fields: z
    .array(
      strict({
        /** The label of the field, as a visitor reads it. @example "E-mail" */
        label: z.string().min(1),
        /** What is filled in. */
        value: credential({
          called: ({ label }: { label: string }) => `value of the field ${label}`,
          typedIntoPages: true,
          mayBeShared: 'a test visitor may have the same name and password everywhere',
        }),
      }),
    )
    .min(1),
  /** The accessible name of the button that sends the form. @example "Sign in" */
  submit: z.string().min(1),
  /** The element that shows that somebody is signed in. */
  landmark: Landmark,
});
export type SignInSource = z.infer<typeof SignInSource>;

/** The browsers that Playwright drives. */
export const BrowserName = z.enum(['chromium', 'firefox', 'webkit']);
export type BrowserName = z.infer<typeof BrowserName>;

export const SmokeSource = strict({
  /** The site whose pages are opened, where there are several. @example "app" */
  site: partner('pages'),
  /** The pages that a browser opens. */
  pages: z.array(SmokePage).min(1, 'a smoke run without a page would look at nothing'),
  /** The folder of the team's own journeys (`*.smoke.ts`), relative to the config; `journeys` beside it, where left out. @example "journeys" */
  journeys: z.string().min(1).optional(),
  /** Requests that may fail on every page. */
  expectedFailures: z.array(ExpectedFailure).default([]),
  /** Hosts of others that pages may connect to. */
  thirdParties: z.array(ThirdParty).default([]),
  /** How a test visitor signs in. */
  signIn: SignInSource.optional(),
  /** The longest that a page may take to come to rest. */
  settleWithinMs: Deadline.default(15_000),
  /** How long a page is watched after it has come to rest, in ms: for late redirects, sockets and dialogs. 0 does not wait. */
  watchMs: z.number().int().min(0).max(600_000).default(5_000),
  /** Bounds of the Core Web Vitals; the defaults are what web.dev/articles/vitals calls good. */
  webVitals: strict({
    /** The longest Largest Contentful Paint. */
    lcpMs: z.number().positive().default(2_500),
    /** The largest Cumulative Layout Shift. */
    cls: z.number().nonnegative().default(0.1),
  }).prefault({}),
  /** The screen of the phone that pages are opened on, in CSS pixels. */
  phone: strict({
    /** The width. */
    width: z.number().int().positive().default(390),
    /** The height. */
    height: z.number().int().positive().default(844),
  }).prefault({}),
  /** What is kept of a failure beside trace, HAR, HTML, text and a screenshot. */
  evidence: strict({
    /** Videos are not redacted: record them only where everyone who can see the run may see the pages. */
    video: z.boolean().default(false),
  }).prefault({}),
  /** The browsers that pages are opened in; each that is named has to be there. `installed` takes all that are. */
  browsers: z.union([z.literal('installed'), z.array(BrowserName).min(1)]).default(['chromium']),
  /** Convex mutations and actions that a page calls by merely being opened, and may: `presence:heartbeat`. */
  writesOnOpening: z.array(z.string().min(1)).default([]),
});
export type SmokeSource = z.infer<typeof SmokeSource>;

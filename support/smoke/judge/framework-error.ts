import type { ShownText } from '../watch/page-facts.ts';

/**
 * What frameworks say of an error that they caught, also as a warning. Sources: vuejs/core, packages/runtime-core/src/errorHandling.ts;
 * facebook/react, packages/react-reconciler/src/ReactFiberErrorLogger.js; QwikDev/qwik, packages/qwik/src/core/error/error.ts;
 * alpinejs/alpine, packages/alpinejs/src/utils/error.js; nuxt/nuxt, packages/nuxt/src/app/entry.ts.
 */
const wordings = [
  /\[Vue warn\]: Unhandled error during execution of/,
  /\b(?:The above error|An error) occurred in (?:the <[\w.$]+> component|one of your React components)/,
  // Qwik resumes what the server wrote and hydrates nothing: its errors have a number, or say that the container is not what it expects.
  /\bQWIK ERROR\b|(?:^|\bError: )Code\(Q?\d{1,3}\)|render over a existing q:container/,
  /^Alpine Expression Error:/,
  /^\[nuxt\] error caught during app initialization/,
];

/** Whether a message is a framework's report of an error. */
export function isFrameworkError(message: string): boolean {
  return wordings.some((wording) => wording.test(message));
}

/** Pages that a framework shows in the place of an app that failed, by their text. Each line is a line of its own on the page. */
const pages: readonly { what: string; text: RegExp }[] = [
  { what: 'the error page of Next.js', text: /^Application error: a (?:client|server)-side exception has occurred\b/m },
  {
    what: 'the error page of React Router',
    text: /^Unexpected (?:Application|Server) Error!?$|^Application Error$\n+\S*Error\b/m,
  },
  { what: 'the error page of TanStack Router', text: /^Something went wrong!\s+(?:Show|Hide) Error$/m },
  { what: 'the error page of Blazor', text: /^An unhandled (?:error|exception) has occurred\.[^\n]*\s*Reload\b/m },
  {
    // Next.js, Nuxt, SvelteKit and Qwik City have the number and the words, beside or below each other.
    what: 'the error page of a framework',
    text: /^5\d\d(?:\s*[|–—:-]\s*|\s+)(?:Internal (?:Server )?Error|Server error|Service unavailable)\.?$/im,
  },
];

/** What a page shows in the place of the app, or above it; undefined where that is the app. */
export function errorPageIn({ text, overlays }: ShownText): string | undefined {
  const [overlay] = overlays;
  if (overlay !== undefined) return `an overlay of errors (${overlay})`;
  const lines = text.replace(/[ \t]+$/gm, '');
  return pages.find((page) => page.text.test(lines))?.what;
}

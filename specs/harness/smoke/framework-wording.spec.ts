import { describe, expect, test } from 'vitest';
import { errorPageIn, isFrameworkError } from '../../../support/smoke/judge/framework-error.ts';

describe('frameworks say of an error that they caught:', () => {
  test.each([
    '[Vue warn]: Unhandled error during execution of render function',
    'The above error occurred in the <Sites> component:',
    'Error: boom\n\nThe above error occurred in one of your React components:',
    'An error occurred in the <Sites.List> component.',
    'QWIK ERROR Error: Code(Q14)',
    'Error: Code(Q30): https://github.com/QwikDev/qwik/error.ts#L8',
    'Code(5): You can render over a existing q:container. Skipping render().',
    'Alpine Expression Error: open is not defined',
    '[nuxt] error caught during app initialization H3Error: boom',
  ])('%s', (message) => expect(isFrameworkError(message)).toBe(true));

  test.each([
    '[Vue warn]: Extraneous non-props attributes (class)',
    'QWIK WARN duplicate implementations of "JSXNode" found',
    'React DevTools are not installed',
    'An error occurred in the upload; it is tried again',
    'Error code Q4 of the quarter',
    '[nuxt] Deprecated: use `useError`',
  ])('nothing in: %s', (message) => expect(isFrameworkError(message)).toBe(false));
});

describe('instead of the app a page shows', () => {
  test.each([
    [
      'Next.js',
      'Application error: a client-side exception has occurred (see the browser console for more information).',
    ],
    [
      'Next.js, while it loads data',
      'Shop\n\nApplication error: a server-side exception has occurred while loading acme.test\n\nDigest: 1',
    ],
    ['the default page of Next.js', 'Home\n\n500\nInternal Server Error.'],
    ['SvelteKit', '500\nInternal Error'],
    ['Nuxt', '500\n\nServer error\n\nThis page is temporarily unavailable.'],
    ['Qwik City', '500 Internal Server Error'],
    ['React Router', 'Unexpected Application Error!\nboom'],
    ['Remix', 'Application Error\nTypeError: boom\n    at Sites'],
    ['TanStack Router', 'Menu\nSomething went wrong!\nShow Error'],
    ['Blazor', 'An unhandled error has occurred. Reload 🗙'],
  ])('%s', (_, text) => expect(errorPageIn({ text, overlays: [] })).toMatch(/^the error page of /));

  test('an overlay of a development server', () =>
    expect(errorPageIn({ text: '', overlays: ['vite-error-overlay'] })).toBe(
      'an overlay of errors (vite-error-overlay)',
    ));

  test.each([
    ['an app', 'Sites\nBerlin\nIncidents'],
    ['a list of answers', 'Incidents\n500\nInternal affairs'],
    [
      'a text about them',
      'Next.js says "Application error: a client-side exception has occurred" where a component throws.',
    ],
    ['an amount', 'Total 500\nServer errors this week: 3'],
    ['a toast', 'Sites\nSomething went wrong!\nTry again'],
    ['a form', 'Application Error\nreports are welcome'],
  ])('nothing but %s', (_, text) => expect(errorPageIn({ text, overlays: [] })).toBeUndefined());
});

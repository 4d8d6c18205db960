import { describe, expect, test } from 'vitest';
import { isHydrationError } from '../../../support/smoke/judge/hydration-error.ts';

describe('frameworks say of markup that differs:', () => {
  test.each([
    'Warning: Did not expect server HTML to contain a <%s> in <%s>.%s p div',
    'Warning: Did not expect server HTML to contain the text node "%s" in <%s>.',
    'Warning: Extra attributes from the server: %s%s class',
    'Switched to client rendering because the server rendering errored:\n\nboom',
    '[Vue warn]: The client-side rendered virtual DOM tree is not matching server-rendered content.',
    '[Vue warn]: Attempting to hydrate existing markup but container is empty. Performing full mount instead.',
    'Mismatching childNodes vs. VNodes: ',
    '[Vue warn]: Hydration node mismatch:\n- rendered on server: <p>',
    '[Vue warn]: Hydration class mismatch on',
    'https://svelte.dev/e/hydration_mismatch',
    'NG0500: During hydration Angular expected <div>',
    'ERROR RuntimeError: NG0503',
    'NG-0501',
    '[astro-island] Error hydrating /_astro/Nav.js',
    'Failed attempt to create new DOM elements during hydration. Check that the libraries you are using support hydration.',
    `Expected a DOM node of type "div" but found "p" as available DOM-node(s), this is caused by the SSR'd HTML containing different DOM-nodes compared to the hydrated one.`,
    'Hydration value mismatch: Unexpected TemplateResult rendered to part',
    'Warning: Prop `aria-label` did not match. Server: "a" Client: "b"',
    'Warning: Prop `%s` did not match. Server: %s Client: %s%s',
    'Unable to hydrate',
    'Hydration failed: something',
    'Error: Hydration Mismatch. Unable to find DOM nodes for hydration key: 0',
    'Minified React error #422; visit',
    'This Suspense boundary received an update before it finished hydrating.',
    'Text content did not match. Server: "x"',
    'Error while hydrating component',
    "Can't perform hydration because the server rendered HTML",
    'Hydration error: x',
    '[svelte] hydration_mismatch',
    'Hydration failed, but',
  ])('%s', (message) => {
    expect(isHydrationError(message)).toBe(true);
  });
});

describe('nothing differs where the console says', () => {
  test.each([
    'No `HydrateFallback` element provided to render during initial hydration',
    '[zustand] hydration finished',
    'Apollo cache hydrated',
    'Minified React error #185',
    'NG0100: ExpressionChanged',
    'NG05000',
    '[pinia] the store is hydrated from the server',
    'Rehydration of the cache took 3 ms',
    'You did not match: Prop 8',
  ])('%s', (message) => {
    expect(isHydrationError(message)).toBe(false);
  });
});

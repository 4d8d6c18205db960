/**
 * React's hydration errors by number in a production build. 418, 425: text or tree differ. 419: the server gave up on a boundary.
 * 421: updated while hydrating. 422, 423: an error while hydrating, so the tree was rendered again.
 * Source: facebook/react, scripts/error-codes/codes.json.
 */
const minified = /Minified React error #(?:418|419|421|422|423|424|425)\b/;

const development = [
  /(?:^|[\s:\]])Hydration failed\b|\bHydration error\b/,
  /hydrat\w+ but some attributes of the server rendered HTML didn't match/i,
  /error (?:occurred )?(?:(?:while|during) )?hydrat/i,
  /Text content (?:does|did) not match(?: server-rendered HTML|\. Server:)/i,
  /(?:Expected|Did not expect) server HTML to (?:not )?contain/i,
  /Extra attributes from the server:/,
  /Prop `?%?[\w:-]+`? did not match/i,
  /server could not finish this Suspense boundary|Switched to client rendering because the server rendering errored/i,
  /Suspense boundary received an update before it finished hydrating/i,
  /\bcannot be a (?:descendant|child) of\b[\s\S]*hydration error/i,
  /(?:Unable to|Can(?:'t|not)|Could not|Failed to) (?:hydrate|perform hydration)\b/i,
  // Vue 3 and Nuxt: packages/runtime-core/src/hydration.ts. Vue 2: src/core/vdom/patch.ts. Lit has the first wording too.
  /Hydration (?:\w+ )*mismatch/i,
  /Hydration completed but contains mismatches/i,
  /Attempting to hydrate existing markup but container is empty/,
  /client-side rendered virtual DOM tree is not matching server-rendered content|Mismatching childNodes vs\. VNodes/,
  // Svelte.
  /\bhydration_(?:mismatch|failed|attribute_changed|html_changed)\b/,
  // Solid: packages/solid/web and dom-expressions, src/client.js.
  /Unable to find DOM nodes for hydration key|Failed attempt to create new DOM elements during hydration/i,
  // Preact: debug/src/debug.js.
  /containing different DOM-nodes compared to the hydrated one/,
  // Angular: NG0500 to NG0507, also as the negative number that marks an error with a guide.
  /\bNG-?0?50[0-7]\b/,
  /Server(?:-| )rendered (?:HTML|markup) did(?:n't| not) match/i,
];

/** Whether a message is a framework's report of a hydration mismatch, in the wording of a development or a production build. */
export function isHydrationError(message: string): boolean {
  return minified.test(message) || development.some((wording) => wording.test(message));
}

/**
 * React's hydration errors by number in a production build. 418, 425: text or tree differ. 419: the server gave up on a boundary.
 * 421: updated while hydrating. 422, 423: an error while hydrating, so the tree was rendered again.
 * Source: facebook/react, scripts/error-codes/codes.json.
 */
const minified = /Minified React error #(?:418|419|421|422|423|424|425)\b/;

const development = [
  /Hydration failed because/,
  /hydrat\w+ but some attributes of the server rendered HTML didn't match/i,
  /error (?:occurred )?(?:while|during) hydrat/i,
  /Text content (?:does|did) not match(?: server-rendered HTML|\. Server:)/i,
  /Expected server HTML to (?:not )?contain/i,
  /Prop `?%?\w+`? did not match/i,
  /server could not finish this Suspense boundary/i,
  /Suspense boundary received an update before it finished hydrating/i,
  /\bcannot be a (?:descendant|child) of\b[\s\S]*hydration error/i,
  // Vue and Nuxt: packages/runtime-core/src/hydration.ts. Svelte: `hydration_mismatch`. Solid, Preact, Angular (NG0500 to NG0507), Qwik.
  /Hydration (?:\w+ )*mismatch/i,
  /Hydration completed but contains mismatches/i,
  /\bhydration_(?:mismatch|failed|attribute_changed|html_changed)\b/,
  /Failed to hydrate|Unable to find DOM nodes for hydration key|Hydration Mismatch\./i,
  /\bNG0?50[0-7]\b/,
  /Server(?:-| )rendered (?:HTML|markup) did(?:n't| not) match/i,
];

/** Whether a message is a framework's report of a hydration mismatch, in the wording of a development or a production build. */
export function isHydrationError(message: string): boolean {
  return minified.test(message) || development.some((wording) => wording.test(message));
}

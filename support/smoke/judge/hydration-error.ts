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
];

/** Whether a message is React's report of a hydration mismatch, in the wording of a development or a production build. */
export function isHydrationError(message: string): boolean {
  return minified.test(message) || development.some((wording) => wording.test(message));
}

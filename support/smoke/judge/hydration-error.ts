/**
 * React's own errors about hydration, by number in a production build: 418 and 425 the text or the tree differs, 419 the server gave
 * up a boundary, 421 updated while hydrating, 422 and 423 an error while hydrating, the tree rendered anew.
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

/** Whether a message is React's word that server and browser rendered different things, in either build's wording. */
export function isHydrationError(message: string): boolean {
  return minified.test(message) || development.some((wording) => wording.test(message));
}

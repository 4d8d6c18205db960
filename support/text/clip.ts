/** The first `most` UTF-16 code units of a text, and `…` if it is longer. Never cuts a surrogate pair in two. */
export function clip(text: string, most: number): string {
  return text.length <= most ? text : `${head(text, most)}…`;
}

/** Like `clip`, and says how long the whole text is: "eyJhbG… (212 characters)". */
export function clipWithLength(text: string, most: number): string {
  return text.length <= most ? text : `${head(text, most)}… (${text.length} characters)`;
}

/** The start and the end of a text, together `most` code units, and how much is left out between them. */
export function clipMiddle(text: string, most: number): string {
  if (text.length <= most) return text;

  const start = head(text, Math.ceil(most / 2));
  const end = tail(text, Math.floor(most / 2));
  return `${start} … (${text.length - start.length - end.length} characters left out) … ${end}`;
}

function head(text: string, length: number): string {
  const cutsPair = isHighSurrogate(text.charCodeAt(length - 1)) && isLowSurrogate(text.charCodeAt(length));
  return text.slice(0, cutsPair ? length - 1 : length);
}

function tail(text: string, length: number): string {
  const from = text.length - length;
  const cutsPair = isHighSurrogate(text.charCodeAt(from - 1)) && isLowSurrogate(text.charCodeAt(from));
  return text.slice(cutsPair ? from + 1 : from);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/**
 * Characters that XML 1.0 does not allow, not even as references. Source: XML 1.0 (fifth edition), section 2.2.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be replaced
const notAllowed = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Text between tags. Characters that XML does not allow become U+FFFD; `]]>` cannot occur, because `>` is escaped. */
export function escapeXml(text: string): string {
  return text
    .replace(notAllowed, '\uFFFD')
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** Text in an attribute in double quotes. Line breaks and tabs are references: a parser turns bare ones into spaces. */
export function escapeXmlAttribute(text: string): string {
  return escapeXml(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

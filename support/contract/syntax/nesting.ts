/**
 * The parser is native and recurses: brackets nested a few thousand deep end the whole process. No script that a tool writes
 * comes near this.
 */
const deepest = 800;

/**
 * Whether the brackets of a text are nested too deeply to be parsed. Brackets in strings count too: they are balanced, as a
 * rule, and what is not parsed is said.
 */
export function isNestedTooDeeply(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 0x28 || unit === 0x5b || unit === 0x7b) depth += 1;
    else if ((unit === 0x29 || unit === 0x5d || unit === 0x7d) && depth > 0) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

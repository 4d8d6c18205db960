/**
 * The bytes of a dump, as `xxd`, `hexdump`, `hexdump -C`, `od -t x1` and `od -c` print them: an offset, then bytes, then perhaps the same as text.
 * @returns them as text; where words may be swapped (`hexdump` on a small-endian machine), that reading follows on a line of its own
 */
export function fromDump(dump: string): string {
  const lines = dump.split(/\r?\n|\\n(?=[ \t]*[0-9a-f]{6,8}:? )/i).filter((line) => line.trim() !== '');
  const words = lines.map(wordsOf);
  const bytes = Buffer.from(words.flat().join(''), 'hex');
  const swapped = Buffer.from(words.flat().map(swap).join(''), 'hex');
  return [bytes, swapped, Buffer.concat(lines.map(charactersOf))].map((each) => each.toString('utf8')).join('\n');
}

/** The words of hex of one line; the column of text behind two spaces or a bar is not among them. */
function wordsOf(line: string): string[] {
  const [, rest = ''] = /^[ \t]*[0-9a-f]{6,8}:? +(.*)$/is.exec(line) ?? [];
  const [hex = ''] = rest.includes('  |') ? rest.split('  |') : rest.split(/ {3,}| {2}(?![0-9a-f]{2}(?: |$))/i);
  return hex.split(/ +/).filter((word) => /^(?:[0-9a-f]{2}){1,4}$/i.test(word));
}

function swap(word: string): string {
  return word.match(/../g)?.reverse().join('') ?? '';
}

/** `od -c`: columns of four, with one character or three octal digits in each. */
function charactersOf(line: string): Buffer {
  const columns =
    line
      .trimStart()
      .replace(/^\w{6,8}/, '')
      .match(/.{4}/gs) ?? [];
  return Buffer.concat(
    columns.map((column) => {
      const sign = column.trim();
      return /^[0-7]{3}$/.test(sign) ? Buffer.of(Number.parseInt(sign, 8)) : Buffer.from(sign === '' ? ' ' : sign);
    }),
  );
}

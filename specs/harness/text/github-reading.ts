import fc from '../property.ts';

/**
 * What GitHub would make of a line of Markdown that is shown in an issue, a comment or a summary, found in the text that is left when
 * escapes and entities are resolved: a piece at a time, since an element, or code, ends a piece.
 * Source: GitHub Flavored Markdown, 6.1, 6.2, 6.9 and 6.10; docs.github.com, "Autolinked references and URLs".
 */
export function takenByGitHub(markdown: string): string[] {
  const formulas = markdown.match(/(?<![\\`])\$`[^`]+`\$(?!`)/g) ?? [];
  return [
    ...formulas,
    ...piecesOf(markdown).flatMap((piece) => taken.flatMap((pattern) => piece.match(pattern) ?? [])),
  ];
}

const taken = [
  /(?:https?|ftp):\/\/\S+/gi,
  /\bwww\.\S+/gi,
  /[\w.+-]+@[\w-]+\.\w+/g,
  /(?<!\w)@[a-z0-9][\w/-]*/gi,
  /\w@[0-9a-f]{7,40}\b/g,
  /#\d+/g,
  /\bGH-\d+/gi,
  /\$[^$]+\$/g,
];

function piecesOf(markdown: string): string[] {
  return markdown
    .replace(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '<code>')
    .split(/(?<!\\)<[^>]*>/)
    .map((piece) =>
      piece
        .replace(/\\([!-/:-@[-`{-~])/g, '$1')
        .replaceAll('&lt;', '<')
        .replaceAll('&amp;', '&'),
    );
}

/** What a deployment may put into an answer so that a report of it links, mentions or refers to something. */
export const takenTexts: readonly (readonly [name: string, text: string])[] = [
  ['a bare address', 'Gate open, see https://evil.example/a?b=c'],
  ['an address in capitals', 'HTTPS://EVIL.EXAMPLE'],
  ['an address without a scheme', 'see www.evil.example'],
  ['an address of mail', 'write to me@evil.example'],
  ['an address of mail with its scheme', 'mailto:me@evil.example'],
  ['a mention of a person', '@octocat, please approve'],
  ['a mention of a team', 'ask @acme/on-call'],
  ['a mention with an escape', 'ask \\@acme/on-call'],
  ['a mention with an entity', 'ask &#64;acme and @acme'],
  ['a mention at the beginning of code that does not end', '`@acme/on-call'],
  ['an issue', 'fixes #1'],
  ['an issue of another repository', 'see acme/app#12'],
  ['an issue in the other form', 'closes GH-12'],
  ['a commit of another repository', 'acme/app@0123456789abcdef0123456789abcdef01234567'],
  ['a formula', '$\\color{green}{Gate open}$'],
  ['a formula in code', '$`Gate open`$'],
];

/** Any text of pieces that mean something to GitHub. */
export const takenPieces = fc
  .array(
    fc.constantFrom(
      '@',
      'a',
      '/',
      'team',
      '#',
      '1',
      'GH-',
      'https:',
      '//',
      'www.',
      '\\',
      '`',
      '$',
      '<',
      '>',
      '&',
      ' ',
      '\n',
      '*',
      '_',
      '-',
      '|',
      '.',
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''));

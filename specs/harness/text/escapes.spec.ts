import { describe, expect, test } from 'vitest';
import { escapeHtml } from '../../../support/text/escape-html.ts';
import { codeMarkdown, escapeMarkdown, fencedMarkdown } from '../../../support/text/escape-markdown.ts';
import { escapeSlack } from '../../../support/text/escape-slack.ts';
import { escapeWorkflowMessage, escapeWorkflowProperty } from '../../../support/text/escape-workflow-command.ts';
import { escapeXml, escapeXmlAttribute } from '../../../support/text/escape-xml.ts';
import fc from '../property.ts';
import { anyText, hostileTexts, unseen } from './hostile-text.ts';

describe('XML', () => {
  test('no text ends an element, a CDATA section or an attribute', () => {
    expect(escapeXml('a]]>b<c>&d')).toBe('a]]&gt;b&lt;c&gt;&amp;d');
    expect(escapeXmlAttribute('"a"\n\tb\r\n')).toBe('&quot;a&quot;&#10;&#9;b&#13;&#10;');
    fc.assert(fc.property(anyText, (text) => !/[<>"]/.test(escapeXmlAttribute(text))));
  });

  test('characters that XML 1.0 does not allow are replaced', () => {
    expect(escapeXml('a\u0000\u0008\u000b\u001b\uffff\ud800b')).toBe('a\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdb');
    const allowed = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;
    fc.assert(fc.property(anyText, (text) => allowed.test(escapeXml(text))));
  });
});

test('HTML: no text opens an element or ends an attribute', () => {
  expect(escapeHtml(`<img src="x" onerror='a&b'>`)).toBe('&#60;img src=&#34;x&#34; onerror=&#39;a&#38;b&#39;&#62;');
});

describe('Markdown', () => {
  test.each([
    ['a link', '[click](https://evil.example)', '\\[click\\](https<span>:</span>//evil.example)'],
    ['an image', '![x](https://evil.example/a.png)', '!\\[x\\](https<span>:</span>//evil.example/a.png)'],
    [
      'a bare address',
      'see https://evil.example/a or www.evil.example',
      'see https<span>:</span>//evil.example/a or www<span>.</span>evil.example',
    ],
    ['an address of mail', 'to me@evil.example', 'to me<span>@</span>evil.example'],
    ['a mention', 'ask @acme/on-call', 'ask <span>@</span>acme/on-call'],
    ['an issue', '#12, acme/app#12, gh-12', '<span>#</span>12, acme/app<span>#</span>12, <span>gh-</span>12'],
    ['a formula', 'it costs $1$', 'it costs <span>$</span>1<span>$</span>'],
    ['a backslash before a mention', '\\@acme', '\\\\<span>@</span>acme'],
    ['a cell', 'a | b', 'a \\| b'],
    ['emphasis and code', '*a* _b_ ~~c~~ `d`', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`'],
    ['HTML', '<details><script>', '&lt;details>&lt;script>'],
    ['an entity', '&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['a heading', '# Gate open', '\\# Gate open'],
    ['a quotation', '> Gate open', '\\> Gate open'],
    ['a list', '- a', '\\- a'],
    ['a numbered list', '12. a', '12\\. a'],
    ['several lines', 'a\n\n# Gate open', 'a # Gate open'],
    ['a backslash before markup', '\\*a*', '\\\\\\*a\\*'],
  ])('%s stays text', (_, text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test('a code block ends where it should', () => {
    expect(fencedMarkdown('a\n```\n# out')).toBe('````text\na\n```\n# out\n````');
    expect(fencedMarkdown('a')).toBe('```text\na\n```');
  });

  test('a code span ends where it should', () => {
    expect(codeMarkdown('abc')).toBe('`abc`');
    expect(codeMarkdown('a`b')).toBe('``a`b``');
    expect(codeMarkdown('`a``')).toBe('``` `a`` ```');
    expect(codeMarkdown('a\nb')).toBe('`a b`');
  });
});

test('Slack: no text mentions anybody or makes a link', () => {
  expect(escapeSlack('<!channel> <https://evil.example|here> & co\nnext')).toBe(
    '&lt;!channel&gt; &lt;https://evil.example|here&gt; &amp; co next',
  );
});

test('workflow commands: no text begins another command', () => {
  expect(escapeWorkflowMessage('50%\r\n::error::x')).toBe('50%25%0D%0A::error::x');
  expect(escapeWorkflowProperty('a:b,c\n')).toBe('a%3Ab%2Cc%0A');
});

test.each(hostileTexts)('%s is written out for readers of Markdown and Slack', (_, text) => {
  for (const form of [escapeMarkdown, escapeSlack, codeMarkdown, fencedMarkdown])
    expect(form(text)).not.toMatch(unseen);
});

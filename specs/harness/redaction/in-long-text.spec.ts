import { deflateSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { findSecrets, forgetSecrets, redact, registerSecret } from '../../../support/redaction/redact.ts';
import { encodingsFor } from './encode-secret.ts';

afterEach(forgetSecrets);

const value = 'prod:steady-otter-902|Zm9v+YmFy/made=up';

const script =
  'var n=e=>{let t=e.x?"<p class=\\"a\\">&amp;"+e.y:"\\n%20";return r(t,function(){return+e.value===10})};e.exports={a:n,b:"\\u2028",width=100};\n';
const style = '.a:before{content:"\\201C";color:#ffeeaa !important}@media (min-width:40em){.b{margin:0 auto +1px}}\n';
const line = (text: string) => `${JSON.stringify({ type: 'resource', snapshot: { body: text, at: 1_234.5 } })}\n`;

/** What encoded secrets are found in: a trace, which quotes scripts; a script; a style sheet, with few escapes. */
const longTexts: Readonly<Record<string, string>> = {
  'a trace': line(script.repeat(4)).repeat(8),
  'a script': script.repeat(32),
  'a style sheet': style.repeat(50),
  'words of a base64 alphabet': 'ordinary/words+of=text\n'.repeat(250),
};

test.for(Object.entries(longTexts))('a secret in whatever encoding is found in %s', ([, long]) => {
  registerSecret('DEPLOY_KEY', value);
  expect(redact(long)).toBe(long);

  const missed = encodingsFor(value).flatMap(([name, encode]) => {
    const text = `${long} ${encode(value)} \n${long}`;
    const found = findSecrets(text);
    const clean = redact(text);
    const isWhole = clean.startsWith(long.slice(0, -100)) && clean.endsWith(long.slice(100));
    return found.length === 1 && isWhole && findSecrets(clean).length === 0 ? [] : [name];
  });
  expect(missed).toEqual([]);
});

test('a secret is found in the string of a long line of JSON', () => {
  registerSecret('DEPLOY_KEY', value);
  const missed = encodingsFor(value).flatMap(([name, encode]) => {
    const text = line(`${script.repeat(20)} ${encode(value)} ${script.repeat(20)}`);
    return findSecrets(text).length === 1 && !findSecrets(redact(text)).length ? [] : [name];
  });
  expect(missed).toEqual([]);
});

test('a compressed text is unpacked from where it begins, however far from the escape within it', () => {
  registerSecret('DEPLOY_KEY', value);
  const noise = Array.from({ length: 4_000 }, (_, at) => Math.imul(at, 2_654_435_761).toString(36)).join(' ');
  const encoded = deflateSync(`${noise} ${value} ${noise}`).toString('base64');
  const at = Math.floor(encoded.length / 4);
  const text = `before "${encoded.slice(0, at)}\\u00${encoded.charCodeAt(at).toString(16)}${encoded.slice(at + 1)}"`;
  expect(findSecrets(text)).toEqual(['DEPLOY_KEY']);
});

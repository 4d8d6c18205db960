import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { judgeSite } from '../../../../support/families/isolation/index.ts';
import type { Profile } from '../../../../support/profile/index.ts';
import { twoEnvironments } from '../two-environments.ts';

const host = 'patient-heron-417';
const dev = `https://${host}.convex.cloud`;

/** What of dev is found in one file of production's site. */
function foundIn(text: string, contentType: string): string[] {
  const { prod } = twoEnvironments({ site: 'https://acme.example' });
  const profile = { ...prod, loopback: true } as Profile;
  const file = { url: 'https://acme.example/a', contentType, text, form: 'text' } as const;
  const site = {
    files: [file],
    hasPage: true,
    unread: [],
    leadsAway: [],
    more: 0,
    skipped: new Map<string, number>(),
    late: [],
    notFollowed: [],
    filesAreListed: false,
    elsewhere: [],
  };
  return judgeSite(profile, site).map(({ what }) => what);
}

const inScript = (text: string) => foundIn(text, 'text/javascript');
const codes = [...host].map((character) => character.charCodeAt(0)).join();

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: templates of the texts that are read */
describe('the name of a deployment is found where a script puts it together', () => {
  test.each([
    ['by a replacement', 'u="patient-heron-XXX".replace("XXX","417")'],
    ['by a replaced character', 'u="patient_heron_417".replace(/_/g,"-")'],
    ['by replacing all', 'u="patient_heron_417".replaceAll("_","-")'],
    ['of an object that is taken apart', 'const {h,n}={h:"patient-heron",n:"417"};u=`https://${h}-${n}.convex.cloud`'],
    ['of a list that is taken apart', 'const [h,n]=["patient-heron","417"];u=`https://${h}-${n}.convex.cloud`'],
    ['of one side of a condition', 'const h=isDev?"patient-heron":"steady-otter";u=`https://${h}-417.convex.cloud`'],
    ['of a condition within', 'u=(isDev?"patient-heron":"steady-otter")+"-417.convex.cloud"'],
    ['of a default', 'const h=window.h||"patient-heron";u=h+"-417"'],
    ['of a fallback', 'const h=window.h??"patient-heron";u=`${h}-417`'],
    ['of a list with a number', 'u=["patient","heron",417].join("-")'],
    ['with a number that is computed', 'u="patient-heron-"+(400+17)'],
    ['backwards', 'u=[..."714-noreh-tneitap"].reverse().join("")'],
    ['of words', 'u="patient heron 417".split(" ").join("-")'],
    ['by adding up a list', 'u=["patient-","heron-","417"].reduce((a,b)=>a+b)'],
    ['of the values of an object', 'u=Object.values({a:"patient",b:"heron",c:"417"}).join("-")'],
    ['by filling it up', 'u="patient-heron-".padEnd(17,"417")'],
    ['in octal escapes', 'u="\\160atient-heron-417"'],
    ['by cutting an end off', 'u="patient-heron-000".slice(0,-3)+"417"'],
    ['without blanks', 'u="  patient-heron-".trim()+" 417 ".trim()'],
    ['by a function', 'function f(a,b){return a+"-"+b}u=f("patient-heron","417")'],
    ['by a function that chooses', 'function h(e){switch(e){case"dev":return"patient-heron"}}u=h(e)+"-417"'],
    ['by an arrow', 'const f=n=>`https://patient-heron-${n}.convex.cloud`;u=f(417)'],
    ['of what a function is given', 'const f=n=>{const u="patient-heron-"+n;use(u)};f("417")'],
    ['bit by bit', 'let u="patient-heron";u+="-417"'],
    ['of a property by its text', 'const c={a:"patient-heron"};u=c["a"]+"-417"'],
    ['of a table', 'const H={dev:"patient-heron",prod:"steady-otter"};u=`https://${H[e]}-417.convex.cloud`'],
    ['of a map', 'const H=new Map([["dev","patient-heron"]]);u=`https://${H.get("dev")}-417.convex.cloud`'],
    ['of character codes that are spread', `u=String.fromCharCode(...[${codes}])`],
    ['of bytes', `u=new TextDecoder().decode(new Uint8Array([${codes}]))`],
    ['of base64 in part', `u=atob("${Buffer.from('patient-heron').toString('base64')}")+"-417"`],
    ['of JSON', 'u=JSON.parse(\'{"h":"patient-heron"}\').h+"-417"'],
    ['compressed', `u="${gzipSync(JSON.stringify({ a: 1, url: dev })).toString('base64')}"`],
    ['with a character that is not shown', 'u="patient-\u200bheron-417"'],
    ['in wide letters', 'u="https://ｐatient-heron-417.convex.cloud"'],
  ])('%s', (_, text) => expect(inScript(text)).not.toEqual([]));

  test.each([
    ['between tags', '<p>patient-heron<b>-417</b></p>'],
    ['where a line may break', '<p>patient-<wbr>heron-417</p>'],
    ['between the comments of React', '<p>https://<!-- -->patient-heron<!-- -->-<!-- -->417<!-- -->.convex.cloud</p>'],
    ['with a hyphen that is not shown', '<p>patient-&shy;heron-417</p>'],
    ['with a number without its semicolon', '<p>&#112atient-heron-417</p>'],
    [
      'in two pieces of the data of Next.js',
      '<script>self.__next_f.push([1,"1:[\\"patient-"])</script><script>self.__next_f.push([1,"heron-417\\"]"])</script>',
    ],
    ['by a script of the page', '<p>x</p><script>const h="patient-heron";u=h.concat("-",417)</script>'],
  ])('in a page, %s', (_, text) => expect(foundIn(text, 'text/html')).not.toEqual([]));
});

test('it is found behind a large library, of which not all is evaluated', () => {
  const library = Array.from(
    { length: 12_000 },
    (_, at) => `function f${at}(a,b){return g(a+"x${at}",f${at + 1}(b+a))}`,
  );
  const text = `${library.join(';')};u="patient_heron_417".replace(/_/g,"-")`;
  expect(inScript(text)).not.toEqual([]);
});

describe('what is only like the name of a deployment is none', () => {
  test.each([
    ['pieces that never meet', 'a="patient-heron";b="-417";use(a,b)'],
    ['pieces in another order', 'u="-417"+"patient-heron"'],
    ['a longer number', 'const h="patient-heron";u=h+"-4170"'],
    ['a number that is not known', 'const h="patient-heron";u=`${h}-${window.n}`'],
    ['a script that does not parse', 'u=="patient-heron"+)'],
    ['the own one, put together', 'u="steady-otter".concat("-",902)'],
  ])('%s', (_, text) => expect(inScript(text)).toEqual([]));

  test('in a script that never ends', () => {
    const script = 'const f=n=>f(n+"patient-heron");u=f("-418")+"x";const a=()=>b(),b=()=>a();v=a()+"y"';
    expect(inScript(script)).toEqual([]);
  });
});
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: templates of the texts that are read */

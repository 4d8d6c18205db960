import { expect, test } from 'vitest';
import { numberedChunks } from '../../../../support/contract/index.ts';

const url = 'https://site.example/js/main.js';

function addressesOf(text: string): string[] {
  const { ids, addressOf } = numberedChunks(text, url);
  return addressOf.flatMap((address) => ids.map(address)).filter((address) => address !== url);
}

test.each([
  ['webpack', 'n.u=e=>e+"."+{272:"3260",899:"615f"}[e]+".js",n.p="/"', ['/272.3260.js', '/899.615f.js']],
  ['Rspack', 'i.u=e=>""+e+"."+({296:"91b9"})[e]+".js",i.p="/app/"', ['/app/296.91b9.js']],
  [
    'Create React App',
    'r.u=e=>"static/js/"+e+"."+{743:"01c7"}[e]+".chunk.js",r.p="/"',
    ['/static/js/743.01c7.chunk.js'],
  ],
  [
    'Vue CLI',
    'o.u=function(e){return"js/"+({about:"about-us"}[e]||e)+"."+{about:"ab12"}[e]+".js"},o.p="/"',
    ['/js/about-us.ab12.js'],
  ],
  [
    'Next.js',
    's.u=e=>743===e?"static/chunks/743-aa.js":"static/chunks/"+e+"."+{9:"bb"}[e]+".js",s.p="/_next/"',
    ['/_next/static/chunks/743-aa.js', '/_next/static/chunks/9.bb.js'],
  ],
  [
    'styles',
    'n.k=e=>"css/"+e+"."+{409:"96e2",672:"f5f5"}[e]+".css",n.p="/"',
    ['/css/409.96e2.css', '/css/672.f5f5.css'],
  ],
  [
    'styles of mini-css-extract-plugin',
    'n.miniCssF=e=>"static/css/"+({3:"about"}[e]||e)+".css",n.p="/"',
    ['/static/css/about.css'],
  ],
  [
    'by the hash of the whole build',
    'n.u=e=>"js/"+e+"."+n.h()+".js",n.h=()=>"de76b179",n.p="/app/";n.e(9)',
    ['/app/js/9.de76b179.js'],
  ],
  [
    'of a folder that is imported by a computed name',
    'n.u=e=>"js/"+e+".js",n.p="/";const s={"./de.js":[853,[853]],"./en.js":[581,7,"lazy_en"]};new Worker(new URL(n.p+n.u(401),n.b))',
    ['/js/401.js', '/js/853.js', '/js/581.js', '/js/7.js', '/js/lazy_en.js'],
  ],
  [
    'of a development build, whose modules are texts',
    'n.u=(e)=>("js/"+e+"."+"28f8"+".js");n.p="/";eval("(await n.e(/*! import() */ \\"src_late_js\\")).go()")',
    ['/js/src_late_js.28f8.js'],
  ],
  ['a template', `t.u=e=>\`\${e}.\${{7:"c0de"}[e]}.js\`;t.p="/"`, ['/7.c0de.js']],
  [
    'not minified',
    '__webpack_require__.u = (chunkId) => {\n // name\n if (chunkId === "lazy") return "lazy.js";\n return undefined;\n};\n__webpack_require__.p = "/";',
    ['/lazy.js'],
  ],
  [
    'a single chunk, whose id another script knows',
    's.u=e=>"static/chunks/"+e+".01c7996863532d50.js",s.p="/_next/";t.e(743)',
    ['/_next/static/chunks/743.01c7996863532d50.js'],
  ],
])('the chunks of a runtime are known: %s', (_, text, paths) => {
  expect(addressesOf(text)).toEqual(paths.map((path) => `https://site.example${path}`));
});

test.each([
  ['at the top', '', '/272.3260.js'],
  ['beside the script that is loaded', ',n.p=e', '/js/272.3260.js'],
  ['above the script that is loaded', ',n.p=e+"../"', '/272.3260.js'],
  [
    'above the script that is loaded, as webpack 5.113 says it',
    ',n.p=e.replace(/^blob:|[?#].*$/g,"").replace(/\\/[^/]+$/,"/")+"../"',
    '/272.3260.js',
  ],
  [
    'above the script that is loaded, as Rspack says it',
    ',n.p=(i=i.replace(/^blob:/,"").replace(/#.*$/,"").replace(/\\/[^\\/]+$/,"/"))+"../"',
    '/272.3260.js',
  ],
  ['beside it, said so', ',n.p=e.replace(/^blob:|[?#].*$/g,"").replace(/\\/[^/]+$/,"/")', '/js/272.3260.js'],
  ['on another origin', ',n.p="https://cdn.example/a/"', 'https://cdn.example/a/272.3260.js'],
])('the folder of the chunks of a runtime is known: %s', (_, path, address) => {
  const text = `(()=>{n.u=e=>e+"."+{272:"3260"}[e]+".js"${path}})()`;
  expect(addressesOf(text)).toEqual([new URL(address, url).href]);
});

test.each([
  't.u=e=>e',
  't.u=e=>e.target.value+".js"',
  't.u=e=>({7:"a.txt"})[e]',
  't.u=e=>{',
  't.u=(',
  'a.u=e=>f(e)+".js"',
])('a function that names no script is not a runtime: %s', (text) => {
  expect(addressesOf(text)).toEqual([]);
});

test.each([
  ['a function that calls another', 'a.u=e=>f(e)+".js"', 1],
  ['a function that is understood', 'a.u=e=>"c/"+e+".js"', 0],
  ['a function that lists what it knows', 'a.u=e=>({7:"a"})[e]+".js"', 0],
  ['no name of a script', 'a.u=e=>f(e)', 0],
])('what names chunks and is not understood is said: %s', (_, text, count) => {
  expect(numberedChunks(text, url).notUnderstood).toHaveLength(count);
});

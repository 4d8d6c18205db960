/** The style of the report: light and dark, phone to desktop, colours of at least 4.5 : 1. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --faint: #565656; --line: #c4c4c4; --panel: #f5f5f5;
  --bad: #a40e26; --bad-panel: #fbe4e6; --warn: #7a4a00; --warn-panel: #fdf1d8; --good: #14652b; --good-panel: #e0f3e5; --link: #0b57b0; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #16181b; --faint: #b3b3b3; --line: #494d52; --panel: #212428;
  --bad: #ffb0b8; --bad-panel: #471a21; --warn: #ffd591; --warn-panel: #3f2f10; --good: #9fe3b1; --good-panel: #173522; --link: #9cc7ff; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.4rem; line-height: 1.3; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0 0 .3rem; }
h1, h2, h3, p, li, dd, pre, td { overflow-wrap: anywhere; }
.headline { border-left: .4rem solid; padding: .5rem .8rem; font-weight: 600; }
.failed { color: var(--bad); background: var(--bad-panel); } .held { color: var(--good); background: var(--good-panel); }
.warned, .waived, .not-verified { color: var(--warn); background: var(--warn-panel); }
.refused, .not-applicable, .self { color: var(--faint); background: var(--panel); }
article { border: 1px solid var(--line); border-left-width: .4rem; padding: .7rem .9rem; margin: 1rem 0; color: var(--ink); background: var(--paper); }
article.failed { border-left-color: var(--bad); } article.warned, article.waived, article.not-verified { border-left-color: var(--warn); }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .15rem .8rem; margin: .4rem 0 1rem; } dt { color: var(--faint); } dd { margin: 0; white-space: pre-wrap; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
code, pre, dd { font-family: ui-monospace, monospace; font-size: .9rem; } pre { white-space: pre-wrap; background: var(--panel); padding: .6rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; } .faint { color: var(--faint); }
summary { cursor: pointer; } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; } a { color: var(--link); }
figure { margin: 1rem 0; } img { max-width: 100%; height: auto; border: 1px solid var(--line); }
@media print { details { display: block; } }
`;

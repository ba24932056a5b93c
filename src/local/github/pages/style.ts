/** The one stylesheet of the pages: light and dark, from 320 px up. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1f2328, #e6edf3); --muted: light-dark(#59636e, #9198a1); --page: light-dark(#fff, #0d1117);
  --raised: light-dark(#f6f8fa, #151b23); --line: light-dark(#d1d9e0, #3d444d); --link: light-dark(#0969da, #4493f8);
  --good: light-dark(#1a7f37, #3fb950); --bad: light-dark(#c9252d, #f85149); --done: light-dark(#8250df, #ab7df8);
  --added: light-dark(#dafbe1, #12261e); --removed: light-dark(#ffebe9, #25171c); --hunk: light-dark(#ddf4ff, #121d2f);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--page); padding: 8px; }
header.bar { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; justify-content: space-between; padding: 12px 16px; background: var(--raised); border-bottom: 1px solid var(--line); }
main { max-width: 1012px; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 16px 0 8px; }
h2 { font-size: 1.15rem; margin: 24px 0 8px; }
nav.tabs ul { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 0 0 16px; padding: 0; border-bottom: 1px solid var(--line); }
nav.tabs a { display: inline-block; padding: 8px 2px; text-decoration: none; color: inherit; }
nav.tabs a[aria-current] { border-bottom: 2px solid var(--link); font-weight: 600; }
.muted { color: var(--muted); font-size: .875rem; }
.rows { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 6px; }
.rows > li { padding: 10px 14px; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; }
.state { display: inline-block; padding: 2px 10px; border-radius: 999px; color: #fff; font-size: .875rem; background: light-dark(#1a7f37, #238636); }
.state.closed { background: light-dark(#c9252d, #da3633); } .state.merged { background: #8250df; } .state.draft { background: #59636e; }
article.said { border: 1px solid var(--line); border-radius: 6px; margin: 16px 0; }
article.said > header { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; padding: 8px 14px; background: var(--raised); border-bottom: 1px solid var(--line); border-radius: 6px 6px 0 0; }
article.said > header img { border-radius: 50%; }
.markdown { padding: 4px 14px; overflow-x: auto; }
.markdown img { max-width: 100%; height: auto; }
.markdown table { display: block; max-width: 100%; overflow-x: auto; border-collapse: collapse; } .markdown td, .markdown th { border: 1px solid var(--line); padding: 4px 10px; overflow-wrap: break-word; }
.markdown blockquote { margin: 0 0 16px; padding-left: 14px; border-left: 4px solid var(--line); color: var(--muted); }
code, pre { font: .85rem/1.5 ui-monospace, monospace; }
.markdown pre, .markdown :not(pre) > code { background: var(--raised); border-radius: 6px; padding: 2px 5px; }
.markdown pre { padding: 12px; overflow-x: auto; }
.reactions { padding: 0 14px 10px; display: flex; gap: 8px; list-style: none; margin: 0; }
.reactions li { border: 1px solid var(--line); border-radius: 999px; padding: 0 8px; font-size: .875rem; }
form.talk { display: grid; gap: 8px; margin: 16px 0; }
form.inline { display: inline-flex; gap: 8px; flex-wrap: wrap; align-items: center; }
label { font-weight: 600; font-size: .875rem; }
textarea, input[type=text], input[type=number], select { width: 100%; padding: 8px; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 6px; }
form.inline select, form.inline input { width: auto; }
button { font: inherit; font-weight: 600; padding: 6px 14px; border-radius: 6px; border: 1px solid var(--line); background: var(--raised); color: inherit; cursor: pointer; }
button.primary { background: light-dark(#1a7f37, #238636); border-color: transparent; color: #fff; }
.buttons { display: flex; gap: 8px; flex-wrap: wrap; }
details.more { padding: 0 14px 10px; }
figure.file { margin: 16px 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
figure.file figcaption { padding: 8px 14px; background: var(--raised); border-bottom: 1px solid var(--line); font: .85rem ui-monospace, monospace; }
.scroll { overflow-x: auto; }
table.code { border-collapse: collapse; width: 100%; font: .8rem/1.5 ui-monospace, monospace; }
table.code td { padding: 0 10px; white-space: pre; vertical-align: top; overflow-wrap: normal; }
table.code td.number { color: var(--muted); text-align: right; user-select: none; width: 1%; }
tr.added { background: var(--added); } tr.removed { background: var(--removed); } tr.hunk { background: var(--hunk); color: var(--muted); }
.plus { color: var(--good); } .minus { color: var(--bad); }
`

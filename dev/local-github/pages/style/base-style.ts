/** Colors, type and shared elements. */
export const BASE_STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1d211f, #e4e8e3); --soft: light-dark(#58605a, #a3ada5); --page: light-dark(#fdfdfb, #131715); --panel: light-dark(#f3f4ef, #1b211e);
  --field: light-dark(#fff, #0e1210); --line: light-dark(#d9dcd3, #343d38); --edge: light-dark(#858d85, #6f7b74); --link: light-dark(#0a5a8f, #7fc0ee);
  --good: light-dark(#14713d, #5ccb8b); --bad: light-dark(#b3261e, #ff938a); --done: light-dark(#6443b5, #b79cf5); --wait: light-dark(#8a5300, #f0b95a);
  --brand: light-dark(#14713d, #1f7d48); --brand-strong: light-dark(#0f5a30, #2a9157);
  --added: light-dark(#e3f5e6, #15291d); --added-word: light-dark(#b5e4bf, #24613a); --removed: light-dark(#fdeae7, #311b1a); --removed-word: light-dark(#f8c5be, #79312c);
  --hunk: light-dark(#eaf1f6, #18222a); --glow: light-dark(#fff3c9, #3d3618);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 Inter, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem clamp(.75rem, 3vw, 1.5rem) 4rem; }
main:focus { outline: none; }
h1 { font-size: clamp(1.375rem, 1.1rem + 1.4vw, 1.875rem); line-height: 1.2; letter-spacing: -.015em; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.125rem; line-height: 1.3; margin: 1.75rem 0 .5rem; }
p { margin: 0 0 .75rem; }
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:hover { text-decoration-thickness: .14em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font: .875em/1.55 var(--mono); }
b, strong { font-weight: 650; }
small { font-size: .8125rem; }
.sr { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: .5rem; top: -4rem; z-index: 2; background: var(--page); padding: .5rem 1rem; border-radius: 0 0 .5rem .5rem; }
.skip:focus { top: 0; }
.muted { color: var(--soft); font-size: .875rem; }
.lead { font-size: 1.0625rem; color: var(--soft); max-width: 46rem; }
.push { margin-left: auto; }
.box { border: 1px solid var(--line); border-radius: .625rem; background: var(--page); margin: 1rem 0; }
.box-title { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; margin: 0; padding: .5rem .875rem; background: var(--panel); border-bottom: 1px solid var(--line); border-radius: .625rem .625rem 0 0; font-size: .875rem; }
.chip { display: inline-block; padding: 0 .5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .75rem; line-height: 1.25rem; color: var(--soft); font-weight: 500; white-space: nowrap; }
.chip.good { color: var(--good); border-color: currentColor; }
.branch { display: inline-flex; gap: .25rem; align-items: center; padding: 0 .4rem; border-radius: .375rem; background: light-dark(#e7f0f6, #1b2a35); color: var(--link); font: .8125rem/1.5rem var(--mono); text-decoration: none; }
a.branch:hover { text-decoration: underline; }
.sha { font: .8125rem/1.5rem var(--mono); }
.emoji { vertical-align: -.15em; width: 1.05em; height: 1.05em; }
.avatar { border-radius: 50%; flex: none; vertical-align: middle; }
.person { color: inherit; font-weight: 650; text-decoration: none; }
.person:hover { text-decoration: underline; }
.quiet { color: inherit; }
.outcome { display: inline-flex; align-items: center; font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); } .waiting { color: var(--wait); } .neutral { color: var(--soft); }
.check-mark { display: inline-grid; place-items: center; min-width: 1.5rem; height: 1.5rem; vertical-align: middle; }
form.text-form { display: grid; gap: .375rem; margin: .5rem 0 1rem; }
label { font-weight: 600; font-size: .875rem; }
label:not(:first-child) { margin-top: .5rem; }
textarea, input[type=text], input[type=number] { width: 100%; padding: .5rem .625rem; font: inherit; color: inherit; background: var(--field); border: 1px solid var(--edge); border-radius: .5rem; }
textarea { resize: vertical; min-height: 5rem; }
input[type=number] { max-width: 10rem; }
.buttons { display: flex; gap: .5rem; flex-wrap: wrap; margin-top: .25rem; }
button, .button { font: inherit; font-size: .9375rem; font-weight: 600; padding: .4375rem .875rem; border-radius: .5rem; border: 1px solid var(--edge); background: var(--panel); color: var(--ink); cursor: pointer; text-decoration: none; }
button:hover, .button:hover { border-color: var(--ink); }
button.primary, .button.primary { background: var(--brand); border-color: var(--brand); color: #fff; }
button.primary:hover, .button.primary:hover { background: var(--brand-strong); border-color: var(--brand-strong); }
button.danger { color: var(--bad); }
form[data-sent] button { opacity: .6; cursor: progress; }
summary { cursor: pointer; }
.empty { text-align: center; padding: clamp(1.5rem, 6vw, 3.5rem) 1rem; border: 1px dashed var(--edge); border-radius: .75rem; margin: 1rem 0; color: var(--soft); }
.empty h1, .empty h2 { margin: 0 0 .5rem; color: var(--ink); }
.empty p:last-child { margin: 0; }
`

/** Styles of our own pages: system fonts, light and dark as the user prefers. */
export const STYLES = `
:root { color-scheme: light dark; --ink: #1c1f26; --soft: #555d6b; --paper: #fff; --panel: #f4f5f7; --line: #d5d9e0; --link: #0b57b7; --good: #14713d; --bad: #b3261e; --mild: #8a5300; --new: #effbf2; --old: #fff2f1 }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf0; --soft: #a9b2c1; --paper: #14171c; --panel: #1e232b; --line: #38404c; --link: #8ab8ff; --good: #6fd69a; --bad: #ff9a92; --mild: #ffc46b; --new: #12351f; --old: #3d1a1a } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header, main { max-width: 96rem; margin: 0 auto; padding: 1rem clamp(0.75rem, 3vw, 2rem) 0 }
main { padding-bottom: 3rem } main ul { margin: 0.25rem 0; padding-left: 1.25rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.125rem; margin: 2rem 0 0.5rem }
header p { margin: 0 }
a { color: var(--link) } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.soft { color: var(--soft) }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.request { border-left: 4px solid var(--line); padding-left: 0.75rem; margin: 0.75rem 0; white-space: pre-wrap; overflow-wrap: anywhere }
nav ul, .pictures { display: flex; flex-wrap: wrap; gap: 0.75rem; list-style: none; padding: 0; margin: 0.5rem 0 }
.tabs ul { gap: 0; border-bottom: 1px solid var(--line) }
.tabs a { display: block; padding: 0.5rem 0.9rem; text-decoration: none; border-bottom: 3px solid transparent }
.tabs a[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--link) }
.tools, .choice { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center }
.tools { justify-content: space-between; margin: 0.75rem 0 0.5rem } .tools h2 { margin: 0; overflow-wrap: anywhere }
.choice { border: 0; padding: 0; margin: 0 } .choice[hidden] { display: none }
.choice legend { float: left; padding: 0 }
.choice label, .choice button, nav.choice a { display: inline-flex; gap: 0.4rem; align-items: center; min-height: 2rem }
fieldset.choice label, .choice button { padding: 0 0.75rem; border: 1px solid var(--line); border-radius: 999px; cursor: pointer; background: none; color: inherit; font: inherit }
fieldset.choice label:has(:checked) { background: var(--panel); border-color: var(--link) }
fieldset.choice label:has(:focus-visible) { outline: 3px solid var(--link); outline-offset: 2px }
.choice a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none }
input[type=number] { width: 5.5rem; min-height: 2rem; padding: 0 0.4rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 0.25rem }
.frames { display: flex; gap: 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.5rem; overflow-x: auto }
figure { flex: 1 0 auto; min-width: min(100%, 20rem); margin: 0 } .frames:has(figure + figure) figure { flex: 1 1 0 }
figcaption { font-weight: 600; padding-bottom: 0.25rem }
.frame { width: 100%; height: min(46rem, 85vh); margin: 0 auto; resize: both; overflow: hidden; background: #fff; border: 1px solid var(--line); transform-origin: 0 0 }
.viewer:has(#mobile:checked) .frame { width: 375px } .viewer:has(#tablet:checked) .frame { width: 768px } .viewer:has(#desktop:checked) .frame { width: 1280px }
.viewer:not(:has(#fit:checked)) figure:not(.zoomed) { flex: 1 0 auto } figure.zoomed { flex: 1 1 0; min-width: 0; overflow: hidden } .zoomed .frame { margin: 0 }
iframe { display: block; border: 0; width: 100%; height: calc(100% - 0.75rem) }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { white-space: nowrap } td:last-child { overflow-wrap: anywhere }
@media (max-width: 40rem) { table { font-size: 0.875rem } th { white-space: normal } }
.cards { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1rem } main .cards { padding: 0 }
.cards li { border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem; overflow-wrap: anywhere } .cards p { margin: 0.25rem 0 } h3 { font-size: 1rem; margin: 0.5rem 0 0 }
.cards img, .blank { display: block; width: 100%; height: 11rem; object-fit: cover; object-position: top; border-radius: 0.25rem; background: var(--panel) } .blank { display: grid; place-items: center; color: var(--soft) }
input[type=search], select { min-height: 2rem; max-width: 100%; padding: 0 0.5rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 0.25rem }
.chart { max-width: 60rem } .chart svg { width: 100%; height: auto } .chart text { fill: var(--soft); font-size: 11px } .grid line { stroke: var(--line) } .bar { fill: var(--link); opacity: 0.55 } .level { fill: none; stroke: var(--good); stroke-width: 2 } .point { fill: var(--good) } .chart figcaption { font-weight: inherit }
.note { padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--panel) } .phase { font-size: 1.125rem; font-weight: 600; margin: 1rem 0 0.25rem }
.passed { color: var(--good) } .failed { color: var(--bad) } .warning { color: var(--mild) } .not-run { color: var(--soft) }
details { margin: 0.25rem 0 } summary { cursor: pointer; overflow-wrap: anywhere }
pre { margin: 0.25rem 0; padding: 0.5rem 0.75rem; overflow-x: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 0.25rem; font: 0.8125rem/1.5 ui-monospace, monospace; tab-size: 2 }
code { overflow-wrap: anywhere } pre code { overflow-wrap: normal }
.pictures img { height: 14rem; width: auto; max-width: 100%; border: 1px solid var(--line); border-radius: 0.25rem; object-fit: contain; object-position: top }
.turns { padding-left: 1.5rem } .turns > li { padding: 0.25rem 0 0.75rem; border-bottom: 1px solid var(--line) } .turns p { margin: 0.4rem 0 }
.tool-calls { padding-left: 0; list-style: none } .tool-calls li { padding: 0.1rem 0; overflow-wrap: anywhere }
.beside { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem } @media (min-width: 60rem) { .beside { grid-template-columns: 20rem minmax(0, 1fr) } }
.tree { display: block; margin: 0; padding: 0; line-height: 1.8 } .tree .tree { padding-left: 1rem } .tree a { overflow-wrap: anywhere } .tree a[aria-current] { color: var(--ink); font-weight: 600 } .folder { color: var(--soft) }
.code { padding: 0.5rem 0; background: var(--paper) } .code code { display: block; width: max-content; min-width: 100% }
.row { display: flex; padding-right: 0.75rem } .row .line { white-space: pre; min-height: 1.5em }
.number { flex: none; width: 3.5ch; margin-right: 1.5ch; text-align: right; color: var(--soft); user-select: none } .mark { flex: none; width: 2ch; user-select: none }
.added { background: var(--new) } .removed { background: var(--old) } .gap { display: block; padding-left: 1.5ch; color: var(--soft); background: var(--panel) }
.code span[style] { color: var(--code-light) } @media (prefers-color-scheme: dark) { .code span[style] { color: var(--code-dark) } }
`

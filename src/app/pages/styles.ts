/** The style of our own pages: system fonts, light and dark by the reader's own setting. */
export const STYLES = `
:root { color-scheme: light dark; --ink: #1c1f26; --soft: #555d6b; --paper: #fff; --panel: #f4f5f7; --line: #d5d9e0; --link: #0b57b7; --good: #14713d; --bad: #b3261e; --mild: #8a5300 }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf0; --soft: #a9b2c1; --paper: #14171c; --panel: #1e232b; --line: #38404c; --link: #8ab8ff; --good: #6fd69a; --bad: #ff9a92; --mild: #ffc46b } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header, main { max-width: 84rem; margin: 0 auto; padding: 1rem clamp(0.75rem, 3vw, 2rem) }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.125rem; margin: 2rem 0 0.5rem }
a { color: var(--link) } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
p.soft, .soft { color: var(--soft) } .request { border-left: 4px solid var(--line); padding-left: 0.75rem; margin: 0.75rem 0; white-space: pre-wrap; overflow-wrap: anywhere }
.widths { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; border: 0; padding: 0; margin: 1rem 0 0.5rem }
.widths legend { float: left; margin-right: 0.5rem; padding: 0 }
.widths label { display: inline-flex; gap: 0.4rem; align-items: center; padding: 0.35rem 0.75rem; border: 1px solid var(--line); border-radius: 999px; cursor: pointer }
.widths label:has(:checked) { background: var(--panel); border-color: var(--link) }
.widths label:has(:focus-visible) { outline: 3px solid var(--link); outline-offset: 2px }
.stage { background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.5rem; overflow-x: auto }
.stage iframe { display: block; margin: 0 auto; border: 0; background: #fff; width: 1280px; height: 46rem; max-width: none }
main:has(#mobile:checked) iframe { width: 375px } main:has(#tablet:checked) iframe { width: 768px }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { white-space: nowrap } td:last-child { overflow-wrap: anywhere }
.passed { color: var(--good) } .failed { color: var(--bad) } .warning { color: var(--mild) }
main > ul { margin: 0.25rem 0; padding-left: 1.25rem }
details { border: 1px solid var(--line); border-radius: 0.5rem; margin: 0.5rem 0; background: var(--panel) }
summary { padding: 0.5rem 0.75rem; cursor: pointer; font-family: ui-monospace, monospace; font-size: 0.875rem; overflow-wrap: anywhere }
pre { margin: 0; padding: 0.75rem; overflow-x: auto; background: var(--paper); border-top: 1px solid var(--line); font: 0.8125rem/1.5 ui-monospace, monospace; tab-size: 2 }
nav ul, .pictures { display: flex; flex-wrap: wrap; gap: 0.75rem; list-style: none; padding: 0; margin: 0.5rem 0 }
.pictures img { height: 14rem; width: auto; max-width: 100%; border: 1px solid var(--line); border-radius: 0.25rem; object-fit: contain; object-position: top }
`

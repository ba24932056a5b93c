/** Files and diffs. Long lines wrap, so that nothing scrolls horizontally. */
export const CODE_STYLE = `
table.code { border-collapse: collapse; width: 100%; font: .8125rem/1.55 var(--mono); }
table.code td { padding: 0 .625rem; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; }
table.code td.number { width: 1%; min-width: 2.5rem; padding: 0 .5rem; color: var(--soft); text-align: right; user-select: none; white-space: nowrap; overflow-wrap: normal; }
table.code td.sign { width: 1%; padding: 0 0 0 .25rem; user-select: none; }
table.code td.sign + td { padding-left: .375rem; }
table.code tr:first-child > td { padding-top: .375rem; } table.code tr:last-child > td { padding-bottom: .375rem; }
tr.added > td { background: var(--added); } tr.removed > td { background: var(--removed); } tr.hunk > td { background: var(--hunk); color: var(--soft); } tr.note > td { color: var(--soft); font-style: italic; }
tr mark { color: inherit; border-radius: .1875rem; } tr.added mark { background: var(--added-word); } tr.removed mark { background: var(--removed-word); }
td.number[data-line] { cursor: pointer; } td.number[data-line]:hover { color: var(--link); text-decoration: underline; }
.file { overflow: clip; }
.file > summary, .file > figcaption { display: flex; flex-wrap: wrap; gap: .25rem .625rem; align-items: center; padding: .5rem .875rem; background: var(--panel); list-style: none; font-size: .875rem; border-radius: .625rem; }
.file > summary { position: sticky; top: 0; z-index: 1; } .file > summary::before { content: "▸"; color: var(--soft); } .file[open] > summary::before { content: "▾"; }
.file[open] > summary, .file > figcaption { border-bottom: 1px solid var(--line); border-radius: .625rem .625rem 0 0; }
.file > figcaption { font-family: var(--mono); }
.file .path { font-family: var(--mono); font-weight: 600; min-width: 0; }
.counts { white-space: nowrap; font: 600 .8125rem/1.5 var(--mono); } .plus { color: var(--good); } .minus { color: var(--bad); }
.file-links { margin: 0; padding: .25rem .875rem; font-size: .8125rem; border-bottom: 1px solid var(--line); } .file-links:empty { display: none; }
.nothing { margin: 0; padding: 1.25rem .875rem; color: var(--soft); }
.picture { margin: 0; padding: 1.25rem; text-align: center; background: repeating-conic-gradient(light-dark(#eceee8, #1c2320) 0 25%, transparent 0 50%) 0 0 / 1.25rem 1.25rem; border-radius: 0 0 .625rem .625rem; }
.picture img { max-width: 100%; height: auto; max-height: 70vh; min-width: 3rem; }
figure.file { margin: .75rem .875rem; }
.thread { font: 1rem/1.5 Inter, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; white-space: normal; border-top: 1px solid var(--line); }
.thread-row > td { padding: .5rem .625rem !important; background: var(--page); } .thread-row .thread { border: 1px solid var(--line); border-radius: .5rem; max-width: 46rem; }
.line-comment { padding: .5rem 0 0; } .line-comment .by { display: flex; flex-wrap: wrap; gap: .375rem; align-items: center; margin: 0; padding: 0 .875rem; }
.line-comment .markdown { padding-top: .375rem; padding-bottom: .5rem; }
.line-form { border-top: 1px solid var(--line); padding-top: .5rem; }
@media (max-width: 40rem) {
  table.code { font-size: .75rem; }
  table.code td.number { padding: 0 .3125rem; min-width: 1.75rem; } table.diff td.number:first-child { display: none; }
}
`

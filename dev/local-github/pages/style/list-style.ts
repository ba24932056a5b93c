/** Lists of repositories, issues, commits and files. */
export const LIST_STYLE = `
.rows { list-style: none; margin: 0 0 1rem; padding: 0; border: 1px solid var(--line); border-radius: .625rem; }
.rows > li { display: flex; gap: .625rem; padding: .75rem .875rem; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; }
.rows > li > div { flex: 1; min-width: 0; }
.rows p { margin: .125rem 0 0; }
.rows .title { color: var(--ink); font-weight: 650; text-decoration: none; } .rows .title:hover { color: var(--link); text-decoration: underline; }
.state-sign { padding-top: .125rem; color: var(--good); } .state-sign.closed { color: var(--bad); } .state-sign.merged { color: var(--done); } .state-sign.draft { color: var(--soft); }
.comment-count { display: inline-flex; gap: .3125rem; align-items: center; align-self: flex-start; font-size: .875rem; color: var(--soft); white-space: nowrap; }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; }
.cards .box { margin: 0; padding: 1rem 1.125rem; }
.cards h2 { margin: 0 0 .25rem; font-size: 1.1875rem; }
.cards .facts { display: flex; flex-wrap: wrap; gap: 0 1.125rem; align-items: center; margin: 0; font-size: .875rem; }
.steps { margin-top: 2.5rem; max-width: 46rem; }
.steps li { margin: .375rem 0; padding-left: .25rem; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: 0 0 .75rem; }
.menu { position: relative; }
.menu summary { display: inline-flex; gap: .375rem; align-items: center; padding: .3125rem .75rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--panel); font-size: .875rem; font-weight: 600; list-style: none; max-width: 100%; }
.menu summary::after { content: "▾"; font-size: .75em; color: var(--soft); }
.menu ul { position: absolute; z-index: 1; left: 0; top: calc(100% + .25rem); width: max-content; max-width: min(24rem, 88vw); max-height: 20rem; overflow-y: auto; margin: 0; padding: .25rem; list-style: none; background: var(--page); border: 1px solid var(--edge); border-radius: .5rem; box-shadow: 0 .5rem 1.5rem #0003; }
.menu a { display: block; padding: .375rem .75rem; border-radius: .375rem; text-decoration: none; color: inherit; font: .8125rem/1.5 var(--mono); }
.menu a:hover { background: var(--panel); } .menu a[aria-current] { font-weight: 700; } .menu a[aria-current]::before { content: "✓ "; }
.crumbs { font-size: 1.125rem; letter-spacing: 0; font-weight: 650; } .crumbs a { font-weight: 400; }
.folder { overflow: hidden; }
.last-commit { padding: .625rem .875rem; background: var(--panel); border-bottom: 1px solid var(--line); }
.files { list-style: none; margin: 0; padding: 0; }
.files li { display: flex; gap: .625rem; align-items: center; padding: .4375rem .875rem; border-top: 1px solid var(--line); }
.files li:first-child { border-top: 0; } .files li:hover { background: var(--panel); }
.files a { color: var(--ink); text-decoration: none; padding: .125rem 0; } .files a:hover { color: var(--link); text-decoration: underline; }
.folder-sign { color: light-dark(#3f7fb0, #6aa7d6); } .file-sign { color: var(--soft); }
.commit-line { display: flex; gap: .25rem .625rem; align-items: center; width: 100%; }
.commit-line > div { flex: 1; min-width: 0; }
.commit-line p { margin: 0; font-size: .9375rem; } .commit-line p.muted { display: flex; flex-wrap: wrap; gap: .375rem; align-items: center; font-size: .8125rem; }
.message { white-space: pre-wrap; padding: .75rem .875rem; background: var(--panel); border-radius: .5rem; margin: 0 0 .75rem; }
.file-index { border: 1px solid var(--line); border-radius: .625rem; padding: .75rem .875rem; margin: 1rem 0; font-size: .875rem; }
.file-index p { margin: 0; } .file-index p .counts { margin-left: .5rem; } .file-index ol { list-style: none; padding: 0; margin: .5rem 0 0; }
.file-index li { display: flex; flex-wrap: wrap; gap: .125rem .75rem; justify-content: space-between; align-items: center; } .file-index li a { font: .8125rem/1.5rem var(--mono); display: inline-block; }
`

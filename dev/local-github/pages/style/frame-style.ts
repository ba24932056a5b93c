/** The frame of all pages: the bar with the people, and tabs. */
export const FRAME_STYLE = `
header.bar { background: var(--panel); border-bottom: 1px solid var(--line); padding: 0 clamp(.75rem, 3vw, 1.5rem); }
header.bar > * { max-width: 65rem; margin-inline: auto; }
.stand-in { margin-block: 0; padding: .5rem 0; font-size: .8125rem; color: var(--soft); border-bottom: 1px solid var(--line); text-wrap: pretty; }
.stand-in strong { color: var(--ink); }
.bar-row { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content: space-between; padding: .625rem 0; }
.home { color: inherit; font-weight: 700; font-size: 1.0625rem; letter-spacing: -.01em; text-decoration: none; padding: .25rem 0; }
.home::before { content: ""; display: inline-block; width: 1.25rem; height: 1.25rem; margin-right: .5rem; vertical-align: -.25rem; background: url(/_assets/icon.svg) center / contain; }
.people fieldset { display: flex; flex-wrap: wrap; gap: .25rem; align-items: center; border: 0; margin: 0; padding: 0; min-width: 0; }
.people legend { float: left; padding: 0; margin-right: .5rem; font-size: .8125rem; color: var(--soft); }
.people button { display: flex; gap: .5rem; align-items: center; text-align: left; padding: .25rem .75rem .25rem .3125rem; border-color: transparent; border-radius: 2rem; background: none; line-height: 1.15; }
.people button:hover { border-color: var(--edge); }
.people button[aria-pressed=true] { background: var(--page); border-color: var(--brand); box-shadow: inset 0 0 0 1px var(--brand); }
.people b { display: block; font-size: .875rem; } .people small { display: block; font-size: .75rem; font-weight: 400; color: var(--soft); }
.repository-name { display: flex; flex-wrap: wrap; gap: .25rem .375rem; align-items: center; margin-block: .25rem .125rem; font-size: 1.0625rem; }
.repository-name a { text-decoration: none; padding: .125rem 0; } .repository-name a:hover { text-decoration: underline; }
nav.tabs ul { display: flex; flex-wrap: wrap; gap: 0 .25rem; list-style: none; margin: 0; padding: 0; }
nav.tabs a { display: flex; gap: .375rem; align-items: center; padding: .5rem .625rem; text-decoration: none; color: inherit; font-size: .9375rem; border-bottom: 2px solid transparent; }
nav.tabs a:hover { border-color: var(--edge); }
nav.tabs a[aria-current] { border-color: var(--brand); font-weight: 650; }
nav.tabs .icon { color: var(--soft); }
nav.tabs.inner { border-bottom: 1px solid var(--line); margin: .75rem 0 1rem; }
nav.tabs.inner ul { margin-bottom: -1px; }
.count { padding: 0 .4375rem; min-width: 1.25rem; border-radius: 1rem; background: light-dark(#e3e6dd, #303934); font-size: .75rem; line-height: 1.25rem; font-weight: 600; text-align: center; }
.page-head { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: 1rem; }
.page-head h1 { margin: 0; }
.page-head > .button { order: 2; }
.page-head .live-note { margin: 0 auto 0 0; }
.title-block h1 { margin-bottom: .625rem; }
.title-block .number { color: var(--soft); font-weight: 400; }
.facts { font-size: .9375rem; line-height: 1.9; color: var(--soft); margin-bottom: .5rem; }
.facts > .state { margin-right: .25rem; } .facts .counts { margin-left: .25rem; }
.facts .person { color: var(--ink); }
.facts a:has(.icon):not(.branch) { display: inline-flex; gap: .375rem; align-items: center; color: inherit; min-height: 1.5rem; }
.state { display: inline-flex; gap: .375rem; align-items: center; line-height: 1.5; padding: .1875rem .75rem; border-radius: 2rem; color: #fff; font-size: .875rem; font-weight: 600; background: light-dark(#14713d, #1f7d48); }
.state.closed { background: light-dark(#b3261e, #b83a33); } .state.merged { background: light-dark(#6443b5, #7250c4); } .state.draft { background: #5c655e; }
.live-note { display: flex; gap: .375rem; align-items: center; font-size: .8125rem; color: var(--soft); margin: 0 0 .75rem; min-height: 1.25rem; }
.live-note[data-state]::before { content: ""; width: .5rem; height: .5rem; border-radius: 50%; background: var(--wait); }
.live-note[data-state=live]::before { background: var(--good); }
.live-note[data-state=away]::before { background: var(--bad); }
@media (max-width: 40rem) {
  .people { width: 100%; } .people fieldset { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.25rem, 1fr)); }
  .people legend { float: none; margin-bottom: .25rem; } .people button { justify-content: center; padding: .25rem .375rem; border-radius: .625rem; }
  .people img { display: none; }
  nav.tabs .icon { display: none; } nav.tabs a { padding-inline: .5rem; }
}
`

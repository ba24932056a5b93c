/** Conversations: comments, events and forms. */
export const CONVERSATION_STYLE = `
.timeline > article, .timeline > .event, .merge { position: relative; }
.comment { display: flex; gap: .875rem; margin: 1.25rem 0; }
.comment > .avatar { margin-top: .25rem; }
.comment > .box { flex: 1; min-width: 0; margin: 0; }
.comment > .box > header { display: flex; flex-wrap: wrap; gap: .125rem .5rem; align-items: center; padding: .4375rem .875rem; background: var(--panel); border-bottom: 1px solid var(--line); border-radius: .625rem .625rem 0 0; }
.comment > .box > header:last-child { border-bottom: 0; border-radius: .625rem; }
.comment:target > .box, .event:target, tr:target { outline: 2px solid var(--link); outline-offset: 1px; }
.comment .avatar[src] { border-radius: 30%; }
.event { display: flex; gap: .625rem; align-items: baseline; margin: .75rem 0 .75rem 3.125rem; font-size: .9375rem; color: var(--soft); }
.event p { margin: 0; } .event .person { color: var(--ink); }
.event .icon { width: 1.125rem; height: 1.125rem; translate: 0 .125rem; }
.event .check-mark { translate: 0 -.0625rem; }
.fresh > .box, .event.fresh, .rows > .fresh { animation: glow 4s ease-out; }
@keyframes glow { from { background: var(--glow); } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
.reactions { padding: 0 .875rem .75rem; display: flex; flex-wrap: wrap; gap: .375rem; list-style: none; margin: 0; }
.reactions li { display: inline-flex; gap: .375rem; align-items: center; border: 1px solid var(--line); border-radius: 1rem; padding: .0625rem .5625rem; font-size: .8125rem; background: var(--panel); }
.more { padding: 0 .875rem .625rem; font-size: .9375rem; }
.more > summary { display: inline-block; list-style: none; padding: .125rem 0; min-height: 1.5rem; font-size: .8125rem; color: var(--soft); text-decoration: underline; text-underline-offset: .2em; }
.more > summary::-webkit-details-marker { display: none; }
.more > summary:hover { color: var(--ink); }
.markdown { padding: .75rem .875rem; }
.markdown > :first-child, .markdown > .table:first-child > table { margin-top: 0; } .markdown > :last-child, .markdown > .table:last-child > table { margin-bottom: 0; }
.markdown h1 { font-size: 1.375rem; } .markdown h2 { font-size: 1.1875rem; } .markdown h3 { font-size: 1.0625rem; } .markdown h4, .markdown h5, .markdown h6 { font-size: 1rem; }
.markdown h1, .markdown h2, .markdown h3, .markdown h4, .markdown h5, .markdown h6 { margin: 1.25rem 0 .5rem; line-height: 1.3; letter-spacing: 0; }
.markdown ul, .markdown ol { padding-left: 1.5rem; margin: 0 0 .75rem; } .markdown li { margin: .1875rem 0; }
.markdown img:not(.emoji) { max-width: 100%; height: auto; border-radius: .375rem; }
.markdown .table { overflow-x: auto; margin: 0 0 .75rem; }
.markdown table { border-collapse: collapse; font-size: .9375rem; } .markdown td, .markdown th { border: 1px solid var(--line); padding: .3125rem .625rem; text-align: left; overflow-wrap: break-word; }
.markdown th { background: var(--panel); } .markdown thead tr:not(:has(th)) { display: none; }
.markdown blockquote { margin: 0 0 .75rem; padding: .125rem 0 .125rem .875rem; border-left: .25rem solid var(--line); color: var(--soft); }
.markdown blockquote > :last-child { margin-bottom: 0; }
.markdown :not(pre) > code, .hint code, .steps code { background: var(--panel); border: 1px solid var(--line); border-radius: .3125rem; padding: .0625rem .3125rem; }
.markdown pre { background: var(--panel); border-radius: .5rem; padding: .75rem; white-space: pre-wrap; margin: 0 0 .75rem; }
.markdown hr { border: 0; border-top: 1px solid var(--line); margin: 1.25rem 0; }
.markdown details { margin: 0 0 .75rem; }
.merge ul { list-style: none; margin: 0; padding: .75rem .875rem; display: grid; gap: .5rem; }
.merge li { display: flex; gap: .625rem; align-items: flex-start; } .merge li .outcome { height: 1.5rem; }
.merge form, .merge .refusal { margin: 0; padding: .75rem .875rem; border-top: 1px solid var(--line); }
.merge .buttons { margin: 0; }
.merge, .comment-box { margin-left: 3.125rem; }
.comment-box { position: relative; margin-top: 2rem; padding-top: .25rem; border-top: 1px solid var(--line); }
.comment-box > .avatar { position: absolute; left: -3.125rem; top: 1rem; border-radius: 30%; }
.comment-box h2 { margin-top: 1rem; }
.hint { font-size: .875rem; color: var(--soft); }
.hint p { margin: 0 0 .25rem; } .hint ul { margin: 0; padding-left: 1.25rem; } .hint li { padding: .125rem 0; } .hint strong { color: var(--ink); }
.hint a { font: .8125rem/1.6 var(--mono); }
.check header { display: flex; flex-wrap: wrap; gap: .25rem .625rem; align-items: center; padding: .625rem .875rem; background: var(--panel); border-bottom: 1px solid var(--line); border-radius: .625rem .625rem 0 0; }
.check h2 { margin: 0; font-size: 1rem; }
@media (max-width: 40rem) {
  .comment > .avatar, .comment-box > .avatar { display: none; } .event { margin-left: .25rem; } .merge, .comment-box { margin-left: 0; }
}
`

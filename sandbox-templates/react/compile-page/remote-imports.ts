/** `@import "https://…"`, as bundlers write it. Each part ends where the next rule may start, so that no text is read twice. */
const REMOTE_IMPORT = /@import\s{0,20}(?:url\(\s{0,20})?(?:"(?:https?:)?\/\/[^"\n]{0,2000}"|'(?:https?:)?\/\/[^'\n]{0,2000}')[^;@]{0,500};/g

/** The page may not load anything external, so a web font would only cause a console error. */
export function withoutRemoteImports(css: string): string {
  return css.replace(REMOTE_IMPORT, '')
}

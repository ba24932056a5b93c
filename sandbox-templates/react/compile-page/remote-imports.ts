/** `@import "https://…"`, as bundlers write it. */
const REMOTE_IMPORT = /@import\s*(?:url\(\s*)?(["'])(?:https?:)?\/\/(?:(?!\1).)*\1[^;]*;/g

/** The page may not load anything external, so a web font would only cause a console error. */
export function withoutRemoteImports(css: string): string {
  return css.replace(REMOTE_IMPORT, '')
}

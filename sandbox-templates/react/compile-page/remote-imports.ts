/** `@import "https://…"`, as bundlers write it. */
const REMOTE_IMPORT = /@import\s*(?:url\(\s*)?(["'])(?:https?:)?\/\/(?:(?!\1).)*\1[^;]*;/g

/** The page may load nothing from elsewhere, so a web font would only be an error in its console. */
export function withoutRemoteImports(css: string): string {
  return css.replace(REMOTE_IMPORT, '')
}

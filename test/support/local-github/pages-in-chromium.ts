import type { LocalGitHub } from '#dev/local-github/local-github.ts'

type Sent = { status: number; to: string | null; html: string }
type Visit = { status: number; html: string; headers: Headers }

/** A visitor of the pages, as the given person or as the first one by default. */
export function browserOf(github: LocalGitHub, person?: string) {
  const cookie = person === undefined ? {} : { cookie: `acting_as=${person}` }
  return {
    visit: async (path: string): Promise<Visit> => {
      const response = await fetch(github.url + path, { headers: cookie, redirect: 'manual' })
      return { status: response.status, html: await response.text(), headers: response.headers }
    },
    /** Sends a form; returns the status and the target of the redirect. */
    send: async (path: string, fields: Record<string, string>, origin = github.url): Promise<Sent> => {
      const response = await fetch(github.url + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { ...cookie, origin },
        redirect: 'manual',
      })
      return { status: response.status, to: response.headers.get('location'), html: await response.text() }
    },
  }
}

const HARMLESS_TAGS = new Set(
  `html head meta title link body header main nav section article form fieldset legend label input button textarea details summary
  h1 h2 h3 h4 p a strong small em b i del mark ul ol li span div br hr code pre blockquote img figure figcaption table thead tbody tr td th time`.split(
    /\s+/,
  ),
)

/** Everything in a page that could run: unexpected tags, handlers, script URLs. */
export function dangersOf(html: string): string[] {
  // Ignores the pages' own script where it belongs.
  const rest = html.replace(/<script src="\/_assets\/live\.js\?[0-9a-f]{12}" defer><\/script>\s*<\/head>/, '</head>')
  const tags = [...rest.matchAll(/<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi)]
  return tags.flatMap(([tag, name = '', attributes = '']) => {
    const values = attributes.replaceAll(/\s+/g, ' ')
    const acts =
      /\s(?:on\w+|style|srcdoc|formaction)\s*=/i.test(values.replaceAll(/"[^"]*"/g, '""')) ||
      /=\s*["']?\s*(?:javascript|vbscript|data:text)/i.test(values)
    return acts || !HARMLESS_TAGS.has(name.toLowerCase()) ? [tag] : []
  })
}

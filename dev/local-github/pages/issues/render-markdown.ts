import { raw } from 'hono/html'
import { Marked, type RendererObject, type Tokens } from 'marked'
import sanitizeHtml from 'sanitize-html'
import { encodePath } from '../../payloads/payload-links.ts'
import { withEmoji } from './emoji.ts'
import { referencesIn, type References } from './references.ts'

/** Where the text is from: a conversation, where each line break counts, or a file, whose relative links lead to other files. */
export type Place = { references?: References; file?: { repository: string; ref: string; path: string } }

const POLICY: sanitizeHtml.IOptions = {
  allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img', 'details', 'summary', 'del', 'ins', 'input', 'picture', 'source'],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
    source: ['srcset', 'media'],
    input: [{ name: 'type', multiple: false, values: ['checkbox'] }, 'checked', 'disabled', 'aria-label'],
    div: ['tabindex', 'role', 'aria-label'],
    td: ['align'],
    th: ['align'],
    details: ['open'],
  },
  allowedClasses: { img: ['emoji'], div: ['table'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'], source: ['http', 'https'] },
}

/** Renders Markdown as GitHub does and removes everything that could run. */
export function renderMarkdown(text: string, place: Place) {
  const marked = new Marked({ async: false, gfm: true, breaks: place.file === undefined })
  marked.use({ renderer: renderer(place.references) })
  const { file } = place
  const address = (attributes: sanitizeHtml.Attributes, name: string, kind: 'blob' | 'raw'): sanitizeHtml.Attributes => {
    const given = attributes[name]
    return given === undefined || file === undefined ? attributes : { ...attributes, [name]: besideFile(given, file, kind) }
  }
  const html = sanitizeHtml(parse(marked, text), {
    ...POLICY,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: { ...address(attribs, 'href', 'blob'), rel: 'nofollow noopener' } }),
      img: (tagName, attribs) => ({ tagName, attribs: { alt: '', loading: 'lazy', ...address(attribs, 'src', 'raw') } }),
      div: (tagName, { class: name }) => ({
        tagName,
        attribs: name === 'table' ? { class: name, tabindex: '0', role: 'region', 'aria-label': 'Table' } : {},
      }),
      // The checkbox of a task list is shown, but disabled.
      input: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, type: 'checkbox', disabled: '', 'aria-label': attribs['checked'] === undefined ? 'to do' : 'done' },
      }),
    },
  })
  return raw(html)
}

/** If the library fails, for example on 10,000 nested quotes, the source is shown. */
function parse(marked: Marked, text: string): string {
  try {
    return marked.parse(text, { async: false })
  } catch {
    return `<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`
  }
}

/** Resolves a relative link in a file. */
function besideFile(link: string, file: NonNullable<Place['file']>, kind: 'blob' | 'raw'): string {
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i.test(link)) return link
  const root = `/${file.repository}/${kind}/${encodePath(file.ref)}/`
  const base = new URL(root + (link.startsWith('/') ? '' : encodePath(file.path)), 'http://files')
  const { pathname, search, hash } = new URL(link.replace(/^\/+/, ''), base)
  return pathname + search + hash
}

/** The differences from the library's HTML. */
function renderer(references: References | undefined): RendererObject {
  /** No links inside links. */
  let isInLink = false
  return {
    link({ href, title, tokens }) {
      isInLink = true
      const text = this.parser.parseInline(tokens)
      isInLink = false
      return `<a href="${escape(href)}"${title == null ? '' : ` title="${escape(title)}"`}>${text}</a>`
    },
    html({ text }) {
      if (/^<\/?a\b/i.test(text)) isInLink = !text.startsWith('</')
      return text
    },
    text(token) {
      if ('tokens' in token && token.tokens !== undefined) return this.parser.parseInline(token.tokens)
      const text = 'escaped' in token && token.escaped ? token.text : escape(token.text)
      return withEmoji(isInLink || references === undefined ? text : linked(text, references))
    },
    // A wide table scrolls horizontally; the box around it can be focused by keyboard.
    table({ header, rows }) {
      const cell = (kind: 'th' | 'td', { align, tokens }: Tokens.TableCell): string =>
        `<${kind}${align === null ? '' : ` align="${align}"`}>${this.parser.parseInline(tokens)}</${kind}>`
      // An empty `th` would be a heading without text.
      const head = header.map((one) => cell(one.text === '' ? 'td' : 'th', one)).join('')
      const body = rows.map((row) => `<tr>${row.map((one) => cell('td', one)).join('')}</tr>`).join('')
      return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
    },
  }
}

function linked(html: string, references: References): string {
  const pieces = [...referencesIn(html, references)].map(({ text, found }) =>
    found === null ? text : `<a href="${escape(found.href)}"${found.title === '' ? '' : ` title="${escape(found.title)}"`}>${text}</a>`,
  )
  return pieces.join('')
}

/** Keeps entities that the author wrote. */
function escape(text: string): string {
  const marks: Record<string, string> = { '<': '&lt;', '>': '&gt;', '"': '&quot;', '&': '&amp;' }
  return text.replace(/[<>"]|&(?!#\d{1,7};|#x[\da-f]{1,6};|\w+;)/gi, (mark) => marks[mark] ?? mark)
}

import { marked } from 'marked'
import { raw } from 'hono/html'
import sanitizeHtml from 'sanitize-html'

const POLICY: sanitizeHtml.IOptions = {
  allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img', 'details', 'summary', 'del', 'ins', 'input', 'picture', 'source'],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    source: ['srcset', 'media'],
    input: [{ name: 'type', multiple: false, values: ['checkbox'] }, 'checked', 'disabled'],
    td: ['align'],
    th: ['align'],
    details: ['open'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https', 'data'], source: ['http', 'https'] },
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener' }) },
}

/** Markdown as GitHub shows it in conversations (`breaks`: each line break counts) and files, with nothing in it that could act. */
export function renderMarkdown(text: string, breaks: boolean) {
  return raw(sanitizeHtml(marked.parse(text, { async: false, gfm: true, breaks }), POLICY))
}

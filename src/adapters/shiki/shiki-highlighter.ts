import { setImmediate as pause } from 'node:timers/promises'
import { createHighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import css from 'shiki/langs/css.mjs'
import html from 'shiki/langs/html.mjs'
import javascript from 'shiki/langs/javascript.mjs'
import json from 'shiki/langs/json.mjs'
import jsx from 'shiki/langs/jsx.mjs'
import markdown from 'shiki/langs/markdown.mjs'
import tsx from 'shiki/langs/tsx.mjs'
import typescript from 'shiki/langs/typescript.mjs'
import yaml from 'shiki/langs/yaml.mjs'
import dark from 'shiki/themes/github-dark-high-contrast.mjs'
import light from 'shiki/themes/github-light-high-contrast.mjs'
import type { GrammarState } from 'shiki/core'
import type { Highlighter } from '#src/ports/highlighter.ts'

const LANGUAGES: Record<string, string> = {
  ...{ css: 'css', html: 'html', json: 'json', jsx: 'jsx', md: 'markdown', mdx: 'markdown', tsx: 'tsx', yaml: 'yaml', yml: 'yaml' },
  ...{ js: 'javascript', mjs: 'javascript', cjs: 'javascript', ts: 'typescript', mts: 'typescript', cts: 'typescript' },
}
/** Highlighting uses the CPU: about 300 ms for this many characters. Longer texts are shown without colors. */
const CHARACTERS = 60_000
/** Lines highlighted at a time. */
const AT_ONCE = 5
/** After so much processor time the event loop handles waiting webhooks. */
const BLOCK_MS = 20
/** After so much processor time the rest of a text is shown without colors. */
const TEXT_MS = 200
/** A longer line is minified or an attack: some grammars take quadratic time for one line. */
const LINE_CHARACTERS = 300
/** Time limit of the tokenizer for one line. */
const LINE_MS = 50

/** Takes half a second. */
export async function createHighlighter(): Promise<Highlighter> {
  const shiki = await createHighlighterCore({
    themes: [light, dark],
    langs: [css, html, javascript, json, jsx, markdown, tsx, typescript, yaml],
    engine: createJavaScriptRegexEngine(),
  })
  const highlight = (lines: readonly string[], lang: string, grammarState: GrammarState | undefined) => {
    const { tokens, grammarState: after } = shiki.codeToTokens(lines.join('\n'), {
      lang,
      themes: { light: light.name ?? '', dark: dark.name ?? '' },
      defaultColor: false,
      cssVariablePrefix: '--code-',
      tokenizeMaxLineLength: LINE_CHARACTERS,
      tokenizeTimeLimit: LINE_MS,
      ...(grammarState === undefined ? {} : { grammarState }),
    })
    return { after, html: tokens.map((line) => line.map(({ content, htmlStyle }) => span(content, htmlStyle)).join('')) }
  }
  const highlighter: Highlighter = {
    async lines(path, text) {
      const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
      const lang = LANGUAGES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()]
      if (lang === undefined || text.length > CHARACTERS) return lines.map(escaped)
      const highlighted: string[] = []
      let state: GrammarState | undefined
      let [blockMs, textMs] = [0, 0]
      for (let from = 0; from < lines.length && textMs < TEXT_MS; from += AT_ONCE) {
        const before = process.threadCpuUsage()
        const { html: some, after } = highlight(lines.slice(from, from + AT_ONCE), lang, state)
        highlighted.push(...some)
        state = after
        const { user, system } = process.threadCpuUsage(before)
        const ms = (user + system) / 1_000
        textMs += ms
        blockMs += ms
        if (blockMs < BLOCK_MS) continue
        blockMs = 0
        await pause()
      }
      return [...highlighted, ...lines.slice(highlighted.length).map(escaped)]
    },
  }
  // The first use compiles the grammar. Do it now, before somebody waits for a page.
  await highlighter.lines('warm.tsx', 'export const a = <b className="c">{`${d}`}</b> // e')
  return highlighter
}

function span(content: string, style: Record<string, string> | undefined): string {
  const colors = Object.entries(style ?? {}).filter(([name]) => name === '--code-light' || name === '--code-dark')
  if (colors.length === 0 || content.trim() === '') return escaped(content)
  return `<span style="${escaped(colors.map(([name, color]) => `${name}:${color}`).join(';'))}">${escaped(content)}</span>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

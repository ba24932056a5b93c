import { inlineCode, escapeMarkdown } from './markdown.ts'
import { visibleText } from '../shared/visible-text.ts'

/** The Markdown shapes that are kept from a model's summary; everything else is text. */
export type Block = { kind: 'paragraph' | 'item'; spans: Span[] } | { kind: 'code'; text: string }
type Span = { kind: 'text' | 'code'; text: string }

const CHARACTERS = 4_000
const BLOCKS = 30

/** Paragraphs, list items and fenced code. The first two may contain inline code. */
export function summaryBlocks(text: string): Block[] {
  const parts = visibleText(text)
    .slice(0, CHARACTERS)
    .toWellFormed()
    .split(/^```.*\n([^]*?)(?:\n```[ \t]*$|$(?![^]))/m)
  const blocks = parts.flatMap((part, index): Block[] => (index % 2 === 1 ? [{ kind: 'code', text: part }] : proseBlocks(part)))
  return blocks.slice(0, BLOCKS)
}

function proseBlocks(text: string): Block[] {
  return text
    .split(/\n(?:[^\S\n]*\n)+|\n(?=[^\S\n]*[-*•] )/)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .map((part) => {
      const item = /^[-*•] (.+)$/.exec(part)?.[1]
      return item === undefined ? { kind: 'paragraph', spans: spansOf(part) } : { kind: 'item', spans: spansOf(item) }
    })
}

function spansOf(line: string): Span[] {
  return line
    .split(/`([^`]+)`/)
    .map((text, index): Span => ({ kind: index % 2 === 1 ? 'code' : 'text', text }))
    .filter(({ text }) => text !== '')
}

/** The summary as Markdown that can't ping, link, close an issue, or break out of its block. */
export function summaryMarkdown(text: string): string {
  const blocks = summaryBlocks(text)
  return blocks
    .map((block, index) => {
      const gap = index === 0 ? '' : block.kind === 'item' && blocks[index - 1]?.kind === 'item' ? '\n' : '\n\n'
      return gap + blockMarkdown(block)
    })
    .join('')
}

function blockMarkdown(block: Block): string {
  if (block.kind === 'code') return fenced(block.text)
  const line = block.spans.map((span) => (span.kind === 'code' ? inlineCode(span.text) : inline(span.text))).join('')
  return block.kind === 'item' ? `- ${line}` : line
}

/** Escaped text with the spaces at its ends, which separate it from inline code. */
function inline(text: string): string {
  return `${text.startsWith(' ') ? ' ' : ''}${escapeMarkdown(text, CHARACTERS)}${text.endsWith(' ') && text.trim() !== '' ? ' ' : ''}`
}

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text.replaceAll('<!--', '<\u200b!--')}\n${fence}`
}

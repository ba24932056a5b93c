import { checksTable, receiptLine } from './turn-comment.ts'
import { inlineCode, escapeMarkdown } from './markdown.ts'
import { byPictureName, pictureWords } from '../preview/picture-name.ts'
import { markPictures } from '../agent/prompt-pictures.ts'
import { summaryMarkdown } from './summary-markdown.ts'
import type { CheckLine, Changes, Receipt } from '../projects/records.ts'

/** What Ollio's part of a pull request's body stands between, each on a line of its own; people may write around it. */
const BEGIN = '<!-- ollio:begin -->'
const END = '<!-- ollio:end -->'
/** A marker that somebody quotes doesn't count; GitHub's editor ends lines with CRLF. */
const OUR_PART = new RegExp(`^${BEGIN}\\r?\\n(?:(?!${BEGIN})[^])*?^${END}$`, 'm')

export type PublishedText = {
  name: string
  prompt: string
  summary: string
  version: number
  issue: number
  baseBranch: string
  /** Merging closes the issue; GitHub goes by the keyword before its number. */
  closes: boolean
  previewUrl: string
  /** By the pictures' names. */
  pictureUrls: Record<string, string>
  /** Those of the version before. */
  before: { version: number; pictureUrls: Record<string, string> } | null
  /** GitHub's image proxy makes what is shown readable without a login; elsewhere pictures are links. */
  showPictures: boolean
  checks: CheckLine[]
  files: Changes
  /** By path: what a file is for, in foreign words. */
  purposes: Record<string, string>
  leftOut: string[]
  /** What `packagesLine` says. */
  packages?: string | null
  receipt: Receipt
  partial: boolean
}

/** `conventional`: as the repository's history is. */
export function pullRequestTitle(name: string, conventional = false): string {
  return `${conventional ? 'feat: add' : 'Add'} ${name}`.slice(0, 120).toWellFormed()
}

/** Parts of the design system that are named. */
const USED = 60

/** GitHub takes no longer one. */
const BODY_LIMIT = 65_536

/** The body with Ollio's part brought up to date; what people wrote around it stays, and where both are too long ours is a line. */
export function pullRequestBody(before: string, text: PublishedText): string {
  const whole = withOurs(before, ourPart(text))
  if (whole.length <= BODY_LIMIT) return whole
  const short = withOurs(before, previewLine(text))
  return short.length <= BODY_LIMIT ? short : before
}

function withOurs(before: string, part: string): string {
  const ours = `${BEGIN}\n${part}\n${END}`
  if (OUR_PART.test(before)) return before.replace(OUR_PART, () => ours)
  return before.trim() === '' ? ours : `${before.trimEnd()}\n\n${ours}`
}

function previewLine({ previewUrl, version, issue, closes, partial }: PublishedText): string {
  return `**[Open the preview](${previewUrl})** · version ${version} · ${closes ? 'closes' : 'asked for in'} #${issue}${partial ? ' · **partial**' : ''}`
}

function ourPart(text: PublishedText): string {
  return [
    summaryMarkdown(text.summary),
    '',
    previewLine(text),
    ...pictures(text),
    '',
    '### What was asked',
    '',
    `> ${escapeMarkdown(markPictures(text.prompt), 600)}`,
    '',
    '### What was checked',
    '',
    checksTable(text.checks),
    '',
    '### Files',
    '',
    ...Object.entries(text.files).map(
      ([path, hash]) =>
        `- ${inlineCode(path)}${hash === null ? ' (removed)' : `${editOf(path, text.checks)}${purpose(text.purposes[path])}`}`,
    ),
    ...designLines(text.checks),
    ...(text.packages == null ? [] : ['', text.packages]),
    ...(text.leftOut.length === 0
      ? []
      : ['', `Left out, because Ollio may not publish them: ${text.leftOut.slice(0, 20).map(inlineCode).join(', ')}`]),
    '',
    receiptLine(text.receipt),
    '',
    nextCommands(text),
  ].join('\n')
}

/** What helps next. */
function nextCommands({ version, baseBranch }: PublishedText): string {
  const undo = version > 1 ? `; \`/ollio undo\` takes version ${version} back` : ''
  return `To change something, comment \`/ollio <what to change>\`${undo}. \`/ollio fix\` mends what your checks find, \`/ollio rebase\` brings ${inlineCode(baseBranch)} in, \`/ollio help\` lists the rest.`
}

function purpose(words: string | undefined): string {
  return words === undefined ? '' : `: ${escapeMarkdown(words, 160)}`
}

/** What of the design system it is built from. */
function designLines(checks: readonly CheckLine[]): string[] {
  const design = checks.find((line) => line.design !== undefined)?.design
  const used = [...(design?.components ?? []), ...(design?.tokens ?? [])]
  return used.length === 0 ? [] : ['', `Of the design system it uses ${used.slice(0, USED).map(inlineCode).join(', ')}.`]
}

/** How much of a file was changed, against how long it is. */
function editOf(path: string, checks: readonly CheckLine[]): string {
  const edit = checks.flatMap(({ edits = [] }) => edits).find((one) => one.path === path)
  return edit === undefined ? '' : ` (+${edit.added} −${edit.removed} of ${edit.lines} lines)`
}

function pictures({ pictureUrls, before, version, showPictures }: PublishedText): string[] {
  const entries = byWidth(pictureUrls)
  if (entries.length === 0) return []
  const earlier = before === null ? [] : byWidth(before.pictureUrls)
  if (!showPictures) {
    return [
      '',
      `Pictures of it: ${linked(entries)}`,
      ...(before === null || earlier.length === 0 ? [] : ['', `Before, in version ${before.version}: ${linked(earlier)}`]),
    ]
  }
  if (before === null || earlier.length === 0) return ['', entries.map(([name, url]) => image(name, url, 'The page', 320)).join(' ')]
  return [
    '',
    `| | Version ${before.version} | Version ${version} |`,
    '| --- | --- | --- |',
    ...entries.map(([name, url]) => {
      const was = before.pictureUrls[name]
      return `| ${pictureWords(name)} | ${was === undefined ? '' : image(name, was, 'Before: the page', 240)} | ${image(name, url, 'After: the page', 240)} |`
    }),
  ]
}

function byWidth(urls: Record<string, string>): [name: string, url: string][] {
  return Object.entries(urls).toSorted(([a], [b]) => byPictureName(a, b))
}

function linked(pictured: readonly [name: string, url: string][]): string {
  return pictured.map(([name, url]) => `[${pictureWords(name)}](${url})`).join(', ')
}

function image(name: string, url: string, what: string, heightPx: number): string {
  return `<img src="${url}" alt="${what} at ${pictureWords(name)}" height="${heightPx}">`
}

export function checkRunTitle(checks: readonly CheckLine[]): string {
  const failed = checks.filter((check) => check.outcome === 'failed')
  return failed.length === 0
    ? 'Everything that Ollio checks is in order'
    : `Not in order: ${failed.map((check) => check.name.toLowerCase()).join(', ')}`
}

/** What the check run says: the table, what else there is to see, and what of the design system is used. */
export function checkRunSummary(
  checks: readonly CheckLine[],
  links: { previewUrl: string; reportUrl: string; pictureUrls: Record<string, string> },
): string {
  return [
    checksTable(checks),
    '',
    [
      `[Open the preview](${links.previewUrl})`,
      `[the whole check as JSON](${links.reportUrl})`,
      ...byWidth(links.pictureUrls).map(([name, url]) => `[${pictureWords(name)}](${url})`),
    ].join(' · '),
    ...designLines(checks),
  ].join('\n')
}

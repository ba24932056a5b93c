import { countOutcomes, isUnproven } from '../checks/outcomes.ts'
import { checksTable, notRunLine, receiptLine } from './check-texts.ts'
import { inlineCode, escapeMarkdown } from './markdown.ts'
import { byPictureName, pictureLabel } from '../preview/picture-name.ts'
import { markPictures } from '../agent/prompt-pictures.ts'
import { summaryMarkdown } from './summary-markdown.ts'
import type { CheckLine, Changes, FileEdit, Receipt } from '../projects/records.ts'

/** Ollio's part of a pull request's body is between these markers, each on its own line. People may write around it. */
const BEGIN = '<!-- ollio:begin -->'
const END = '<!-- ollio:end -->'
/** Ignores quoted markers. GitHub's editor ends lines with CRLF. */
const OUR_PART = new RegExp(`^${BEGIN}\\r?\\n(?:(?!${BEGIN})[^])*?^${END}$`, 'm')

export type PublishedText = {
  name: string
  prompt: string
  summary: string
  version: number
  issue: number
  baseBranch: string
  /** Whether merging closes the issue; GitHub reads the keyword before its number. */
  closes: boolean
  previewUrl: string
  /** By picture name. */
  pictureUrls: Record<string, string>
  /** The previous version. */
  before: { version: number; pictureUrls: Record<string, string> } | null
  /** Whether to embed pictures. GitHub's image proxy makes embedded pictures readable without a login; if false, pictures are links. */
  showPictures: boolean
  checks: CheckLine[]
  files: Changes
  /** By path: what a file is for. Untrusted text. */
  purposes: Record<string, string>
  leftOut: string[]
  /** From `packagesLine`. */
  packages?: string | null
  receipt: Receipt
  partial: boolean
}

/** `conventional`: the repository uses conventional commits. */
export function pullRequestTitle(name: string, conventional = false): string {
  return `${conventional ? 'feat: add' : 'Add'} ${name}`.slice(0, 120).toWellFormed()
}

/** Longest list of design system parts. */
const USED = 60

/** GitHub's limit, in characters. */
const BODY_LIMIT = 65_536

/** The body with Ollio's part updated. What people wrote around it stays; if the body gets too long, Ollio's part shrinks to one line. */
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
  return `**[Open the preview](${previewUrl})** · v${version} · ${closes ? 'closes' : 'requested in'} #${issue}${partial ? ' · **partial**' : ''}`
}

function ourPart(text: PublishedText): string {
  const edits = new Map(text.checks.flatMap((check) => check.edits ?? []).map((edit) => [edit.path, edit]))
  return [
    summaryMarkdown(text.summary),
    '',
    previewLine(text),
    ...pictures(text),
    '',
    '### Prompt',
    '',
    `> ${escapeMarkdown(markPictures(text.prompt), 600)}`,
    '',
    '### Checks',
    ...notRunLine(text.checks).flatMap((line) => ['', line]),
    '',
    checksTable(text.checks),
    '',
    '### Files',
    '',
    ...Object.entries(text.files).map(
      ([path, hash]) =>
        `- ${inlineCode(path)}${hash === null ? ' (removed)' : `${editText(edits.get(path))}${purpose(text.purposes[path])}`}`,
    ),
    ...designLines(text.checks),
    ...(text.packages == null ? [] : ['', text.packages]),
    ...(text.leftOut.length === 0
      ? []
      : ['', `Not published, because Ollio must not change these files: ${text.leftOut.slice(0, 20).map(inlineCode).join(', ')}`]),
    '',
    receiptLine(text.receipt),
    '',
    nextCommands(text),
  ].join('\n')
}

/** The commands that are useful next. */
function nextCommands({ version, baseBranch }: PublishedText): string {
  const undo = version > 1 ? ` \`/ollio undo\` takes v${version} back,` : ''
  return `Comment \`/ollio <what to change>\` for another version.${undo} \`/ollio fix\` fixes your failed checks, \`/ollio update\` merges ${inlineCode(baseBranch)} into this branch, and \`/ollio help\` lists the rest.`
}

function purpose(words: string | undefined): string {
  return words === undefined ? '' : `: ${escapeMarkdown(words, 160)}`
}

/** Which parts of the design system the version uses. */
function designLines(checks: readonly CheckLine[]): string[] {
  const design = checks.find((line) => line.design !== undefined)?.design
  const used = [...(design?.components ?? []), ...(design?.tokens ?? [])]
  return used.length === 0 ? [] : ['', `Uses ${used.slice(0, USED).map(inlineCode).join(', ')} from your design system.`]
}

/** How much of a file was changed, compared to its length. */
function editText(edit: FileEdit | undefined): string {
  return edit === undefined ? '' : ` (+${edit.added} −${edit.removed} of ${edit.lines} lines)`
}

function pictures({ pictureUrls, before, version, showPictures }: PublishedText): string[] {
  const entries = byWidth(pictureUrls)
  if (entries.length === 0) return []
  const earlier = before === null ? [] : byWidth(before.pictureUrls)
  if (!showPictures) {
    return [
      '',
      `Pictures: ${linked(entries)}`,
      ...(before === null || earlier.length === 0 ? [] : ['', `Pictures of v${before.version}: ${linked(earlier)}`]),
    ]
  }
  if (before === null || earlier.length === 0) return ['', entries.map(([name, url]) => image(name, url, 'The page', 320)).join(' ')]
  return [
    '',
    `| Picture | v${before.version} | v${version} |`,
    '| --- | --- | --- |',
    ...entries.map(([name, url]) => {
      const was = before.pictureUrls[name]
      return `| ${pictureLabel(name)} | ${was === undefined ? '' : image(name, was, 'Before: the page', 240)} | ${image(name, url, 'After: the page', 240)} |`
    }),
  ]
}

function byWidth(urls: Record<string, string>): [name: string, url: string][] {
  return Object.entries(urls).toSorted(([a], [b]) => byPictureName(a, b))
}

function linked(pictured: readonly [name: string, url: string][]): string {
  return pictured.map(([name, url]) => `[${pictureLabel(name)}](${url})`).join(', ')
}

function image(name: string, url: string, what: string, heightPx: number): string {
  return `<img src="${url}" alt="${what} at ${pictureLabel(name)}" height="${heightPx}">`
}

export function checkRunTitle(checks: readonly CheckLine[]): string {
  const named = (outcome: CheckLine['outcome']) =>
    checks
      .filter((check) => check.outcome === outcome)
      .map(({ name }) => name.toLowerCase())
      .join(', ')
  const [failed, warnings, missing] = [named('failed'), named('warning'), named('not run')]
  if (failed !== '') return `Failed: ${failed}`
  if (isUnproven(checks)) return `Not run: ${missing}`
  return warnings === '' ? countOutcomes(checks) : `No check failed. Warnings: ${warnings}`
}

/** The text of the check run: the checks, links, and the parts of the design system that the version uses. */
export function checkRunSummary(
  checks: readonly CheckLine[],
  links: { previewUrl: string; reportUrl: string; pictureUrls: Record<string, string> },
): string {
  return [
    checksTable(checks),
    '',
    [
      `[Open the preview](${links.previewUrl})`,
      `[Full report (JSON)](${links.reportUrl})`,
      ...byWidth(links.pictureUrls).map(([name, url]) => `[${pictureLabel(name)}](${url})`),
    ].join(' · '),
    ...designLines(checks),
  ].join('\n')
}

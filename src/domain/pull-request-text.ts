import { checksTable, receiptLine } from './turn-comments.ts'
import { code, plain } from './markdown.ts'
import { byPictureName, pictureWords } from './picture-name.ts'
import { withPicturesNamed } from './mentioned-pictures.ts'
import { summaryMarkdown } from './summary.ts'
import type { CheckLine, Manifest, Receipt } from './records.ts'

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
  /** Merging closes the issue; GitHub goes by the keyword before its number. */
  closes: boolean
  previewUrl: string
  /** By the pictures' names. */
  pictureUrls: Record<string, string>
  /** GitHub's image proxy makes what is shown readable without a login; elsewhere pictures are links. */
  showPictures: boolean
  checks: CheckLine[]
  files: Manifest
  leftOut: string[]
  /** What `packagesLine` says. */
  packages?: string | null
  receipt: Receipt
  partial: boolean
}

export function pullRequestTitle(name: string): string {
  return `Add ${name}`.slice(0, 120)
}

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
    `> ${plain(withPicturesNamed(text.prompt), 600)}`,
    '',
    '### What was checked',
    '',
    checksTable(text.checks),
    '',
    '### Files',
    '',
    ...Object.entries(text.files).map(([path, hash]) => `- ${code(path)}${hash === null ? ' (removed)' : editOf(path, text.checks)}`),
    ...(text.packages == null ? [] : ['', text.packages]),
    ...(text.leftOut.length === 0
      ? []
      : ['', `Left out, because Ollio may not publish them: ${text.leftOut.slice(0, 20).map(code).join(', ')}`]),
    '',
    receiptLine(text.receipt),
    '',
    'To change something, comment `/ollio <what to change>`.',
  ].join('\n')
}

/** How much of a file was changed, against how long it is. */
function editOf(path: string, checks: readonly CheckLine[]): string {
  const edit = checks.flatMap(({ edits = [] }) => edits).find((one) => one.path === path)
  return edit === undefined ? '' : ` (+${edit.added} −${edit.removed} of ${edit.lines} lines)`
}

function pictures({ pictureUrls, showPictures }: PublishedText): string[] {
  const entries = Object.entries(pictureUrls).toSorted(([a], [b]) => byPictureName(a, b))
  if (entries.length === 0) return []
  if (showPictures)
    return ['', entries.map(([name, url]) => `<img src="${url}" alt="The page at ${pictureWords(name)}" height="320">`).join(' ')]
  return ['', `Pictures of it: ${entries.map(([name, url]) => `[${pictureWords(name)}](${url})`).join(', ')}`]
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
  const pictured = Object.entries(links.pictureUrls).toSorted(([a], [b]) => byPictureName(a, b))
  const design = checks.find((line) => line.design !== undefined)?.design
  return [
    checksTable(checks),
    '',
    [
      `[Open the preview](${links.previewUrl})`,
      `[the whole check as JSON](${links.reportUrl})`,
      ...pictured.map(([name, url]) => `[${pictureWords(name)}](${url})`),
    ].join(' · '),
    ...(design === undefined || design.components.length + design.tokens.length === 0
      ? []
      : ['', `Of the design system it uses ${[...design.components, ...design.tokens].slice(0, 60).map(code).join(', ')}.`]),
  ].join('\n')
}

import { inlineCode, escapeMarkdown } from './markdown.ts'
import { formatCount, formatDay, formatDuration } from './format.ts'

/** What Ollio says of a whole conversation. */

export function nothingHereReply(): string {
  return 'Ollio has not built anything here yet. `/ollio generate <what to build>` begins.'
}

/** Said once the links of what was published so far are withdrawn. */
export function unsharedReply({ name, pageUrl }: { name: string; pageUrl: string }): string {
  return `The links of **${escapeMarkdown(name)}** so far are withdrawn: its live previews are gone, and pages and pictures are for those who can read this repository and [sign in](${pageUrl}). What is published from now on has links of its own.`
}

export function statusReply(project: {
  name: string
  status: string
  ended: boolean
  pullRequest: number | null
  version: number | null
  running: { prompt: string; author: string; seconds: number } | null
  waiting: number
}): string {
  const { running, waiting, version, pullRequest } = project
  const where = pullRequest === null ? 'no pull request yet' : `pull request #${pullRequest}`
  return [
    `**${escapeMarkdown(project.name)}** · ${where} · ${version === null ? 'nothing published yet' : `v${version}`}`,
    '',
    running === null
      ? `Nothing is running here: ${project.ended ? 'this conversation has ended' : `the last turn is ${project.status.toLowerCase()}`}.`
      : `For ${inlineCode(running.author)}, since ${formatDuration(running.seconds)}: ${escapeMarkdown(running.prompt)}`,
    ...(waiting === 0 ? [] : ['', `${formatCount(waiting, 'turn')} more ${waiting === 1 ? 'waits' : 'wait'}.`]),
  ].join('\n')
}

/** What was published, the newest first. */
export function versionsReply(
  versions: readonly {
    number: number
    summary: string
    commitSha: string | null
    draft: boolean
    publishedAt: Date
    author: string
    previewUrl: string
  }[],
): string {
  if (versions.length === 0) return 'Nothing has been published here yet.'
  const rows = versions.map((version) => {
    const name = `[v${version.number}](${version.previewUrl})${version.draft ? ' (draft)' : ''}`
    const what = escapeMarkdown(version.summary.split('\n', 1)[0] ?? '', 120)
    return `| ${name} | ${what} | ${version.commitSha?.slice(0, 7) ?? ''} | ${inlineCode(version.author)} | ${formatDay(version.publishedAt)} |`
  })
  return ['| Version | What | Commit | For | Day |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

/** The last word of a conversation. */
export function endReply({ merged, version, issue }: { merged: boolean; version: number | null; issue: number }): string {
  const what = version === null ? '' : ` with v${version}`
  const goOn = `\`/ollio generate <what to build>\` under #${issue} begins another one.`
  return merged
    ? `Merged${what}: this conversation has ended. ${goOn}`
    : `Closed${what} without a merge: this conversation has ended. Opening the pull request again brings it back; ${goOn}`
}

export function reopenedReply(): string {
  return 'This conversation is open again: `/ollio <what to change>` goes on with it.'
}

export function newerProjectReply({ issue, pullRequest }: { issue: number; pullRequest: number | null }): string {
  const newer = pullRequest === null ? 'a newer conversation' : `a newer conversation with pull request #${pullRequest}`
  return `#${issue} has ${newer} by now, so this one stays ended.`
}

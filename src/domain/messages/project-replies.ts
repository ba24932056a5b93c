import { inlineCode, escapeMarkdown } from './markdown.ts'
import { formatDay, formatDuration } from './format.ts'

/** Replies about a whole project. */

export function nothingHereReply(): string {
  return 'Ollio has not built anything here yet. Comment `/ollio generate <what to build>` to start.'
}

/** The reply after the links of everything published so far were revoked. */
export function unsharedReply({ name, pageUrl }: { name: string; pageUrl: string }): string {
  return `All preview links for **${escapeMarkdown(name)}** are revoked. People with access to the repository can still open the pages by [signing in](${pageUrl}); the live previews are gone. Versions that are published from now on get new links.`
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
      ? `No turn is running.${restWords(project)}`
      : `Working on “${escapeMarkdown(running.prompt)}” for ${inlineCode(running.author)} (${formatDuration(running.seconds)} so far)`,
    ...(waiting === 0 ? [] : ['', `${waiting} more ${waiting === 1 ? 'request is' : 'requests are'} waiting.`]),
  ].join('\n')
}

/** A project with a version counts as completed, however its last turn ended. */
function restWords({ ended, status }: { ended: boolean; status: string }): string {
  if (ended) return ' This project has ended.'
  if (status === 'FAILED') return ' The last turn failed; `/ollio retry` repeats it.'
  return status === 'CANCELLED' ? ' The last turn was cancelled; `/ollio retry` repeats it.' : ''
}

/** The published versions, newest first. */
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
  return ['| Version | Summary | Commit | Asked by | Date |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

/** The comment under a pull request that was merged or closed. */
export function endReply({ merged, version, issue }: { merged: boolean; version: number | null; issue: number }): string {
  const last = version === null ? '' : ` The last version is v${version}.`
  const startAnother = `comment \`/ollio generate <what to build>\` on #${issue} to start a new one.`
  return merged
    ? `Merged.${last} This project has ended; ${startAnother}`
    : `Closed without merging.${last} This project has ended. Reopen the pull request to continue it, or ${startAnother}`
}

export function reopenedReply(): string {
  return 'This project is open again. Comment `/ollio <what to change>` to continue it.'
}

export function newerProjectReply({ issue, pullRequest }: { issue: number; pullRequest: number | null }): string {
  const newer = pullRequest === null ? 'a newer project' : `a newer project with pull request #${pullRequest}`
  return `#${issue} has ${newer}, so this one stays ended.`
}

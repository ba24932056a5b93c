import { conclusionOf } from '#src/domain/checks/outcomes.ts'
import { checkAnnotations } from '#src/domain/checks/check-annotations.ts'
import { refundOf } from '#src/domain/credits/balance.ts'
import { isLockfile } from '#src/domain/packages/lockfiles.ts'
import { pictureLabel } from '#src/domain/preview/picture-name.ts'
import { skippedFilesIn } from '#src/domain/publishing/skipped-files.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import { isPublicUrl } from '#src/domain/shared/public-url.ts'
import { filePurpose } from '#src/domain/publishing/file-purpose.ts'
import { checkRunSummary, checkRunTitle, pullRequestBody, pullRequestTitle } from '#src/domain/messages/pull-request-text.ts'
import type { TurnRecord, VersionRecord } from '#src/domain/projects/records.ts'
import type { PullRequest } from '#src/ports/code-host.ts'
import type { PublishedFragment } from '#src/ports/versions.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { detectConventionalCommits } from './detect-commit-style.ts'
import { packagesOf } from '../packages/provide-packages.ts'
import { preparedVersion } from './prepared-version.ts'
import { publishedBy } from './publication.ts'
import { readTurnStart } from '../agent/stored-turn-start.ts'
import type { TurnRules } from '#src/domain/agent/turn-start.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import { readTree } from '../agent/workspace.ts'

/** The ports that this file uses. */
type Ports = Pick<
  ActivityPorts,
  'artifacts' | 'codeHost' | 'links' | 'log' | 'packages' | 'projects' | 'rules' | 'sandboxes' | 'steps' | 'turns' | 'versions'
>

/** `recheck`: the version was published before, and its checks ran again. */
type PublishInput = { turnId: string; commitSha: string; partial: boolean; recheck?: boolean }

/** Writes the pull request, then the rows in one transaction, then the check run on the commit. */
export async function publishVersion(ports: Ports, { turnId, commitSha, partial, recheck = false }: PublishInput): Promise<void> {
  const { turn, version } = await preparedVersion(ports, turnId)
  const { repository, branch, baseBranch, name, id: projectId } = turn.project
  const [{ before, conventional }, steps, receipt, showPictures, { rules }, earlier] = await Promise.all([
    pullRequestBefore(ports, turn),
    ports.steps.steps(turnId),
    ports.turns.receipt(turnId),
    mayShowPictures(ports, turn),
    readTurnStart(ports, turn),
    ports.versions.picturesBefore(projectId, version.number),
  ])
  const { leftOut, preview } = await publishedBy(ports, turn, steps)
  const notKept = skippedFilesIn(steps).filter((path) => !Object.hasOwn(version.files, path))
  const previewUrl = ports.links.versionPage(projectId, version.number)
  const urlsOf = (number: number, names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((picture) => [picture, ports.links.picture(projectId, number, picture)]))
  const pictureUrls = urlsOf(version.number, Object.keys(version.pictures))
  const fragments = await fragmentsOf(ports, version, preview)
  const pullRequest = await ports.codeHost.putPullRequest(repository, {
    headBranch: branch,
    baseBranch,
    title: pullRequestTitle(name, conventional),
    body: pullRequestBody(before?.body ?? '', {
      name,
      prompt: turn.prompt,
      summary: version.summary,
      version: version.number,
      issue: turn.project.issue,
      baseBranch,
      closes: rules.closes,
      previewUrl,
      pictureUrls,
      before: earlier === null ? null : { version: earlier.version, pictureUrls: urlsOf(earlier.version, earlier.names) },
      showPictures,
      checks: version.checks,
      files: version.files,
      purposes: purposesOf(version, fragments),
      leftOut: [...leftOut, ...notKept.map((path) => `${path}: too large or not a regular file`)],
      packages: await packagesOf(ports, await readTree(ports, baseOf(turn)), version.files),
      receipt: partial ? { ...receipt, credits: receipt.credits - refundOf('PARTIAL', receipt.credits) } : receipt,
      partial,
    }),
    // If a person marked it ready, a later version doesn't make it a draft again.
    draft: version.draft || (rules.draft && before?.open !== true),
  })
  if (turn.project.pullRequest === null) await addLabelsAndReviewers(ports, turn, pullRequest.number, rules)
  // It was a draft because a required check was not run.
  if (recheck && !version.draft && !rules.draft) await ports.codeHost.markReady(repository, pullRequest.number)
  await ports.projects.setPullRequest(projectId, pullRequest.number)
  await ports.versions.publish(turnId, { commitSha, partial, fragments })
  await ports.codeHost.putCheckRun(repository, {
    headSha: commitSha,
    name: 'Ollio',
    externalId: turn.key,
    conclusion: conclusionOf(version.checks),
    title: checkRunTitle(version.checks),
    summary: checkRunSummary(version.checks, { previewUrl, reportUrl: ports.links.checkReport(projectId, version.number), pictureUrls }),
    detailsUrl: previewUrl,
    annotations: checkAnnotations(version.checks).filter(({ path }) => path !== PREVIEW_SOURCE && version.files[path] !== null),
    images: showPictures ? Object.entries(pictureUrls).map(([picture, url]) => ({ alt: `The page at ${pictureLabel(picture)}`, url })) : [],
  })
}

/** The branch's pull request, and whether a new title follows Conventional Commits: an open one by Ollio keeps its title. */
async function pullRequestBefore(ports: Ports, turn: TurnRecord): Promise<{ before: PullRequest | null; conventional: boolean }> {
  const before = await ports.codeHost.findPullRequest(turn.project.repository, turn.project.branch)
  const isKept = before !== null && before.open && before.byOurApp
  return { before, conventional: !isKept && (await detectConventionalCommits(ports, turn)) }
}

/** Only if the repository is public or the team allows public pictures, and GitHub can reach the pictures. */
async function mayShowPictures(ports: Ports, turn: TurnRecord): Promise<boolean> {
  if (!isPublicUrl(ports.rules.publicUrl)) return false
  return (await readTurnStart(ports, turn)).rules.publicPictures || ports.codeHost.isPublic(turn.project.repository)
}

/** Adds labels and reviewers to a new pull request. Those that GitHub refuses are only logged. */
async function addLabelsAndReviewers(
  ports: Ports,
  { project }: TurnRecord,
  number: number,
  { labels, reviewers }: TurnRules,
): Promise<void> {
  const refused = await ports.codeHost.addLabelsAndReviewers(project.repository, number, { labels, reviewers })
  if (refused.length > 0) ports.log.warn({ project: project.id, refused }, 'GitHub refused some labels or reviewers of a pull request')
}

function purposesOf({ files }: VersionRecord, fragments: readonly PublishedFragment[]): Record<string, string> {
  const texts = new Map(fragments.map(({ content, metadata }) => [metadata['path'], content]))
  const known = Object.keys(files).flatMap((path) => {
    const purpose = filePurpose(path, texts.get(path) ?? null)
    return purpose === null ? [] : [[path, purpose] as const]
  })
  return Object.fromEntries(known)
}

/** What the turn adds to the conversation: the files' texts, the preview's source and the pictures. */
async function fragmentsOf(ports: Ports, version: VersionRecord, preview: string | null): Promise<PublishedFragment[]> {
  const files = Object.entries({ ...version.files, ...(preview === null ? {} : { [PREVIEW_SOURCE]: preview }) })
  const texts = await Promise.all(
    files.flatMap(([path, key]) =>
      key === null || isLockfile(path)
        ? []
        : [
            ports.artifacts.get(key).then((bytes): PublishedFragment => ({
              type: 'CODE',
              content: new TextDecoder().decode(bytes),
              metadata: { path, language: languageOf(path) },
            })),
          ],
    ),
  )
  const pictures = Object.entries(version.pictures).map(([picture, key]): PublishedFragment => ({
    type: 'IMAGE',
    content: key,
    metadata: { width: Number.parseInt(picture, 10), scheme: picture.endsWith('-dark') ? 'dark' : 'light' },
  }))
  return [...texts, ...pictures]
}

function languageOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

import { usesConventionalCommits } from '#src/domain/publishing/conventional-commits.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** True if the base branch's commits follow Conventional Commits. */
export async function detectConventionalCommits(ports: Pick<ActivityPorts, 'codeHost'>, { project }: TurnRecord): Promise<boolean> {
  return usesConventionalCommits(await ports.codeHost.commitSubjects(project.repository, project.baseBranch))
}

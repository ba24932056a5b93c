import { bytesOfText } from '#src/domain/shared/hostile-text.ts'
import { setImmediate as pause } from 'node:timers/promises'
import { countLines, rewrittenFiles } from '#src/domain/checks/rewritten-files.ts'
import type { ChangedFile } from '#src/domain/checks/rewritten-files.ts'
import { workspacePath } from '#src/domain/shared/workspace-path.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

/** How many lines of each file changed, and whether a refinement rewrote a file that it should have edited. */
export async function checkEdits(
  subject: Subject,
  { lineDiff, artifacts }: Pick<ActivityPorts, 'artifacts' | 'lineDiff'>,
): Promise<CheckResult> {
  const whole = writtenWhole(subject)
  const files: (ChangedFile & { before: string | undefined })[] = []
  for (const [path, text] of Object.entries(subject.changed)) {
    const before = baseText(subject, path)
    const linesBefore = before === null ? null : countLines(before)
    files.push({
      ...{ path, ...lineDiff.count(before ?? '', text), lines: countLines(text), linesBefore, isWrittenWhole: whole.has(path) },
      // Stored so that people can see the diff.
      before: before === null ? undefined : await artifacts.put(bytesOfText(before)),
    })
    // Diffing uses the CPU: yield to other work between two files.
    await pause()
  }
  const edits = files.map(({ path, added, removed, lines, before }) => ({ path, added, removed, lines, before }))
  const rewritten = rewrittenFiles(subject.turn.operation, files)
  if (rewritten.length === 0) {
    const sum = (key: 'added' | 'removed') => edits.reduce((total, edit) => total + edit[key], 0)
    return passed('Changes', `${edits.length === 1 ? '1 file' : `${edits.length} files`}: +${sum('added')} −${sum('removed')} lines`, {
      edits,
    })
  }
  const messages = rewritten.map(
    ({ path, removed, linesBefore }) => `${path} was rewritten: ${removed} of its ${linesBefore} lines were removed`,
  )
  return warned('Changes', some(messages), {
    edits,
    once: `${messages.join('\n')}\nUse editFile to change only what was asked for and keep the rest. If the whole file had to change, say why in your summary.`,
  })
}

/** Paths of successful writeFile calls of the turn. */
function writtenWhole({ steps }: Subject): Set<string | null> {
  const written = steps.flatMap(({ toolCalls, observations }) =>
    toolCalls.flatMap((action, index) =>
      action.tool === 'writeFile' && observations[index]?.ok === true ? [workspacePath(action.args.path)] : [],
    ),
  )
  return new Set(written)
}

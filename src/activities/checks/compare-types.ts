import { placedLines } from '#src/domain/checks/check-annotations.ts'
import { newFindings } from '#src/domain/checks/new-findings.ts'
import type { Changes } from '#src/domain/projects/records.ts'
import { suppressionComments } from '#src/domain/checks/suppression-comments.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { Compiled } from '../preview/build-preview.ts'
import { failed, firstLine, passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import type { Within } from './check-with-repository-tool.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

/** `before`: the result for the base; `null` if it was not needed. */
export type TypesCompared = { after: Compiled; before: Compiled | null }

/** If the compiler finds errors, it also checks the base: errors that existed before are not the turn's fault. */
export async function compareTypes(
  within: Within,
  manifest: Changes,
  check: (sandbox: Sandbox) => Promise<Compiled>,
): Promise<TypesCompared> {
  const after = await within(manifest, check)
  return { after, before: after.ok ? null : await within({}, check) }
}

/** The compiler's errors, and comments that suppress errors. */
export function judgeTypes(subject: Subject, { after, before }: TypesCompared): CheckResult {
  const hidden = Object.entries(subject.changed).flatMap(([path, text]) => suppressionComments(path, text, baseText(subject, path)))
  const messages = hidden.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  const errors = before === null ? after.output : newFindings(after.output, before.output).join('\n')
  const annotations = [...placedLines(errors, 'failure'), ...hidden]
  if (!after.ok && (errors !== '' || after.output === ''))
    return failed('Types', firstLine(errors), [errors, ...messages].join('\n'), { annotations })
  if (hidden.some(({ level }) => level === 'failure')) return failed('Types', some(messages), messages.join('\n'), { annotations })
  if (hidden.length > 0) return warned('Types', some(messages), { annotations: hidden, once: messages.join('\n') })
  return passed('Types', after.ok ? 'no type errors' : 'no new type errors')
}

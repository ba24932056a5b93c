import { notices } from './effects.ts'
import type { NoticeInput } from './messages.ts'

/** One notice of GitHub's, from its webhook to what follows from it. */
export async function noticeWorkflow({ notice }: NoticeInput): Promise<void> {
  await notices.heed({ notice })
}
